#!/bin/bash
# fuzz.sh replay [NAME]       -- feeds every kept seed and crash to its parser once (sanitizers on)
# fuzz.sh run SECONDS [NAME]  -- looks for new crashes with libFuzzer; new ones land in fuzz/NAME/crash/, to be kept
#
# The C file in fuzz/NAME/ holds LLVMFuzzerTestOneInput; the folders beside it (seeds, crash) hold its inputs.
set -u
cd "$(dirname "$0")/.." || exit 3
BUILD=build-fuzz
libraries='libsodium jansson liboath librhonabwy libcurl icu-uc icu-i18n sqlite3 libpq libmicrohttpd cairo pango pangocairo xlsxwriter libzip expat zlib'
mode=${1:-replay}
shift
seconds=0
if [ "$mode" = run ]; then
	seconds=${1:-60}
	shift
fi
only=${1:-}

build() {
	CC=clang make -s program BUILD=$BUILD \
		MESON_FLAGS='-Db_sanitize=address,undefined -Db_lundef=false -Dc_args=-fsanitize=fuzzer-no-link' || return 1
	local flags source name
	# shellcheck disable=SC2086 # a list of names
	flags=$(for library in $libraries; do pkg-config --exists "$library" && pkg-config --cflags --libs "$library"; done)
	for source in fuzz/*/*.c; do
		name=$(basename "$(dirname "$source")")
		# shellcheck disable=SC2046,SC2086 # lists of files and flags
		clang -std=c17 -D_GNU_SOURCE -g -O1 -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=undefined -Isrc "$source" \
			-Wl,--start-group $(find $BUILD/src -name '*.a') -Wl,--end-group $flags -lpthread -lm -o "$BUILD/$name" || return 1
	done
}

replay() { # name
	local inputs
	inputs=$(find "fuzz/$1" -mindepth 2 -type f)
	[ -n "$inputs" ] || { echo "fuzz/$1: no inputs"; return 1; }
	if ! printf '%s\n' "$inputs" | xargs "$BUILD/$1" >"$BUILD/$1.log" 2>&1; then
		tail -n 40 "$BUILD/$1.log"
		return 1
	fi
	echo "fuzz/$1: $(printf '%s\n' "$inputs" | wc -l) inputs, no crash"
}

search() { # name: found inputs stay in the build folder, crashes go to the tree
	mkdir -p "$BUILD/corpus-$1" "fuzz/$1/crash"
	"$BUILD/$1" -max_total_time="$seconds" -timeout=5 -rss_limit_mb=1024 -print_final_stats=1 \
		-artifact_prefix="fuzz/$1/crash/" "$BUILD/corpus-$1" "fuzz/$1"/seed* 2>&1 | tail -n 25
	return "${PIPESTATUS[0]}"
}

build || exit 3
bad=0
for folder in fuzz/*/; do
	name=$(basename "$folder")
	if [ -n "$only" ] && [ "$only" != "$name" ]; then
		continue
	fi
	if [ "$mode" = run ]; then
		search "$name" || bad=1
	else
		replay "$name" || bad=1
	fi
done
exit $bad
