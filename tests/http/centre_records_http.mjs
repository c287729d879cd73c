// centre_records_http.mjs -- what a KI records about itself, from outside, on both databases: preconditions, bodies, the
// site, suggestions, conflicts, target agreements, settings; with mistakes, with two people at once, across tenants.
// S-CEN-1 ... 9, P-CEN-1, P-RUL-3.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { Client, DATABASES, decodeEntities, formsOf, signedIn, start } from './client.mjs';
import { plain } from './rulebook_kit.mjs';

const DULMEN = '05558016';
const NOTTULN = '05558032';
const MUNSTER = '05515000'; // kreisfrei, next door
const SCRIPT = '<script>alert(1)</script> & "Zitat" \'x\' <b>fett</b>';
const ON = '2026-11-20'; // the demo data's evidence is in force
const today = () => new Date().toISOString().slice(0, 10);
const german = (iso) => iso.split('-').reverse().join('.');
const daysFromNow = (n) => new Date(Date.now() + n * 86_400_000).toISOString().slice(0, 10);

/** The values in the form of a page that has this field. */
const formWith = (page, field) => formsOf(page.text).find(({ method, html }) => method === 'post' && html.includes(`name="${field}"`));

/** 422, the message at the field and on top, and everything typed still there. */
function assertRefused(answer, typed, field, message) {
	assert.equal(answer.status, 422, answer.text.slice(0, 300));
	const { fields } = formWith(answer, field);
	for (const [name, value] of Object.entries(typed)) {
		assert.equal(fields[name], value, `${name} is lost`);
	}
	assert.match(answer.text, new RegExp(`<a href="#f-${field}">`), 'the summary links to the field');
	assert.match(plain(answer.text), message);
}

