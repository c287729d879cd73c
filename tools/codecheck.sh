#!/bin/sh
# codecheck.sh -- functions that nobody calls here, files and functions that are too long. Prints what is wrong as
# FILE:LINE: words and ends with 1; else one line and 0. tools/exempt.txt lists what may be longer, and why.
cd "$(dirname "$0")/.." || exit 3
# shellcheck disable=SC2046 # file names of the tree have no spaces
exec awk -f tools/codecheck.awk tools/exempt.txt $(find src tests fuzz bench tools -name '*.[ch]' 2>/dev/null | sort)
