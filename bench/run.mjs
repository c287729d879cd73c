// run.mjs -- the bench driver: our pages against a bare server, in one run, because only ratios mean anything.
//
// Alternates wrk runs over all targets, the order rotated each round; then memory, start and the weight of the first
// page. Prints a Markdown block and puts it into docs/performance.md. Exit 1 if a bound of the project is missed.

import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { cpus, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { measureActivities } from './activities.mjs';
import { measureForwarding } from './forwarding.mjs';
import { measureGrants } from './grants.mjs';
import { benchBackup } from './backup.mjs';
import { measureCosts } from './costs.mjs';
import { measureImport } from './import.mjs';
import { measurePool } from './pool.mjs';
import { measureStaff } from './staff.mjs';

const LIST_PAGE = '/centres?view=list'; // 25 rows, public
const FIRST_PAGE = '/';
const SECONDS = Number(process.env.BENCH_SECONDS ?? 3);
const ROUNDS = 3;
const THREADS = 8; // of both servers
const STARTS = 5;

// What the bare server reads: the same 25 rows by the same joins as the list page (BY_NAME of centres_model.c).
const SQL = `SELECT c.id, c.version, c.slug, COALESCE(NULLIF(n.value, ''), c.name) AS name, c.name AS official_name,
	c.carrier, c.kind, c.carrier_kind, c.district, c.seat, c.ags8, c.sort_name, c.short_name, c.hex_column, c.hex_row,
	p.inhabitants, p.day AS counted_on, p.source AS counted_by FROM centre c
	LEFT JOIN centre_population p ON p.centre_id = c.id AND p.day =
	(SELECT max(q.day) FROM centre_population q WHERE q.centre_id = c.id AND q.day <= '2026-11-21')
	LEFT JOIN setting n ON n.centre_id = c.id AND n.name = 'centre.display_name' AND n.valid_from =
	(SELECT max(m.valid_from) FROM setting m
	WHERE m.name = 'centre.display_name' AND m.centre_id = c.id AND m.valid_from <= '2026-11-21')
	WHERE (c.sort_name, c.id) > ('', 0) ORDER BY c.sort_name, c.id LIMIT 25`;

const BOUNDS = { list: 0.4, json: 0.5, rssMiB: 64, startMs: 150, firstPageKB: 110, staff: 1.2, pool: 1.2, suits: 20, week: 100, settleSeconds: 2, importSeconds: 2,
	activities: 1.2, forwarding: 1.2, grants: 1.2, proofMs: 100, whatIfMs: 300, deep: 1.5, summed: 100, entries: 1000, bareEntries: 0.3 };

const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
process.chdir(ROOT);
const scratch = mkdtempSync(path.join(tmpdir(), 'scharnier-bench-'));
chmodSync(scratch, 0o711); // PostgreSQL runs as another user there if we are root
const children = new Set();

// --- servers ----------------------------------------------------------------------------------------------------------

function launch(command, args) {
	const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
	children.add(child);
	child.once('close', () => children.delete(child));
	return child;
}

function address(child) {
	return new Promise((resolve, reject) => {
		let said = '';
		child.stdout.on('data', (bytes) => {
			said += bytes;
			const found = /http:\/\/127\.0\.0\.1:\d+/.exec(said);
			if (found) {
				resolve(found[0]);
			}
		});
		child.once('close', (code) => reject(new Error(`ended with ${code} before it was ready: ${said}`)));
	});
}

function end(child) {
	return new Promise((resolve) => {
		child.once('close', resolve);
		child.kill('SIGTERM');
	});
}

function fetch(url, headers = {}) {
	return new Promise((resolve, reject) => {
		http.get(url, { headers, agent: false }, (rs) => {
			const parts = [];
			const { socket } = rs;
			rs.on('data', (bytes) => parts.push(bytes));
			rs.on('end', () => resolve({ status: rs.statusCode, headers: rs.headers, body: Buffer.concat(parts), wire: socket.bytesRead }));
		}).on('error', reject);
	});
}

function compileBare() {
	const flags = execFileSync('pkg-config', ['--cflags', '--libs', 'libmicrohttpd', 'sqlite3'], { encoding: 'utf8' }).trim().split(/\s+/);
	const program = path.join(scratch, 'bare');
	execFileSync('cc', ['-std=c17', '-D_GNU_SOURCE', '-O2', '-o', program, 'bench/bare.c', ...flags], { stdio: 'inherit' });
	return program;
}

/** The bare server for one answer; the database is a copy, so that nobody waits for anybody. */
async function startBare(program, database, answer, name) {
	const sql = path.join(scratch, 'sql');
	const body = path.join(scratch, `body-${name}`);
	writeFileSync(sql, SQL);
	writeFileSync(body, answer.body);
	const child = launch(program, ['0', String(THREADS), database, sql, body, answer.headers['content-type']]);
	return { child, base: await address(child) };
}

async function startOurs(url, command = 'serve') {
	const child = launch('build/scharnier', [command, '--db', url, '--listen', '127.0.0.1:0']);
	return { child, base: await address(child) };
}

// --- measuring --------------------------------------------------------------------------------------------------------

function wrk({ url, headers }) {
	const wishes = Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`]);
	const text = execFileSync('wrk', ['-t2', '-c64', `-d${SECONDS}s`, ...wishes, url], { encoding: 'utf8' });
	if (/Non-2xx|Socket errors/.test(text)) {
		throw new Error(`${url}: ${text}`);
	}
	return Number(/Requests\/sec:\s+([\d.]+)/.exec(text)[1]);
}

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];

function measureRates(targets) {
	const rates = Object.fromEntries(targets.map(({ name }) => [name, []]));
	for (const target of targets) { // caches warm, connections of the pool open
		wrk(target);
	}
	for (let round = 0; round < ROUNDS; round++) {
		for (let i = 0; i < targets.length; i++) {
			const target = targets[(i + round) % targets.length];
			rates[target.name].push(wrk(target));
		}
	}
	return rates;
}

/** Ratios of the same round: median, and the least and most of the rounds. */
function ratio(rates, name, base) {
	const each = rates[name].map((rate, round) => rate / rates[base][round]);
	return { median: median(each), least: Math.min(...each), most: Math.max(...each) };
}

function residentMiB(pid) {
	return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;
}

function untilReady(base) {
	return new Promise((resolve) => {
		const ask = () => http.get(`${base}/healthz`, { agent: false }, (rs) => {
			rs.resume();
			rs.on('end', () => (rs.statusCode === 200 ? resolve() : setTimeout(ask, 1)));
		}).on('error', () => setTimeout(ask, 1));
		ask();
	});
}

/** From the start of the process to the first 200 of /healthz, on a database that exists. */
async function measureStarts(url, port) {
	const times = [];
	for (let i = 0; i < STARTS; i++) {
		const begin = performance.now();
		const child = launch('build/scharnier', ['serve', '--db', url, '--listen', `127.0.0.1:${port}`]);
		await untilReady(`http://127.0.0.1:${port}`);
		times.push(performance.now() - begin);
		await end(child);
	}
	return median(times);
}

