// pool_week_http.mjs -- the plan of a week, on both databases: who is proposed and why, one click asks all of them, a line
// that cannot be asked is named and takes nothing else with it; who may see and who may ask. S-INT-1, P-INT-3, P-INT-4,
// P-INT-8.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, describe, test } from 'node:test';

import { Client, DATABASES, freshDatabase, psql, signedIn, start } from './client.mjs';
import { inDays, sent, withPots } from './request_kit.mjs';
import { plain } from './rulebook_kit.mjs';

const WEEK = '/centres/unna/interpreters/week';
const iso = (n) => inDays(n).split('.').reverse().join('-');

for (const database of DATABASES) {
	describe(`the plan of a week on ${database}`, () => {
		const db = freshDatabase(database);
		const sql = (text) => (db.kind === 'sqlite' ? execFileSync('sqlite3', ['-cmd', '.timeout 5000', db.file, text], { encoding: 'utf8' }).trimEnd() : psql(db.url, text));
		const centre = "(SELECT id FROM centre WHERE slug = 'unna')";
		let server, head, specialist;

		function person(given, language) {
			sql(`INSERT INTO interpreter (centre_id, family_name, given_name, sort_name, email, interpreting, guiding, translating, recorded_by, recorded_at)
				VALUES (${centre}, 'Rahimi', '${given}', 'rahimi ${given}', '${given.toLowerCase()}@pool.example', 1, 0, 0, 'test', 1)`);
			const id = sql(`SELECT max(id) FROM interpreter WHERE given_name = '${given}'`);
			sql(`INSERT INTO interpreter_language (centre_id, interpreter_id, language_code, level, all_dialects, on_site, phone, video, written)
				VALUES (${centre}, ${id}, '${language}', 'native', 0, 1, 1, 0, 0)`);
			for (const kind of ['trained', 'pledged', 'certificate', 'listed']) {
				sql(`INSERT INTO interpreter_step (centre_id, interpreter_id, kind, day, until, recorded_by, recorded_at)
					VALUES (${centre}, ${id}, '${kind}', '2025-01-01', ${kind === 'certificate' ? "'2099-01-01'" : 'NULL'}, 'test', 1)`);
			}
			return Number(id);
		}
		const request = async (language, institution) => {
			const { number } = await sent(new Client(server.base), 'unna', { language, municipality: 'Unna', postcode: '59423', institution, day_2: '', begin_2: '' });
			return Number(sql(`SELECT id FROM booking WHERE number = '${number}' AND centre_id = ${centre}`));
		};
		const plan = async (client = head, from = 21) => (await client.json(`${WEEK}?day=${iso(from)}`)).json();
		const stage = (id) => sql(`SELECT stage FROM booking_now WHERE booking_id = ${id}`);
		const openAgain = () => sql(`DELETE FROM booking_event WHERE kind = 'asked' AND centre_id = ${centre}; UPDATE booking_now SET stage = 'open', asked = 0 WHERE centre_id = ${centre}`);
		/** Presses the button with these ticks. */
		const press = async (lines, more = {}, client = head) => {
			const csrf = await client.csrf(WEEK);
			return client.post(WEEK, [['csrf', csrf], ['day', iso(21)], ...Object.entries(more), ...lines.map((line) => ['line', line])]);
		};

		let samira, ids;
		before(async () => {
			server = await start({ database: db });
			sql(`UPDATE account SET centre_id = ${centre} WHERE login = 'specialist@coesfeld'`); // changed places
			[head, specialist] = await Promise.all(['head@unna', 'specialist@coesfeld'].map((login) => signedIn(server, login)));
			await withPots(head, 'unna');
			samira = person('Samira', 'prs');
			person('Omid', 'prs');
			person('Leyla', 'tur');
			// three at the same time, two people speak Dari; one that nobody can do
			ids = [await request('Dari', 'Grundschule am Teich'), await request('Dari', 'Kita Hellweg'), await request('Dari', 'Hauptschule Nord'), await request('Somali', 'Jobcenter')];
		});
		after(() => server.stop());

		test('it serves as many as can be, says why, and why not (P-INT-4)', async () => {
			const { requests, served, people, most_each, proven, proposed, unserved, waiting } = await plan();
			assert.deepEqual({ requests, served, people, most_each, proven, waiting }, { requests: 4, served: 2, people: 2, most_each: 1, proven: true, waiting: [] });
			assert.deepEqual(proposed.map(({ person: name }) => name).sort(), ['Omid Rahimi', 'Samira Rahimi']);
			assert.ok(proposed.every(({ why, parts, points }) => why.length > 10 && parts.length > 10 && points > 0));
			assert.match(unserved.find(({ id }) => id !== ids[3]).why, /wird anderswo gebraucht: (Samira|Omid) Rahimi \(\d{4}-\d{4}\)/);
			assert.match(unserved.find(({ id }) => id === ids[3]).why, /Niemand passt\. Es fehlt an: Sprache \(3\)/);
			const page = await head.get(`${WEEK}?day=${iso(21)}`);
			assert.match(plain(page.text), /ist für 2 von 4 Anfragen jemand da: 2 Personen/);
			assert.equal([...page.text.matchAll(/type="checkbox"[^>]* checked/g)].length, 2);
			assert.equal((await plan(head, 40)).requests, 0);
			assert.match(plain((await head.get(WEEK)).text), /sucht keine Anfrage jemanden/, 'the next seven days');
		});

		test('a day that is none is said at the field, and the plan begins today', async () => {
			const wrong = await head.get(`${WEEK}?day=31.02.2026`);
			assert.equal(wrong.status, 422);
			assert.match(wrong.text, /value="31\.02\.2026" aria-invalid="true"/);
		});

		test('the board leads to it', async () => {
			assert.match((await head.get('/centres/unna/interpreters')).text, new RegExp(`href="${WEEK}"[^>]*><span class="kern-label">Woche planen`));
		});

		test('nothing ticked, lines that are none, and people who cannot come are refused and change nothing', async () => {
			assert.equal((await press([])).status, 422);
			const { proposed } = await plan();
			const stranger = sql("SELECT min(id) FROM booking WHERE centre_id = (SELECT id FROM centre WHERE slug = 'coesfeld')");
			const answer = await press(['unsinn', `${stranger}-${samira}`, `987654-${samira}`, `${ids[3]}-${samira}`, `${ids[0]}-987654`]);
			assert.equal(answer.status, 200);
			const said = plain(answer.text);
			assert.match(said, /Nicht angefragt 0 Anfragen sind unterwegs/);
			assert.equal([...said.matchAll(/sucht in diesen Tagen niemanden mehr/g)].length, 3);
			assert.match(said, /Samira Rahimi : Spricht die Sprache nicht/);
			assert.deepEqual(ids.map(stage), ['open', 'open', 'open', 'open']);
			assert.deepEqual((await plan()).proposed, proposed);
		});

		test('one click asks all who are proposed, each for his own request; a second one asks nobody twice (P-INT-3)', async () => {
			const lines = (await plan()).proposed.map(({ line }) => line);
			const answer = await press(lines, {}, specialist);
			assert.equal(answer.status, 303, plain(answer.text));
			assert.equal(answer.location.replace(/&.*/, ''), `${WEEK}?day=${iso(21)}`);
			for (const line of lines) {
				const [booking, who] = line.split('-');
				assert.equal(sql(`SELECT count(*) FROM booking_event WHERE kind = 'asked' AND booking_id = ${booking} AND interpreter_id = ${who}`), '1');
				assert.equal(stage(booking), 'asking');
			}
			const { waiting, proposed } = await plan();
			assert.deepEqual([waiting.map(({ line }) => line).sort(), proposed], [[...lines].sort(), []]);
			// the page was open in another window
			assert.match(plain((await press([lines[0]])).text), /Ist für diese Anfrage schon gefragt/);
			assert.equal(sql(`SELECT count(*) FROM booking_event WHERE kind = 'asked' AND centre_id = ${centre}`), '2');
		});

		test('a pot that is used up stops its line only; a reason lets the head go on (P-INT-8)', async () => {
			openAgain();
			sql(`INSERT INTO tariff_card (centre_id, name, service, standard, valid_from, basis, first_cents, travel_time, travel_cost, both_ways, source, mark, rate_assumed, step_assumed, travel_assumed, cancel_assumed, recorded_by, recorded_at)
				VALUES (${centre}, 'pauschale', 'interpreting', 1, '2020-01-01', 'flat', 2500, 'none', 'none', 0, 'Test', 'read', 0, 0, 0, 0, 'test', 1)`);
			for (const y of [iso(21).slice(0, 4), Number(iso(21).slice(0, 4)) + 1]) {
				sql(`INSERT INTO pot_year (centre_id, pot_id, year, cents, source, recorded_by, recorded_at) SELECT centre_id, id, ${y}, CASE kind WHEN 'own' THEN 0 ELSE 2500 END, 'Test', 'test', 1 FROM pot WHERE centre_id = ${centre}`);
			}
			// one of the two is a case that only the empty pot permits
			const [first, second] = (await plan()).proposed;
			sql(`UPDATE booking SET aosf = 1 WHERE id = ${second.id}`);
			const before = await head.get(`${WEEK}?day=${iso(21)}`);
			assert.match(before.text, /name="reason"/);
			assert.match(plain(before.text), /Topf Kreismittel/);
			assert.ok(!(await specialist.get(`${WEEK}?day=${iso(21)}`)).text.includes('name="reason"'), 'no reason of a specialist counts');
			const answer = await press([first.line, second.line]);
			assert.equal(answer.status, 200);
			assert.match(plain(answer.text), /1 Anfrage ist unterwegs\. Nicht angefragt wurde: .*Der Topf ist ausgeschöpft/);
			assert.deepEqual([stage(first.id), stage(second.id)], ['asking', 'open']);
			assert.equal((await press([second.line], { reason: 'Kindeswohl' }, specialist)).status, 200);
			assert.equal(stage(second.id), 'open', 'the specialist may not decide that');
			assert.equal((await press([second.line], { reason: 'Kindeswohl' })).status, 303);
			assert.equal(stage(second.id), 'asking');
		});

		test('programs plan and ask, too', async () => {
			const [booking] = ids;
			openAgain();
			sql('UPDATE pot_year SET cents = 100000');
			const { proposed } = await plan();
			const answer = await head.postJson(WEEK, { day: iso(21), line: [...proposed.map(({ line }) => line), `${booking}-987654`] }, { csrf: await head.csrf(WEEK) });
			assert.equal(answer.status, 200, answer.text);
			assert.deepEqual([answer.json().asked, answer.json().failed.length], [2, 1]);
		});

		test('who may see it and who may ask', async () => {
			for (const [login, status] of [['ministry@land', 403], ['authority@arnsberg', 403], ['lasi@land', 403], ['admin@system', 403], ['head@coesfeld', 404], ['administrator@coesfeld', 404]]) {
				const client = await signedIn(server, login);
				assert.equal((await client.get(WEEK)).status, status, login);
				assert.equal((await client.post(WEEK, { day: '2026-01-01', line: '1-1' })).status, status, login);
			}
			assert.equal((await new Client(server.base).get(WEEK)).status, 303);
			for (const client of [specialist, head]) {
				assert.equal((await client.get(WEEK)).status, 200);
			}
			assert.equal((await head.post(WEEK, { day: '2026-01-01', line: '1-1' })).status, 403, 'without the token of the page');
		});
	});
}
