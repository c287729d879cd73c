#!/bin/bash
# setup.sh GROUP... -- makes sure that the Debian and npm packages of the groups are there; silent if they are.
#
# Groups: build (also runs the program), test, check, fuzz, deb, format, bench. Says what is missing and why, installs it with
# apt-get (sudo if not root), then fetches the npm packages of package-lock.json. Starts no service and removes no
# package. A stamp per group in build/ makes the usual call a comparison of a few file dates.
set -eu
cd "$(dirname "$0")/.."
[ $# -gt 0 ] || set -- build

# Group, package (a|b: either will do; the first is installed), reason.
packages() {
	cat <<'LIST'
build gcc Übersetzer für C17
build libc6-dev Kopfdateien der C-Bibliothek
build meson beschreibt, was wie übersetzt wird
build ninja-build führt es aus, nur das Geänderte
build pkg-config|pkgconf findet die Bibliotheken
build gettext prüft und übersetzt die Wortkataloge (messages/*.po)
build libmicrohttpd-dev HTTP-Server
build libsqlite3-dev Datenbank in einer Datei
build libpq-dev Anschluss an PostgreSQL
build libjansson-dev liest JSON
build libsodium-dev Kennwörter (Argon2id), Token, Prüfketten
build libpango1.0-dev Schriftsatz der Briefe
build libcairo2-dev PDF
build fonts-noto-core Schrift der Briefe, auch kyrillisch und arabisch
build libxlsxwriter-dev Tabellen für Excel
build libzip-dev öffnet Tabellen, die andere gemacht haben
build libexpat1-dev liest und ändert darin das XML
build libical-dev Termine für Kalender (iCalendar)
build libicu-dev Unicode, Sortierung, Tage in Worten
build zlib1g-dev verpackt Seitenbestandteile
build libcurl4-gnutls-dev|libcurl4-openssl-dev Mail und Anfragen an den Anmeldedienst
build liboath-dev Einmalkennwörter (TOTP)
build libqrencode-dev QR-Code beim Einrichten der Einmalkennwörter
build librhonabwy-dev prüft Unterschriften des Anmeldedienstes (JWT)
build icc-profiles-free Farbprofil der PDF/A
build libcmocka-dev Rahmen der Tests in C
build libglpk-dev Vergleichsrechnung der Tests
test sqlite3 sieht in Datenbanken der Tests nach
test postgresql-15|postgresql-16|postgresql-17|postgresql-18 Tests auf PostgreSQL (eigener Cluster, kein Dienst)
test nginx-light|nginx|nginx-core|nginx-full|nginx-extras prüft die mitgelieferte nginx-Konfiguration (kein Dienst)
test chromium-headless-shell Tests im Browser
test poppler-utils liest die erzeugten PDF
test openssl Zertifikate für die Tests von nginx
test zbar-tools liest QR-Codes wie ein Telefon
test qpdf prüft den Bau der PDF
test unzip liest die erzeugten XLSX
test glewlwyd Anmeldedienst der Tests (kein Dienst)
test python3-icalendar liest die Kalender ein zweites Mal
test python3-openpyxl liest und macht Tabellen ein zweites Mal
test python3-aiosmtpd Postfach der Tests (kein Dienst)
test systemd prüft die Einheiten und übergibt Sockets (kein Dienst)
test procps sieht nach Prozessen der Tests
check clang zweiter Übersetzer
check libclang-rt-14-dev|libclang-rt-dev Laufzeit seiner Prüfungen
check clang-tidy statische Prüfung
check cppcheck statische Prüfung
check valgrind Speicherprüfung
check curl fragt das eingerichtete Paket
check mmdebstrap leeres Debian, in dem das Paket eingerichtet wird
fuzz clang libFuzzer
fuzz libclang-rt-14-dev|libclang-rt-dev Laufzeit von libFuzzer
deb dpkg-dev baut das Debian-Paket
deb debhelper die Schritte dazu
deb po-debconf übersetzt seine Fragen
deb lintian prüft das fertige Paket
format clang-format einheitliches Bild des Codes
bench wrk erzeugt die Last
bench sqlite3 legt die Vergleichsdaten an
bench postgresql-15|postgresql-16|postgresql-17|postgresql-18 Messung der Übernahme auf PostgreSQL (eigener Cluster, kein Dienst)
LIST
}

say() { printf '%s\n' "$*"; }

# stop_with GERMAN ENGLISH: the last words before giving up.
stop_with() {
	printf '\n%s\n%s\n' "$1" "$2" >&2
	exit 3
}

stamp_of() { printf 'build/setup-%s.stamp' "$1"; }

# A stamp holds while neither this list nor the machine's packages have changed since.
stamp_holds() {
	stamp=$(stamp_of "$1")
	[ "$stamp" -nt tools/setup.sh ] && { [ ! -e /var/lib/dpkg/status ] || [ "$stamp" -nt /var/lib/dpkg/status ]; }
}

npm_is_current() {
	[ ! -e package-lock.json ] || { [ -e node_modules/.package-lock.json ] &&
		[ ! package-lock.json -nt node_modules/.package-lock.json ]; }
}

installed() {
	# "rc" (removed, configuration left) is not installed; the abbreviation of an installed one is "ii ".
	case $(dpkg-query -W -f '${db:Status-Abbrev}' "$1" 2>/dev/null) in
	*ii*) return 0 ;;
	esac
	return 1
}

any_installed() { # a|b|c
	rest=$1
	while [ -n "$rest" ]; do
		if installed "${rest%%|*}"; then
			return 0
		fi
		case $rest in
		*'|'*) rest=${rest#*|} ;;
		*) rest= ;;
		esac
	done
	return 1
}

# Of a|b|c the first that this machine's package lists know.
first_known() {
	rest=$1
	while :; do
		if apt-cache show "${rest%%|*}" >/dev/null 2>&1; then
			printf '%s' "${rest%%|*}"
			return
		fi
		case $rest in
		*'|'*) rest=${rest#*|} ;;
		*) break ;;
		esac
	done
	printf '%s' "${1%%|*}"
}

node_major() {
	version=$(node --version 2>/dev/null) || version=v0
	version=${version#v}
	printf '%s' "${version%%.*}"
}

find_missing() { # groups -> lines "package|alternatives reason"
	for group in "$@"; do
		packages | while read -r of name why; do
			if [ "$of" = "$group" ] && ! any_installed "$name"; then
				printf '%s %s\n' "$name" "$why"
			fi
		done
	done | awk '!seen[$1]++'
	if [ "$(node_major)" -lt 18 ]; then
		printf 'nodejs baut Stil und Skripte der Seiten, führt Tests aus (ab 18)\n'
	fi
	if ! command -v npm >/dev/null 2>&1; then
		printf 'npm holt die festgelegten npm-Pakete\n'
	fi
}

as_root() {
	if [ "$(id -u)" = 0 ]; then
		env DEBIAN_FRONTEND=noninteractive "$@"
	else
		sudo env DEBIAN_FRONTEND=noninteractive "$@"
	fi
}

need_root() { # names of the packages
	if [ "$(id -u)" = 0 ]; then
		return
	fi
	if ! command -v sudo >/dev/null 2>&1; then
		stop_with "Zum Einrichten fehlen Rechte: Sie sind nicht root, und sudo gibt es hier nicht. Bitte einmal als root ausführen: apt-get install --no-install-recommends $*" \
			"Installing needs rights: you are not root, and there is no sudo. Please run once as root: apt-get install --no-install-recommends $*"
	fi
	if ! sudo -n true 2>/dev/null && [ ! -t 0 ]; then
		stop_with "sudo braucht ein Kennwort, aber es gibt kein Terminal dafür. Bitte einmal als root ausführen: apt-get install --no-install-recommends $*" \
			"sudo wants a password, but there is no terminal for it. Please run once as root: apt-get install --no-install-recommends $*"
	fi
}

# While packages are installed, a policy keeps their services from starting. It takes itself out of force, and away,
# as soon as this process is gone, even after a kill -9. A policy of the machine's owner is left as it is.
POLICY=/usr/sbin/policy-rc.d
ours=
policy_begin() {
	if [ -e "$POLICY" ]; then
		return
	fi
	ours=$(mktemp)
	cat >"$ours" <<-END
		#!/bin/sh
		# For the time of one installation by scharnier's tools/setup.sh, process $$: no service starts.
		if [ -d /proc/$$ ]; then exit 101; fi
		rm -f "$POLICY"
		exit 0
	END
	as_root install -m 755 "$ours" "$POLICY"
	trap policy_end EXIT
	trap 'exit 130' INT HUP TERM
}
policy_end() {
	if [ -n "$ours" ]; then
		as_root rm -f "$POLICY"
		rm -f "$ours"
		ours=
	fi
}

# Neither now nor at the next start of the machine: the tests run their own nginx and PostgreSQL.
keep_services_off() {
	if ! command -v systemctl >/dev/null 2>&1; then
		return
	fi
	for name in "$@"; do
		case $name in
		nginx*) as_root systemctl disable nginx.service ;;
		postgresql*) as_root systemctl disable postgresql.service ;;
		esac
	done >>build/setup.log 2>&1 || true
}

install_missing() { # text of find_missing
	say "Es fehlen Debian-Pakete (einmalig):"
	printf '%s\n' "$1" | while read -r name why; do
		printf '  %-22s %s\n' "${name%%|*}" "$why"
	done
	if ! command -v apt-get >/dev/null 2>&1; then
		stop_with "Dies ist kein Debian (apt-get fehlt). Bitte die genannten Pakete von Hand einrichten." \
			"This is no Debian (no apt-get). Please install the packages above by hand."
	fi
	# shellcheck disable=SC2046 # one word per package is what we want
	need_root $(printf '%s\n' "$1" | sed 's/[| ].*//')
	: >build/setup.log
	if ! as_root apt-get update -qq >>build/setup.log 2>&1; then
		tail -n 5 build/setup.log >&2
		stop_with "Die Paketlisten lassen sich nicht laden. Bitte Netzverbindung und /etc/apt prüfen, dann noch einmal." \
			"The package lists cannot be fetched. Please check the network and /etc/apt, then try again."
	fi
	names=$(printf '%s\n' "$1" | while read -r name why; do first_known "$name"; printf ' '; done)
	say "Werden geholt und eingerichtet (Verlauf: build/setup.log) …"
	policy_begin
	# shellcheck disable=SC2086 # see above
	if ! as_root apt-get install -y --no-install-recommends --no-remove -o Dpkg::Options::=--force-confold \
		-o Dpkg::Use-Pty=0 $names >>build/setup.log 2>&1 </dev/null; then
		tail -n 12 build/setup.log >&2
		stop_with "Das Einrichten ist gescheitert; warum, steht darüber und in build/setup.log. Geändert oder entfernt wurde nichts anderes." \
			"The installation failed; the reason stands above and in build/setup.log. Nothing else was changed or removed."
	fi
	# shellcheck disable=SC2086
	keep_services_off $names
	policy_end
	if [ "$(node_major)" -lt 18 ]; then
		stop_with "Das erste node im Suchpfad ($(command -v node)) ist älter als 18. Bitte erneuern oder aus PATH nehmen." \
			"The first node in PATH ($(command -v node)) is older than 18. Please update it or take it out of PATH."
	fi
}

fetch_npm() {
	say "npm-Pakete nach package-lock.json werden geholt …"
	if ! npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >build/npm.log 2>&1 </dev/null; then
		tail -n 12 build/npm.log >&2
		stop_with "npm konnte die Pakete nicht holen. Bitte Netzverbindung und npm-Einstellungen prüfen, dann noch einmal." \
			"npm could not fetch the packages. Please check the network and the npm configuration, then try again."
	fi
}

todo=
for group in "$@"; do
	case $group in
	build | test | check | fuzz | deb | format | bench) ;;
	*) stop_with "Unbekannte Gruppe: $group" "Unknown group: $group" ;;
	esac
	if ! stamp_holds "$group"; then
		todo="$todo $group"
	fi
done
if [ -n "$todo" ]; then
	mkdir -p build
	# shellcheck disable=SC2086
	missing=$(find_missing $todo)
	if [ -n "$missing" ]; then
		install_missing "$missing"
	fi
	for group in $todo; do
		: >"$(stamp_of "$group")"
	done
fi
if ! npm_is_current; then
	mkdir -p build
	fetch_npm
fi