/** Everything that the first page makes a browser fetch, heads included. */
async function weighFirstPage(base) {
	const wishes = { 'accept-encoding': 'gzip', 'accept-language': 'de' };
	const seen = new Map();
	const add = async (target) => {
		if (seen.has(target) || target.startsWith('data:')) {
			return '';
		}
		const answer = await fetch(base + target, wishes);
		seen.set(target, answer.wire);
		const isGzip = answer.headers['content-encoding'] === 'gzip';
		return isGzip ? execFileSync('gzip', ['-dc'], { input: answer.body, encoding: 'utf8', maxBuffer: 1 << 26 }) : answer.body.toString();
	};
	const html = await add(FIRST_PAGE);
	const parts = [...html.matchAll(/<(?:link\b[^>]*\bhref|script\b[^>]*\bsrc|img\b[^>]*\bsrc)="(\/[^"]*)"/g)].map(([, target]) => target);
	for (const target of parts.filter((one) => !one.startsWith('//'))) {
		const text = await add(target);
		if (target.endsWith('.css')) {
			for (const [, file] of text.matchAll(/url\(["']?([^"')]+)["']?\)/g)) {
				await add(file.startsWith('data:') ? file : new URL(file, base + target).pathname);
			}
		}
	}
	return [...seen.values()].reduce((sum, bytes) => sum + bytes, 0);
}

// --- the run ------------------------------------------------------------------------------------------------------------

