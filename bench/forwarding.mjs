// forwarding.mjs -- what a KI sees of third parties with one KI and one year against all 54 KI with 14 years, 40 applications in each:
// the list of a round, one application, all rounds, what is to be paid, the public page.
//
// By itself: node bench/forwarding.mjs.

import { execFileSync } from 'node:child_process';
import path from 'node:path';

import { alone, compare, makeDatabase, Visitor } from './visitor.mjs';

const ASKED = Number(process.env.BENCH_FORWARDING ?? 200); // of each page and database
const BIDS = 40;
const KI = '/centres/coesfeld/forwarding';

/** start(url): a server on that database, as { child, base }; end(child) ends it. */
export async function measureForwarding(scratch, start, end) {
	const files = ['small', 'large'].map((name) => path.join(scratch, `forwarding-${name}.db`));
	const size = [makeDatabase(files[0], 1, 1, 0, 0, BIDS), makeDatabase(files[1], 54, 14, 0, 0, BIDS)];
	const newest = files.map((file) => execFileSync('sqlite3', ['-readonly', file, "SELECT MAX(b.id) FROM forward_bid b JOIN forward_round r ON r.id = b.round_id WHERE r.centre_id = (SELECT id FROM centre WHERE slug = 'coesfeld')"], { encoding: 'utf8' }).trim());
	const servers = [await start(`sqlite:${files[0]}`), await start(`sqlite:${files[1]}`)];
	const heads = [await new Visitor(servers[0].base).signIn('head@coesfeld'), await new Visitor(servers[1].base).signIn('head@coesfeld')];
	const same = (target) => [() => target, () => target];
	const result = {
		size,
		list: await compare(...heads, ...same(KI), ASKED),
		bid: await compare(...heads, ...newest.map((id) => () => `${KI}/bids/${id}`), ASKED),
		payments: await compare(...heads, ...same(`${KI}/payments`), ASKED),
		apply: await compare(...heads, ...same('/apply/coesfeld'), ASKED),
	};
	heads.forEach((visitor) => visitor.agent.destroy());
	for (const { child } of servers) {
		await end(child);
	}
	return result;
}

await alone(import.meta.url, measureForwarding);
