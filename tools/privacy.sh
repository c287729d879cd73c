#!/bin/sh
# privacy.sh -- every column of every table states purpose, legal basis and retention (P-SEC-1). Prints what is wrong as
# FILE:LINE: words and ends with 1; else one line and 0. Another tree: privacy.sh DIRECTORY
cd "${1:-$(dirname "$0")/..}" || exit 3
tool=$(cd "$(dirname "$0")" 2>/dev/null && pwd)/privacy.awk
[ -f "$tool" ] || tool=tools/privacy.awk
register=$(awk -f "$tool" migrations/*.sql privacy/*.txt 2>&1) || { printf '%s\n' "$register"; exit 1; }
echo "privacy: $(printf '%s\n' "$register" | grep -c '^column') columns of $(printf '%s\n' "$register" | grep -c '^table') tables, all tagged"