const loadBefore = loadavg()[1];

async function measure() {
	const url = `sqlite:${path.join(scratch, 'scharnier.db')}`;
	const ours = launch('build/scharnier', ['demo', '--db', url, '--listen', '127.0.0.1:0']);
	const base = await address(ours);
	await untilReady(base);
	const json = { accept: 'application/json' };
	const page = { accept: 'text/html' };
	const answers = { list: await fetch(base + LIST_PAGE, page), json: await fetch(base + LIST_PAGE, json) };
	for (const [name, { status, body }] of Object.entries(answers)) {
		if (status !== 200) {
			throw new Error(`${LIST_PAGE} as ${name} answers ${status}: ${body}`);
		}
	}
	const copy = path.join(scratch, 'copy.db');
	execFileSync('sqlite3', [path.join(scratch, 'scharnier.db'), `VACUUM INTO '${copy}'`]);
	const program = compileBare();
	const bareList = await startBare(program, copy, answers.list, 'list');
	const bareJson = await startBare(program, copy, answers.json, 'json');
	const rates = measureRates([
		{ name: 'bareList', url: bareList.base + LIST_PAGE, headers: page },
		{ name: 'list', url: base + LIST_PAGE, headers: page },
		{ name: 'bareJson', url: bareJson.base + LIST_PAGE, headers: json },
		{ name: 'json', url: base + LIST_PAGE, headers: json },
	]);
	const result = {
		rates,
		list: ratio(rates, 'list', 'bareList'),
		json: ratio(rates, 'json', 'bareJson'),
		bytes: { list: answers.list.body.length, json: answers.json.body.length },
		rssMiB: residentMiB(ours.pid),
		firstPageKB: (await weighFirstPage(base)) / 1000,
	};
	await end(ours);
	result.startMs = await measureStarts(url, new URL(base).port);
	result.staff = await measureStaff(scratch, startOurs, end);
	result.pool = await measurePool(scratch, startOurs, end);
	result.activities = await measureActivities(scratch, startOurs, end);
	result.forwarding = await measureForwarding(scratch, startOurs, end);
	result.grants = await measureGrants(scratch, startOurs, end);
	result.import = measureImport(scratch);
	result.costs = measureCosts(scratch);
	return result;
}

const percent = ({ median: m, least, most }) => `${(m * 100).toFixed(0)} % (${(least * 100).toFixed(0)}–${(most * 100).toFixed(0)})`;
const times = ({ median: m, least, most, small, large }) =>
	`${m.toFixed(2)} × (${least.toFixed(2)}–${most.toFixed(2)}); ${small.toFixed(1)} and ${large.toFixed(1)} ms`;
const kept = (isKept) => (isKept ? 'yes' : '**no**');

