#!/bin/sh
# A scratch PostgreSQL cluster for tests.
#
#   postgres.sh start DIR   makes (if needed) and starts it, prints: export SCHARNIER_TEST_PG=...
#   postgres.sh stop DIR    stops it and removes DIR
#
# Socket and data lie in DIR; TCP listens on a free port of the loopback. Passwords are checked (scram), so that tests
# of wrong ones are real. Nothing is synced to disk: this is no place for data. As root it runs under the user postgres,
# or nobody, because PostgreSQL refuses root.
set -eu

usage() {
	echo "usage: postgres.sh start|stop DIR" >&2
	exit 2
}
[ $# -eq 2 ] || usage
command=$1
case $2 in /*) dir=$2 ;; *) dir=$PWD/$2 ;; esac

bin=
for candidate in /usr/lib/postgresql/*/bin /usr/bin /usr/local/bin; do
	[ -x "$candidate/initdb" ] && bin=$candidate
done
if [ -z "$bin" ]; then
	echo "postgres.sh: initdb not found; install postgresql-15" >&2
	exit 3
fi

if [ "$(id -u)" -eq 0 ]; then
	owner=postgres
	id postgres >/dev/null 2>&1 || owner=nobody
else
	owner=
fi

as_owner() {
	if [ -n "$owner" ]; then
		setpriv --reuid="$owner" --regid="$(id -g "$owner")" --clear-groups env -i PATH="$PATH" LC_ALL=C "$@"
	else
		env LC_ALL=C "$@"
	fi
}

# A port that nobody listens on, from the process's number on.
free_port() {
	port=$((20000 + $$ % 20000))
	while grep -q ":$(printf '%04X' "$port") 00000000:0000 0A" /proc/net/tcp 2>/dev/null; do
		port=$((port + 1))
	done
	echo "$port"
}

make_cluster() {
	mkdir -p "$dir"
	if [ -n "$owner" ]; then
		chown "$owner" "$dir"
	fi
	chmod 755 "$dir"
	as_owner sh -c 'umask 077; echo "$1" >"$2"' - scratch "$dir/password"
	(cd "$dir" && as_owner "$bin/initdb" -D "$dir/data" -U postgres -E UTF8 --locale=C --auth=scram-sha-256 \
		--pwfile="$dir/password" --no-sync >"$dir.log" 2>&1) || { cat "$dir.log" >&2; exit 3; }
	rm -f "$dir.log"
	as_owner sh -c 'cat >>"$1"' - "$dir/data/postgresql.conf" <<-CONF
		listen_addresses = '127.0.0.1'
		unix_socket_directories = '$dir'
		fsync = off
		autovacuum = off
		full_page_writes = off
		shared_buffers = 64MB
		max_wal_size = 128MB
		jit = off
		max_connections = 200
		dynamic_shared_memory_type = mmap
		log_min_messages = fatal
	CONF
	# As in production: not a superuser, whom row-level security would not stop.
	echo "CREATE ROLE scharnier LOGIN CREATEDB PASSWORD 'scratch'" |
		(cd "$dir" && as_owner "$bin/postgres" --single -D "$dir/data" postgres >/dev/null)
}

start() {
	[ -f "$dir/data/PG_VERSION" ] || make_cluster
	if ! as_owner "$bin/pg_ctl" -D "$dir/data" status >/dev/null 2>&1; then
		port=$(free_port)
		as_owner "$bin/pg_ctl" -D "$dir/data" -w -t 60 -l "$dir/data/server.log" -o "-p $port" start >/dev/null ||
			{ as_owner cat "$dir/data/server.log" >&2; exit 3; }
	fi
	port=$(as_owner sed -n 4p "$dir/data/postmaster.pid")
	echo "export SCHARNIER_TEST_PG=postgresql://scharnier:scratch@127.0.0.1:$port"
}

stop() {
	[ -f "$dir/data/PG_VERSION" ] || exit 0
	as_owner "$bin/pg_ctl" -D "$dir/data" -m immediate stop >/dev/null 2>&1 || true
	rm -rf "$dir"
}

case $command in
start) start ;;
stop) stop ;;
*) usage ;;
esac
