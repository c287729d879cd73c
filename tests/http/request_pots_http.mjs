// request_pots_http.mjs -- funding pots and settings of the pool from outside, on both databases: who may see and change
// them, money of the year by the rulebook, terms from a day on, refusals that keep what was typed. P-INT-1, P-INT-8, P-FUN-5.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { DATABASES, formsOf, signedIn, start } from './client.mjs';
import { plain } from './rulebook_kit.mjs';

const POTS = '/centres/unna/interpreters/pots';
const YEAR = new Date().getFullYear();

for (const database of DATABASES) {
	describe(`pots on ${database}`, () => {
		let server;
		let head;
		before(async () => {
			server = await start({ database });
			head = await signedIn(server, 'head@unna');
		});
		after(() => server.stop());

		const add = (fields) => head.submit(`${POTS}/new`, { kind: 'own', place: '2', valid_from: '01.01.2020', valid_to: '', source: 'Kreistagsbeschluss', ...fields });
		const shown = async () => (await head.json(POTS)).json();

		test('without a pot the page says what to do; only who may decide adds one', async () => {
			assert.match(plain((await head.get(POTS)).text), /Ohne Topf wird jede Anfrage abgelehnt/);
			const specialist = await signedIn(server, 'specialist@coesfeld');
			assert.equal((await specialist.get('/centres/coesfeld/interpreters/pots')).status, 200);
			assert.equal((await specialist.get('/centres/coesfeld/interpreters/pots/new')).status, 403);
			assert.equal((await specialist.get(POTS)).status, 404, 'another KI');
			for (const login of ['authority@arnsberg', 'ministry@land', 'admin@system']) {
				assert.equal((await (await signedIn(server, login)).json(POTS)).status, 403, login);
			}
		});

		test('Land money has what the rulebook says, with the way to the rule (50,000 until 2024, 30,000 from 2025)', async () => {
			const done = await add({ name: 'Landesmittel', kind: 'land', place: '1', valid_from: '01.01.2019', source: 'Zuwendungsbescheid' });
			assert.equal(done.status, 303);
			const [pot] = (await shown()).pots;
			assert.deepEqual([pot.name, pot.cents, pot.by_rule, pot.left_cents, pot.booked_cents], ['Landesmittel', 3_000_000, true, 3_000_000, 0]);
			assert.equal((await head.get(pot.rule_path)).status, 200);
			assert.equal((await head.json(`${POTS}?year=2024`)).json().pots[0].cents, 5_000_000);
			assert.match(plain((await head.get(POTS)).text), /1 Topf im Jahr \d{4}. Noch frei: 30\.000,00 € von 30\.000,00 €/);
			const wrong = await head.get(`${POTS}?year=1999`);
			assert.equal(wrong.status, 422);
			assert.match(plain(wrong.text), /Wählen Sie ein Jahr von 2012 bis/);
		});

		test('own money has what is entered for a year; two who enter at once: the second is told (409)', async () => {
			assert.equal((await add({ name: 'Mittel des Kreises', legal: '1', aosf: '1', travel: '1' })).status, 303);
			const own = (await shown()).pots.find(({ name }) => name === 'Mittel des Kreises');
			assert.deepEqual([own.cents, own.unsure], [null, true]);
			assert.match(plain((await head.get(own.path)).text), /hat niemand eingetragen/);
			const page = `${own.path}/year?year=${YEAR}`;
			const stale = formsOf((await head.get(page)).text).find(({ html }) => html.includes('name="cents"'));
			assert.equal((await head.submit(page, { cents: '40.000,00', source: 'Haushalt' })).status, 303);
			const second = await head.post(stale.action, { ...stale.fields, cents: '50000' });
			assert.equal(second.status, 409);
			assert.match(plain(second.text), /40\.000,00/);
			assert.match(second.text, /50000/);
			const refused = await head.submit(page, { cents: 'viel' });
			assert.equal(refused.status, 422);
			assert.match(refused.text, /value="viel"/);
			assert.equal((await shown()).pots[1].cents, 4_000_000);
		});

		test('terms are added from a day on, after those that are there; mistakes keep what was typed', async () => {
			const own = (await shown()).pots[1];
			assert.equal(own.permits, 'rechtliche Folgen, AO-SF');
			const early = await head.submit(`${own.path}/terms`, { valid_from: '31.12.2019', source: 'Beschluss' });
			assert.equal(early.status, 422);
			assert.match(plain(early.text), /Neue Regeln gelten erst nach denen vom 01\.01\.2020/);
			assert.match(early.text, /value="31\.12\.2019"/);
			assert.equal((await head.submit(`${own.path}/terms`, { valid_from: '01.02.2021', source: '' })).status, 422, 'without a source');
			const done = await head.submit(`${own.path}/terms`, { valid_from: '01.02.2021', medical: '1', source: 'Beschluss 2021' });
			assert.equal(done.status, 303);
			const text = plain((await head.get(own.path)).text);
			assert.match(text, /gilt heute/);
			assert.match(text, /rechtliche Folgen, Medizinisches, AO-SF/);
			assert.equal((await head.json(own.path)).json().terms.length, 2);
		});

		test('names are there once; an end before the beginning is refused; a foreign pot is 404', async () => {
			const double = await add({ name: 'Landesmittel' });
			assert.equal(double.status, 422);
			assert.match(plain(double.text), /Einen Topf mit diesem Namen gibt es schon/);
			const own = (await shown()).pots[1];
			assert.equal((await head.submit(`${own.path}/edit`, { valid_to: '01.01.2019' })).status, 422);
			assert.equal((await head.submit(`${own.path}/edit`, { name: 'Kreismittel' })).status, 303);
			assert.equal((await shown()).pots[1].name, 'Kreismittel');
			const other = await signedIn(server, 'head@coesfeld');
			assert.equal((await other.get(own.path.replace('unna', 'coesfeld'))).status, 404);
		});

		test('the settings of the pool stand on the page of the KI and are changed there', async () => {
			const page = '/centres/unna/settings';
			const { lines } = (await head.json(page)).json();
			const value = (list, name) => list.find((line) => line.name === name).value;
			assert.deepEqual(['lead_days', 'lead_unit', 'lead_hard', 'contact_visibility', 'public_form'].map((name) => value(lines, `pool.${name}`)), ['5', 'Arbeitstagen', 'Nein', 'nie', 'Ja']);
			const set = (name, fields) => head.submit(`${page}?name=${name}`, { valid_from: '01.01.2021', source: 'Dienstanweisung', ...fields });
			assert.equal((await set('pool.lead_days', { number: '7' })).status, 303);
			assert.equal((await set('pool.lead_unit', { choice: 'calendar' })).status, 303);
			assert.equal((await set('pool.lead_hard', { answer: '1' })).status, 303);
			const much = await set('pool.lead_days', { number: '90', valid_from: '02.01.2021' });
			assert.equal(much.status, 422);
			assert.match(plain(much.text), /60/);
			assert.equal((await set('pool.contact_visibility', { choice: 'sometimes' })).status, 422);
			const now = (await head.json(page)).json().lines;
			assert.deepEqual(['lead_days', 'lead_unit', 'lead_hard'].map((name) => value(now, `pool.${name}`)), ['7', 'Kalendertagen', 'Ja']);
			const program = await head.postJson(`${page}?name=pool.answer_hours`, { number: 24, valid_from: '2021-01-01', source: 'API' }, { csrf: await head.csrf(`${page}?name=pool.sign`) });
			assert.equal(program.status, 200);
		});
	});
}
