// figures_http.mjs -- the figures of the pool from outside, on both databases: each opens to as many records as it says; last
// year; tables; who may. P-INT-7; story 11.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { DATABASES, signedIn, start } from './client.mjs';
import { plain } from './rulebook_kit.mjs';
import { monthAgo, poolOf } from './settlement_kit.mjs';

const FIGURES = '/centres/unna/interpreters/figures';
const [YEAR, MONTH] = monthAgo(1).split('-');
const PERIOD = `year=${YEAR}&month=${Number(MONTH)}`;

for (const database of DATABASES) {
	describe(`figures of the pool on ${database}`, () => {
		let server;
		let head;
		before(async () => {
			server = await start({ database });
			head = await signedIn(server, 'head@unna');
			const pool = poolOf(server, 'unna');
			const person = pool.person('Haddad', { tax_kind: 'none' });
			pool.pot('Mittel des Kreises', { cents: 4_000_000 });
			pool.card();
			const at = (day) => `${YEAR}-${MONTH}-${day}`;
			pool.booking({ day: at('05'), person });
			pool.booking({ day: at('06'), person, language: 'prs', institution_kind: 'daycare', municipality: 'Kamen', institution: '<b>Kita & "Sonne"</b>' });
			pool.booking({ day: at('07'), person, stage: 'reported' });
			pool.booking({ day: at('08'), stage: 'open', language: 'prs' });
			pool.booking({ day: `${Number(YEAR) - 1}-${MONTH}-05`, person });
			assert.equal((await head.submit(`/centres/unna/interpreters/settlements/months/${YEAR}-${MONTH}`, {}, { action: '/centres/unna/interpreters/settlements/months' })).status, 303);
		});
		after(() => server.stop());

		test('every figure and every value opens to as many records as it says', async () => {
			const page = (await head.json(`${FIGURES}?${PERIOD}`)).json();
			assert.equal(page.parts.length, 7);
			for (const part of page.parts) {
				const all = (await head.json(part.path)).json();
				assert.deepEqual([all.count, all.items.length], [part.count, part.count], part.code);
				for (const bucket of part.buckets) {
					const one = (await head.json(bucket.path)).json();
					assert.deepEqual([one.count, one.items.length], [bucket.count, bucket.count], `${part.code} ${bucket.label}`);
				}
			}
			const of = (code) => page.parts.find((part) => part.code === code);
			assert.deepEqual([of('language').count, of('language').count_before, of('unfilled').count], [3, 1, 1]);
			assert.deepEqual(of('cost').buckets.map(({ cents }) => cents), [5000]);
			assert.equal((await head.json(`${FIGURES}?year=${YEAR}`)).json().parts[0].count, 3);
		});

		test('the page says it in sentences, with a picture, a table and the counting rule', async () => {
			const text = (await head.get(`${FIGURES}?${PERIOD}`)).text;
			assert.match(plain(text), /3 Einsätze in 2 Sprachen \(Vorjahr 1\)/);
			assert.match(plain(text), /So wird gezählt/);
			assert.ok(text.match(/<svg/g).length >= 7);
			assert.match((await head.get(`${FIGURES}/records?${PERIOD}&figure=municipality&value=Kamen`)).text, /&lt;b&gt;Kita &amp;/);
			assert.match((await head.get(`${FIGURES}.csv?${PERIOD}`)).text, /In welchen Orten\?;Kamen;1;0/);
			assert.match((await head.get(`${FIGURES}.xlsx?${PERIOD}`)).headers['content-type'], /spreadsheet/);
		});

		test('what is no period or no figure is refused; who may not, sees nothing', async () => {
			assert.equal((await head.get(`${FIGURES}?year=1999`)).status, 422);
			assert.equal((await head.get(`${FIGURES}?month=13`)).status, 422);
			assert.equal((await head.get(`${FIGURES}.csv?month=x`)).status, 422);
			assert.equal((await head.get(`${FIGURES}/records?figure=money`)).status, 404);
			assert.equal((await head.json(`${FIGURES}/records?${PERIOD}&figure=language&value=%27%20OR%201=1`)).json().count, 0);
			const specialist = await signedIn(server, 'specialist@coesfeld');
			assert.equal((await specialist.get(FIGURES)).status, 404, 'another KI');
			assert.equal((await specialist.get(FIGURES.replace('unna', 'coesfeld'))).status, 200);
			for (const login of ['authority@arnsberg', 'ministry@land', 'admin@system']) {
				assert.equal((await (await signedIn(server, login)).json(FIGURES)).status, 403, login);
			}
		});
	});
}