function report(r) {
	const rate = (name) => Math.round(median(r.rates[name])).toLocaleString('en');
	const rows = [
		[`list page, ${LIST_PAGE} (${r.bytes.list.toLocaleString('en')} bytes), rate against bare`, percent(r.list),
			`≥ ${BOUNDS.list * 100} %`, r.list.median >= BOUNDS.list],
		[`the same as JSON (${r.bytes.json.toLocaleString('en')} bytes), rate against bare`, percent(r.json),
			`≥ ${BOUNDS.json * 100} %`, r.json.median >= BOUNDS.json],
		['resident memory after the load', `${r.rssMiB.toFixed(1)} MiB`, `< ${BOUNDS.rssMiB} MiB`, r.rssMiB < BOUNDS.rssMiB],
		[`start to first 200 of /healthz, median of ${STARTS}`, `${r.startMs.toFixed(0)} ms`, `< ${BOUNDS.startMs} ms`, r.startMs < BOUNDS.startMs],
		['first page on the wire, all parts, heads included', `${r.firstPageKB.toFixed(1)} kB`, `≤ ${BOUNDS.firstPageKB} kB`, r.firstPageKB <= BOUNDS.firstPageKB],
	];
	for (const [name, what] of [
		['recent', 'staff plan of one KI, days of this year'], ['past', 'staff plan of one KI, days of ten years'],
		['land', 'staff of the Land, days of this year'], ['landPast', 'staff of the Land, days of ten years'],
	]) {
		rows.push([`${what}: 54 KI with ten years against one KI with one year`, times(r.staff[name]),
			`≤ ${BOUNDS.staff} ×`, r.staff[name].median <= BOUNDS.staff]);
	}
	for (const [name, what] of [
		['board', 'board of the interpreter pool'], ['list', 'list of its requests'], ['suited', 'a request with its 300 candidates'],
		['figures', 'figures of the last month'], ['pots', 'pots of the year'],
	]) {
		rows.push([`${what}: 54 KI with ten years against one KI with one year`, times(r.pool[name]),
			`≤ ${BOUNDS.pool} ×`, r.pool[name].median <= BOUNDS.pool]);
	}
	const { suits, settled, weeks } = r.pool;
	const faster = suits.reference / suits.ours;
	rows.push([`who suits, ${suits.candidates} candidates: rate against one query per candidate`,
		`${faster.toFixed(1)} ×; ${(suits.ours / 1000).toFixed(1)} and ${(suits.reference / 1000).toFixed(1)} ms of processor time`, `≥ ${BOUNDS.suits} ×`, faster >= BOUNDS.suits]);
	rows.push([`settling a month of ${settled.settled.toLocaleString('en')} assignments`, `${(settled.ms / 1000).toFixed(2)} s`,
		`< ${BOUNDS.settleSeconds} s`, settled.ms / 1000 < BOUNDS.settleSeconds]);
	for (const week of weeks) {
		const stopped = week.glpk_proven < 3 ? 'over ' : ''; // GLPK had not proven all three aims when its time was up
		rows.push([`plan of a week, ${week.name}: ${week.pairs.toLocaleString('en')} pairs of 300 requests and 300 people, time against GLPK`,
			`${stopped}${week.ratio.toFixed(0)} ×; ${week.solve_ms.toFixed(1)} and ${week.glpk_ms.toLocaleString('en')} ms of processor time; ${week.same ? 'the same values' : 'a better plan than GLPK found'}, ${week.proven ? 'proven' : 'not proven'}`,
			`≥ ${BOUNDS.week} ×`, week.ratio >= BOUNDS.week]);
	}
	const { activities } = r;
	for (const [name, what, bound] of [
		['month', 'the live month of a KI: 54 KI with ten years against one KI with one year', BOUNDS.activities],
		['land', 'the year of the Land: the same', BOUNDS.activities], ['list', 'list of activities: the same', BOUNDS.activities],
		['deep', 'list of activities, page 1,000 against page 1', BOUNDS.deep], ['deepFiltered', 'the same by a kind, page 100 against page 1', BOUNDS.deep],
	]) {
		rows.push([what, times(activities[name]), `≤ ${bound} ×`, activities[name].median <= bound]);
	}
	for (const [name, what] of [['list', 'applications of third parties, a round'], ['bid', 'one application'], ['payments', 'what is to be paid to third parties'], ['apply', 'the public page of a call']]) {
		rows.push([`${what}: 54 KI with 14 years against one KI with one year`, times(r.forwarding[name]), `≤ ${BOUNDS.forwarding} ×`, r.forwarding[name].median <= BOUNDS.forwarding]);
	}
	const { grants } = r;
	for (const [name, what] of [
		['list', 'cases of a KI: 54 KI with 15 years (the list shows four) against one KI with one year'], ['listShown', 'the same against one KI with the four years that are shown'],
		['case', 'one case: 54 KI with 15 years against one KI with one year'], ['calls', 'its calls: the same'], ['costs', 'its costs, 2,000 lines: the same'],
		['budget', 'its budget and outlook: the same'],
	]) {
		rows.push([what, times(grants[name]), `≤ ${BOUNDS.grants} ×`, grants[name].median <= BOUNDS.grants]);
	}
	const ms = ({ ms: m, least, most }) => `${m.toFixed(0)} ms (${least.toFixed(0)}–${most.toFixed(0)})`;
	rows.push(['proof of a year with 2,000 cost lines', ms(grants.proof), `< ${BOUNDS.proofMs} ms`, grants.proof.ms < BOUNDS.proofMs]);
	rows.push(['what another amount per post would cost, all KI and posts of the examples', ms(grants.whatIf), `< ${BOUNDS.whatIfMs} ms`, grants.whatIf.ms < BOUNDS.whatIfMs]);
	const summed = activities.addUp.ms / activities.addUp.page;
	rows.push(['the year of the Land against adding up its activities', `${summed.toFixed(0)} ×; ${activities.addUp.page.toFixed(1)} and ${activities.addUp.ms.toFixed(0)} ms`,
		`≥ ${BOUNDS.summed} ×`, summed >= BOUNDS.summed]);
	const { entries } = activities;
	rows.push(['recording with 64 clients, FULL sync, sums and audit log', `${entries.rate.toFixed(0)} a second, ${entries.perCommit.toFixed(1)} per commit`,
		`≥ ${BOUNDS.entries}`, entries.rate >= BOUNDS.entries]);
	rows.push(['the same against bare SQLite with as many per commit', `${(entries.ratio * 100).toFixed(0)} %`, `≥ ${BOUNDS.bareEntries * 100} %`, entries.ratio >= BOUNDS.bareEntries]);
	for (const [name, what] of [
		['sqlite', '1,000 posts, SQLite'], ['postgresql', '1,000 posts, PostgreSQL'],
		['sqliteSpread', '10,000 posts and people, SQLite'], ['postgresqlSpread', '10,000 posts and people, PostgreSQL'],
	]) {
		const { least, most } = r.import[name];
		rows.push([`import of 10,000 rows (${what}), the whole command, best of 3`, `${least.toFixed(2)} s (–${most.toFixed(2)})`,
			`< ${BOUNDS.importSeconds} s`, least < BOUNDS.importSeconds]);
	}
	for (const [name, what] of [['sqlite', 'SQLite'], ['postgresql', 'PostgreSQL']]) {
		const { least, most, cpu } = r.costs[name];
		rows.push([`import of 10,000 cost lines (${what}), the whole command, best of 3`, `${least.toFixed(2)} s (–${most.toFixed(2)}), of it processor time of program and server ${cpu.toFixed(2)} s`,
			`< ${BOUNDS.importSeconds} s`, least < BOUNDS.importSeconds]);
	}
	const lines = [
		`${new Date().toISOString().slice(0, 10)}, ${cpus().length} × ${cpus()[0].model}; \`wrk -t2 -c64 -d${SECONDS}s\` on the same machine, ${ROUNDS} rounds, order rotated. Load by others when it began: ${loadBefore.toFixed(1)} (ratios bear it, seconds grow with it).`,
		`Staff: ${r.staff.size.large} against ${r.staff.size.small}; both served at once, asked in turn.`,
		`Activities: ${r.activities.size.large.split('\n')[1]} (made in ${r.activities.madeIn.toFixed(0)} s) against ${r.activities.size.small.split('\n')[1]}.`,
		`Interpreter pool: ${r.pool.size.large.split('\n')[1]} (made in ${r.pool.madeIn.toFixed(0)} s) against ${r.pool.size.small.split('\n')[1]}.`,
		`Grants: ${r.grants.size.large} against ${r.grants.size.small}.`,
		`Requests per second in this run (they mean nothing by themselves): bare ${rate('bareList')}, list page ${rate('list')}; bare ${rate('bareJson')}, JSON ${rate('json')}.`,
		'',
		'| what | measured (least–most) | bound | kept |',
		'| --- | --- | --- | --- |',
		...rows.map(([what, value, bound, isKept]) => `| ${what} | ${value} | ${bound} | ${kept(isKept)} |`),
	];
	return { text: lines.join('\n'), missed: rows.filter((row) => !row[3]).length };
}

const BEGIN = '<!-- bench:begin -->';
const END = '<!-- bench:end -->';

function intoDocument(text) {
	const file = 'docs/performance.md';
	const document = readFileSync(file, 'utf8');
	const [before, rest] = document.split(BEGIN);
	writeFileSync(file, `${before}${BEGIN}\n${text}\n${END}${rest.split(END)[1]}`);
}

function cleanUp() {
	for (const child of children) {
		child.kill('SIGKILL');
	}
	rmSync(scratch, { recursive: true, force: true });
}
process.on('exit', cleanUp);
for (const signal of ['SIGINT', 'SIGTERM']) {
	process.on(signal, () => process.exit(130));
}

const { text, missed } = report(await measure());
console.log(text);
intoDocument(text);
const missedByBackup = await benchBackup();
process.exit(missed + missedByBackup > 0 ? 1 : 0);
