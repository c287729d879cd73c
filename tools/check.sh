#!/bin/bash
# check.sh -- the long round behind `make check`. Each step says what it found; the last line counts. Exit 1: a finding.
set -u
cd "$(dirname "$0")/.." || exit 3
passed=0
failed=0

step() { # name command...
	local name=$1 begin=$SECONDS
	shift
	printf '\n== %s\n' "$name"
	if "$@"; then
		passed=$((passed + 1))
		printf '== %s: good (%d s)\n' "$name" $((SECONDS - begin))
	else
		failed=$((failed + 1))
		printf '== %s: FAILED (%d s)\n' "$name" $((SECONDS - begin))
	fi
}

sources() { find src -name '*.c' "$@" | sort; }

# Every allocation of an arena is a real one here, so overflows and uses after the request are seen.
sanitizers() {
	ASAN_OPTIONS=detect_leaks=1:strict_string_checks=1:detect_stack_use_after_return=1 \
	LSAN_OPTIONS=suppressions=$PWD/tools/leaks.txt:print_suppressions=0 \
	UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1 \
	MESON_FLAGS='-Db_sanitize=address,undefined -Db_lundef=false' \
		node tools/run-tests.mjs --build build-asan --suite unit --suite http
}

second_compiler() { CC=clang make tests-built BUILD=build-clang; }

gcc_analyzer() { make program BUILD=build-analyzer MESON_FLAGS='-Dc_args=-fanalyzer'; }

tidy() {
	local checks='-*,clang-analyzer-*,bugprone-*,-bugprone-easily-swappable-parameters,-bugprone-macro-parentheses'
	checks+=',-bugprone-reserved-identifier,-bugprone-narrowing-conversions,-bugprone-assignment-in-if-condition'
	checks+=',-bugprone-implicit-widening-of-multiplication-result'
	checks+=',-clang-analyzer-security.insecureAPI.DeprecatedOrUnsafeBufferHandling,-clang-analyzer-security.insecureAPI.strcpy'
	checks+=',-clang-analyzer-valist.Uninitialized' # clang 14 does not follow va_start through our wrappers
	sources ! -name '*_test.c' | xargs -P 2 -n 6 clang-tidy -p build-clang --quiet --warnings-as-errors='*' --checks="$checks" 2>&1 |
		grep -vE '^[0-9]+ warnings? generated|^Suppressed|^Use -header-filter'
	return "${PIPESTATUS[1]}"
}

# Off: what gcc and clang already prove (missing returns), what ASSERT rules out, what holds with our C library anyway (NULL is a pointer), and
# where this version trips over compound literals behind "?:".
cppcheck_all() {
	local off=(missingIncludeSystem unknownMacro varFuncNullUB internalAstError missingReturn
		CastIntegerToAddressAtReturn nullPointerRedundantCheck '*:*_test.c')
	cppcheck --quiet --std=c11 --enable=warning,portability,performance --inline-suppr --error-exitcode=1 -j 2 '-D__attribute__(x)=' \
		"${off[@]/#/--suppress=}" -I src src bench tools
}

# One program after the other under valgrind: what the sanitizers do not see are values never set.
memory() {
	local bad=0 program
	make -s tests-built || return 1
	for program in build/src/{base,view,json,http,crypt}/*_test; do
		valgrind -q --error-exitcode=9 --leak-check=full --show-leak-kinds=definite "$program" >build/valgrind.log 2>&1
		if [ $? = 9 ]; then
			printf '%s\n' "$program"
			grep '^==' build/valgrind.log | head -40
			bad=1
		fi
	done
	return $bad
}

fuzz_replay() { tools/fuzz.sh replay; }

standby() { make -s program && node tests/faults/standby.mjs; }

package() { tools/setup.sh build deb && tools/deb-test.sh; }

long_faults() { SCHARNIER_LONG=1 node tools/run-tests.mjs --suite unit kill9; }

week_plans() { SCHARNIER_LONG=1 node tools/run-tests.mjs --suite unit pool_week; }

step 'tests with address and undefined-behaviour sanitizer' sanitizers
step 'clang, all warnings are errors' second_compiler
step 'gcc -fanalyzer' gcc_analyzer
step 'clang-tidy' tidy
step 'cppcheck' cppcheck_all
step 'valgrind' memory
step 'fuzz seeds and crashes again' fuzz_replay
step 'kill -9 loops, long' long_faults
step 'plans of a week against GLPK, many of them' week_plans
step 'PostgreSQL with a standby: kill -9 of the primary' standby
step 'the package on a Debian from nothing, with systemd' package

printf '\n%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" = 0 ]
