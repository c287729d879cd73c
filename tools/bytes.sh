#!/bin/sh
# bytes.sh NAME FILE -- part of the build: prints a C source that holds the bytes of FILE as NAME, and NAME_size.
set -eu
printf 'extern const unsigned char %s[];\nextern const unsigned %s_size;\n' "$1" "$1"
printf 'const unsigned char %s[] = {\n' "$1"
od -An -v -tu1 "$2" | sed 's/[0-9][0-9]*/&,/g'
printf '};\nconst unsigned %s_size = sizeof %s;\n' "$1" "$1"