for (const database of DATABASES) {
	describe(`what a KI records, on ${database}`, () => {
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
		async function saved(client, path, fields, options) {
			const answer = await client.submit(path, fields, options);
			assert.equal(answer.status, 303, `${path}: ${plain(answer.text).slice(0, 600)}`);
			return answer.location;
		}

		// --- preconditions ---

		const programme = async (client, slug, name) => (await told(client, `/centres/${slug}/checks?day=${ON}`)).programmes.find((one) => one.programme === name);
		const lineOf = ({ lines }, kind) => lines.find((line) => line.kind === kind);

		test('all preconditions met: an application is possible, and each names its evidence, day and source (S-CEN-4)', async () => {
			const base = await programme(head, 'coesfeld', 'base');
			assert.deepEqual([base.possible, base.provisional], [true, false]);
			assert.deepEqual(base.lines.map(({ kind, standing }) => `${kind} ${standing}`), ['concept met', 'agreement met', 'site met']);
			assert.ok(base.lines.every(({ evidence, day, source }) => evidence && day && source));
			assert.match(plain((await head.get('/centres/coesfeld/checks')).text), /Antrag auf Grundförderung: Alle Voraussetzungen sind erfüllt/);
		});

		test('a check that is not met blocks the application with the reason, a later one that is met opens it again (S-CEN-4)', async () => {
			await saved(specialist, '/centres/coesfeld/checks', { kind: 'agreement', day: '2.11.2026', result: 'not_met', evidence: 'Beispiel: Eine Gemeinde widerspricht' });
			const blocked = await programme(head, 'coesfeld', 'base');
			assert.equal(blocked.possible, false);
			assert.match(blocked.because, /Es fehlt: Abstimmung des Konzepts mit den kreisangehörigen Gemeinden/);
			assert.ok(lineOf(blocked, 'agreement').way.length > 0, 'and says what to do');
			for (const name of ['interpreters', 'running']) {
				assert.equal((await programme(head, 'coesfeld', name)).possible, false, `${name} rests on it`);
			}
			const page = plain((await head.get('/centres/coesfeld/checks')).text);
			assert.match(page, /Antrag nicht möglich Es fehlt: Abstimmung/);
			const start = await head.get('/');
			assert.match(plain(start.text), /1 Voraussetzung fehlt für den Antrag/);
			await saved(head, '/centres/coesfeld/checks', { kind: 'agreement', day: '3.11.2026', result: 'met', evidence: 'Beispiel: Niederschrift vom 3.11.' });
			assert.equal((await programme(head, 'coesfeld', 'base')).possible, true);
			const { history } = await told(head, '/centres/coesfeld/checks');
			const [met, notMet] = history.filter(({ kind }) => kind === 'agreement');
			assert.deepEqual([met.result, met.recorded_by, notMet.result, notMet.recorded_by], ['met', 'Annegret Terhorst', 'not_met', 'Mehmet Kaplan']);
		});

		test('how it stood on another day is still known (S-CEN-4)', async () => {
			const on = async (day) => (await told(head, `/centres/coesfeld/checks?day=${day}`)).programmes[0];
			assert.equal(lineOf(await on('2015-01-01'), 'concept').standing, 'missing');
			assert.equal(lineOf(await on('2024-01-01'), 'concept').standing, 'met');
			assert.equal(lineOf(await on('2029-01-01'), 'concept').standing, 'expired');
			const wrong = await head.get('/centres/coesfeld/checks?day=31.02.2024');
			assert.equal(wrong.status, 422);
			assert.match(plain(wrong.text), /Das ist kein Tag des Kalenders/);
		});

		test('a time frame in the application stands in for a concept that is not there yet (S-CEN-4, S-FUN-2)', async () => {
			const base = await programme(unna, 'unna', 'base');
			assert.deepEqual([lineOf(base, 'concept').standing, lineOf(base, 'schedule').standing, base.possible], ['missing', 'met', false]);
			await saved(unna, '/centres/unna/checks', { kind: 'agreement', day: '4.11.2026', result: 'met', evidence: 'Beispiel' });
			const now = await programme(unna, 'unna', 'base');
			assert.deepEqual([now.possible, now.provisional], [true, true]);
			assert.match(now.because, /an die Stelle des aktuellen Konzepts tritt der Zeitrahmen/);
		});

		test('interpreters, KOMM-AN and KIM have each their own precondition (S-CEN-7)', async () => {
			for (const [name, kind, possible] of [['interpreters', 'pool_concept', true], ['komman', 'komman_concept', false], ['kim', 'kim_guideline', false], ['running', 'grant', true]]) {
				const one = await programme(head, 'coesfeld', name);
				assert.equal(one.possible, possible, name);
				assert.equal(lineOf(one, kind).good, possible, name);
			}
			await saved(head, '/centres/coesfeld/checks', { kind: 'kim_guideline', day: '10.11.2026', result: 'met', evidence: 'Beispiel: abgeglichen' });
			assert.equal((await programme(head, 'coesfeld', 'kim')).possible, true);
		});

		test('a mistaken check: message at the field, everything typed is kept', async () => {
			const typed = { kind: 'concept', day: '31.02.2026', result: 'met', evidence: 'Beispiel: Beschluss\nzweite Zeile', valid_until: '29.02.2027' };
			const answer = await head.submit('/centres/coesfeld/checks', typed);
			assertRefused(answer, { ...typed, evidence: typed.evidence }, 'day', /Das ist kein Tag des Kalenders/);
			assertRefused(answer, typed, 'valid_until', /kein Tag/);
			assertRefused(await head.submit('/centres/coesfeld/checks', { ...typed, day: daysFromNow(2), valid_until: '' }), { evidence: typed.evidence }, 'day', /liegt in der Zukunft/);
			assertRefused(await head.submit('/centres/coesfeld/checks', { ...typed, day: '1.3.2026', valid_until: '28.2.2026' }), { valid_until: '28.2.2026' }, 'valid_until', /Das Ende liegt vor dem Beginn/);
			assertRefused(await head.submit('/centres/coesfeld/checks', { ...typed, day: '1.3.2026', valid_until: '', evidence: ' ' }), { day: '1.3.2026' }, 'evidence', /Nachweis/);
			assertRefused(await head.submit('/centres/coesfeld/checks', { ...typed, kind: 'weather', day: '1.3.2026', valid_until: '' }), { day: '1.3.2026' }, 'kind', /./);
		});

		// --- bodies ---

		test('who was involved and who is missing; recording the missing one closes the gap (S-CEN-5, S-CEN-6)', async () => {
			const before = await told(head, '/centres/coesfeld/bodies');
			assert.equal(before.missing, 1);
			assert.deepEqual(before.bodies.filter(({ missing }) => missing).map(({ body, duty }) => [body, duty]), [['land_structures', 'must']]);
			const fromStart = before.bodies.filter(({ duty }) => duty === 'from_start').map(({ body }) => body);
			assert.deepEqual(fromStart, ['school_supervision', 'school_administration', 'youth_public', 'youth_free', 'welfare', 'participation']);
			assert.match(plain((await head.get('/centres/coesfeld/checks')).text), /Außerdem: 1 Stelle muss noch beteiligt werden/);
			await saved(specialist, '/centres/coesfeld/bodies', { body: 'land_structures', partner: 'Beispiel: Integrationsagentur', day: '5.11.2026', manner: 'cooperation' });
			const now = await told(head, '/centres/coesfeld/bodies');
			const line = now.bodies.find(({ body }) => body === 'land_structures');
			assert.deepEqual([now.missing, line.involved, line.first, line.partners], [0, true, '2026-11-05', 'Beispiel: Integrationsagentur']);
			assert.equal(now.entries[0].recorded_by, 'Mehmet Kaplan');
			assert.ok(!/noch beteiligt werden/.test(plain((await head.get('/centres/coesfeld/checks')).text)));
		});

		test('a mistaken involvement keeps what was typed (S-CEN-5)', async () => {
			const typed = { body: 'welfare', partner: SCRIPT, day: daysFromNow(2), manner: 'heard', note: 'Zeile 1\nZeile 2' };
			const answer = await head.submit('/centres/coesfeld/bodies', typed);
			assertRefused(answer, typed, 'day', /liegt in der Zukunft/);
			assert.ok(!answer.text.includes('<script>alert'));
		});

		// --- the site ---

		test('one site: a second is refused with the reason and the way, for whoever sends it past the page (S-CEN-2)', async () => {
			const page = await head.get('/centres/coesfeld/site');
			assert.equal(formWith(page, 'street').action, '/centres/coesfeld/site/move', 'the page offers only to move');
			const typed = { csrf: await head.csrf('/centres/coesfeld/site'), street: 'Beispielweg 1', postcode: '48301', ags8: NOTTULN, moved_in: '1.10.2026' };
			const answer = await head.post('/centres/coesfeld/site', typed);
			assert.equal(answer.status, 422);
			assert.match(plain(answer.text), /Einen Standort gibt es schon: Dülmen, seit 01\.07\.2021\. Ein zweiter ist nicht zulässig – verlegen Sie den Standort stattdessen/);
			const { csrf, ...rest } = typed;
			for (const [name, value] of Object.entries(rest)) {
				assert.equal(formWith(answer, 'street').fields[name], value, name);
			}
			assert.equal((await told(head, '/centres/coesfeld/site')).history.length, 2);
		});

		test('moving keeps the history, and on the profile stands where it is today (S-CEN-2)', async () => {
			await saved(specialist, '/centres/coesfeld/site', { street: 'Beispielweg 1', postcode: '48301', ags8: NOTTULN, moved_in: '1.10.2026', reason: 'Beispiel: näher am Bahnhof' });
			const { history, present } = await told(head, '/centres/coesfeld/site');
			assert.deepEqual(history.map(({ town, moved_in, moved_out }) => [town, moved_in, moved_out]), [
				['Nottuln', '2026-10-01', null], ['Dülmen', '2021-07-01', '2026-09-30'], ['Coesfeld', '2015-12-01', '2021-06-30'],
			]);
			assert.deepEqual([present.town, present.reason], ['Nottuln', 'Beispiel: näher am Bahnhof']);
			assert.equal((await told(new Client(server.base), '/centres/coesfeld')).site_town, 'Nottuln');
		});

		test('a mistaken move: wrong postcode, elsewhere, before the present one; all of it kept (S-CEN-2)', async () => {
			const typed = { street: 'Neue Straße 5', postcode: '4830a', ags8: DULMEN, moved_in: '1.11.2026', reason: 'Beispiel' };
			assertRefused(await head.submit('/centres/coesfeld/site', typed), typed, 'postcode', /keine Postleitzahl/);
			const early = { ...typed, postcode: '48249', moved_in: '30.9.2026' };
			assertRefused(await head.submit('/centres/coesfeld/site', early), early, 'moved_in', /besteht seit 01\.10\.2026/);
			for (const ags8 of [MUNSTER, '09162000']) {
				const answer = await head.submit('/centres/coesfeld/site', { ...typed, postcode: '48143', ags8 });
				assert.equal(answer.status, 422, ags8);
				assert.match(answer.text, /<a href="#f-ags8">/);
			}
			assert.equal((await told(head, '/centres/coesfeld/site')).present.town, 'Nottuln');
		});

		test('two people move the site at once: the second sees both versions and loses nothing (S-CEN-2)', async () => {
			const old = formWith(await head.get('/centres/coesfeld/site'), 'street').fields;
			await saved(specialist, '/centres/coesfeld/site', { street: 'Zuerstweg 1', postcode: '48249', ags8: DULMEN, moved_in: '1.11.2026', reason: 'Beispiel: zuerst' });
			const answer = await head.post('/centres/coesfeld/site/move', { ...old, street: 'Danachweg 2', postcode: '48653', ags8: '05558012', moved_in: '10.11.2026', reason: 'Beispiel: danach' });
			assert.equal(answer.status, 409);
			const page = plain(answer.text);
			assert.ok(page.includes('Zuerstweg 1') && page.includes('Danachweg 2'), page);
			const again = formWith(answer, 'street');
			assert.deepEqual([again.fields.street, again.fields.reason], ['Danachweg 2', 'Beispiel: danach']);
			assert.equal((await head.post(again.action, again.fields)).status, 303, 'sending it again is a decision');
			assert.equal((await told(head, '/centres/coesfeld/site')).history.length, 5);
		});

		// --- suggestions ---

		test('a suggestion comes from a municipality of this Kreis only, and is asked of a Kreis only (S-CEN-1)', async () => {
			const typed = { ags8: NOTTULN, received_on: '2.11.2026', subject: 'Beispiel: Treffpunkt', wording: 'Wir regen an:\nein Treffpunkt.' };
			const location = await saved(specialist, '/centres/coesfeld/suggestions', typed);
			assert.equal(location.split('?')[0], '/centres/coesfeld/suggestions');
			const { suggestions } = await told(head, '/centres/coesfeld/suggestions');
			assert.ok(suggestions.some(({ subject, town, open }) => subject === 'Beispiel: Treffpunkt' && town === 'Nottuln' && open));
			for (const ags8 of [MUNSTER, '05978036', '', '99999999']) {
				const answer = await specialist.submit('/centres/coesfeld/suggestions', { ...typed, ags8 });
				assert.equal(answer.status, 422, ags8);
				assert.match(answer.text, /<a href="#f-ags8">/, ags8);
				assert.equal(formWith(answer, 'wording').fields.wording, typed.wording);
			}
			const { text } = await ministry.get('/centres/bottrop/suggestions');
			assert.match(plain(text), /Anregungen gibt es nur bei Kreisen/);
		});

		test('the head answers it, a specialist may not; it is then closed (S-CEN-1)', async () => {
			const open = (await told(head, '/centres/coesfeld/suggestions')).suggestions.find(({ subject }) => subject === 'Gemeinsamer Antrag für Väterarbeit');
			const answer = { outcome: 'partly', answered_on: german(today()), answer: 'Beispiel: Ab 2027.' };
			assert.equal(formWith(await specialist.get(open.path), 'answer'), undefined, 'the page offers him no form');
			const refused = await specialist.post(`${open.path}/answer`, { csrf: await specialist.csrf('/account'), version: open.version, ...answer });
			assert.equal(refused.status, 403);
			const early = { ...answer, answered_on: '1.10.2026' };
			assertRefused(await head.submit(open.path, early), early, 'answered_on', /liegt vor dem Eingang/);
			const form = formWith(await head.get(open.path), 'answer');
			await saved(head, open.path, answer);
			const { suggestion } = await told(head, open.path);
			assert.deepEqual([suggestion.open, suggestion.outcome, suggestion.answered_by], [false, 'partly', 'Annegret Terhorst']);
			const second = await head.post(form.action, { ...form.fields, ...answer, answer: 'Beispiel: anders' });
			assert.equal(second.status, 409, 'answered meanwhile');
			assert.equal(formWith(second, 'answer'), undefined, 'an answer is final: there is nothing to send once more');
			assert.ok(plain(second.text).includes('Beispiel: Ab 2027.') && plain(second.text).includes('Beispiel: anders'));
		});

		// --- conflicts ---

		test('a conflict has steps, turns to the untere Schulaufsicht, and is concluded by the head (S-CEN-9)', async () => {
			await saved(specialist, '/centres/coesfeld/conflicts', { subject: 'Beispiel: Dienstzeiten', opened_on: '2.11.2026', employer: 'both', description: 'Beispiel: Wer ordnet an?' });
			const path = (await told(head, '/centres/coesfeld/conflicts')).conflicts.find(({ subject }) => subject === 'Beispiel: Dienstzeiten').path;
			const state = async () => (await told(head, path)).conflict.state;
			assert.equal(await state(), 'open');
			for (const [kind, day, expected] of [['talk', '3.11.2026', 'open'], ['employer', '4.11.2026', 'with_employer'], ['school_supervision', '5.11.2026', 'with_school_supervision'], ['measure', '6.11.2026', 'with_school_supervision']]) {
				await saved(specialist, path, { kind, day, participants: 'Leitung', result: `Beispiel: ${kind}` });
				assert.equal(await state(), expected, kind);
			}
			const before = { kind: 'talk', day: '1.11.2026', participants: 'Leitung', result: 'Beispiel: zu früh' };
			assertRefused(await specialist.submit(path, before), before, 'day', /vor dem jetzigen Stand/);
			assert.equal((await specialist.get(`${path}/conclude`)).status, 403);
			assert.equal((await specialist.post(`${path}/conclude`, { csrf: await specialist.csrf('/account') })).status, 403);
			await saved(head, `${path}/conclude`, { day: '9.11.2026', participants: 'alle', result: 'Beispiel: schriftlich geregelt' });
			const { conflict, timeline } = await told(head, path);
			assert.deepEqual([conflict.state, conflict.open, timeline.length, timeline.at(-1).kind], ['concluded', false, 5, 'concluded']);
			const late = await specialist.post(`${path}/steps`, { csrf: await specialist.csrf('/account'), kind: 'talk', day: '10.11.2026', participants: 'x', result: 'Beispiel: zu spät' });
			assert.equal(late.status, 422);
			assert.match(plain(late.text), /schon abgeschlossen/);
			assert.equal(formWith(late, 'result').fields.result, 'Beispiel: zu spät');
		});

		// --- target agreements ---

		const AGREEMENT = { title: 'Beispiel: Zielvereinbarung 2098', partner: 'Land Nordrhein-Westfalen', goals: 'Beispiel:\n1. Eins\n2. Zwei', concluded_on: '', valid_from: '01.01.2098', valid_to: '31.12.2099', review: '' };

		test('a target agreement is a draft until it is signed; only the head writes it (S-CEN-8)', async () => {
			await saved(head, '/centres/coesfeld/agreements', AGREEMENT);
			const list = async () => (await told(specialist, '/centres/coesfeld/agreements')).agreements.find(({ title }) => title === AGREEMENT.title);
			const made = await list();
			assert.equal(made.state, 'draft');
			await saved(head, made.path, { concluded_on: german(today()) });
			assert.deepEqual([(await list()).state, (await list()).version], ['coming', made.version + 1]);
			assert.equal((await specialist.post(made.path, { csrf: await specialist.csrf('/account'), ...AGREEMENT })).status, 403);
			const wrong = { ...AGREEMENT, valid_to: '31.12.2097', concluded_on: daysFromNow(3) };
			const answer = await head.submit('/centres/coesfeld/agreements', wrong);
			assertRefused(answer, wrong, 'valid_to', /Das Ende liegt vor dem Beginn/);
			assertRefused(answer, wrong, 'concluded_on', /liegt in der Zukunft/);
		});

		test('two people change the same agreement: 409 with both versions, nothing typed is lost (S-CEN-8)', async () => {
			const path = '/centres/coesfeld/agreements/1';
			const other = await signedIn(server, 'head@coesfeld');
			const old = formWith(await head.get(path), 'goals');
			await saved(other, path, { title: 'Von der Vertretung geändert' });
			const mine = { ...old.fields, title: `Von mir ${SCRIPT}`, goals: 'Meine Ziele\nin zwei Zeilen' };
			const answer = await head.post(old.action, mine);
			assert.equal(answer.status, 409);
			const page = decodeEntities(plain(answer.text));
			assert.match(page, /Jemand anderes hat zuerst gespeichert/);
			assert.ok(page.includes('Von der Vertretung geändert') && page.includes('Von mir'), page);
			assert.ok(!answer.text.includes('<script>alert'));
			const again = formWith(answer, 'goals');
			assert.deepEqual([again.fields.title, again.fields.goals], [mine.title, mine.goals]);
			assert.notEqual(again.fields.version, old.fields.version);
			assert.equal((await told(head, path)).agreement.title, 'Von der Vertretung geändert', 'nothing was written over');
			const json = await head.postJson(path, { ...mine, csrf: undefined }, { csrf: old.fields.csrf });
			assert.equal(json.status, 409);
			assert.ok(json.json().page.rows.some(({ stored, typed, differs }) => differs && stored !== typed), 'both versions for programs too');
			assert.equal((await head.post(again.action, again.fields)).status, 303);
			assert.equal((await told(head, path)).agreement.title, mine.title);
		});

		test('a form without its version is stale, not a free pass', async () => {
			const { action, fields } = formWith(await head.get('/centres/coesfeld/agreements/1'), 'goals');
			for (const version of ['', 'x', '99', '-1']) {
				assert.equal((await head.post(action, { ...fields, version })).status, 409, version);
			}
		});

		// --- settings ---

		const SETTINGS = '/centres/coesfeld/settings';
		const profile = async () => (await new Client(server.base).json('/centres/coesfeld')).json();
		const setting = (name, fields) => saved(head, `${SETTINGS}?name=${name}`, fields);

		test('the name is free, from a day on; the official one and the notice stay, the history is kept (P-RUL-3, S-CEN-3)', async () => {
			await setting('centre.display_name', { value: 'Beispielname Morgen', valid_from: daysFromNow(2), source: 'Beispiel' });
			assert.equal((await profile()).centre.name, 'Kommunales Integrationszentrum Kreis Coesfeld', 'not before its day');
			await setting('centre.display_name', { value: 'Zentrum für Vielfalt', valid_from: '1.11.2026', source: 'Beispiel: Kreistag' });
			const now = await profile();
			assert.deepEqual([now.centre.name, now.centre.official_name, now.named_since], ['Zentrum für Vielfalt', 'Kommunales Integrationszentrum Kreis Coesfeld', '2026-11-01']);
			assert.match(now.recognition, /§ 8 Teilhabe- und Integrationsgesetz/);
			const { text } = await new Client(server.base).get('/centres/coesfeld');
			assert.match(text, /<h1>Zentrum für Vielfalt<\/h1>/);
			const line = (await told(head, SETTINGS)).lines.find(({ name }) => name === 'centre.display_name');
			assert.deepEqual(line.history.map(({ value, coming, current }) => [value, coming, current]), [['Beispielname Morgen', true, false], ['Zentrum für Vielfalt', false, true]]);
			assert.deepEqual(line.history.map(({ set_by }) => set_by), ['Annegret Terhorst', 'Annegret Terhorst']);
		});

		test('settings stand in groups, with a list that leads to each (P-RUL-3)', async () => {
			const { text } = await head.get(SETTINGS);
			const ids = [...text.matchAll(/<h2 id="(g-[a-z_]+)"/g)].map(([, id]) => id);
			assert.deepEqual(ids, ['g-face', 'g-money', 'g-pool_ask', 'g-pool_people', 'g-pool_mail']);
			for (const id of ids) {
				assert.ok(text.includes(`href="${SETTINGS}#${id}"`), id);
			}
			assert.equal([...text.matchAll(/<h3>/g)].length, (await told(head, SETTINGS)).lines.length, 'each setting has its own heading');
		});

		test('contact stands on the public page only while the setting says so (P-RUL-3)', async () => {
			assert.match((await profile()).contact, /Telefon 02541 000000/);
			await setting('centre.contact_visible', { answer: '0', valid_from: '1.11.2026', source: 'Beispiel: Wunsch der Leitung' });
			assert.equal((await profile()).contact, null);
			assert.ok(!(await new Client(server.base).get('/centres/coesfeld')).text.includes('02541 000000'));
			await setting('centre.contact_visible', { answer: '1', valid_from: '2.11.2026', source: 'Beispiel' });
			assert.match((await profile()).contact, /Telefon 02541 000000/);
		});

		test('the ceiling for third parties is a setting by day, shown with the funding (P-RUL-3)', async () => {
			await setting('centre.third_party_ceiling', { amount: '3.500,50 €', valid_from: '1.1.2026', source: 'Beispiel' });
			const on = async (day) => (await told(head, `/centres/coesfeld/entitlement?day=${day}`)).ceiling;
			assert.deepEqual([await on('2025-12-31'), await on('2026-01-01'), await on('2024-06-01')], [250000, 350050, null]);
			const typed = { amount: 'viel', valid_from: '31.04.2026', source: 'Beispiel' };
			const answer = await head.submit(`${SETTINGS}?name=centre.third_party_ceiling`, typed);
			assertRefused(answer, typed, 'amount', /./);
			assertRefused(answer, typed, 'valid_from', /kein Tag/);
		});

		test('only the head sets them; a setting that is none is not found (P-RUL-3)', async () => {
			const page = await specialist.get(`${SETTINGS}?name=centre.contact`);
			assert.equal(formWith(page, 'source'), undefined);
			assert.equal((await specialist.post(`${SETTINGS}?name=centre.contact`, { csrf: await specialist.csrf('/account'), value: 'x', valid_from: '1.1.2026', source: 'x' })).status, 403);
			for (const name of ['land.lasi', 'centre.nonsense', '']) {
				assert.equal((await head.post(`${SETTINGS}?name=${name}`, { csrf: await head.csrf('/account'), value: 'x', valid_from: '1.1.2026', source: 'x' })).status, 404, name);
			}
		});

		test('the Land’s bodies have names by day: the ministry renames one, letters before that day keep the old (P-CEN-1)', async () => {
			const on = async (day, name) => (await told(ministry, `/land/settings?day=${day}`)).lines.find((line) => line.name === name).value;
			const old = await on(today(), 'land.lasi');
			assert.match(old, /LaSI/);
			assert.notEqual(await on('2013-06-01', 'land.ministry_integration'), await on('2024-06-01', 'land.ministry_integration'));
			await saved(ministry, '/land/settings?name=land.lasi', { value: 'Beispielstelle Integration', valid_from: '1.7.2027', source: 'Beispiel: Organisationserlass', mark: 'read' });
			assert.deepEqual([await on('2027-06-30', 'land.lasi'), await on('2027-07-01', 'land.lasi')], [old, 'Beispielstelle Integration']);
			for (const client of [head, specialist]) {
				assert.equal((await client.get('/land/settings')).status, 403);
			}
			const empty = await ministry.submit('/land/settings?name=land.lasi', { value: '', valid_from: '1.8.2027', source: 'Beispiel', mark: 'read' });
			assertRefused(empty, { valid_from: '1.8.2027', source: 'Beispiel' }, 'value', /./);
		});

		// --- all of them ---

		test('texts are shown as they were typed, never carried out', async () => {
			await saved(head, '/centres/coesfeld/checks', { kind: 'grant', day: german(today()), result: 'met', evidence: SCRIPT });
			await saved(head, '/centres/coesfeld/bodies', { body: 'others', partner: SCRIPT, day: german(today()), manner: 'informed', note: SCRIPT });
			await saved(head, '/centres/coesfeld/suggestions', { ags8: DULMEN, received_on: german(today()), subject: SCRIPT, wording: SCRIPT });
			await saved(head, '/centres/coesfeld/conflicts', { subject: SCRIPT, opened_on: german(today()), employer: 'land', description: SCRIPT });
			await saved(head, '/centres/coesfeld/agreements', { ...AGREEMENT, title: SCRIPT, goals: SCRIPT });
			await setting('centre.contact', { value: SCRIPT, valid_from: german(today()), source: SCRIPT });
			const one = async (name) => (await told(head, `/centres/coesfeld/${name}`))[name].find((row) => (row.subject ?? row.title) === SCRIPT).path;
			for (const path of ['/centres/coesfeld', ...['checks', 'bodies', 'suggestions', 'conflicts', 'agreements', 'settings'].map((tail) => `/centres/coesfeld/${tail}`), await one('suggestions'), await one('conflicts'), await one('agreements')]) {
				const { text } = await head.get(path);
				assert.ok(!text.includes('<script>alert') && !text.includes('<b>fett'), path);
				assert.ok(decodeEntities(text).includes(SCRIPT), `${path} shows it`);
			}
		});

		test('another KI: its inner pages and records are not there, for reading and for writing', async () => {
			const csrf = await head.csrf('/account');
			for (const tail of ['checks', 'bodies', 'site', 'suggestions', 'conflicts', 'agreements', 'settings', 'suggestions/1', 'conflicts/1', 'agreements/1', 'conflicts/1/conclude']) {
				assert.equal((await head.get(`/centres/unna/${tail}`)).status, 404, tail);
				assert.equal((await unna.get(`/centres/coesfeld/${tail}`)).status, 404, tail);
			}
			for (const tail of ['suggestions/1', 'conflicts/1', 'agreements/1', 'agreements/999', 'agreements/0', 'agreements/x']) {
				assert.equal((await unna.get(`/centres/unna/${tail}`)).status, 404, `${tail} is a record of another KI`);
			}
			for (const tail of ['checks', 'bodies', 'site', 'suggestions', 'conflicts', 'agreements/1', 'settings?name=centre.contact']) {
				assert.equal((await head.post(`/centres/unna/${tail}`, { csrf })).status, 404, tail);
			}
			assert.equal((await head.get('/centres/unna')).status, 200, 'its profile is public');
		});

		test('the Land reads all of them and records nothing; nobody reads them without signing in', async () => {
			assert.equal((await ministry.get('/centres/coesfeld/conflicts')).status, 403, 'conflicts are matters of the KI and its staff');
			for (const tail of ['checks', 'bodies', 'site', 'suggestions', 'agreements', 'settings']) {
				const page = await ministry.get(`/centres/bottrop/${tail}`);
				assert.equal(page.status, 200, tail);
				assert.deepEqual(formsOf(page.text).filter(({ action, method }) => method === 'post' && action.startsWith('/centres/')), [], tail);
				assert.equal((await ministry.post(`/centres/bottrop/${tail}`, { csrf: await ministry.csrf('/account') })).status, 403, tail);
				const anyone = await new Client(server.base).get(`/centres/coesfeld/${tail}`);
				assert.ok([303, 401].includes(anyone.status), `${tail}: ${anyone.status}`);
			}
		});

		test('a name of 2 MB, NUL and broken UTF-8 get a clear answer', async () => {
			const csrf = await head.csrf('/account');
			const long = { csrf, kind: 'concept', day: '1.3.2026', result: 'met', valid_until: '' };
			for (const letters of [501, 2_000_000]) {
				const answer = await head.post('/centres/coesfeld/checks', { ...long, evidence: 'x'.repeat(letters) });
				assert.equal(answer.status, 422, `${letters} letters`);
				assert.match(answer.text, /<a href="#f-evidence">[^<]*500/, 'says how many it may be');
			}
			for (const bytes of ['%00', '%FF%FE', '%C3']) {
				const answer = await head.request('POST', '/centres/coesfeld/checks', { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: `csrf=${csrf}&kind=concept&day=1.3.2026&result=met&evidence=${bytes}` });
				assert.ok([400, 422].includes(answer.status), `${bytes}: ${answer.status}`);
			}
		});
	});
}
