// staff.mjs -- the staff plan with one KI and one year against all 54 KI with ten years: both served at once, asked in
// turn by one client, so that noise of the machine meets both alike. Only the ratio of the medians counts.

import path from 'node:path';

import { compare, makeDatabase, Visitor } from './visitor.mjs';

const ASKED = Number(process.env.BENCH_STAFF ?? 400); // of each page and database
const YEARS = 10;

/** Days that look random and are the same in every run. */
function chance(seed) {
	let state = seed;
	return (below) => {
		state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
		return Math.floor((state / 2 ** 32) * below);
	};
}

const dayBefore = (days) => new Date(Date.now() - days * 86400000).toISOString().slice(0, 10);

/** start(url): a server on that database, as { child, base }; end(child) ends it. */
export async function measureStaff(scratch, start, end) {
	const files = { small: path.join(scratch, 'staff-small.db'), large: path.join(scratch, 'staff-large.db') };
	const size = { small: makeDatabase(files.small, 1, 1, 0), large: makeDatabase(files.large, 54, YEARS, 0) };
	const small = await start(`sqlite:${files.small}`);
	const large = await start(`sqlite:${files.large}`);
	const heads = [await new Visitor(small.base).signIn('head@coesfeld'), await new Visitor(large.base).signIn('head@coesfeld')];
	const ministries = [await new Visitor(small.base).signIn('ministry@land'), await new Visitor(large.base).signIn('ministry@land')];
	// The small one has only the present year: both are asked for its days, the large one also for those of all years.
	const now = new Date();
	const ofYear = Math.floor((now - Date.UTC(now.getUTCFullYear(), 0, 1)) / 86400000);
	const recent = (seed) => {
		const next = chance(seed);
		return () => dayBefore(next(ofYear));
	};
	const any = (seed) => {
		const next = chance(seed);
		return () => dayBefore(next(ofYear + (YEARS - 1) * 365));
	};
	const on = (target, day) => () => `${target}?day=${day()}`;
	const ask = (visitors, smallDay, largeDay, target) => compare(...visitors, on(target, smallDay), on(target, largeDay), ASKED);
	const plan = '/centres/coesfeld/staff';
	const result = {
		size,
		recent: await ask(heads, recent(1), recent(1), plan),
		past: await ask(heads, recent(2), any(2), plan),
		land: await ask(ministries, recent(3), recent(3), '/land/staff'),
		landPast: await ask(ministries, recent(4), any(4), '/land/staff'),
	};
	for (const visitor of [...heads, ...ministries]) {
		visitor.agent.destroy();
	}
	await end(small.child);
	await end(large.child);
	return result;
}
