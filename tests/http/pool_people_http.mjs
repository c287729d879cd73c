// pool_people_http.mjs -- the people of the interpreter pool from outside, on both databases: entering somebody, the way
// into the pool step by step, languages and hours, what runs out, the tables; with mistakes, with two at once, across
// roles and tenants. S-INT-1, S-INT-2, S-INT-3, P-INT-2; story 18.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { DATABASES, formsOf, multipart, signedIn, start } from './client.mjs';
import { plain } from './rulebook_kit.mjs';
import { german, inDays, number, today } from './staff_kit.mjs';

const PEOPLE = '/centres/coesfeld/interpreters/people';
const PERSON = { family_name: 'Öztürk', given_name: 'Deniz', gender: '', email: '', phone: '', postcode: '', town: '', interpreting: '1',
	most_per_week: '', applied_on: '01.02.2024', tax_kind: 'volunteer', note: '' };
const LANGUAGE = { language_code: 'ckb', level: 'fluent', on_site: '1' };
const SCRIPT = '<script>alert(1)</script> & "Zitat"';

for (const database of DATABASES) {
	describe(`people of the pool on ${database}`, () => {
		let server;
		let head;
		let specialist;
		let unna;
		let ministry;
		before(async () => {
			server = await start({ database });
			[head, specialist, unna, ministry] = await Promise.all(
				['head@coesfeld', 'specialist@coesfeld', 'head@unna', 'ministry@land'].map((login) => signedIn(server, login)));
		});
		after(() => server.stop());

		async function told(client, path) {
			const answer = await client.json(path);
			assert.equal(answer.status, 200, `${path}: ${answer.text.slice(0, 300)}`);
			return answer.json();
		}
		async function send(client, path, fields) {
			const answer = await client.submit(path, fields, { action: path.replace(/\?.*/, '') });
			assert.equal(answer.status, 303, `${path}: ${plain(answer.text).slice(0, 900)}`);
			return answer.location;
		}
		async function refused(client, path, fields, field, message) {
			const answer = await client.submit(path, fields, { action: path.replace(/\?.*/, '') });
			assert.equal(answer.status, 422, plain(answer.text).slice(0, 400));
			assert.match(answer.text, new RegExp(`<a href="#f-${field}">`), 'the summary links to the field');
			assert.match(plain(answer.text), message);
			return answer;
		}
		const entered = async (fields = {}) => number(await send(specialist, `${PEOPLE}/new`, { ...PERSON, ...fields }));
		const person = (id) => told(specialist, `${PEOPLE}/${id}`);
		const names = async (query) => (await told(specialist, `${PEOPLE}?${query}`)).items.map((item) => item.person.name);

		// --- one person ---

		test('a specialist enters somebody; the town follows from the postcode (S-INT-1)', async () => {
			const id = await entered({ family_name: 'Ünal', postcode: '48249', email: 'uenal@example.org' });
			const page = await person(id);
			assert.equal(page.person.town, 'Dülmen');
			assert.equal(page.state, 'applied');
			assert.equal(page.since, '2024-02-01');
			assert.equal(page.primary.text, 'Gespräch eintragen');
		});

		test('mistakes stay on the form with what was typed', async () => {
			const answer = await refused(specialist, `${PEOPLE}/new`, { ...PERSON, postcode: '4825', note: SCRIPT }, 'postcode', /zu kurz|fünf/);
			assert.match(answer.text, /&lt;script&gt;/);
			await refused(specialist, `${PEOPLE}/new`, { ...PERSON, interpreting: '' }, 'interpreting', /Wählen Sie mindestens eines/);
			await refused(specialist, `${PEOPLE}/new`, { ...PERSON, applied_on: german(inDays(1)) }, 'applied_on', /kommt erst noch/);
			await refused(specialist, `${PEOPLE}/new`, { ...PERSON, email: 'kein Komma' }, 'email', /keine E-Mail-Adresse/);
		});

		test('two at once: the second sees both versions and decides', async () => {
			const id = await entered({ family_name: 'Zweimal' });
			const first = await specialist.get(`${PEOPLE}/${id}/edit`);
			await send(head, `${PEOPLE}/${id}/edit`, { phone: '02541 18-0' });
			const [form] = formsOf(first.text).filter(({ html }) => html.includes('family_name'));
			const answer = await specialist.post(`${PEOPLE}/${id}/edit`, { ...form.fields, phone: '02541 18-99' });
			assert.equal(answer.status, 409);
			assert.match(plain(answer.text), /02541 18-0/);
			assert.match(answer.text, /02541 18-99/);
			assert.equal((await person(id)).person.phone, '02541 18-0');
		});

		test('from the application into the pool, step by step; the page says what comes next (S-INT-1)', async () => {
			const id = await entered({ family_name: 'Weg' });
			const next = async () => (await person(id)).primary?.text;
			for (const [kind, words] of [['interviewed', 'Gespräch eintragen'], ['trained', 'Schulung eintragen'], ['pledged', 'Verpflichtung eintragen'],
				['certificate', 'Führungszeugnis eintragen'], ['listed', 'In den Pool aufnehmen']]) {
				assert.equal(await next(), words);
				await send(specialist, `${PEOPLE}/${id}/steps/${kind}`, { day: '01.03.2024', ...(kind === 'certificate' ? { until: german(inDays(59)) } : {}) });
			}
			const page = await person(id);
			assert.equal(page.state, 'listed');
			assert.match(page.lacks, /^Führungszeugnis gilt nur bis /);
			assert.equal(page.primary.text, 'Führungszeugnis eintragen', 'the paper runs out in 59 days');
			await send(specialist, `${PEOPLE}/${id}/steps/certificate`, { day: german(today()), until: german(inDays(1000)) });
			assert.equal((await person(id)).lacks ?? null, null);
			await send(specialist, `${PEOPLE}/${id}/steps/paused`, { day: german(today()), until: german(inDays(10)) });
			assert.equal((await person(id)).state, 'paused');
			await send(specialist, `${PEOPLE}/${id}/steps/listed`, { day: german(today()) });
			assert.equal((await person(id)).state, 'listed');
			await refused(specialist, `${PEOPLE}/${id}/steps/declined`, { day: german(today()) }, 'day', /keine Bewerbung/);
			assert.equal((await specialist.get(`${PEOPLE}/${id}/steps/erfunden`)).status, 404);
		});

		test('a mistaken step is withdrawn, stays crossed out, and cannot be withdrawn twice', async () => {
			const id = await entered({ family_name: 'Irrtum' });
			await send(specialist, `${PEOPLE}/${id}/steps/listed`, { day: '01.03.2024' });
			const path = (await person(id)).steps.find(({ step }) => step.kind === 'listed').withdraw_path;
			await send(specialist, path, { withdrawn_on: '01.03.2024' });
			const page = await person(id);
			assert.equal(page.state, 'applied');
			assert.equal(page.steps.find(({ step }) => step.kind === 'listed').withdrawn, true);
			assert.equal((await specialist.submit(path, { withdrawn_on: '01.03.2024' }, { action: path })).status, 409);
		});

		test('other income and consent of a year', async () => {
			const id = await entered({ family_name: 'Jahr' });
			await send(specialist, `${PEOPLE}/${id}/year?year=2026`, { year: '2026', other_cents: '120,50', consent_on: '' });
			const [row] = (await person(id)).years;
			assert.equal(row.year.other_cents, 12050);
			await send(specialist, row.edit_path, { consent_on: german(today()) });
			assert.equal((await person(id)).years[0].year.consent_on, today());
			await refused(specialist, `${PEOPLE}/${id}/year`, { year: '2026', other_cents: '-1' }, 'other_cents', /.+/);
		});

		// --- languages, hours ---

		test('language is language, dialect and way: found by each of them (P-INT-2)', async () => {
			const id = await entered({ family_name: 'Sprachprobe' });
			await send(specialist, `${PEOPLE}/${id}/languages/new`, LANGUAGE);
			await send(specialist, `${PEOPLE}/${id}/languages/new`, { language_code: 'Tigrinisch', level: 'good', on_site: '', phone: '1' });
			const has = async (query) => (await names(`q=Sprachprobe&${query}`)).length === 1;
			assert.ok(await has('language=ckb'));
			assert.ok(await has('language=Kurdisch'), 'who asks for the language is content with a dialect');
			assert.ok(await has('language=sorani&mode=on_site'));
			assert.ok(!(await has('language=sorani&mode=video')));
			assert.ok(await has('language=tir&mode=phone'));
			assert.ok(!(await has('language=tir&mode=on_site')), 'language and way in one row');
			assert.ok(!(await has('language=Klingonisch')));
			await refused(specialist, `${PEOPLE}/${id}/languages/new`, LANGUAGE, 'language_code', /steht bei der Person schon/);
			await refused(specialist, `${PEOPLE}/${id}/languages/new`, { ...LANGUAGE, language_code: 'kur', on_site: '', phone: '' }, 'on_site', /auf welchem Weg/);
			const edit = (await person(id)).languages.find(({ language }) => language.language_code === 'ckb').edit_path;
			await send(specialist, edit, { video: '1' });
			assert.ok(await has('language=sorani&mode=video'));
			assert.equal((await specialist.submit(edit, {}, { action: edit.replace('/edit', '/remove') })).status, 303);
			assert.ok(!(await has('language=sorani')));
		});

		test('hours of the week as people write them; nothing is lost when one cannot be read', async () => {
			const id = await entered({ family_name: 'Woche' });
			await send(specialist, `${PEOPLE}/${id}/hours`, { monday: '8-12 und 14:30 bis 18', friday: 'ab 14' });
			const page = await person(id);
			assert.equal(page.week.find(({ weekday }) => weekday === 1).hours, '8:00–12:00, 14:30–18:00');
			assert.equal(page.week.find(({ weekday }) => weekday === 5).hours, '14:00–24:00');
			const answer = await refused(specialist, `${PEOPLE}/${id}/hours`, { monday: 'vormittags', tuesday: '9-11' }, 'monday', /nicht zu verstehen/);
			assert.match(answer.text, /value="vormittags"/);
			assert.match(answer.text, /value="9-11"/);
		});

		test('an absence is entered and taken away', async () => {
			const id = await entered({ family_name: 'Urlaub' });
			await send(specialist, `${PEOPLE}/${id}/exceptions/new`, { kind: 'away', day_from: german(inDays(3)), day_to: german(inDays(9)), note: 'Urlaub' });
			const [row] = (await person(id)).exceptions;
			assert.equal(row.exception.day_to, inDays(9));
			await refused(specialist, `${PEOPLE}/${id}/exceptions/new`, { kind: 'away', day_from: german(inDays(3)), day_to: german(inDays(2)) }, 'day_to', /vor dem Anfang/);
			assert.equal((await specialist.submit(`${PEOPLE}/${id}`, {}, { action: row.remove_path })).status, 303);
			assert.equal((await person(id)).exceptions.length, 0);
		});

		// --- all of them ---

		test('the list page by page: everybody once, in order; the chips say who is meant', async () => {
			const all = [];
			for (let path = PEOPLE; path;) {
				const page = await told(specialist, path);
				all.push(...page.items.map((item) => item.person.id));
				path = page.next;
				assert.ok(page.items.length <= 25);
			}
			assert.equal(new Set(all).size, all.length);
			assert.equal(all.length, (await told(specialist, PEOPLE)).count);
			assert.ok((await told(specialist, `${PEOPLE}?state=out`)).count > 0);
			const lacking = await told(specialist, `${PEOPLE}?state=lacking`);
			assert.ok(lacking.items.length > 0 && lacking.items.every(({ lacks }) => lacks));
			assert.equal((await specialist.get(`${PEOPLE}?after=unfug`)).status, 422);
		});

		test('applicants by their next step, papers that run out, load, and the start page (story 18)', async () => {
			const board = await told(specialist, `${PEOPLE}/applicants`);
			assert.deepEqual(board.columns.map(({ next }) => next), ['interviewed', 'trained', 'pledged', 'certificate', 'listed']);
			assert.ok(board.columns.every(({ cards }) => cards.length > 0), 'the demo has an applicant at every step');
			const papers = await told(specialist, `${PEOPLE}/expiring`);
			assert.ok(papers.items.some(({ how, paper }) => how === 'expiring' && paper === 'certificate'));
			assert.ok(papers.items.some(({ how }) => how === 'expired'));
			const load = await told(specialist, `${PEOPLE}/load`);
			assert.ok(load.items.length > 30);
			const home = plain((await specialist.get('/')).text);
			assert.match(home, /läuft ein Nachweis in 60 Tagen ab/);
			assert.match(home, /Bewerbung(en)? für den Pool wart/);
		});

		test('the table to take away: CSV and XLSX, with the same filter', async () => {
			const csv = await specialist.get(`${PEOPLE}.csv?language=kur`);
			assert.match(csv.headers['content-type'], /text\/csv/);
			assert.match(csv.text, /Familienname;Vorname;/);
			assert.match(csv.text, /Kurdisch: Kurmandschi \(Muttersprache, /);
			assert.ok(!csv.text.includes('Ukrainisch (Muttersprache'));
			const xlsx = await specialist.get(`${PEOPLE}.xlsx`);
			assert.match(xlsx.headers['content-type'], /spreadsheetml/);
		});

		test('a list is looked at as a whole, then taken as a whole; of two who press at once one takes it (S-INT-1)', async () => {
			const send_file = async (client, table) => {
				const path = `${PEOPLE}/import`;
				const { body, type } = multipart([['csrf', await client.csrf(path)], ['file', { filename: 'liste.csv', bytes: table }]]);
				return client.request('POST', path, { headers: { 'content-type': type }, body });
			};
			const bad = await send_file(specialist, 'Familienname;Vorname;Sprachen\nEinlese;Anna;Klingonisch\n');
			assert.equal(bad.status, 303);
			assert.match(plain((await specialist.get(bad.location)).text), /So kann die Datei nicht übernommen werden.*„Klingonisch“ ist keine bekannte Sprache/s);
			const sent = await send_file(specialist, 'Familienname;Vorname;Sprachen;Stand\nEinlese;Anna;Dari, Paschtu;im Pool\nEinlese;Ben;Tigrinja;\n');
			const preview = plain((await specialist.get(sent.location)).text);
			assert.match(preview, /Noch ist nichts gespeichert/);
			assert.match(preview, /Dari, Paschtu/);
			assert.equal((await names('q=Einlese')).length, 0);
			const csrf = await specialist.csrf(sent.location);
			const both = await Promise.all([1, 2].map(() => specialist.post(sent.location, { csrf })));
			const [one, other] = both.map(({ status }) => status).sort();
			assert.equal(one, 303);
			assert.ok(other === 404 || other === 409, `gone, or somebody was faster: ${other}`);
			assert.deepEqual(await names('q=Einlese'), ['Einlese, Anna', 'Einlese, Ben']);
			assert.equal((await head.get(sent.location)).status, 404, 'the file of another account');
		});

		// --- who may ---

		test('another KI and the Land see nobody; ids of another KI are as if they were not there (P-SEC-1)', async () => {
			const id = await entered({ family_name: 'Geheim' });
			const foreign = '/centres/unna/interpreters/people';
			assert.equal((await unna.get(`${PEOPLE}/${id}`)).status, 404);
			assert.equal((await unna.get(`${foreign}/${id}`)).status, 404);
			assert.equal((await unna.get(`${foreign}/${id}/edit`)).status, 404);
			assert.equal((await unna.get(`${foreign}/${id}/steps/listed`)).status, 404);
			assert.equal((await told(unna, foreign)).count, 0);
			assert.ok(!(await unna.get(`${foreign}.csv`)).text.includes('Geheim'));
			for (const path of [PEOPLE, `${PEOPLE}/${id}`, `${PEOPLE}.csv`, `${PEOPLE}/applicants`]) {
				assert.equal((await ministry.get(path)).status, 403, path);
			}
			assert.ok(!(await ministry.get('/centres/coesfeld')).text.includes('/centres/coesfeld/interpreters"'), 'no tab without the right');
		});
	});
}
