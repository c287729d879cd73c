// pool.mjs -- the interpreter pool with one KI and one year against all 54 KI with ten years (2 million requests): both
// served at once, asked in turn; then a month of 5,000 assignments settled in one run, who suits a request against
// the same question asked of the database once per candidate (suits.c), and the plan of a week against GLPK (week.c).
//
// By itself: node bench/pool.mjs. BENCH_POOL_CENTRES and BENCH_POOL_YEARS make the large one smaller, for trying.

import { execFileSync } from 'node:child_process';
import path from 'node:path';

import { alone, compare, makeDatabase, Visitor } from './visitor.mjs';

const ASKED = Number(process.env.BENCH_POOL ?? 200); // of each page and database
const CENTRES = Number(process.env.BENCH_POOL_CENTRES ?? 54);
const YEARS = Number(process.env.BENCH_POOL_YEARS ?? 10);
const REQUESTS = 3704; // of each KI and year
const A_MONTH = 5000;
const GLPK_SECONDS = 10; // the most for each of its three aims; two of the four weeks take it longer
const POOL = '/centres/coesfeld/interpreters';

const query = (file, sql) => execFileSync('sqlite3', ['-readonly', file, sql], { encoding: 'utf8' }).trim();

/** Requests for Arabic that nobody has yet: all 300 people of the KI are candidates. */
function lookingFor(file) {
	const ids = query(file, `SELECT b.id FROM booking b JOIN booking_now n ON n.booking_id = b.id JOIN centre c ON c.id = b.centre_id
		WHERE c.slug = 'coesfeld' AND b.language_code = 'ara' AND n.stage IN ('open', 'asking')
		AND n.starts_at > strftime('%s', 'now') * 1000 ORDER BY n.starts_at LIMIT 20`).split('\n');
	let next = 0;
	return () => `${POOL}/bookings/${ids[next++ % ids.length]}`;
}

async function settle(file, start, end) {
	const server = await start(`sqlite:${file}`);
	const visitor = await new Visitor(server.base).signIn('administrator@coesfeld');
	const month = query(file, `SELECT substr(n.held_on, 1, 7) m FROM booking_now n WHERE n.stage = 'signed' GROUP BY 1 ORDER BY count(*) DESC LIMIT 1`);
	const page = `${POOL}/settlements/months/${month}`;
	const html = (await visitor.request('GET', page)).body.toString();
	const [form, action] = /<form method="post" action="([^"]*\/months\/[^"]*)"[\s\S]*?<\/form>/.exec(html);
	const fields = [...form.matchAll(/<input[^>]*type="hidden"[^>]*>/g)].map(([input]) => ['name', 'value'].map((name) => new RegExp(`\\b${name}="([^"]*)"`).exec(input)?.[1] ?? ''));
	const answer = await visitor.request('POST', action, new URLSearchParams(fields).toString());
	if (answer.status !== 303) {
		throw new Error(`the month cannot be settled: ${answer.status} ${answer.body}`);
	}
	visitor.agent.destroy();
	await end(server.child);
	const settled = Number(query(file, `SELECT count(DISTINCT l.booking_id) FROM settlement_line l JOIN settlement s ON s.id = l.settlement_id
		WHERE s.id = (SELECT max(id) FROM settlement)`));
	return { ms: answer.ms, settled };
}

/** "ours 123.4 reference 4567.8 candidates 300": microseconds for a list. */
function suits(file) {
	const said = execFileSync('build/src/app/suits', [`sqlite:${file}`, file], { encoding: 'utf8' });
	const [, ours, reference, candidates] = /ours ([\d.]+) reference ([\d.]+) candidates (\d+)/.exec(said);
	return { ours: Number(ours), reference: Number(reference), candidates: Number(candidates) };
}

/** The plan of a week of 300 requests and 300 people against GLPK on the same problem: [{ name, ratio, same, ... }] (week.c). */
export function week() {
	return JSON.parse(execFileSync('build/src/app/week_bench', [String(GLPK_SECONDS)], { encoding: 'utf8' })).weeks;
}

/** start(url): a server on that database, as { child, base }; end(child) ends it. */
export async function measurePool(scratch, start, end) {
	const files = { small: path.join(scratch, 'pool-small.db'), large: path.join(scratch, 'pool-large.db'), month: path.join(scratch, 'pool-month.db') };
	const begun = performance.now();
	const size = { small: makeDatabase(files.small, 1, 1, REQUESTS), large: makeDatabase(files.large, CENTRES, YEARS, REQUESTS) };
	const madeIn = (performance.now() - begun) / 1000;
	makeDatabase(files.month, 1, 1, A_MONTH * 14);
	const small = await start(`sqlite:${files.small}`);
	const large = await start(`sqlite:${files.large}`);
	const heads = [await new Visitor(small.base).signIn('head@coesfeld'), await new Visitor(large.base).signIn('head@coesfeld')];
	const then = new Date(new Date().getFullYear(), new Date().getMonth() - 1, 1);
	const lastMonth = { year: then.getFullYear(), month: then.getMonth() + 1 };
	const same = (target) => [() => target, () => target];
	const result = {
		size, madeIn,
		board: await compare(...heads, ...same(POOL), ASKED),
		list: await compare(...heads, ...same(`${POOL}/bookings`), ASKED),
		suited: await compare(...heads, lookingFor(files.small), lookingFor(files.large), ASKED),
		figures: await compare(...heads, ...same(`${POOL}/figures?year=${lastMonth.year}&month=${lastMonth.month}`), ASKED),
		pots: await compare(...heads, ...same(`${POOL}/pots`), ASKED),
	};
	for (const visitor of heads) {
		visitor.agent.destroy();
	}
	await end(small.child);
	await end(large.child);
	if (process.env.BENCH_POOL_ONLY !== 'pages') {
		result.settled = await settle(files.month, start, end);
		result.suits = suits(files.large);
		result.weeks = week();
	}
	return result;
}

await alone(import.meta.url, measurePool);
