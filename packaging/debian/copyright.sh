#!/bin/sh
# Writes debian/copyright from the files that say it anyway: LICENSE and static/licences.txt.
set -eu

indented() { sed -e 's/[[:space:]]*$//' -e 's/^$/./' -e 's/^/ /'; }

cat <<'HEAD'
Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: Scharnier

Files: *
Copyright: 2026, the authors of Scharnier
License: EUPL-1.2

Files: build/assets/*
Copyright: 2026, the authors of Scharnier
 2024-2026, KERN-UX team
 2020-2026, the authors of htmx
 2012-2015, The Mozilla Foundation and Telefonica S.A.
License: EUPL-1.2 and 0BSD and OFL-1.1
Comment: Style sheet, script and fonts of the pages, made by tools/assets.mjs; parts of KERN-UX native (EUPL-1.2), htmx
 (0BSD) and Fira Sans (OFL-1.1).

License: EUPL-1.2 and 0BSD and OFL-1.1
HEAD
indented <static/licences.txt
printf '\nLicense: EUPL-1.2\n'
indented <LICENSE
