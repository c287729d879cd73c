#include "app/secret_file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static err say(str *ret_words, str words)
{
	*ret_words = words;
	return E_INVALID;
}

err secret_read(struct arena *a, const char *what, str path, str *ret, str *ret_words)
{
	char text[1002];
	struct stat st;
	const char *name = str_c(a, path);
	int fd = open(name, O_RDONLY | O_CLOEXEC);
	bool there = fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode);
	ssize_t n = there ? read(fd, text, sizeof text) : -1;
	int why = errno;
	if (fd >= 0)
		close(fd);
	if (n < 0)
		return say(ret_words, str_print(a, "%s „%s“ lässt sich nicht lesen: %s.", what, name,
		                                fd >= 0 && !there ? "keine Datei" : strerror(why)));
	if (st.st_mode & 077)
		return say(ret_words, str_print(a, "%s „%s“ dürfen auch andere lesen. Ändern Sie das: chmod 600 %s",
		                                what, name, name));
	*ret = str_copy(a, str_trim((str){ text, (size_t)n }));
	explicit_bzero(text, sizeof text);
	if (ret->n == 0 || (size_t)n == sizeof text)
		return say(ret_words, str_print(a, "%s „%s“ enthält kein Geheimnis.", what, name));
	return OK;
}
