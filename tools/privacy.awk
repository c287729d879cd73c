# privacy.awk -- reads migrations/*.sql and privacy/*.txt: every column of every table states purpose, legal basis and
# retention (P-SEC-1). Part of every build.
#
#   awk -f tools/privacy.awk migrations/*.sql privacy/*.txt
#
# Says FILE:LINE: words on standard error for each finding and ends with 1; else prints the checked register, one fact a
# line, for src/core/privacy.c:   KIND <tab> CODE <tab> KEY <tab> VALUE      The format of the files: privacy/README.md

function finding(words) {
	finding_at(FILENAME ":" FNR, words)
}
function finding_at(where, words) {
	print where ": " words >"/dev/stderr"
	bad++
}

function trim(s) {
	sub(/^[ \t\r\n]+/, "", s)
	sub(/[ \t\r\n]+$/, "", s)
	return s
}

# --- migrations: what tables and columns there are ------------------------------------------------------------------

function add_column(table, column) {
	if (!((table, column) in there))
		order[table] = order[table] " " column
	there[table, column] = FILENAME ":" FNR
}

function drop_column(table, column) {
	if (!((table, column) in there))
		finding("no column " table "." column " to take away")
	delete there[table, column]
}

# "name TYPE ..." or a constraint of the table.
function table_part(table, part,    name) {
	part = trim(part)
	name = part
	sub(/[ \t\n(].*/, "", name)
	if (name == "" || toupper(name) ~ /^(PRIMARY|UNIQUE|CHECK|FOREIGN|CONSTRAINT)$/)
		return
	add_column(table, name)
}

function create_table(s,    table, at, depth, i, c, part) {
	sub(/^CREATE TABLE (IF NOT EXISTS )?/, "", s)
	at = index(s, "(")
	if (!at) {
		finding("a table without columns in brackets is not understood: " substr(s, 1, 60))
		return
	}
	table = trim(substr(s, 1, at - 1))
	tables[table] = FILENAME ":" FNR
	part = ""
	depth = 1
	for (i = at + 1; i <= length(s) && depth; i++) {
		c = substr(s, i, 1)
		depth += (c == "(") - (c == ")")
		if (depth == 0 || (c == "," && depth == 1)) {
			table_part(table, part)
			part = ""
		} else
			part = part c
	}
}

function alter_table(s,    w) {
	split(s, w, " ")
	if (w[4] == "ADD")
		add_column(w[3], w[5] == "COLUMN" ? w[6] : w[5])
	else if (w[4] == "DROP" && w[5] != "CONSTRAINT")
		drop_column(w[3], w[5] == "COLUMN" ? w[6] : w[5])
	else if (w[4] == "RENAME" && w[5] == "TO")
		rename_table(w[3], w[6])
	else if (w[4] == "RENAME") {
		drop_column(w[3], w[5] == "COLUMN" ? w[6] : w[5])
		add_column(w[3], w[5] == "COLUMN" ? w[8] : w[7])
	} else
		finding("this change of a table is not understood: " substr(s, 1, 60))
}

function rename_table(old, new,    n, i, list) {
	n = split(order[old], list, " ")
	for (i = 1; i <= n; i++)
		if ((old, list[i]) in there) {
			add_column(new, list[i])
			delete there[old, list[i]]
		}
	tables[new] = tables[old]
	delete tables[old]
	delete order[old]
}

function drop_table(s,    n, i, list, table) {
	table = s
	sub(/^DROP TABLE (IF EXISTS )?/, "", table)
	n = split(order[table], list, " ")
	for (i = 1; i <= n; i++)
		delete there[table, list[i]]
	delete tables[table]
	delete order[table]
}

function statement(s) {
	gsub(/[ \t\n]+/, " ", s)
	s = trim(s)
	if (s ~ /^CREATE TABLE /)
		create_table(s)
	else if (s ~ /^ALTER TABLE /)
		alter_table(s)
	else if (s ~ /^DROP TABLE /)
		drop_table(s)
	else if (s !~ /^(INSERT INTO|UPDATE|DELETE FROM|CREATE (UNIQUE )?INDEX|DROP INDEX|WITH|ANALYZE|$)/)
		finding("this statement is not understood: " substr(s, 1, 60))
}

# The text without what stands in quotes and comments; `quoted` says whether a line began inside a quote.
function code_of(line,    out, at) {
	out = ""
	while (line != "") {
		if (quoted) {
			at = index(line, "'")
			if (!at)
				return out
			quoted = 0
			line = substr(line, at + 1)
		} else if (match(line, /'|--/)) {
			out = out substr(line, 1, RSTART - 1)
			if (substr(line, RSTART, 2) == "--")
				return out
			quoted = 1
			line = substr(line, RSTART + 1)
		} else
			return out line
	}
	return out
}

FILENAME ~ /\.sql$/ {
	rest = code_of($0)
	while (at = index(rest, ";")) {
		statement(text substr(rest, 1, at - 1))
		text = ""
		rest = substr(rest, at + 1)
	}
	if (rest != "")
		text = text rest "\n"
	next
}

# --- privacy/*.txt --------------------------------------------------------------------------------------------------

function begin(new_kind, code) {
	kind = new_kind
	name = code
	if (code !~ /^[a-z][a-z0-9_]*$/)
		finding("\"" code "\" is no name: small letters, digits and _")
	if ((kind, code) in place)
		finding(kind " " code " is there already: " place[kind, code])
	place[kind, code] = FILENAME ":" FNR
	codes[++count] = kind SUBSEP code
}

function fact(key, value) {
	if ((kind, name, key) in value_of)
		finding(key " is given twice")
	value_of[kind, name, key] = value
	facts[++fact_count] = kind "\t" name "\t" key "\t" value
}

BEGIN {
	# The one table that no migration makes; the test on the real databases notices when it changes.
	tables["migration"] = there["migration", "name"] = there["migration", "checksum"] = there["migration", "applied_at"] = "src/db/db_migrate.c:1"
	split("R S I A N", letters, " ")
	split("read seed inferred assumed unknown", words, " ")
	for (i in letters)
		mark_of[letters[i]] = words[i]
	required["activity"] = "name name.en purpose purpose.en basis basis.en persons persons.en recipients recipients.en retention retention.en deletion"
	required["class"] = "name name.en"
	required["general"] = "controller controller.en officer officer.en transfer transfer.en"
	optional["class"] = " retention retention.en deletion "
	for (k in required)
		optional[k] = optional[k] " " required[k] " "
	with_mark[" basis "] = with_mark[" retention "] = with_mark[" controller "] = with_mark[" officer "] = 1
}

/^[ \t]*(#|$)/ {
	next
}

# A head: "activity accounts", "class login accounts", "table account Who may sign in."
/^[a-z]/ {
	head = $1
	code = $2
	words_after = $0
	sub(/^[a-z]+[ \t]+[^ \t]+[ \t]*/, "", words_after)
	if (head == "activity" || head == "class" || head == "table" || head == "place")
		begin(head, code)
	else if (head == "general")
		begin(head, "general")
	else
		finding("\"" head "\" is none of activity, class, table, place, general")
	if (head == "class") {
		activity_of[code] = words_after
		fact("activity", words_after)
	} else if (head == "table" || head == "place") {
		if (words_after == "")
			finding(head " " code " says no purpose")
		fact("purpose", words_after)
	} else if (words_after != "" && head != "general")
		finding("too many words: " words_after)
	next
}

# In a table or place: column and class.
kind == "table" || kind == "place" {
	if (NF != 2)
		finding("a column and its class are expected: " trim($0))
	if ((kind, name, $1) in tagged)
		finding(name "." $1 " is tagged twice")
	tagged[kind, name, $1] = FILENAME ":" FNR
	class_of[kind, name, $1] = $2
	facts[++fact_count] = (kind == "table" ? "column" : "item") "\t" name "\t" $1 "\t" $2
	next
}

# In an activity, a class, or general: key and words.
{
	key = $1
	value = $0
	sub(/^[ \t]*[^ \t]+[ \t]*/, "", value)
	if (kind == "")
		finding("words before the first head")
	else if (kind == "general" && (key == "measure" || key == "measure.en"))
		facts[++fact_count] = "general\tgeneral\t" key "\t" value
	else if (index(optional[kind], " " key " ") == 0)
		finding("\"" key "\" is no key of " kind)
	else if (value == "")
		finding(key " says nothing")
	else if (key == "deletion") {
		if (value !~ /^(automatic|not_yet|kept)$/)
			finding("deletion is automatic, not_yet or kept, not " value)
		fact(key, value)
	} else if ((" " key " ") in with_mark) {
		letter = value
		sub(/[ \t].*/, "", letter)
		sub(/^[^ \t]+[ \t]*/, "", value)
		if (!(letter in mark_of))
			finding(key " begins with its mark: R read, S seed document, I inferred, A assumed, N not found")
		else if (value == "")
			finding(key " says nothing")
		fact(key, value)
		fact(key ".mark", mark_of[letter])
	} else
		fact(key, value)
	next
}

# --- do they fit ----------------------------------------------------------------------------------------------------

function check_words(kind, code, where,    n, i, list) {
	n = split(required[kind], list, " ")
	for (i = 1; i <= n; i++)
		if (!((kind, code, list[i]) in value_of))
			finding_at(where, kind " " code " lacks " list[i])
}

function check_class(code, where,    terms) {
	if (!(("activity", activity_of[code]) in place))
		finding_at(where, "class " code " belongs to no activity: " activity_of[code])
	terms = (("class", code, "retention") in value_of) + (("class", code, "retention.en") in value_of) + (("class", code, "deletion") in value_of)
	if (terms != 0 && terms != 3)
		finding_at(where, "class " code " has a term of its own: retention, retention.en and deletion stand together")
	if (!(code in used))
		finding_at(where, "nothing has the class " code)
	has_class[activity_of[code]] = 1
}

function check_tables(    key, part) {
	for (key in tagged) {
		split(key, part, SUBSEP)
		if (!(("class", class_of[key]) in place))
			finding_at(tagged[key], part[2] "." part[3] " has a class that is not there: " class_of[key])
		used[class_of[key]] = 1
		if (part[1] == "table" && (part[2] in tables) && !((part[2], part[3]) in there))
			finding_at(tagged[key], "there is no column " part[2] "." part[3])
	}
	for (key in there) {
		split(key, part, SUBSEP)
		if (!(("table", part[1]) in place))
			untold[part[1]] = 1
		else if (!(("table", part[1], part[2]) in tagged))
			finding_at(there[key], part[1] "." part[2] " has no class in privacy/: purpose, legal basis and retention are missing (privacy/README.md)")
	}
	for (key in untold)
		finding_at(tables[key], "the table " key " does not stand in privacy/ (privacy/README.md)")
}

END {
	if (trim(text) != "")
		finding("a statement without an end: " substr(trim(text), 1, 60))
	check_tables()
	for (i = 1; i <= count; i++) {
		split(codes[i], part, SUBSEP)
		where = place[part[1], part[2]]
		if (part[1] == "table" && !(part[2] in tables))
			finding_at(where, "there is no table " part[2])
		if (part[1] in required)
			check_words(part[1], part[2], where)
		if (part[1] == "class")
			check_class(part[2], where)
	}
	for (i = 1; i <= count; i++) {
		split(codes[i], part, SUBSEP)
		if (part[1] == "activity" && !(part[2] in has_class))
			finding_at(place[part[1], part[2]], "activity " part[2] " has no class")
	}
	if (!(("general", "general") in place))
		finding_at("privacy", "nothing is said in general: controller, officer, transfer, measures")
	if (bad)
		exit 1
	for (i = 1; i <= fact_count; i++)
		print facts[i]
}
