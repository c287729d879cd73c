// grants.mjs -- grants of the Land: what a KI sees of its cases with one KI and one year against all 54 KI with 15 years each; the proof
// of a year with 2,000 cost lines; what another amount per post would cost over all KI and all posts of the example data.
//
// The one case is that of the Kreis Coesfeld of last year, decided, paid, proven and not closed yet; the others are its copies. The list
// of cases shows four years, so it is compared with one KI that has just those, too.
//
// By itself: node bench/grants.mjs.

import { execFileSync } from 'node:child_process';
import { copyFileSync } from 'node:fs';
import path from 'node:path';

import { addAccounts, alone, compare, median, Visitor } from './visitor.mjs';

const ASKED = Number(process.env.BENCH_GRANTS ?? 200); // of each page and database
const YEARS = 15;
const SHOWN = 4; // YEARS_SHOWN of grant_case_pages.c
const LINES = 2_000;
const KI = '/centres/coesfeld/grants';

const sql = (file, text) => execFileSync('sqlite3', ['-bail', file], { input: text, encoding: 'utf8' }).trim();

/** Leaves one case, and gives it LINES cost lines. */
function leaveOne(file, year) {
	const id = sql(file, `SELECT g.id FROM grant_case g JOIN centre c ON c.id = g.centre_id WHERE c.slug = 'coesfeld' AND g.programme = 'base' AND g.year = ${year}`);
	sql(file, `BEGIN;
DELETE FROM grant_use_reminder; DELETE FROM grant_reminder; DELETE FROM grant_cost_cancelled;
DELETE FROM grant_cost WHERE case_id <> ${id}; DELETE FROM grant_draft WHERE case_id <> ${id}; DELETE FROM grant_proof_draft WHERE case_id <> ${id};
DELETE FROM grant_event WHERE case_id <> ${id}; DELETE FROM grant_case WHERE id <> ${id};
INSERT INTO grant_cost (case_id, centre_id, side, item, day, cents, source, payee, voucher, source_key, once, recorded_by, recorded_at)
 WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${LINES} - (SELECT COUNT(*) FROM grant_cost))
 SELECT ${id}, g.centre_id, 'expense', 'interpreter_costs', '${year}-05-02', 1500, 'land', 'Empfänger ' || n.i % 300, 'RE-' || n.i, 'bench/' || n.i, 'bench/' || n.i, 'Messung', 0
 FROM n JOIN grant_case g ON g.id = ${id};
COMMIT;`);
	return Number(id);
}

/** Copies of the one case, for every KI (alone_: its own) and each of the years up to lastYear that has none; those of other KI with 40 of
 * its cost lines. No statistics are made: neither does the program. */
function multiply(file, id, lastYear, years, alone_) {
	sql(file, `BEGIN;
CREATE TEMP TABLE copies AS SELECT ROW_NUMBER() OVER (ORDER BY y.i, c.id) AS n, c.id AS centre_id, ${lastYear} - y.i AS year
 FROM centre c JOIN (WITH RECURSIVE y(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM y WHERE i < ${years - 1}) SELECT i FROM y) y
 WHERE ${alone_ ? "c.slug = 'coesfeld' AND " : ''}NOT EXISTS (SELECT 1 FROM grant_case g WHERE g.centre_id = c.id AND g.year = ${lastYear} - y.i);
INSERT INTO grant_case (id, centre_id, programme, year, opened_by, opened_at) SELECT 1000000 + n, centre_id, 'base', year, 'Messung', 0 FROM copies;
INSERT INTO grant_event (id, case_id, seq, kind, about_id, day, cents, note, content, hash, drafted_by, drafted_hash, account_id, recorded_by, recorded_at)
 SELECT e.id + x.n * 1000000, 1000000 + x.n, e.seq, e.kind, e.about_id + x.n * 1000000, e.day, e.cents, e.note, e.content, e.hash, e.drafted_by, e.drafted_hash,
  e.account_id, e.recorded_by, e.recorded_at FROM grant_event e JOIN copies x WHERE e.case_id = ${id};
INSERT INTO grant_cost (case_id, centre_id, side, item, day, cents, source, payee, voucher, source_key, once, recorded_by, recorded_at)
 SELECT 1000000 + x.n, x.centre_id, c.side, c.item, x.year || SUBSTR(c.day, 5), c.cents, c.source, c.payee, c.voucher, c.source_key || x.n, c.once || '/' || x.n, c.recorded_by, 0
 FROM copies x JOIN (SELECT *, ROW_NUMBER() OVER (ORDER BY id) AS n FROM grant_cost) c ON c.n <= 40 OR c.centre_id = x.centre_id;
COMMIT;`);
	return sql(file, "SELECT COUNT(*) || ' Vorgänge, ' || (SELECT COUNT(*) FROM grant_event) || ' Ereignisse, ' || (SELECT COUNT(*) FROM grant_cost) || ' Ausgaben' FROM grant_case");
}

async function times(visitor, target) {
	const all = [];
	for (let i = -5; i < ASKED / 4; i++) {
		const ms = await visitor.time(target);
		if (i >= 0) {
			all.push(ms);
		}
	}
	return { ms: median(all), least: Math.min(...all), most: Math.max(...all) };
}

/** start(url, command): a server on that database, as { child, base }; end(child) ends it. */
export async function measureGrants(scratch, start, end) {
	const [small, shown, large] = ['small', 'shown', 'large'].map((name) => path.join(scratch, `grants-${name}.db`));
	const year = new Date().getFullYear() - 1;
	const last = year + 2; // the list shows this year and the next, and two before
	await end((await start(`sqlite:${small}`, 'demo')).child); // makes the example data
	addAccounts(`sqlite:${small}`, 'messung');
	const id = leaveOne(small, year);
	[shown, large].forEach((file) => copyFileSync(small, file));
	const size = { small: '1 Vorgang', shown: multiply(shown, id, last, SHOWN, true), large: multiply(large, id, last, YEARS, false) };
	const servers = [];
	const heads = [];
	for (const file of [small, shown, large]) {
		servers.push(await start(`sqlite:${file}`));
		heads.push(await new Visitor(servers.at(-1).base).signIn('head-messung@coesfeld'));
	}
	const ministry = await new Visitor(servers[0].base).signIn('ministry-messung@land');
	const against = (visitor, tail) => compare(visitor, heads[2], () => KI + tail, () => KI + tail, ASKED);
	const result = { size };
	for (const [name, tail] of [['list', ''], ['case', `/${id}`], ['calls', `/${id}/calls`], ['costs', `/${id}/costs`], ['budget', `/${id}/budget`]]) {
		result[name] = await against(heads[0], tail);
	}
	result.start = await compare(heads[0], heads[2], () => '/', () => '/', ASKED);
	result.listShown = await against(heads[1], '');
	result.proof = await times(heads[0], `${KI}/${id}/proof`);
	result.whatIf = await times(ministry, `/land/what-if?item=specialist&euros=59000&year=${last}`);
	[...heads, ministry].forEach((visitor) => visitor.agent.destroy());
	for (const { child } of servers) {
		await end(child);
	}
	return result;
}

await alone(import.meta.url, measureGrants);
