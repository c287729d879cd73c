// booking_life_http.mjs -- a request from the form to confirmed times, through real mail, on both databases: all who suit
// are asked, of two yes at the same moment exactly one wins, links work once, times by PIN, somebody falls ill.
// S-INT-1, P-INT-3, P-INT-4, P-INT-6; stories 1 and 4.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, describe, test } from 'node:test';

import { Client, DATABASES, formsOf, freshDatabase, psql, signedIn, start } from './client.mjs';
import { calendarIn, mailbox } from './mailbox.mjs';
import { inDays, sent, withPots } from './request_kit.mjs';
import { plain } from './rulebook_kit.mjs';

const DESK = '/centres/unna/interpreters';
const LINK = /https:\/\/scharnier\.example(\/interpreters\/(\w+)\/[\w-]{43})/;
const DAY = 86_400_000;

for (const database of DATABASES) {
	describe(`a request from beginning to end on ${database}`, () => {
		const db = freshDatabase(database);
		const sql = (text) => (db.kind === 'sqlite' ? execFileSync('sqlite3', ['-cmd', '.timeout 5000', db.file, text], { encoding: 'utf8' }).trimEnd() : psql(db.url, text));
		const visitor = () => new Client(server.base);
		const centre = "(SELECT id FROM centre WHERE slug = 'unna')";
		let box, server, head, ministry, foreign;

		/** Somebody who speaks Dari and may be asked. */
		function person(given) {
			sql(`INSERT INTO interpreter (centre_id, family_name, given_name, sort_name, email, interpreting, guiding, translating, recorded_by, recorded_at)
				VALUES (${centre}, 'Rahimi', '${given}', 'rahimi ${given}', '${given.toLowerCase()}@pool.example', 1, 0, 0, 'test', 1)`);
			const id = sql(`SELECT max(id) FROM interpreter WHERE given_name = '${given}'`);
			sql(`INSERT INTO interpreter_language (centre_id, interpreter_id, language_code, level, all_dialects, on_site, phone, video, written)
				VALUES (${centre}, ${id}, 'prs', 'native', 0, 1, 1, 0, 0)`);
			for (const kind of ['trained', 'pledged', 'certificate', 'listed']) {
				sql(`INSERT INTO interpreter_step (centre_id, interpreter_id, kind, day, until, recorded_by, recorded_at)
					VALUES (${centre}, ${id}, '${kind}', '2025-01-01', ${kind === 'certificate' ? "'2099-01-01'" : 'NULL'}, 'test', 1)`);
			}
			return Number(id);
		}
		const record = async (id) => (await head.json(`${DESK}/bookings/${id}`)).json();
		const idOf = (number) => Number(sql(`SELECT id FROM booking WHERE number = '${number}' AND centre_id = ${centre}`));
		const mails = async (n) => Promise.all(Array.from({ length: n }, () => box.next()));
		const linkIn = (mail) => LINK.exec(mail.text)[1];
		/** Opens the form behind a link; what comes back sends it. */
		const opened = async (path) => {
			const client = visitor();
			const page = await client.get(path);
			const form = formsOf(page.text).find(({ action }) => action === path);
			assert.ok(form, plain(page.text).slice(0, 500));
			return (fields) => client.post(path, { ...form.fields, ...fields });
		};
		const say = async (path, fields) => (await opened(path))(fields);
		/** Time passes: everything about a booking lies so many days earlier. */
		const earlier = (id, days) => {
			sql(`UPDATE booking_event SET starts_at = starts_at - ${days * DAY}, ends_at = ends_at - ${days * DAY} WHERE booking_id = ${id} AND starts_at IS NOT NULL`);
			sql(`UPDATE booking_now SET starts_at = starts_at - ${days * DAY}, ends_at = ends_at - ${days * DAY} WHERE booking_id = ${id}`);
		};

		before(async () => {
			box = await mailbox();
			server = await start({ database: db, env: box.env() });
			[head, ministry, foreign] = await Promise.all(['head@unna', 'ministry@land', 'head@coesfeld'].map((login) => signedIn(server, login)));
			await withPots(head, 'unna');
			// no quiet hours, so that the test may run at night
			for (const name of ['pool.quiet_from', 'pool.quiet_to']) {
				sql(`INSERT INTO setting (name, centre_id, valid_from, value, mark, source, set_by, set_at) VALUES ('${name}', ${centre}, '2020-01-01', '0', 'assumed', 'Test', 'test', 1)`);
			}
			['Samira', 'Jawid', 'Laleh'].forEach(person);
		});
		after(async () => {
			await server.stop();
			await box.close();
		});

		let id, asks;
		test('the request stands on the board; all who suit are asked with one click (P-INT-3)', async () => {
			const { number } = await sent(visitor(), 'unna', { language: 'Dari', municipality: 'Unna', postcode: '59423' });
			await box.next(); // the institution's own: it has arrived
			id = idOf(number);
			const board = (await head.json(DESK)).json();
			assert.ok(board.columns.find(({ code }) => code === 'find').cards.some(({ booking }) => booking.number === number));
			const before = await record(id);
			assert.equal(before.booking.stage, 'open');
			assert.equal(before.suitable_n, 3);
			assert.ok(before.suitable.every(({ why }) => why.length > 10), 'the order is explained');
			const answer = await head.submit(`${DESK}/bookings/${id}`, { who: 'all' }, { action: `${DESK}/bookings/${id}/ask` });
			assert.equal(answer.status, 303, plain(answer.text));
			asks = await mails(3);
			assert.deepEqual(asks.map(({ to }) => to[0]).sort(), ['jawid@pool.example', 'laleh@pool.example', 'samira@pool.example']);
			assert.ok(asks.every(({ text }) => !text.includes('Marktstraße') && !text.includes('Petra Sommer')), 'before it is theirs, people learn the town only');
			assert.equal((await record(id)).booking.stage, 'asking');
		});

		test('looking at a link uses nothing up; other codes and purposes are none', async () => {
			for (let i = 0; i < 2; i++) {
				assert.match(plain((await visitor().get(linkIn(asks[0]))).text), /Können Sie kommen\?/);
			}
			assert.equal((await visitor().get(linkIn(asks[0]).replace('answer', 'times'))).status, 404);
			assert.equal((await visitor().get(`/interpreters/answer/${'A'.repeat(43)}`)).status, 404);
		});

		test('of two yes at the same moment exactly one wins, the other is told at once (P-INT-3)', async () => {
			// both have the form before their eyes; else the slower one would only find that it is taken
			const forms = await Promise.all([0, 1].map((i) => opened(linkIn(asks[i]))));
			const answers = await Promise.all(forms.map((send) => send({ answer: 'yes', choice: '1' })));
			const said = answers.map(({ text }) => plain(text));
			assert.equal(said.filter((text) => /Sie haben den Einsatz/.test(text)).length, 1, said.join('\n'));
			assert.equal(said.filter((text) => /schon vergeben/.test(text)).length, 1);
			assert.equal(sql(`SELECT count(*) FROM booking_event WHERE booking_id = ${id} AND kind = 'accepted'`), '1');
			assert.match(plain((await visitor().get(linkIn(asks[2]))).text), /schon vergeben/);
		});

		let booked, found;
		test('both sides get the confirmation with an appointment, the others that it is taken', async () => {
			const all = await mails(4);
			booked = all.find(({ subject }) => subject.startsWith('Ihr Einsatz'));
			found = all.find(({ subject }) => subject.startsWith('Sprachmittlung bestätigt'));
			assert.equal(all.filter(({ subject }) => subject.startsWith('Schon vergeben')).length, 2);
			for (const mail of [booked, found]) {
				assert.match(mail.data, /Content-Type: text\/calendar/);
				assert.match(mail.data, /BEGIN:VEVENT/);
			}
			assert.match(found.text, /PIN: \d{6}/);
			assert.match(booked.text, /Marktstraße 1/);
		});

		test('the person has a page and a calendar of their own', async () => {
			const me = /https:\/\/scharnier\.example(\/interpreters\/me\/[\w-]{43})/.exec(booked.text)[1];
			assert.match(plain((await visitor().get(me)).text), /Persisch: Dari/);
			const client = visitor();
			const form = formsOf((await client.get(me)).text).find(({ action }) => action === me);
			const made = await client.post(me, form.fields);
			const feed = /https:\/\/scharnier\.example(\/interpreters\/calendar\/[\w-]{43})/.exec(made.text)[1];
			const calendar = await visitor().get(feed);
			assert.match(calendar.headers['content-type'], /^text\/calendar/);
			assert.match(calendar.text, /SUMMARY:Sprachmittlung Persisch: Dari/);
			assert.ok(!calendar.text.includes('Marktstraße'), 'calendars travel through clouds');
			await client.post(me, form.fields);
			assert.equal((await visitor().get(feed)).status, 404, 'an address that was given out before ends');
		});

		test('times come after the assignment, a wrong PIN is refused, the right one confirms (P-INT-6)', async () => {
			const times = linkIn(booked);
			const [, pin] = /PIN: (\d{6})/.exec(found.text);
			assert.match(plain((await visitor().get(times)).text), /liegt noch vor Ihnen/);
			earlier(id, 30);
			assert.equal((await record(id)).booking.stage, 'held');
			const typed = { begin: '9:30', end: '10:50', travel_minutes: '30', distance_km: '12', travel_cents: '', pin: pin === '000000' ? '111111' : '000000' };
			const wrong = await say(times, typed);
			assert.equal(wrong.status, 422);
			assert.match(plain(wrong.text), /PIN stimmt nicht/);
			assert.match(wrong.text, /value="10:50"/, 'what was typed stays');
			assert.equal((await say(times, { ...typed, end: '25:00' })).status, 422);
			assert.match(plain((await say(times, { ...typed, pin })).text), /Zeiten sind bestätigt/);
			const after = await record(id);
			assert.equal(after.booking.stage, 'signed');
			assert.match(plain((await visitor().get(linkIn(found))).text), /Zeiten sind bestätigt/);
		});

		test('whoever falls ill gives it back: open again, the institution hears it, others suit (story 1)', async () => {
			const { number } = await sent(visitor(), 'unna', { language: 'Dari', municipality: 'Unna', postcode: '59423', institution: 'Kita Hellweg' });
			await box.next();
			const second = idOf(number);
			const someone = (await record(second)).suitable[0].id;
			const place = `${DESK}/bookings/${second}/place`;
			assert.equal((await head.submit(place, { person: String(someone), choice: '1' }, { action: place })).status, 303);
			await mails(2);
			const back = `${DESK}/bookings/${second}/return`;
			assert.equal((await head.submit(back, { note: '' }, { action: back })).status, 422, 'a reason is needed');
			assert.equal((await head.submit(back, { note: 'erkrankt' }, { action: back })).status, 303);
			const told = (await mails(2)).map(({ subject }) => subject.split(':')[0]).sort();
			assert.deepEqual(told, ['Einsatz entfällt für Sie', 'Wir suchen weiter']);
			const again = await record(second);
			assert.equal(again.booking.stage, 'open');
			assert.equal(again.booking.round, 2);
			const close = `${DESK}/bookings/${second}/close`;
			assert.equal((await head.submit(close, { how: 'unfilled', note: 'Termin passt niemandem' }, { action: close })).status, 303);
			assert.match((await box.next()).subject, /niemand gefunden/);
		});

		/** A request that somebody has been found for by phone: its number, path of the institution, both confirmations. */
		const filled = async (fields) => {
			const request = await sent(visitor(), 'unna', { language: 'Dari', municipality: 'Unna', postcode: '59423', ...fields });
			await box.next();
			const at = `${DESK}/bookings/${idOf(request.number)}`;
			const someone = (await record(idOf(request.number))).suitable[0].id;
			assert.equal((await head.submit(`${at}/place`, { person: String(someone), choice: '1' }, { action: `${at}/place` })).status, 303);
			const said = await mails(2);
			return { ...request, at, booked: said.find(({ to }) => to[0].endsWith('@pool.example')), found: said.find(({ to }) => to[0].endsWith('@schule.example')) };
		};

		test('moved away: the person hears the date that they had, and their calendar takes it out (P-INT-3)', async () => {
			const one = await filled({ institution: 'Kita Mühlenweg' });
			const had = calendarIn(one.booked);
			assert.equal(had.method, 'PUBLISH');
			assert.equal((await visitor().submit(`${one.path}/move`, { day: inDays(30), begin: '14:15', minutes: '90', day_2: '' })).status, 303);
			const lost = await box.next();
			assert.deepEqual(lost.to, one.booked.to);
			assert.ok(lost.text.includes(inDays(21)) && lost.subject.includes(inDays(21)) && !lost.text.includes(inDays(30)), lost.text);
			const back = calendarIn(lost);
			assert.deepEqual({ ...back, sequence: 0 }, { part: 'CANCEL', method: 'CANCEL', status: 'CANCELLED', uid: had.uid, sequence: 0, starts: had.starts, organizer: 'mailto:scharnier@land.example' });
			assert.ok(back.sequence > had.sequence);
		});

		test('the desk cancels: both sides hear it with the reason; whether it is late is computed (P-INT-5)', async () => {
			const one = await filled({ institution: 'Kita Ostring' });
			const close = `${one.at}/close`;
			assert.match(plain((await head.get(close)).text), /kostet nach der Tarifkarte nichts/);
			const typed = await head.submit(close, { how: 'cancelled', note: 'Kind krank', late: '1' }, { action: close });
			assert.equal(typed.status, 422);
			assert.match(plain(typed.text), /Bei einer Absage rechnet das Programm es aus/);
			assert.equal((await head.submit(close, { how: 'cancelled', note: 'Kind ist krank' }, { action: close })).status, 303);
			const told = await mails(2);
			const [person, school] = ['pool', 'schule'].map((who) => told.find(({ to }) => to[0].endsWith(`@${who}.example`)));
			assert.match(person.subject, /^Einsatz entfällt für Sie/);
			assert.ok(!person.text.includes('krank'), 'the reason is for the institution');
			assert.match(school.subject, /^Abgesagt: /);
			assert.match(school.text, /Grund: Kind ist krank/);
			for (const [mail, before] of [[person, one.booked], [school, one.found]]) {
				const [back, had] = [calendarIn(mail), calendarIn(before)];
				assert.deepEqual([back.method, back.uid], ['CANCEL', had.uid]);
				assert.ok(back.sequence > had.sequence);
			}
			assert.equal((await record(idOf(one.number))).booking.stage, 'cancelled');
			assert.equal((await head.submit(close, { how: 'cancelled', note: 'noch einmal' }, { action: close })).status, 422);
		});

		test('the KI says no: the institution hears why; nothing was in its calendar', async () => {
			const { number } = await sent(visitor(), 'unna', { language: 'Dari', municipality: 'Unna', postcode: '59423', institution: 'Kita Nord' });
			await box.next();
			const close = `${DESK}/bookings/${idOf(number)}/close`;
			assert.equal((await head.submit(close, { how: 'refused', note: 'Das Gespräch braucht eine Fachdolmetscherin.' }, { action: close })).status, 303);
			const refused = await box.next();
			assert.match(refused.subject, /^Leider nicht möglich: /);
			assert.match(refused.text, /Grund: Das Gespräch braucht eine Fachdolmetscherin\./);
			assert.equal(calendarIn(refused), null);
		});

		test('who said yes on the phone is placed on a date in words, not on a number', async () => {
			const { number } = await sent(visitor(), 'unna', { language: 'Dari', municipality: 'Unna', postcode: '59423', institution: 'Kita West' });
			await box.next();
			const place = `${DESK}/bookings/${idOf(number)}/place`;
			const page = (await head.get(place)).text;
			assert.match(page, new RegExp(`<option value="1"[^>]*>[^<]*${inDays(21)}`));
			assert.match(page, new RegExp(`<option value="2"[^>]*>[^<]*${inDays(22)}`));
			const person = String((await record(idOf(number))).suitable[0].id);
			for (const choice of ['3', '0', 'x', '']) {
				assert.equal((await head.submit(place, { person, choice }, { action: place })).status, 422, choice);
			}
			assert.equal((await record(idOf(number))).booking.stage, 'open');
		});

		test('a pot that is used up stops the asking, and says at the field what is missing (P-INT-8)', async () => {
			const { number } = await sent(visitor(), 'unna', { language: 'Dari', municipality: 'Unna', postcode: '59423', institution: 'Kita Leer' });
			await box.next();
			const third = idOf(number);
			const year = new Date().getFullYear();
			sql(`INSERT INTO tariff_card (centre_id, name, service, standard, valid_from, basis, first_cents, travel_time, travel_cost, both_ways, source, mark, rate_assumed, step_assumed, travel_assumed, cancel_assumed, recorded_by, recorded_at)
				VALUES (${centre}, 'pauschale', 'interpreting', 1, '2020-01-01', 'flat', 2500, 'none', 'none', 0, 'Test', 'read', 0, 0, 0, 0, 'test', 1)`);
			for (const y of [year, year + 1]) {
				sql(`INSERT INTO pot_year (centre_id, pot_id, year, cents, source, recorded_by, recorded_at) SELECT centre_id, id, ${y}, 0, 'Test', 'test', 1 FROM pot WHERE centre_id = ${centre}`);
			}
			const at = `${DESK}/bookings/${third}`;
			const stopped = await head.submit(at, { who: 'all', reason: '' }, { action: `${at}/ask` });
			assert.equal(stopped.status, 422);
			assert.match(plain(stopped.text), /Der Topf ist ausgeschöpft\. Schreiben Sie, warum/);
			assert.equal((await record(third)).booking.stage, 'open');
			assert.equal((await head.submit(at, { who: 'all', reason: 'Kindeswohl' }, { action: `${at}/ask` })).status, 303);
			await mails(3);
			assert.equal((await record(third)).booking.stage, 'asking');
		});

		test('nobody else looks over the desk', async () => {
			for (const [client, status] of [[ministry, 403], [foreign, 404]]) {
				assert.equal((await client.get(DESK)).status, status);
				assert.equal((await client.get(`${DESK}/bookings/${id}`)).status, status);
			}
			assert.equal((await visitor().get(DESK)).status, 303);
		});
	});
}
