# layers.awk -- reads docs/layers.txt, then FILE:LINE:#include lines; prints what the table forbids.

function report(words) {
	print file ":" line ": " words
}

# The folder of the table that a path under src/ lies in: the longest that fits; "" if there is none.
function folder_of(path,    best, f) {
	best = ""
	for (f in known)
		if (index(path, f "/") == 1 && length(f) > length(best))
			best = f
	return best
}

# Depth first from `f`: a folder that can be reached from itself stands in a cycle.
function visit(f,    g, i, n, list) {
	state[f] = 1
	n = split(may[f], list, " ")
	for (i = 1; i <= n; i++) {
		g = list[i]
		if (!(g in known))
			print "docs/layers.txt:1: " f " may include " g ", which is no folder of the table"
		else if (state[g] == 1) {
			print "docs/layers.txt:1: a cycle of " f " and " g
			cycle = 1
		}
		else if (!state[g])
			visit(g)
	}
	state[f] = 2
}

# Whether a test in folder f may see g: what f includes, and what that includes in turn.
function below(f, g,    i, n, list) {
	n = split(may[f], list, " ")
	for (i = 1; i <= n; i++)
		if (list[i] == g || below(list[i], g))
			return 1
	return 0
}

FNR == NR {
	sub(/#.*/, "")
	if ($1 == "foreign") {
		sub(/:$/, "", $2)
		owner[$2] = $3
		for (i = 3; i <= NF; i++)
			owns[$2, $i] = 1
	} else if ($1 ~ /:$/) {
		name = substr($1, 1, length($1) - 1)
		known[name] = 1
		may[name] = ""
		for (i = 2; i <= NF; i++) {
			may[name] = may[name] " " $i
			allowed[name, $i] = 1
		}
	}
	next
}

FNR == 1 {
	for (f in known)
		if (!state[f])
			visit(f)
}

{
	split($0, part, ":")
	file = part[1]
	line = part[2]
	of = folder_of(substr(file, 5))
	test = file ~ /_test\.[ch]$/
	system_header = $0 ~ /include[ \t]*</
	header = $0
	sub(/^[^<"]*[<"]/, "", header)
	sub(/[>"].*$/, "", header)
}

of == "" {
	report("its folder is not in docs/layers.txt")
	next
}

system_header {
	if (!test)
		for (prefix in owner)
			if (index(header, prefix) == 1 && !((prefix, of) in owns))
				report("<" header "> belongs to " owner[prefix] " alone")
	next
}

# Unit tests also see the kit of tests/.
test && header ~ /^kit\// {
	next
}

{
	target = folder_of(header)
	if (target == "")
		report("\"" header "\" names no folder of src/")
	else if (system("test -f src/" header) != 0)
		report("\"" header "\" is not there")
	else if (target != of && !((of, target) in allowed) && !(test && !cycle && below(of, target)))
		report(of " may not include " target)
	else if (file ~ /_model\.c$/ && (target == "http" || target == "view"))
		report("a model knows neither HTTP nor pages")
}
