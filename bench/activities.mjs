// activities.mjs -- recording with 64 clients against bare SQLite; the month of a KI, lists, and the year of the Land with
// one KI and one year against all 54 KI with ten years (6 million activities), and against adding them up on each request.
//
// By itself: node bench/activities.mjs. BENCH_ACTIVITIES_CENTRES and BENCH_ACTIVITIES_YEARS make the large one smaller.

import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';

import { alone, compare, makeDatabase, median, Visitor } from './visitor.mjs';

const ASKED = Number(process.env.BENCH_ACTIVITIES ?? 200); // of each page and database
const CENTRES = Number(process.env.BENCH_ACTIVITIES_CENTRES ?? 54);
const YEARS = Number(process.env.BENCH_ACTIVITIES_YEARS ?? 10);
const ACTIVITIES = 11112; // of each KI and year
const SECONDS = 5; // of recording
const ROUNDS = 3;
const KI = '/centres/coesfeld';

const query = (file, sql) => execFileSync('sqlite3', ['-readonly', file, sql], { encoding: 'utf8' }).trim();
const counter = (text, name) => Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)[1]);

/** Released figures of the Land, as if every KI had released every month: their sums are those of the activities. */
function releaseAll(file) {
	execFileSync('sqlite3', [file], { input: `BEGIN;
		INSERT INTO report_figure (centre_id, month, indicator, value) SELECT centre_id, period, 'activities.count', activities
			FROM activity_sum WHERE dimension = '' AND length(period) = 7;
		INSERT INTO report_sum (centre_id, year, indicator, dimension, code, label, value, masked)
			SELECT centre_id, CAST(period AS INTEGER), 'activities.count', dimension, code, code, activities, 0
			FROM activity_sum WHERE dimension <> '' AND length(period) = 4;
		COMMIT;` });
}

/** The form of an entry as wrk sends it again and again. */
async function entryScript(visitor, file) {
	const html = (await visitor.request('GET', `${KI}/activities`)).body.toString();
	const [, csrf] = /name="csrf" value="([^"]+)"/.exec(html);
	const [day, kind, partner] = query(file, `SELECT day, kind, partner FROM activity WHERE partner IS NOT NULL AND centre_id = (SELECT id FROM centre WHERE slug = 'coesfeld')
		ORDER BY id DESC LIMIT 1`).split('|');
	const body = new URLSearchParams({ csrf, day, kind, partner, participants: 5 }).toString();
	const first = await visitor.request('POST', `${KI}/activities`, body);
	if (first.status !== 303) {
		throw new Error(`an entry is answered with ${first.status}`);
	}
	const cookie = [...visitor.cookies].map((pair) => pair.join('=')).join('; ');
	return `wrk.method = "POST"
wrk.body = ${JSON.stringify(body)}
wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"
wrk.headers["Cookie"] = ${JSON.stringify(cookie)}
wrk.headers["Origin"] = ${JSON.stringify(visitor.base)}
`;
}

async function measureEntries(scratch, file, start, end) {
	const copy = path.join(scratch, 'entries.db');
	execFileSync('sqlite3', [file, `VACUUM INTO '${copy}'`]);
	const server = await start(`sqlite:${file}`);
	const visitor = await new Visitor(server.base).signIn('head@coesfeld');
	const script = path.join(scratch, 'entry.lua');
	writeFileSync(script, await entryScript(visitor, file));
	const metrics = async () => (await visitor.request('GET', '/metrics')).body.toString();
	const rounds = [];
	for (let i = 0; i < ROUNDS; i++) {
		const before = await metrics();
		const rows = Number(query(file, 'SELECT count(*) FROM activity'));
		execFileSync('wrk', ['-t2', '-c64', `-d${SECONDS}s`, '-s', script, `${server.base}${KI}/activities`]);
		const after = await metrics();
		const told = (name) => counter(after, name) - counter(before, name);
		const written = Number(query(file, 'SELECT count(*) FROM activity')) - rows;
		const perCommit = written / told('scharnier_db_commits_total');
		const said = execFileSync('build/src/app/entries', [copy, String(Math.max(2000, written)), String(Math.max(1, Math.round(perCommit)))], { encoding: 'utf8' });
		const bare = Number(/entries_per_second (\d+)/.exec(said)[1]);
		rounds.push({ rate: written / SECONDS, perCommit, bare, ratio: written / SECONDS / bare });
	}
	visitor.agent.destroy();
	await end(server.child);
	const middle = (name) => median(rounds.map((round) => round[name]));
	return { rate: middle('rate'), bare: middle('bare'), ratio: middle('ratio'), perCommit: middle('perCommit') };
}

