// settlement_http.mjs -- settling a month from outside, on both databases: what is ready and what is missing, one run, nothing
// twice, sheets and lists, corrections, the year of a person; every role, refusals, other KI. P-INT-5, P-INT-7, P-FUN-5;
// stories 3 and 10.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { DATABASES, signedIn, start } from './client.mjs';
import { plain } from './rulebook_kit.mjs';
import { monthAgo, poolOf, sql } from './settlement_kit.mjs';

const POOL = '/centres/unna/interpreters';
const RUNS = `${POOL}/settlements`;
const MONTH = monthAgo(1);

for (const database of DATABASES) {
	describe(`settlement on ${database}`, () => {
		let server;
		let head;
		let clerk;
		let pool;
		const made = {};
		before(async () => {
			server = await start({ database });
			[head, clerk] = await Promise.all(['head@unna', 'administrator@coesfeld'].map((login) => signedIn(server, login)));
			pool = poolOf(server, 'unna');
		});
		after(() => server.stop());

		const draft = async () => (await head.json(`${RUNS}/months/${MONTH}`)).json();
		const settle = () => head.submit(`${RUNS}/months/${MONTH}`, {}, { action: `${RUNS}/months` });

		test('who may: head and administrator of the KI, nobody else; foreign KI are 404', async () => {
			assert.equal((await head.get(RUNS)).status, 200);
			assert.equal((await clerk.get('/centres/coesfeld/interpreters/settlements')).status, 200);
			assert.equal((await clerk.get(RUNS)).status, 404, 'another KI');
			const paths = [RUNS, `${RUNS}/months/${MONTH}`, `${RUNS}/1`, `${RUNS}/1/handover.csv`, `${RUNS}/assignments/1`, `${POOL}/people/1/statement`];
			for (const login of ['authority@arnsberg', 'ministry@land', 'lasi@land', 'admin@system']) {
				const other = await signedIn(server, login);
				for (const path of paths) {
					assert.equal((await other.json(path)).status, 403, `${login} ${path}`);
				}
			}
			const specialist = await signedIn(server, 'specialist@coesfeld');
			for (const path of paths) {
				assert.equal((await specialist.json(path.replace('unna', 'coesfeld'))).status, 403, `specialist ${path}`);
			}
		});

		test('months that cannot be, runs that are not there', async () => {
			for (const month of ['2011-12', '2026-13', 'oktober', '2199-01']) {
				assert.equal((await head.get(`${RUNS}/months/${month}`)).status, 404, month);
			}
			assert.equal((await head.get(`${RUNS}/4711`)).status, 404);
			assert.equal((await head.get(`${RUNS}/4711/people/x`)).status, 404);
			assert.equal((await head.get(`${RUNS}?year=1999`)).status, 422);
			assert.match(plain((await head.get(`${RUNS}/months/${MONTH}`)).text), /gibt es nichts abzurechnen/);
		});

		test('the preview says who gets how much, and names what is missing', async () => {
			made.haddad = pool.person('Haddad');
			made.tesfay = pool.person('Tesfay');
			made.land = pool.pot('Landesmittel', { kind: 'land', place: 1, cents: 4000 });
			made.own = pool.pot('Mittel des Kreises', { place: 2, travel: 1, cents: 4_000_000 });
			made.first = pool.booking({ day: `${MONTH}-05`, person: made.haddad, pot: made.land });
			made.second = pool.booking({ day: `${MONTH}-06`, person: made.tesfay, pot: made.land, travel_cents: 360 });
			pool.booking({ day: `${MONTH}-07`, person: made.tesfay, stage: 'reported' });
			pool.booking({ day: `${MONTH}-08`, person: made.tesfay, stage: 'booked' });
			pool.booking({ day: `${MONTH}-09`, person: made.tesfay, stage: 'disputed' });
			const without = await draft();
			assert.deepEqual(without.gaps.map(({ code, count }) => [code, count]), [['reported', 1], ['held', 1], ['disputed', 1], ['no_card', 2]].sort((a, b) =>
				without.gaps.findIndex((g) => g.code === a[0]) - without.gaps.findIndex((g) => g.code === b[0])));
			assert.equal(without.assignments, 0);
			pool.card();
			const page = await draft();
			assert.deepEqual([page.assignments, page.cents], [2, 5360]);
			assert.deepEqual(page.people.map(({ name, cents }) => [name, cents]), [['Amina Haddad', 2500], ['Amina Tesfay', 2860]]);
			const text = plain((await head.get(`${RUNS}/months/${MONTH}`)).text);
			assert.match(text, /2 Einsätze von 2 Personen können abgerechnet werden: 53,60 €/);
			assert.match(text, /Bei 3 Einsätzen fehlt noch etwas/);
		});

		test('one click settles the month; a second one finds nothing (409); money is split over the pots to the cent', async () => {
			const stale = await head.get(`${RUNS}/months/${MONTH}`);
			const done = await settle();
			assert.equal(done.status, 303);
			made.run = done.location.match(/settlements\/\d+/)[0];
			const run = (await head.json(`${POOL}/${made.run}`)).json();
			assert.deepEqual(run.pots.map(({ name, cents }) => [name, cents]).sort(), [['Landesmittel', 4000], ['Mittel des Kreises', 1360]]);
			assert.deepEqual(run.people.map(({ assignments }) => assignments), [1, 1]);
			const again = await head.post(`${RUNS}/months/${MONTH}`, { csrf: stale.text.match(/name="csrf" value="([^"]+)"/)[1] });
			assert.equal(again.status, 409);
			assert.match(plain(again.text), /nichts abzurechnen/);
			assert.equal(sql(server, `SELECT sum(cents) FROM settlement_line WHERE centre_id = ${pool.centre};`), '5360');
			assert.match(plain((await head.get(RUNS)).text), /1 Abrechnung im Jahr/);
		});

		test('each amount opens to its calculation; sheet, list and statement say the same, without bank details (P-FUN-5)', async () => {
			const person = (await head.json(`${POOL}/${made.run}/people/${made.tesfay}`)).json();
			assert.equal(person.cents, 2860);
			const text = plain((await head.get(`${POOL}/${made.run}/people/${made.tesfay}`)).text);
			assert.match(text, /Fahrtkosten 3,60 € \(Mittel des Kreises\)/);
			assert.match(text, /25,00 € hier/);
			const trace = (await head.json(`${RUNS}/assignments/${made.second}`)).json();
			assert.ok(trace.trace.length >= 2, JSON.stringify(trace.trace));
			const csv = (await head.get(`${POOL}/${made.run}/handover.csv`)).text;
			assert.match(csv, /Amina Tesfay;Mittel des Kreises/);
			assert.doesNotMatch(csv, /iban/i);
			for (const [path, type] of [[`${POOL}/${made.run}/handover.xlsx`, /spreadsheet/], [`${POOL}/${made.run}/people/${made.tesfay}/sheet.pdf`, /pdf/],
				[`${POOL}/people/${made.tesfay}/statement.pdf`, /pdf/]]) {
				const file = await head.get(path);
				assert.equal(file.status, 200, path);
				assert.match(file.headers['content-type'], type);
			}
			const year = (await head.json(`${POOL}/people/${made.tesfay}/statement`)).json();
			assert.deepEqual([year.year.paid_cents, year.year.counted_cents], [2860, 2500]);
			assert.equal((await head.get(`${POOL}/people/${made.tesfay}/statement?year=1999`)).status, 422);
			assert.equal((await clerk.get(`/centres/coesfeld/interpreters/${made.run}`)).status, 404);
			assert.equal((await clerk.get(`/centres/coesfeld/interpreters/settlements/assignments/${made.second}`)).status, 404);
			assert.equal((await clerk.get(`/centres/coesfeld/interpreters/people/${made.tesfay}/statement`)).status, 404);
		});

		test('a correction is a run of its own with a reason; mistakes keep what was typed', async () => {
			const form = `${RUNS}/assignments/${made.first}/correct`;
			const same = await head.submit(form, { total_cents: '25,00', reason: 'Irrtum' });
			assert.equal(same.status, 422);
			assert.match(plain(same.text), /schon abgerechnet/);
			assert.equal((await head.submit(form, { total_cents: '35,00', reason: '' })).status, 422);
			const much = await head.submit(form, { total_cents: '1.000,00', reason: 'Zwei Tage' });
			assert.equal(much.status, 422);
			assert.match(plain(much.text), /über den Freibetrag/);
			assert.match(much.text, /Zwei Tage/);
			assert.equal((await head.submit(form, { total_cents: '35,00', reason: 'Ende war 11:30 Uhr' })).status, 303);
			const page = (await head.json(`${RUNS}/assignments/${made.first}`)).json();
			assert.deepEqual(page.lines.map(({ cents, corrects }) => [cents, corrects]), [[2500, false], [1000, true]]);
			assert.equal(page.cents, 3500);
			assert.match(plain((await head.get(RUNS)).text), /Berichtigung/);
			assert.equal((await head.get(`${RUNS}/assignments/4711/correct`)).status, 404);
		});

		test('who passes the tax-free amount is named, and comes in once the consent is recorded', async () => {
			const other = pool.person('Rostami');
			sql(server, `INSERT INTO interpreter_year (centre_id, interpreter_id, year, other_cents, recorded_by, recorded_at)
				VALUES (${pool.centre}, ${other}, ${new Date().getFullYear()}, 94000, 'Test', 1);`);
			pool.booking({ day: `${MONTH}-12`, person: other, pot: made.own });
			const page = await draft();
			assert.equal(page.assignments, 0);
			assert.deepEqual(page.people.map(({ name, left_out }) => [name, left_out]), [['Amina Rostami', 1]]);
			assert.match(plain((await head.get(`${RUNS}/months/${MONTH}`)).text), /Freibetrag von 960,00 €/);
			sql(server, `UPDATE interpreter_year SET consent_on = '2026-01-05' WHERE interpreter_id = ${other};`);
			assert.equal((await settle()).status, 303);
		});
	});
}
