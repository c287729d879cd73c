// backup.mjs -- what a backup of 1 GiB costs the others: the median time of a request while it runs, against the median
// just before, in alternating rounds (bench/run.mjs calls it; alone: node bench/backup.mjs [ROUNDS]).
//
// The database is the demo with a good million people more, each with a note, made by SQL and removed afterwards. A round is: wrk, then the same
// wrk while a backup runs all the time. Puts its block into docs/performance.md.

import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const PROGRAM = path.join(ROOT, 'build/scharnier');
const PAGE = '/centres?view=list';
const ROWS = 1_080_000; // four to a page of SQLite: about 1 GiB in the database and in the backup
const SECONDS = 4;
const CONNECTIONS = 16;
const BOUND = 2;

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

function run(command, args) {
	return new Promise((resolve, reject) => {
		const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
		let text = '';
		child.stdout.on('data', (bytes) => (text += bytes));
		child.on('error', reject);
		child.on('close', (code) => (code === 0 ? resolve(text) : reject(new Error(`${command} ${args[0]}: ${code}\n${text}`))));
	});
}

/** The median of all requests in milliseconds. */
async function latency(url) {
	const text = await run('wrk', ['-t2', `-c${CONNECTIONS}`, `-d${SECONDS}s`, '--latency', url]);
	if (/Non-2xx|Socket errors/.test(text)) {
		throw new Error(text);
	}
	const [, value, unit] = /50%\s+([\d.]+)(us|ms|s)/.exec(text);
	return Number(value) * { us: 0.001, ms: 1, s: 1000 }[unit];
}

function isHealthy(base) {
	return new Promise((resolve) => {
		http.get(`${base}/healthz`, { agent: false }, (rs) => {
			rs.resume();
			resolve(rs.statusCode === 200);
		}).on('error', () => resolve(false));
	});
}

/** Starts the program and waits for its address. */
async function serve(command, url) {
	const child = spawn(PROGRAM, [command, '--db', url, '--listen', '127.0.0.1:0'], { stdio: ['ignore', 'pipe', 'inherit'] });
	let said = '';
	child.stdout.on('data', (bytes) => (said += bytes));
	for (;;) {
		const found = /http:\/\/127\.0\.0\.1:\d+/.exec(said);
		if (found && await isHealthy(found[0])) {
			return { base: found[0], end: () => new Promise((resolve) => child.once('close', resolve) && child.kill('SIGTERM')) };
		}
		if (child.exitCode !== null) {
			throw new Error(`ended before it was ready: ${said}`);
		}
		await sleep(20);
	}
}

async function makeDatabase(file) {
	await (await serve('demo', `sqlite:${file}`)).end();
	execFileSync('sqlite3', [file, `PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; BEGIN;
		WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${ROWS})
		INSERT INTO person (centre_id, family_name, given_name, sort_name, note, recorded_by, recorded_at)
		SELECT c.id, 'N' || i, 'V', 'n' || i || ' v', hex(randomblob(455)), 'bench', i FROM n, (SELECT MIN(id) AS id FROM centre) c; COMMIT; PRAGMA journal_mode=WAL`]);
}

/** One round: medians without and with a backup that runs all the while, and how long that took. */
async function round(base, url, scratch) {
	const without = await latency(base + PAGE);
	const file = path.join(scratch, 'backup');
	const began = performance.now();
	let ended = 0;
	const backup = run(PROGRAM, ['backup', '--db', url, '--to', file, '--key', path.join(scratch, 'key')]).then(() => (ended = performance.now()));
	while (!existsSync(`${file}.part`)) {
		await sleep(5);
	}
	const during = await latency(base + PAGE);
	const covered = ended === 0;
	await backup;
	const bytes = statSync(file).size;
	rmSync(file);
	return { without, during, covered, seconds: (ended - began) / 1000, bytes };
}

export async function measureBackup(rounds = 5) {
	const scratch = mkdtempSync(path.join(tmpdir(), 'scharnier-bench-backup-'));
	try {
		const file = path.join(scratch, 'scharnier.db');
		const url = `sqlite:${file}`;
		await makeDatabase(file);
		await run(PROGRAM, ['backup', '--new-key', path.join(scratch, 'key')]);
		const server = await serve('serve', url);
		await latency(server.base + PAGE); // warm
		const all = [];
		for (let i = 0; i < rounds; i++) {
			all.push(await round(server.base, url, scratch));
		}
		await server.end();
		const ratios = all.map(({ without, during }) => during / without);
		return { all, ratios, ratio: median(ratios), databaseMiB: statSync(file).size / 2 ** 20 };
	} finally {
		rmSync(scratch, { recursive: true, force: true });
	}
}

const BEGIN = '<!-- bench-backup:begin -->';
const END = '<!-- bench-backup:end -->';

/** Measures, writes the block; resolves to the number of bounds that were missed. */
export async function benchBackup(rounds) {
	const r = await measureBackup(rounds);
	const ms = (name) => median(r.all.map((one) => one[name])).toFixed(2);
	const isKept = r.ratio <= BOUND;
	const text = [
		`${new Date().toISOString().slice(0, 10)}, ${cpus().length} × ${cpus()[0].model}; \`wrk -t2 -c${CONNECTIONS} -d${SECONDS}s\` on ${PAGE}, ${r.all.length} rounds, each without and with a backup (encrypted, ${Math.round(median(r.all.map((one) => one.bytes)) / 2 ** 20)} MiB from a database of ${Math.round(r.databaseMiB)} MiB, ${median(r.all.map((one) => one.seconds)).toFixed(0)} s while others ask).`,
		'',
		'| what | measured (least–most) | bound | kept |',
		'| --- | --- | --- | --- |',
		`| median of a request while a backup runs, against without (${ms('without')} ms → ${ms('during')} ms) | ${r.ratio.toFixed(2)} × (${Math.min(...r.ratios).toFixed(2)}–${Math.max(...r.ratios).toFixed(2)}) | ≤ ${BOUND} × | ${isKept ? 'yes' : '**no**'} |`,
		...(r.all.every((one) => one.covered) ? [] : ['', 'In some rounds the backup was done before wrk was: those ratios are too good.']),
	].join('\n');
	console.log(text);
	const document = path.join(ROOT, 'docs/performance.md');
	const [before, rest] = readFileSync(document, 'utf8').split(BEGIN);
	writeFileSync(document, `${before}${BEGIN}\n${text}\n${END}${rest.split(END)[1]}`);
	return isKept ? 0 : 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	process.exit(await benchBackup(Number(process.argv[2] ?? 5)));
}
