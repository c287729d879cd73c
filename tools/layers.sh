#!/bin/sh
# layers.sh -- the house stands as docs/layers.txt draws it: who includes whom, who sees which foreign header; models
# know no HTTP, pages no SQL; file names are unique; every header compiles alone. Prints what is wrong as
# FILE:LINE: words and ends with 1; else one line and 0.
cd "$(dirname "$0")/.." || exit 3
CC=${CC:-cc}
libraries='icu-uc libsodium jansson sqlite3 libpq libmicrohttpd pangocairo cairo-pdf xlsxwriter libzip expat zlib'

includes() {
	find src -name '*.[ch]' -exec grep -Hn '^[[:space:]]*#[[:space:]]*include' {} + |
		awk -f tools/layers.awk docs/layers.txt -
}

# Templates are named by their folder ("centres/show.html"), build files and README by custom.
unique_names() {
	for folder in src tests tools bench fuzz migrations messages static packaging; do
		[ -d "$folder" ] && find "$folder" -type f -regex '.*\.\([ch]\|sql\|mjs\|js\|css\|sh\|awk\|po\)'
	done | sort | awk -F/ '$NF in first { print $0 ":1: has the name of " first[$NF]; next } { first[$NF] = $0 }'
}

pages_without_sql() {
	sql='SELECT .* FROM|SELECT [a-z0-9_.*]+,|INSERT INTO|UPDATE [a-z_]+ SET|DELETE FROM|WHERE [a-z_.]+ ?='
	find src/features src/core -name '*_pages.c' -exec grep -HnE "\"[^\"]*($sql)" {} + |
		sed -E 's/^([^:]*:[0-9]+):.*/\1: SQL belongs into the model/'
}

headers_alone() {
	flags=
	for library in $libraries; do
		flags="$flags $(pkg-config --cflags "$library" 2>/dev/null)"
	done
	# shellcheck disable=SC2086,SC2016 # flags is a list; $1 is the inner shell's
	find src -name '*.h' -print0 | FLAGS=$flags CC=$CC xargs -0 -n 1 -P "$(nproc)" sh -c '
		$CC -fsyntax-only -std=c17 -D_GNU_SOURCE -Isrc -Itests $FLAGS -Wall -Wextra -Werror -Wno-unused-function -x c "$1" >/dev/null 2>&1 ||
			echo "$1:1: does not compile alone"' sh
}

found=$(includes; unique_names; pages_without_sql; headers_alone)
if [ -n "$found" ]; then
	printf '%s\n' "$found"
	exit 1
fi
echo "layers: $(find src -name '*.[ch]' | wc -l) files, $(find src -name '*.h' | wc -l) headers, all in their place"
