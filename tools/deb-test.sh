#!/bin/bash
# deb-test.sh -- installs the package on a Debian 12 made from nothing, with systemd as its first process, and looks.
#
#   tools/deb-test.sh [FILE.deb]        (default: what `make deb` builds)
#
# Root in name spaces of its own: another process tree, another network (loopback only), other mounts. Says what it
# proved, one line each; exit 1 at the first that fails. Where it may not run (not root, no name spaces, no mmdebstrap) it
# says so and ends with 0. SCHARNIER_DEBIAN_MIRROR: where Debian comes from.
set -euo pipefail
cd "$(dirname "$0")/.."

skip() {
	echo "skipped: $*"
	exit 0
}
[ "$(id -u)" = 0 ] || skip "not root"
command -v mmdebstrap >/dev/null || skip "mmdebstrap is not installed"
command -v curl >/dev/null || skip "curl is not installed"
unshare --pid --fork --mount --net --cgroup true 2>/dev/null || skip "no name spaces here"

if [ $# -gt 0 ]; then
	deb=$1
else
	make -s deb >build/deb-test.log
	deb=$(ls -t build/scharnier_*_"$(dpkg --print-architecture)".deb | head -1)
fi
work=$(mktemp -d /var/tmp/scharnier-deb.XXXXXX)
root=$work/root
group=scharnier-test-$$
pid=

cleanup() {
	if [ -n "$pid" ]; then
		kill -KILL "$pid" 2>/dev/null || true
		wait "$pid" 2>/dev/null || true
	fi
	# The last of its processes may take a moment to be gone; a group that has some cannot be removed.
	for tree in /sys/fs/cgroup /sys/fs/cgroup/unified /sys/fs/cgroup/systemd; do
		for _ in $(seq 50); do
			[ -d "$tree/$group" ] || break
			find "$tree/$group" -depth -type d -exec rmdir {} \; 2>/dev/null || true
			read -r -t 0.1 <> <(:) || true
		done
	done
	rm -rf "$work"
}
trap cleanup EXIT

good() { printf "good: %s (%d s)\n" "$*" $SECONDS; }
bad() {
	printf 'BAD: %s\n' "$*" >&2
	tail -n 30 "$work/boot.log" >&2 2>/dev/null || true
	if [ -n "$pid" ]; then
		inside journalctl -u scharnier --no-pager -n 30 >&2 || true
	fi
	exit 1
}
must() { # words, command...
	local words=$1
	shift
	"$@" >"$work/last.log" 2>&1 || { cat "$work/last.log" >&2; bad "$words"; }
	good "$words"
}

# --- a Debian from nothing -------------------------------------------------------------------------------------------

mmdebstrap --quiet --variant=minbase --skip=cleanup/apt/lists --include=systemd-sysv,debconf bookworm "$root" ${SCHARNIER_DEBIAN_MIRROR:-}
cp "$deb" "$root/root/scharnier.deb"
# A later version, for the upgrade: the same but for its number.
dpkg-deb -R "$deb" "$work/next"
sed -i 's/^Version: .*/&.1/' "$work/next/DEBIAN/control"
dpkg-deb -b "$work/next" "$root/root/next.deb" >/dev/null
# What it depends on is fetched while there is a network, and nothing is set up yet.
cp -L /etc/resolv.conf "$root/etc/resolv.conf"
chroot "$root" env DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends --download-only install \
	/root/scharnier.deb >"$work/fetch.log" 2>&1 || { tail "$work/fetch.log" >&2; exit 1; }

# --- its first process -----------------------------------------------------------------------------------------------

# In a group of its own: systemd takes what it sees of /sys/fs/cgroup for its own.
for tree in /sys/fs/cgroup/unified /sys/fs/cgroup/systemd /sys/fs/cgroup; do
	if [ -e "$tree/cgroup.procs" ]; then
		mkdir -p "$tree/$group"
	fi
done
cat >"$work/boot" <<'BOOT'
#!/bin/bash
set -eu
root=$1 group=$2
for tree in /sys/fs/cgroup/unified /sys/fs/cgroup/systemd /sys/fs/cgroup; do
	[ ! -e "$tree/$group/cgroup.procs" ] || echo $$ >"$tree/$group/cgroup.procs"
done
exec unshare --pid --fork --kill-child=KILL --mount --uts --ipc --net --cgroup --propagation private \
	bash -eu -c '
	root=$1
	hybrid=$(test -d /sys/fs/cgroup/unified && echo yes || echo no)
	mount --bind "$root" "$root"
	mount -t proc proc "$root/proc"
	mount -t sysfs sysfs "$root/sys"
	mount -t tmpfs -o mode=755 tmpfs "$root/run"
	mount -t tmpfs tmpfs "$root/tmp"
	mount --bind /dev "$root/dev"
	if [ $hybrid = yes ]; then
		mount -t tmpfs tmpfs "$root/sys/fs/cgroup"
		mkdir "$root/sys/fs/cgroup/systemd" "$root/sys/fs/cgroup/unified"
		mount -t cgroup -o none,name=systemd,xattr cgroup "$root/sys/fs/cgroup/systemd"
		mount -t cgroup2 cgroup "$root/sys/fs/cgroup/unified"
	else
		mount -t cgroup2 cgroup "$root/sys/fs/cgroup"
	fi
	cd "$root"
	mkdir -p .old
	pivot_root . .old
	umount -l .old
	exec env -i container=other PATH=/usr/sbin:/usr/bin:/sbin:/bin /lib/systemd/systemd --log-target=console \
		--show-status=false --unit=multi-user.target' - "$root"
BOOT
chmod 755 "$work/boot"
"$work/boot" "$root" "$group" >"$work/boot.log" 2>&1 </dev/null &
pid=$!

first=
inside() { nsenter --target "$first" --all env -C / -i PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive "$@"; }
install_deb() {
	inside apt-get -qq -y --no-install-recommends -o Dpkg::Use-Pty=0 -o Dpkg::Options::=--force-confold install "$1"
}
ask() { curl -sS -o "$work/answer" -w '%{http_code}' --max-time 20 --unix-socket "/proc/$first/root/run/scharnier/http.sock" "http://localhost$1"; }
answers() { [ "$(ask "$1")" = 200 ]; }
wait_for() { # words, command...: at most 30 s
	local words=$1 i
	shift
	for i in $(seq 300); do
		if "$@" >/dev/null 2>&1; then
			good "$words"
			return
		fi
		read -r -t 0.1 <> <(:) || true
	done
	bad "$words"
}
main_pid() { inside systemctl show -P MainPID scharnier; }

begins() { first=$(pgrep -P "$pid" | head -1) && [ -e "/proc/$first/root/run/systemd/private" ]; }
wait_for 'systemd begins' begins
wait_for 'systemd runs' inside systemctl is-active multi-user.target

# --- installed -------------------------------------------------------------------------------------------------------

must 'installs with what Debian 12 has' install_deb /root/scharnier.deb
must 'the socket is open' inside systemctl is-active scharnier.socket
wait_for 'the service is ready in its sandbox' inside systemctl is-active scharnier.service
must 'answers /healthz' answers /healthz
must 'answers a page of a KI' answers /centres/coesfeld
must 'scharnier --version' inside scharnier --version
must 'the data belong to it alone' [ "$(inside stat -c '%U:%G %a' /var/lib/scharnier)" = 'scharnier:scharnier 700' ]
must 'the socket is for www-data' [ "$(inside stat -c '%U:%G %a' /run/scharnier/http.sock)" = 'root:www-data 660' ]

status=/proc/$(main_pid)/status
must 'no rights, no way to new ones, system calls filtered' inside awk '
	$1 ~ /^Cap(Eff|Prm|Bnd|Amb):$/ && $2 !~ /^0+$/ { exit 1 } $1 == "NoNewPrivs:" && $2 != 1 { exit 1 }
	$1 == "Seccomp:" && $2 != 2 { exit 1 }' "$status"
must 'a network of its own' inside sh -c "test \"\$(readlink /proc/$(main_pid)/ns/net)\" != \"\$(readlink /proc/1/ns/net)\""
score=$(inside systemd-analyze security --no-pager scharnier.service | sed -n 's/.*Overall exposure level.*: \([0-9.]*\) .*/\1/p')
must "exposure $score of 10" awk -v s="$score" 'BEGIN { exit !(s != "" && s <= 0.5) }'

# --- everything it can do, in the same sandbox -----------------------------------------------------------------------

# The unit with another command: demo data with Argon2 passwords, pages, PDF (pango, ICU), XLSX.
probe() { # name, command line, lines for [Service]...
	local name=$1 line=$2
	shift 2
	sed -e "s|^ExecStart=.*|ExecStart=$line|" -e 's/^Type=.*/Type=oneshot/' -e '/^Restart/d' -e '/^WatchdogSec/d' \
		-e '/^Requires=/d' -e '/^After=/d' "$root/lib/systemd/system/scharnier.service" >"$root/run-unit"
	inside sh -c "cat /run-unit >/run/systemd/system/$name.service"
	if [ $# -gt 0 ]; then
		inside mkdir -p "/run/systemd/system/$name.service.d"
		printf '[Service]\n%s\n' "$@" | inside sh -c "cat >/run/systemd/system/$name.service.d/more.conf"
	fi
	inside systemctl daemon-reload
	inside systemctl start "$name.service"
}
demo=sqlite:/var/lib/scharnier/demo.db
must 'demo data in the sandbox' probe demo "/usr/bin/timeout --preserve-status 5 /usr/bin/scharnier demo --db $demo --listen unix:/tmp/demo.sock"
for path in /centres/coesfeld /centres.xlsx /centres.csv; do
	must "$path in the sandbox" probe get "/usr/bin/scharnier get $path --as head@coesfeld --db $demo"
done
letter=$(inside runuser -u scharnier -- scharnier routes --db "$demo" | grep -oE '/[a-z{}/_-]*\.pdf' | grep '{slug}' | grep -v '}.*{' | head -1 || true)
if [ -n "$letter" ]; then
	must "$letter in the sandbox" probe get "/usr/bin/scharnier get ${letter/\{slug\}/coesfeld} --as head@coesfeld --db $demo" \
		'StandardOutput=truncate:/var/lib/scharnier/letter.pdf'
	must 'the PDF is one' [ "$(head -c 5 "$root/var/lib/scharnier/letter.pdf")" = '%PDF-' ]
fi

# --- backups ---------------------------------------------------------------------------------------------------------

must 'the nightly backup is waited for' inside systemctl is-active scharnier-backup.timer
must 'a key for backups' inside sh -c 'scharnier backup --new-key /etc/scharnier/backup.key && chown scharnier /etc/scharnier/backup.key'
must 'a backup beside the service, in the sandbox' inside systemctl start scharnier-backup.service
backup() { find "$root/var/backups/scharnier" -name 'scharnier-*.bak'; }
must 'it is one file, and nobody else may read it' [ "$(stat -c '%a' $(backup))" = 600 -a "$(stat -c '%a' "$root/var/backups/scharnier")" = 700 ]
must 'it can be played back' inside runuser -u scharnier -- scharnier restore --key /etc/scharnier/backup.key \
	--db sqlite:/var/lib/scharnier/drill.db --from "/var/backups/scharnier/$(basename "$(backup)")"
backup_score=$(inside systemd-analyze security --no-pager scharnier-backup.service | sed -n 's/.*Overall exposure level.*: \([0-9.]*\) .*/\1/p')
must "exposure of the backup $backup_score of 10" awk -v s="$backup_score" 'BEGIN { exit !(s != "" && s <= 0.5) }'

# --- restarts, upgrades, hangs ---------------------------------------------------------------------------------------

# Asks without a pause until told to stop; prints how many answers there were, and every one that was none.
ask_all_the_time() {
	local n=0 code
	while [ ! -e "$work/enough" ]; do
		code=$(ask /healthz 2>/dev/null) || true
		n=$((n + 1))
		[ "$code" = 200 ] || echo "answer $n: $code"
	done
	echo "asked $n"
}
nobody_refused() { # words, command...
	local words=$1 asking
	shift
	rm -f "$work/enough"
	ask_all_the_time >"$work/asked" &
	asking=$!
	"$@" >"$work/last.log" 2>&1 || { touch "$work/enough"; cat "$work/last.log" >&2; bad "$words"; }
	touch "$work/enough"
	wait $asking
	if grep -q '^answer' "$work/asked"; then
		cat "$work/asked" >&2
		bad "$words: somebody was refused"
	fi
	good "$words: nobody refused ($(tail -1 "$work/asked"))"
}
restart_often() { for _ in $(seq 20); do inside systemctl restart scharnier || return 1; done; }
must 'reloads without another process' inside sh -c 'before=$(systemctl show -P MainPID scharnier) && systemctl reload scharnier && test "$(systemctl show -P MainPID scharnier)" = "$before"'
nobody_refused 'twenty restarts' restart_often

echo '# kept by the administrator' >>"$root/etc/scharnier/scharnier.conf"
before=$(sha256sum <"$root/etc/scharnier/scharnier.conf")
nobody_refused 'upgrade to the next version' install_deb /root/next.deb
must 'the settings are the administrator'"'"'s' [ "$(sha256sum <"$root/etc/scharnier/scharnier.conf")" = "$before" ]
must 'the data are still there' answers /centres/coesfeld

inside systemctl -q stop scharnier 2>/dev/null
must 'migrate by hand, as the account' inside runuser -u scharnier -- scharnier migrate --config /etc/scharnier/scharnier.conf
must 'check by hand' inside sh -c 'runuser -u scharnier -- scharnier check --config /etc/scharnier/scharnier.conf; test $? -le 1'
inside mkdir -p /run/systemd/system/scharnier.service.d
printf '[Service]\nWatchdogSec=2\n' | inside sh -c 'cat >/run/systemd/system/scharnier.service.d/fast.conf'
inside systemctl daemon-reload
must 'a request starts it' answers /healthz
hung=$(main_pid)
inside sh -c "kill -STOP $hung"
revived() { [ "$(main_pid)" != "$hung" ] && [ "$(main_pid)" != 0 ] && answers /healthz; }
wait_for 'a process that hangs is replaced' revived

# --- gone ------------------------------------------------------------------------------------------------------------

must 'removes' inside apt-get -qq -y -o Dpkg::Use-Pty=0 remove scharnier
must 'settings and data stay' [ -e "$root/etc/scharnier/scharnier.conf" -a -e "$root/var/lib/scharnier/scharnier.db" ]
must 'the service is gone' sh -c "! test -e '$root/lib/systemd/system/scharnier.service'"
must 'purges' inside apt-get -qq -y -o Dpkg::Use-Pty=0 purge scharnier
must 'the settings are gone, the data stay' [ ! -e "$root/etc/scharnier/scharnier.conf" -a -e "$root/var/lib/scharnier/scharnier.db" ]
must 'installs again' install_deb /root/scharnier.deb
wait_for 'and goes on with the same data' answers /centres/coesfeld
must 'told to delete the data' inside sh -c 'echo scharnier scharnier/purge-data boolean true | debconf-set-selections'
must 'purges with the data' inside apt-get -qq -y -o Dpkg::Use-Pty=0 purge scharnier
must 'nothing is left but the backups' [ -n "$(backup)" -a ! -e "$root/var/lib/scharnier" -a ! -e "$root/etc/scharnier/scharnier.conf" -a ! -e "$root/var/cache/scharnier" ]