/** The address of page n of a list, by following `next`. */
async function pageOf(visitor, target, n) {
	for (let i = 1; i < n; i++) {
		const answer = await visitor.request('GET', target, undefined, { accept: 'application/json' });
		const { next } = JSON.parse(answer.body);
		if (!next) {
			throw new Error(`the list ends on page ${i}`);
		}
		target = next;
	}
	return target;
}

/** The cells of the Land's year added up from the activities, as often as the page shows them: once by kind, once by month. */
function addUpMs(file, year) {
	const sql = ['kind', 'substr(day, 1, 7)', 'centre_id'].map((by) => `SELECT ${by}, count(*) FROM activity WHERE day BETWEEN '${year}-01-01' AND '${year}-12-31' GROUP BY 1;`).join('\n');
	const times = [];
	for (let i = 0; i < ROUNDS; i++) {
		const begun = performance.now();
		execFileSync('sqlite3', ['-readonly', '-cmd', 'PRAGMA cache_size=-8000', file], { input: sql });
		times.push(performance.now() - begun);
	}
	return median(times);
}

/** start(url): a server on that database, as { child, base }; end(child) ends it. */
export async function measureActivities(scratch, start, end) {
	const files = { small: path.join(scratch, 'activities-small.db'), large: path.join(scratch, 'activities-large.db') };
	const begun = performance.now();
	const size = { small: makeDatabase(files.small, 1, 1, 0, ACTIVITIES), large: makeDatabase(files.large, CENTRES, YEARS, 0, ACTIVITIES) };
	releaseAll(files.small);
	releaseAll(files.large);
	const madeIn = (performance.now() - begun) / 1000;
	const small = await start(`sqlite:${files.small}`);
	const large = await start(`sqlite:${files.large}`);
	const heads = [await new Visitor(small.base).signIn('head@coesfeld'), await new Visitor(large.base).signIn('head@coesfeld')];
	const ministries = [await new Visitor(small.base).signIn('ministry@land'), await new Visitor(large.base).signIn('ministry@land')];
	const now = new Date();
	const month = new Date(Date.UTC(now.getFullYear(), now.getMonth() - 1, 15)).toISOString().slice(0, 7);
	const year = now.getFullYear();
	const same = (target) => [() => target, () => target];
	const land = `/land/figures?indicator=activities.count&by=kind&year=${year}`;
	const list = `${KI}/activities/list`;
	const kind = query(files.large, 'SELECT kind FROM activity GROUP BY 1 ORDER BY count(*) DESC LIMIT 1');
	const filtered = `${list}?kind=${kind}`;
	const within = async (first, n) => compare(heads[1], heads[1], () => first, ((target) => () => target)(await pageOf(heads[1], first, n)), ASKED);
	const result = {
		size, madeIn,
		month: await compare(...heads, ...same(`${KI}/reports/${month}/draft`), ASKED),
		land: await compare(...ministries, ...same(land), ASKED),
		list: await compare(...heads, ...same(list), ASKED),
		deep: await within(list, 1000),
		deepFiltered: await within(filtered, 100),
	};
	for (const visitor of [...heads, ...ministries]) {
		visitor.agent.destroy();
	}
	await end(small.child);
	await end(large.child);
	result.addUp = { ms: addUpMs(files.large, year), page: result.land.large };
	result.entries = await measureEntries(scratch, files.small, start, end);
	return result;
}

await alone(import.meta.url, measureActivities);
