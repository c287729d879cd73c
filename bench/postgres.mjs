// postgres.mjs -- a PostgreSQL of one's own for measurements: synced to the disk, as in production, and with its processor time.

import { execFileSync } from 'node:child_process';
import { appendFileSync, readFileSync } from 'node:fs';
import path from 'node:path';

const TICK = 10; // ms: /proc counts in hundredths of a second

/** { server, pid, create(name), psql(database, text), stop() }: server is the address without a database. */
export function startPostgres(folder) {
	const said = execFileSync('tests/kit/postgres.sh', ['start', folder], { encoding: 'utf8' });
	const [, server] = /SCHARNIER_TEST_PG=(\S+)/.exec(said);
	const pid = Number(readFileSync(path.join(folder, 'data', 'postmaster.pid'), 'utf8').split('\n')[0]);
	const psql = (database, text) => execFileSync('psql', ['-X', '-q', '-A', '-t', '-d', `${server}/${database}`, '-c', text], { encoding: 'utf8' }).trim();
	appendFileSync(path.join(folder, 'data', 'postgresql.conf'), 'fsync = on\nfull_page_writes = on\n'); // tests do without
	process.kill(pid, 'SIGHUP');
	for (const until = Date.now() + 5000; psql('postgres', 'SHOW fsync') !== 'on';) {
		if (Date.now() > until) {
			throw new Error('PostgreSQL does not sync');
		}
	}
	return {
		server, pid, psql,
		create: (name) => psql('postgres', `CREATE DATABASE ${name} TEMPLATE template0 ENCODING 'UTF8'`),
		stop: () => execFileSync('tests/kit/postgres.sh', ['stop', folder], { stdio: 'pipe' }),
	};
}

/** Seconds of processor time of the server and of its sessions that have ended; a session ends a moment after its client. */
function spentBy(pid) {
	const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').replace(/^.*\) /, '').split(' ');
	return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks) * TICK, 0) / 1000;
}

const sessions = (pid) => readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1').trim().split(/\s+/)
	.filter((child) => readFileSync(`/proc/${child}/cmdline`, 'latin1').includes('127.0.0.1')).length;

/** Runs a command of ours to its end: { seconds, cpu } by the clock, and of processor time with that of the server (pid; 0: none). */
export function runTimed(command, args, pid = 0) {
	const before = pid ? spentBy(pid) : 0;
	const begin = performance.now();
	const said = execFileSync('bash', ['-c', 'TIMEFORMAT="cpu %U %S"; { time "$@" >/dev/null 2>&1; } 2>&1', '-', command, ...args], { encoding: 'utf8' });
	const seconds = (performance.now() - begin) / 1000;
	const [, user, system] = /cpu ([\d.]+) ([\d.]+)/.exec(said);
	for (const until = Date.now() + 5000; pid && sessions(pid) > 0 && Date.now() < until;) {
		execFileSync('sleep', ['0.05']);
	}
	return { seconds, cpu: Number(user) + Number(system) + (pid ? spentBy(pid) - before : 0) };
}

/** Of several runs: the least and the most by the clock, the least of processor time. */
export function ofRuns(runs) {
	const seconds = runs.map((run) => run.seconds);
	return { least: Math.min(...seconds), most: Math.max(...seconds), cpu: Math.min(...runs.map((run) => run.cpu)) };
}
