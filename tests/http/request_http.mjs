// request_http.mjs -- the request of an institution from outside, on both databases: who may ask, what is refused and why,
// that nothing typed is lost and nothing is kept about clients, mails, links, moving, cancelling, feedback.
// P-INT-1, P-INT-2, P-INT-8, P-FUN-5; stories 2 and 8.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, describe, test } from 'node:test';

import { Client, DATABASES, formsOf, freshDatabase, psql, signedIn, start } from './client.mjs';
import { mailbox } from './mailbox.mjs';
import { Schemas } from './openapi_kit.mjs';
import { REQUEST, check, confirm, inDays, sent, withPots } from './request_kit.mjs';
import { plain } from './rulebook_kit.mjs';

const FORM = '/centres/unna/interpreters/request';

for (const database of DATABASES) {
	describe(`requests on ${database}`, () => {
		const db = freshDatabase(database);
		const sql = (text) => (db.kind === 'sqlite' ? execFileSync('sqlite3', ['-cmd', '.timeout 5000', db.file, text], { encoding: 'utf8' }).trimEnd() : psql(db.url, text));
		let box, server, head;
		let places = 0;
		const visitor = (options = {}) => new Client(server.base, { ...options, headers: { 'x-forwarded-for': `192.0.2.${++places}` } });
		const bookings = () => Number(sql("SELECT count(*) FROM booking WHERE centre_id = (SELECT id FROM centre WHERE slug = 'unna')"));
		before(async () => {
			box = await mailbox({ tls: true });
			server = await start({ database: db, env: box.env(), args: ['--behind-proxy'] });
			head = await signedIn(server, 'head@unna');
			await withPots(head, 'unna');
		});
		after(async () => {
			await server.stop();
			await box.close();
		});

		test('a visitor asks in three steps: form, check, sent; the mail has the link (P-INT-1)', async () => {
			const client = visitor();
			const before = bookings();
			const checked = await check(client, 'unna', { remark: 'Bitte am Empfang melden.' });
			assert.equal(checked.status, 200);
			const text = plain(checked.text);
			assert.match(text, /Gesendet ist noch nichts/);
			assert.match(text, /Marktstraße 1, 48249 Dülmen, Raum 12/);
			assert.match(text, /alle mit Nein beantwortet/);
			assert.match(text, /Ausweichtermin/);
			assert.equal(bookings(), before, 'looking at it keeps nothing');
			const answer = await confirm(client, checked);
			assert.equal(answer.status, 303);
			const page = await client.get(answer.location);
			const said = plain(page.text);
			const [, number] = /Ihre Anfrage (\d{4}-\d{4}) ist angekommen/.exec(said);
			assert.match(said, /Wir suchen jemanden/);
			assert.match(said, /sekretariat@schule\.example/);
			const mail = await box.next();
			assert.deepEqual(mail.to, ['sekretariat@schule.example']);
			assert.equal(mail.subject, `Ihre Anfrage ${number} ist angekommen`);
			const [, link] = /https:\/\/scharnier\.example(\/interpreters\/requests\/[\w-]{43})\n/.exec(mail.text);
			assert.match(plain((await visitor().get(link)).text), new RegExp(`Ihre Anfrage ${number}`));
			assert.equal(sql(`SELECT service, mode, language_code, legal + medical + aosf + lesson + recurring + private, received_by FROM booking WHERE centre_id = (SELECT id FROM centre WHERE slug = 'unna') AND number = '${number}' AND institution = 'Grundschule am Teich'`), 'interpreting|on_site|prs|0|form');
			assert.equal(sql(`SELECT n.stage, p.name, t.name FROM booking b JOIN booking_now n ON n.booking_id = b.id JOIN pot p ON p.id = n.pot_id JOIN pot t ON t.id = n.travel_pot_id WHERE b.centre_id = (SELECT id FROM centre WHERE slug = 'unna') AND b.number = '${number}'`), 'open|Landesmittel|Kreismittel', 'the cheapest pot that permits it, another one for travel');
		});

		test('a form sent twice, or the page loaded again, makes one request', async () => {
			const client = visitor();
			const checked = await check(client, 'unna', { institution: 'Kita Regenbogen' });
			const one = await confirm(client, checked);
			const two = await confirm(client, checked);
			assert.deepEqual([one.status, two.status], [303, 303]);
			const numbers = await Promise.all([one, two].map(async ({ location }) => (await client.json(location.replace(/\?.*/, ''))).json().number));
			assert.equal(numbers[0], numbers[1]);
			assert.equal(sql("SELECT count(*) FROM booking WHERE institution = 'Kita Regenbogen'"), '1');
		});

		test('numbers have no gap and no double, whoever sends at the same time', async () => {
			const clients = Array.from({ length: 12 }, () => visitor());
			const checked = await Promise.all(clients.map((client, i) => check(client, 'unna', { institution: `Schule ${i}`, email: `schule${i}@schule.example` })));
			const answers = await Promise.all(clients.map((client, i) => confirm(client, checked[i])));
			assert.ok(answers.every(({ status }) => status === 303), answers.map(({ status }) => status).join());
			const all = sql("SELECT number FROM booking WHERE centre_id = (SELECT id FROM centre WHERE slug = 'unna') ORDER BY number").split('\n').map((number) => Number(number.slice(5)));
			assert.deepEqual(all, Array.from({ length: all.length }, (_, i) => i + 1));
		});

		test('what no pot permits is refused with reason and hint per pot; nothing typed is lost and nothing kept (P-INT-1)', async () => {
			const client = visitor();
			const before = bookings();
			const refused = await check(client, 'unna', { lesson: 'yes', remark: 'Es sind zwölf Kinder.' });
			assert.equal(refused.status, 422);
			const text = plain(refused.text);
			assert.match(text, /So geht es nicht: Es gibt keinen Topf/);
			assert.match(text, /Landesmittel: kein Unterricht und keine Ausflüge\./);
			assert.match(text, /Kreismittel: kein Unterricht und keine Ausflüge\./);
			assert.match(text, /Möglich sind Elterngespräche/);
			const form = formsOf(refused.text).find(({ html }) => html.includes('name="language"'));
			for (const name of ['language', 'day', 'begin', 'institution', 'street', 'contact_name', 'email', 'remark']) {
				assert.equal(form.fields[name], name === 'remark' ? 'Es sind zwölf Kinder.' : REQUEST[name], name);
			}
			assert.equal(form.fields.lesson, 'yes');
			assert.equal(bookings(), before);
			const aosf = await check(client, 'unna', { aosf: 'yes' });
			assert.equal(aosf.status, 200, 'own money permits it');
			const medical = await check(client, 'unna', { medical: 'yes', legal: 'yes' });
			assert.match(plain(medical.text), /Landesmittel: nur Termine ohne Rechtswirkung \(nicht: Gericht, Polizei, Anwalt, Gutachten\); keine ärztliche Diagnose/);
			const alone = await check(client, 'unna', { private: 'yes' });
			assert.match(plain(alone.text), /Privatpersonen können hier nicht anfragen/);
			const kind = await check(client, 'unna', { institution_kind: 'private' });
			assert.equal(kind.status, 422, 'a private person is one, whatever the question was answered');
			const nowhere = await check(client, 'bielefeld', {});
			assert.match(plain(nowhere.text), /gibt es keinen Topf/);
		});

		test('the lead time: soft asks for a reason, hard refuses; the page says the earliest day before', async () => {
			const client = visitor();
			assert.match(plain((await client.get(FORM)).text), /Frühester Tag ohne Begründung: \w+, \d{2}\.\d{2}\.\d{4}/);
			const soon = { day: inDays(1), day_2: '' };
			const refused = await check(client, 'unna', soon);
			assert.equal(refused.status, 422);
			assert.match(plain(refused.text), /ist sehr bald: Der Vorlauf ist 5 Arbeitstage/);
			assert.match(refused.text, /<a href="#f-urgent_reason">/);
			assert.match(refused.text, /<details class="app-fold app-group" open>/);
			assert.equal((await check(client, 'unna', { ...soon, urgent_reason: 'Kind wechselt morgen die Schule' })).status, 200);
			assert.equal((await check(client, 'unna', { day_2: inDays(2) })).status, 422, 'a stand-in counts as well');
			await head.submit('/centres/unna/settings?name=pool.lead_hard', { answer: '1', valid_from: '01.01.2021', source: 'Test' });
			const hard = await check(client, 'unna', { ...soon, urgent_reason: 'Kind wechselt morgen die Schule' });
			assert.equal(hard.status, 422);
			assert.match(plain(hard.text), /ist zu früh: Der Vorlauf ist 5 Arbeitstage\. Wählen Sie/);
			await head.submit('/centres/unna/settings?name=pool.lead_hard', { answer: '0', valid_from: '02.01.2021', source: 'Test' });
		});

		test('each mistake is named at its field, in words that help', async () => {
			const client = visitor();
			for (const [fields, field, words] of [
				[{ language: 'Klingonisch' }, 'language', /kennen wir nicht/],
				[{ language: '' }, 'language', /./],
				[{ begin: 'morgens' }, 'begin', /Schreiben Sie zum Beispiel 9:30/],
				[{ begin: '25:00' }, 'begin', /keine Uhrzeit/],
				[{ day: '31.02.2027' }, 'day', /./],
				[{ day: inDays(-2), day_2: '' }, 'begin', /schon vorbei/],
				[{ day: inDays(500) }, 'day', /mehr als ein Jahr voraus/],
				[{ day_2: inDays(21) }, 'day_2', /steht schon oben/],
				[{ day_2: '', begin_2: '10:00' }, 'day_2', /fehlt der Tag/],
				[{ minutes: '600' }, 'minutes', /höchstens 180 Minuten/],
				[{ street: '' }, 'street', /Straße und Hausnummer/],
				[{ postcode: '4824' }, 'postcode', /fünf Ziffern/],
				[{ email: 'schule' }, 'email', /keine E-Mail-Adresse/],
				[{ legal: '' }, 'legal', /./],
				[{ occasion: 'spying' }, 'occasion', /./],
				[{ way: 'written' }, 'pages', /wie viele Seiten/],
				[{ remark: 'Für Amir, geb. 03.04.2015' }, 'remark', /Geburtstag/],
				[{ institution: 'x'.repeat(201) }, 'institution', /200/],
				[{ remark: 'x'.repeat(1001) }, 'remark', /1\.000/],
			]) {
				const refused = await check(client, 'unna', fields);
				assert.equal(refused.status, 422, JSON.stringify(fields));
				assert.ok(refused.text.includes(`<a href="#f-${field}">`), `${JSON.stringify(fields)}: ${field}`);
				assert.match(plain(refused.text), words);
				assert.match(refused.text, /<title>Fehler:/);
			}
			assert.equal((await check(client, 'unna', { way: 'phone', street: '', postcode: '' })).status, 200, 'by phone no place is needed');
		});

		test('language is language with dialect, in any spelling; ways and services (P-INT-2)', async () => {
			for (const [fields, row] of [
				[{ language: 'kurdisch-sorani' }, 'interpreting|on_site|ckb|'],
				[{ language: 'Kurdisch: Kurmandschi', way: 'phone' }, 'interpreting|phone|kmr|'],
				[{ language: 'TIGRINISCH', way: 'video' }, 'interpreting|video|tir|'],
				[{ language: 'Arabisch', way: 'written', pages: '3', begin: '', minutes: '' }, 'translating|written|ara|3'],
				[{ language: 'Farsi', way: 'guided' }, 'guiding|on_site|pes|'],
			]) {
				const { number } = await sent(visitor(), 'unna', { ...fields, email: `${row.slice(-4).replace(/\W/g, '')}@sprachen.example` });
				assert.equal(sql(`SELECT service, mode, language_code, pages FROM booking WHERE centre_id = (SELECT id FROM centre WHERE slug = 'unna') AND number = '${number}'`), row);
			}
		});

		test('a program that fills in the hidden field is thanked, and nothing is kept; without a token nothing goes', async () => {
			const client = visitor();
			const before = bookings();
			assert.equal((await check(client, 'unna', { website: 'http://spam.example' })).status, 303);
			const csrf = await client.csrf(FORM);
			assert.equal((await visitor().post(FORM, { ...REQUEST, csrf, step: 'send' })).status, 403, 'a token of somebody else');
			assert.equal((await client.post(FORM, { ...REQUEST, step: 'send' })).status, 403);
			assert.equal(bookings(), before);
		});

		test('a program sends the same by JSON; misspelt names are refused', async () => {
			const client = visitor();
			const csrf = await client.csrf(FORM);
			const { pages, day_3, begin_2, begin_3, ...rest } = REQUEST;
			const asked = { ...rest, minutes: 90, institution: 'Programm', step: 'send' };
			assert.equal((await client.postJson(FORM, { ...asked, sprache: 'Dari' }, { csrf })).status, 422);
			const done = await client.postJson(FORM, asked, { csrf });
			assert.equal(done.status, 200, done.text);
			const shown = (await client.json(done.json().location)).json();
			assert.match(shown.number, /^\d{4}-\d{4}$/);
			assert.equal(shown.stage, 'open');
			assert.deepEqual(Object.keys(shown).filter((name) => /client|klient/i.test(name)), []);
		});

		test('who asks too often waits, and keeps what was typed; a colleague does not', async () => {
			const client = visitor();
			sql(`INSERT INTO login_failure (subject, at) SELECT 'pool request to:viel@schule.example', ${Date.now()} FROM booking a, booking b LIMIT 25`);
			const checked = await check(client, 'unna', { email: 'viel@schule.example' });
			const refused = await confirm(client, checked);
			assert.equal(refused.status, 422);
			assert.match(plain(refused.text), /sehr viele Anfragen.*Sekunden/);
			assert.match(refused.text, /value="viel@schule\.example"/);
			const colleague = await signedIn(server, 'head@unna');
			await sent(colleague, 'unna', { email: 'viel@schule.example' });
		});

		test('a colleague orders for the KI itself: its name, seat and contact stand there already (story 8)', async () => {
			const OWN = '/centres/coesfeld/interpreters/request'; // where the example has an administrator
			const colleague = await signedIn(server, 'administrator@coesfeld');
			const { fields } = formsOf((await colleague.get(OWN)).text).find(({ html }) => html.includes('name="institution"'));
			assert.match(fields.institution, /Kreis Coesfeld/);
			assert.equal(fields.institution_kind, 'office');
			assert.notEqual(fields.contact_name, '');
			await sent(colleague, 'coesfeld', { institution: 'Beratung im KI', language: 'Dari', room: 'Zimmer 3' });
			const again = formsOf((await colleague.get(OWN)).text).find(({ html }) => html.includes('name="institution"')).fields;
			assert.deepEqual([again.institution, again.language, again.room, again.remark], ['Beratung im KI', 'Persisch: Dari', 'Zimmer 3', '']);
			assert.equal(again.legal, undefined, 'the questions are answered anew each time');
		});

		test('the public form can be closed: visitors read how to reach the KI, colleagues go on', async () => {
			const set = (answer, from) => head.submit('/centres/unna/settings?name=pool.public_form', { answer, valid_from: from, source: 'Test' });
			await set('0', '01.01.2021');
			const client = visitor();
			const page = await client.get(FORM);
			assert.match(plain(page.text), /nimmt Anfragen nicht über diese Seite an/);
			const csrf = await client.csrf('/centres/unna/interpreters/requests');
			assert.equal((await client.post(FORM, { ...REQUEST, csrf, step: 'send' })).status, 422);
			assert.equal((await head.get(FORM)).text.includes('name="language"'), true);
			await set('1', '02.01.2021');
		});

		test('moving: new dates are a new round; the pot is chosen anew; not after it is over', async () => {
			const client = visitor();
			const { path, number } = await sent(client, 'unna', { institution: 'Umzug' });
			assert.equal((await client.submit(`${path}/move`, { day: inDays(1), begin: '8:00', minutes: '60', day_2: '' })).status, 422, 'the lead time counts here, too');
			const moved = await client.submit(`${path}/move`, { day: inDays(30), begin: '14:15', minutes: '90', day_2: inDays(31) });
			assert.equal(moved.status, 303);
			const text = plain((await client.get(path)).text);
			assert.match(text, /Termin verschoben/);
			assert.ok(text.includes(inDays(30)));
			assert.match(text, /14:15 bis 15:45 Uhr/);
			assert.equal(sql(`SELECT n.round, n.stage, p.name FROM booking b JOIN booking_now n ON n.booking_id = b.id JOIN pot p ON p.id = n.pot_id WHERE b.centre_id = (SELECT id FROM centre WHERE slug = 'unna') AND b.number = '${number}' AND b.institution = 'Umzug'`), '2|open|Landesmittel');
		});

		test('cancelling says its consequence before, and is final', async () => {
			const client = visitor();
			const { path } = await sent(client, 'unna', { institution: 'Absage' });
			assert.match(plain((await client.get(`${path}/cancel`)).text), /Es hat noch niemand zugesagt\. Das Absagen kostet nichts/);
			assert.equal((await client.submit(`${path}/cancel`, { note: 'Gespräch fällt aus' })).status, 303);
			const page = await client.get(path);
			assert.match(plain(page.text), /abgesagt/);
			assert.match(plain(page.text), /Gespräch fällt aus/);
			assert.ok(!page.text.includes('/cancel"'));
			assert.match(plain((await client.get(`${path}/cancel`)).text), /Das geht jetzt nicht mehr/);
			assert.match(plain((await client.get(`${path}/move`)).text), /Das geht jetzt nicht mehr/);
			const csrf = await client.csrf(FORM);
			for (const [tail, fields] of [['cancel', {}], ['move', { day: inDays(30), begin: '9', minutes: '60' }], ['feedback', { stars: '5' }]]) {
				const late = await client.post(`${path}/${tail}`, { csrf, ...fields });
				assert.equal(late.status, 409, tail);
				assert.match(plain(late.text), /Ihre Anfrage/);
			}
		});

		test('feedback is possible once, after the assignment', async () => {
			const client = visitor();
			const { path, number } = await sent(client, 'unna', { institution: 'Rückmeldung' });
			assert.match(plain((await client.get(`${path}/feedback`)).text), /nach dem Einsatz einmal möglich/);
			happened(number, 'Rückmeldung');
			const page = await client.get(path);
			assert.match(plain(page.text), /Der Einsatz ist vorbei/);
			assert.equal((await client.submit(`${path}/feedback`, { stars: '', note: 'x' })).status, 422);
			assert.equal((await client.submit(`${path}/feedback`, { stars: '5', note: 'Sehr geholfen' })).status, 303);
			assert.match(plain((await client.get(path)).text), /Sehr geholfen/);
			assert.ok(!(await client.get(path)).text.includes('/feedback"'));
		});

		/** Somebody said yes, and the day is over: as if weeks had passed. */
		function happened(number, institution) {
			const centre = "(SELECT id FROM centre WHERE slug = 'unna')";
			const booking = `(SELECT id FROM booking WHERE centre_id = (SELECT id FROM centre WHERE slug = 'unna') AND number = '${number}' AND institution = '${institution}')`;
			sql(`INSERT INTO interpreter (centre_id, family_name, given_name, sort_name, email, phone, interpreting, guiding, translating, recorded_by, recorded_at) VALUES (${centre}, 'Azizi', 'Mina', 'azizi', 'mina@pool.example', '0170 555', 1, 0, 0, 'test', 1)`);
			sql(`INSERT INTO booking_event (centre_id, booking_id, round, kind, at, by_whom, interpreter_id, choice, starts_at, ends_at) SELECT ${centre}, ${booking}, 1, 'accepted', ${Date.now()}, 'test', max(id), 1, ${Date.now() - 7_200_000}, ${Date.now() - 3_600_000} FROM interpreter`);
			sql(`UPDATE booking_now SET stage = 'booked', starts_at = ${Date.now() - 7_200_000}, ends_at = ${Date.now() - 3_600_000}, interpreter_id = (SELECT max(id) FROM interpreter) WHERE booking_id = ${booking}`);
		}

		test('who comes is shown as the KI decides: never, or when it is agreed', async () => {
			const client = visitor();
			const { path, number } = await sent(client, 'unna', { institution: 'Sichtbar' });
			happened(number, 'Sichtbar');
			const hidden = (await client.get(path)).text;
			assert.match(plain(hidden), /Den Namen geben wir nicht weiter/);
			assert.doesNotMatch(hidden, /Azizi|0170 555|mina@/);
			await head.submit('/centres/unna/settings?name=pool.contact_visibility', { choice: 'confirmed', valid_from: '01.01.2021', source: 'Test' });
			assert.match(plain((await client.get(path)).text), /Mina Azizi/);
			assert.match((await client.get(path)).text, /0170 555/);
		});

		test('a link that is none is 404 and tells nothing; foreign KI, English, easy words', async () => {
			const client = visitor();
			for (const tail of ['', '/cancel', '/move', '/feedback']) {
				assert.equal((await client.get(`/interpreters/requests/${'x'.repeat(43)}${tail}`)).status, 404);
			}
			assert.equal((await client.get('/centres/nirgendwo/interpreters/request')).status, 404);
			const english = await visitor({ language: 'en' }).get(FORM);
			assert.match(plain(english.text), /Ask for an interpreter/);
			const easy = await client.get(`${FORM}?easy=1`);
			assert.match(plain(easy.text), /Welche Sprache brauchen Sie\?/);
			assert.match(easy.text, /action="\/centres\/unna\/interpreters\/request\?easy=1"/);
			const { path } = await sent(client, 'unna', { institution: 'Nochmal', remark: 'nur einmal' });
			const [, like] = /(\/centres\/unna\/interpreters\/request\?like=[\w-]{43})/.exec((await client.get(path)).text);
			const again = formsOf((await client.get(like)).text).find(({ html }) => html.includes('name="institution"')).fields;
			assert.deepEqual([again.institution, again.email, again.remark, again.day], ['Nochmal', REQUEST.email, '', '']);
		});

		test('what programs get from the pages behind the link fits /openapi.json', async () => {
			const client = visitor();
			const schemas = new Schemas((await client.json('/openapi.json')).json());
			const { path } = await sent(client, 'unna', { institution: 'Schema' });
			for (const tail of ['', '/cancel', '/move', '/feedback']) {
				const answer = await client.json(`${path}${tail}`);
				assert.equal(answer.status, 200);
				assert.deepEqual(schemas.errorsOfAnswer(answer.json(), `/interpreters/requests/{code}${tail}`, 'get', 200), [], tail);
			}
		});

		test('which KI: by the place, also in part; nothing is guessed', async () => {
			const client = visitor();
			const straight = await client.get('/interpreters/request?place=D%C3%BClmen');
			assert.deepEqual([straight.status, straight.location], [303, '/centres/coesfeld/interpreters/request']);
			assert.match(plain((await client.get('/interpreters/request?place=neu')).text), /6 Orte passen/);
			assert.match(plain((await client.get('/interpreters/request?place=Atlantis')).text), /„Atlantis“ kennen wir nicht/);
		});

		test('all requests of an address come by mail; the answer is the same for an address that is not known', async () => {
			const mine = '/centres/unna/interpreters/requests';
			const { number } = await sent(visitor(), 'unna', { institution: 'Liste', email: 'Liste@Schule.example' });
			await untilQuiet(box);
			const answers = await Promise.all(['liste@schule.example', 'niemand@schule.example'].map((email) => visitor().submit(mine, { email })));
			assert.deepEqual(answers.map(({ status }) => status), [200, 200]);
			const bare = (text) => plain(text).replaceAll(/\w+@schule\.example/g, '');
			assert.equal(bare(answers[0].text), bare(answers[1].text));
			const mail = await box.next();
			assert.deepEqual(mail.to, ['liste@schule.example']);
			assert.ok(mail.text.includes(number));
			const [, link] = /https:\/\/scharnier\.example(\/interpreters\/requests\/[\w-]{43})/.exec(mail.text);
			assert.equal((await visitor().json(link)).json().number, number);
			assert.equal((await visitor().submit(mine, { email: 'keine' })).status, 422);
			assert.equal(box.left().length, 0, 'none to the address that is not known');
		});

		test('whoever has asked often still gets the links to what is to come', async () => {
			const { number } = await sent(visitor(), 'unna', { institution: 'Jugendamt', email: 'viele@amt.example' });
			await untilQuiet(box);
			const centre = "(SELECT id FROM centre WHERE slug = 'unna')";
			const begun = Date.now() - 60 * 86_400_000;
			const past = Array.from({ length: 40 }, (_, i) => {
				const id = `(SELECT id FROM booking WHERE centre_id = ${centre} AND number = '2000-${1000 + i}')`;
				return `INSERT INTO booking (centre_id, number, service, language_code, mode, occasion, legal, medical, aosf, lesson, recurring, private, institution_kind, institution, municipality, received_at, received_on, received_by)
					VALUES (${centre}, '2000-${1000 + i}', 'interpreting', 'prs', 'phone', 'advice', 0, 0, 0, 0, 0, 0, 'office', 'Jugendamt', 'Unna', 1, '2020-01-01', 'form');
				INSERT INTO booking_contact (booking_id, centre_id, name, email) VALUES (${id}, ${centre}, 'Frau Sommer', 'viele@amt.example');
				INSERT INTO booking_event (centre_id, booking_id, round, kind, at, by_whom, starts_at, ends_at) VALUES (${centre}, ${id}, 1, 'received', 1, 'link', ${begun + i}, ${begun + i + 3_600_000});
				INSERT INTO booking_now (booking_id, centre_id, stage, round, since, starts_at, ends_at, held_on, asked, declined, expected_cents, expected_travel_cents)
					VALUES (${id}, ${centre}, 'open', 1, 1, ${begun + i}, ${begun + i + 3_600_000}, '2020-01-01', 0, 0, 0, 0);`;
			});
			sql(past.join('\n'));
			assert.equal((await visitor().submit('/centres/unna/interpreters/requests', { email: 'viele@amt.example' })).status, 200);
			const { text } = await box.next();
			assert.ok(text.includes(number), 'the newest stands on top');
			assert.ok(text.indexOf(number) < text.indexOf('2000-1039'));
		});

		test('no code of a link lies in the database or the log', async () => {
			const { path } = await sent(visitor(), 'unna', { institution: 'Spurlos' });
			const code = path.slice(-43);
			assert.ok(!`${server.output.stdout}${server.output.stderr}`.includes(code));
			assert.equal(sql(`SELECT count(*) FROM job WHERE arguments LIKE '%${code}%'`), '0');
			assert.equal(sql(`SELECT count(*) FROM pool_link WHERE hash = '${code}'`), '0');
			assert.equal(sql("SELECT count(*) FROM audit WHERE detail LIKE '%schule.example%' OR detail LIKE '%Sommer%'"), '0', 'contacts are not in the audit log');
		});
	});
}

/** Takes what other tests caused off the mailbox. */
async function untilQuiet(box) {
	for (let before = -1; before !== box.left().length;) {
		before = box.left().length;
		await new Promise((resolve) => setTimeout(resolve, 1500));
	}
	box.left().length = 0;
}
