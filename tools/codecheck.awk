# codecheck.awk -- reads tools/exempt.txt, then C files; prints what breaks the rules of the code (docs: HACKING.md).

# Without comments and without what stands in quotes, so that only code is looked at. Keeps track of block comments.
function code_of(text,    out, at) {
	out = ""
	while (text != "") {
		if (comment) {
			at = index(text, "*/")
			if (!at)
				return out
			text = substr(text, at + 2)
			comment = 0
		} else if (match(text, /"([^"\\]|\\.)*"|'([^'\\]|\\.)*'|\/\*|\/\//)) {
			out = out substr(text, 1, RSTART - 1)
			at = substr(text, RSTART, 2)
			text = substr(text, RSTART + RLENGTH)
			if (at == "//")
				return out
			if (at == "/*")
				comment = 1
			else
				out = out "\"\""
		} else {
			return out text
		}
	}
	return out
}

function report(line, words) {
	print FILENAME ":" line ": " words
	bad++
}

# Something too large, unless exempt.txt gives the reason.
function too_large(line, what, words) {
	if (what in reason)
		used[what] = 1
	else
		report(line, words)
}

function end_of_file() {
	if (last != "" && lines > 500) {
		if (last in reason)
			used[last] = 1
		else {
			print last ":1: " lines " lines; 500 are the most"
			bad++
		}
	}
}

BEGIN {
	split("strcpy strcat stpcpy sprintf vsprintf gets strtok atoi atol atoll atof alloca rand srand localtime gmtime " \
		"ctime asctime mktemp tmpnam", list, " ")
	for (i in list)
		never[list[i]] = 1
	split("system popen", list, " ")
	for (i in list)
		in_tests[list[i]] = 1
	split("malloc calloc realloc free strdup strndup asprintf", list, " ")
	for (i in list)
		not_in_features[list[i]] = 1
}

FNR == NR {
	if ($0 !~ /^#/ && NF) {
		if (NF < 3)
			report(FNR, "an exemption says why")
		reason[$1] = FNR
		exempt_file = FILENAME
	}
	next
}

FNR == 1 {
	end_of_file()
	last = FILENAME
	comment = 0
	name = ""
	start = 0
	files++
	test = FILENAME ~ /_test\.[ch]$/ || FILENAME ~ /^(tests|bench|fuzz)\//
	feature = FILENAME ~ /^src\/features\// && !test
}

{
	lines = FNR
	code = code_of($0)
}

# The head of a function begins a line and has no semicolon; its body stands between { and } at the left margin.
code ~ /^[A-Za-z_].*\(/ && code !~ /;/ && code !~ /^(else|struct [a-z_]+ \{)/ {
	head = code
	sub(/\(.*/, "", head)
	sub(/.*[ *]/, "", head)
	name = head
}
code ~ /^\{/ {
	start = FNR
}
code ~ /^\}/ && start {
	functions++
	length_of = FNR - start - 1
	if (length_of > 60)
		too_large(start, FILENAME ":" name, name " has " length_of " lines; 60 are the most")
	start = 0
}

feature && code ~ /(^|[^A-Za-z0-9_])goto[ \t]/ {
	report(FNR, "no goto in features")
}

{
	rest = code
	while (match(rest, /[A-Za-z_][A-Za-z0-9_]*[ \t]*\(/)) {
		word = substr(rest, RSTART, RLENGTH)
		sub(/[ \t]*\($/, "", word)
		before = RSTART > 1 ? substr(rest, RSTART - 1, 1) : ""
		rest = substr(rest, RSTART + RLENGTH)
		if (before ~ /[.>]/)
			continue
		if (word in never)
			report(FNR, word "() is not used here")
		else if ((word in in_tests) && !test && FILENAME ~ /^src\//)
			report(FNR, word "() is for tests only")
		else if ((word in not_in_features) && feature)
			report(FNR, word "(): memory comes from the arena")
	}
	if ($0 ~ /(TODO|FIXME)/)
		report(FNR, "nothing is left for later")
}

END {
	end_of_file()
	for (what in reason)
		if (!(what in used)) {
			print exempt_file ":" reason[what] ": " what " needs no exemption"
			bad++
		}
	if (bad)
		exit 1
	print "codecheck: " files " files, " functions " functions"
}
