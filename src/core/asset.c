/* Styles, scripts and fonts under /assets/: embedded, gzip already, named by their content, so cached for a year. */
#include <string.h>

#include "core/app.h"
#include "view/embedded.h"

static const struct {
	const char *ending, *type;
} types[] = {
	{ ".css", "text/css; charset=utf-8" }, { ".js", "text/javascript; charset=utf-8" }, { ".woff2", "font/woff2" },
	{ ".svg", "image/svg+xml" },           { ".txt", "text/plain; charset=utf-8" },     { ".png", "image/png" },
};

static const char *type_of(str name)
{
	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if (str_ends(name, types[i].ending))
			return types[i].type;
	return "application/octet-stream";
}

bool asset_answer(const struct req *rq, struct res *rs)
{
	if (rq->method != GET || !str_starts(rq->path, "/assets/"))
		return false;
	str name = str_part(rq->path, strlen("/assets/"), SIZE_MAX);
	const struct embedded_file *zipped =
	        embedded_find(embedded_assets, str_print(rs->mem, STR_FMT ".gz", STR_ARG(name)).p);
	const struct embedded_file *f = zipped ? zipped : embedded_find(embedded_assets, str_c(rs->mem, name));
	if (!f)
		return false;
	res_text(rs, 200, type_of(name), (str){ f->data, f->size });
	rs->gzip = zipped != NULL;
	res_header(rs, "Cache-Control", S("public, max-age=31536000, immutable"));
	return true;
}

/* "site.css" is stored as "site.<hash>.css". */
str asset_path(struct arena *mem, const char *name)
{
	size_t base = strcspn(name, ".") + 1;
	const char *ending = strrchr(name, '.');
	ASSERT(ending);
	for (const struct embedded_file *f = embedded_assets; f->name; f++)
		if (!strncmp(f->name, name, base) && str_ends(str_of(f->name), ending))
			return str_print(mem, "/assets/%s", f->name);
	return S("/assets/missing");
}
