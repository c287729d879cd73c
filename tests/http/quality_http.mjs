// quality_http.mjs -- self-assessment, comparison, follow-ups and criteria from outside, as each role, on both databases.
// S-EVA-2.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { Client, DATABASES, formsOf, signedIn, start } from './client.mjs';
import { plain } from './rulebook_kit.mjs';
import { german, inDays } from './staff_kit.mjs';

const OWN = '/centres/coesfeld/quality';
const LAND = '/land/quality';
const CRITERIA = `${LAND}/criteria`;

for (const database of DATABASES) {
	describe(`quality on ${database}`, () => {
		let server, head, specialist, lasi, ministry;
		before(async () => {
			server = await start({ database });
			[head, specialist, lasi, ministry] = await Promise.all(['head@coesfeld', 'specialist@coesfeld', 'lasi@land', 'ministry@land'].map((login) => signedIn(server, login)));
		});
		after(() => server.stop());

		const json = async (client, path) => (await client.json(path)).json();
		const step = (n) => `${OWN}/questions/${n}`;

		/** Answers all questions of a step with one level. */
		async function answer(client, n, level, evidence = 'Protokoll vom März') {
			const { questions } = await json(client, step(n));
			const fields = Object.fromEntries(questions.flatMap((_, i) => [[`level_${i + 1}`, level], [`evidence_${i + 1}`, evidence]]));
			return client.submit(step(n), fields, { action: step(n) });
		}

		test('who may what: answering is the KI’s, concluding its head’s, criteria the LaSI’s; a foreign KI is not there', async () => {
			const borken = '/centres/borken/quality';
			for (const [client, path, status] of [
				[new Client(server.base), OWN, 401], [head, borken, 404], [head, `${borken}/questions/1`, 404], [head, LAND, 403], [head, CRITERIA, 403],
				[specialist, `${OWN}/follow-ups/new`, 403], [specialist, OWN, 200], [specialist, step(1), 200],
				[lasi, OWN, 200], [lasi, step(1), 403], [lasi, `${OWN}/check`, 403], [lasi, CRITERIA, 200],
				[ministry, LAND, 200], [ministry, CRITERIA, 403], [await signedIn(server, 'admin@system'), OWN, 403],
			]) {
				assert.equal((await client.json(path)).status, status, path);
			}
			const csrf = (await json(specialist, '/account')).csrf;
			assert.equal((await specialist.postJson(`${OWN}/conclude`, {}, { csrf })).status, 403);
			assert.equal((await head.json(step(9))).status, 404);
		});

		test('the last one stands beside the one before, in words and in a picture that says the same', async () => {
			const { assessment, before_last: earlier, compared } = await json(head, OWN);
			assert.ok(earlier.concluded_on < assessment.concluded_on);
			assert.equal(compared.length, 5);
			const rows = compared.flatMap((area) => area.rows);
			assert.equal(rows.length, 15);
			const { text } = await head.get(OWN);
			assert.equal(text.match(/<svg class="chart chart-small" role="img"[^>]* aria-label="(höher als davor|niedriger als davor|wie davor)"/g).length, 15);
			assert.match(plain(text), /Eine amtliche Liste der Qualitätskriterien ist nicht veröffentlicht/);
			const sheet = await head.get(`${OWN}.xlsx`);
			assert.match(sheet.headers['content-type'], /spreadsheetml/);
			assert.match(sheet.headers['content-disposition'], /qualitaet-coesfeld\.xlsx/);
		});

		test('a draft of another KI is not told to the Land, nor read by its number', async () => {
			const unna = await signedIn(server, 'head@unna');
			const own = await json(unna, '/centres/unna/quality');
			assert.match(own.begun, /4 von 15 Kriterien beantwortet/);
			const seen = await json(lasi, '/centres/unna/quality');
			assert.equal(seen.begun, null);
			assert.equal(seen.primary, null);
			assert.equal(seen.assessments.length, own.assessments.length);
			const draft = Math.max(...own.assessments.map(({ id }) => id)) + 1;
			assert.equal((await lasi.json(`/centres/unna/quality/assessments/${draft}`)).status, 404);
			assert.equal((await unna.json(`/centres/coesfeld/quality/assessments/${own.assessments[0].id}`)).status, 404);
		});

		test('questions by area: saved at each step, last time shown and not chosen, mistakes said at the field', async () => {
			const page = await json(specialist, step(1));
			assert.equal(page.progress, 'Bereich 1 von 5');
			assert.match(page.questions[0].last, /^Beim letzten Mal \(\d\d\.\d\d\.\d{4}\): noch nicht$/);
			assert.ok(page.questions.every(({ level }) => level.choices.every(({ code, chosen }) => !code || !chosen)));
			const half = await specialist.submit(step(1), { level_1: 'mostly', evidence_2: 'Nur ein Satz' }, { action: step(1) });
			assert.equal(half.status, 422);
			assert.match(plain(half.text), /Die Begründung fehlt – in einem Satz sagen, woran man die Stufe sieht\..*Die Stufe fehlt/);
			assert.match(half.text, /<textarea[^>]*name="evidence_2"[^>]*>Nur ein Satz</);
			assert.equal((await json(head, OWN)).begun, null, 'a refused step begins nothing');
			const first = await answer(specialist, 1, 'mostly');
			assert.equal(first.status, 303);
			assert.equal(first.location, step(2));
			assert.match((await json(head, OWN)).begun, /von Mehmet Kaplan, 4 von 15/);
			assert.ok((await json(head, OWN)).primary.path.endsWith('/questions/2'), 'goes on where an answer is missing');
			const other = await specialist.submit(step(2), { criterion_1: '1', level_1: 'mostly', evidence_1: 'x' }, { action: step(2) });
			assert.equal(other.status, 409, 'a page of other criteria');
		});

		test('two at once: what a page leaves as it was stays a colleague’s, what both changed is asked about', async () => {
			const [mine, theirs] = (await Promise.all([head, specialist].map((client) => client.get(step(1)))))
				.map(({ text }) => formsOf(text).find(({ action }) => action === step(1)).fields);
			assert.equal(theirs.level_1, 'mostly');
			assert.equal((await specialist.post(step(1), { ...theirs, level_2: 'begun', evidence_2: 'Erst\r\nzwei Schulen' })).status, 303);
			assert.equal((await head.post(step(1), { ...mine, level_1: 'throughout' })).status, 303);
			const answers = async () => (await json(head, `${OWN}/check`)).answered[0].rows.map(({ level }) => level);
			assert.deepEqual((await answers()).slice(0, 2), ['throughout', 'begun'], 'neither is lost');
			const late = await head.post(step(1), { ...mine, level_2: 'not_yet' });
			assert.equal(late.status, 409);
			assert.match(plain(late.text), /hat Mehmet Kaplan[^:]* inzwischen beantwortet: in Ansätzen – Erst\s+zwei Schulen/);
			assert.deepEqual((await answers()).slice(0, 2), ['throughout', 'begun']);
			const again = formsOf(late.text).find(({ action }) => action === step(1)).fields;
			assert.equal(again.level_2, 'not_yet', 'nothing typed is lost');
			assert.equal((await head.post(step(1), again)).status, 303, 'sent again it is a decision');
			assert.deepEqual((await answers()).slice(0, 2), ['throughout', 'not_yet']);
		});

		test('concluding: only when all is answered, only by the head; then it is read by the Land and never changed', async () => {
			const missing = await json(head, `${OWN}/check`);
			assert.equal(missing.complete, false);
			const csrf = (await json(head, '/account')).csrf;
			const early = await head.postJson(`${OWN}/conclude`, {}, { csrf });
			assert.equal(early.status, 422);
			assert.match(early.json().detail, /11 Kriterien/);
			for (const n of [2, 3, 4, 5]) {
				assert.equal((await answer(specialist, n, 'throughout')).status, 303);
			}
			assert.match(plain((await specialist.get(`${OWN}/check`)).text), /Die Leitung des KI schließt die Selbsteinschätzung ab\./);
			const old = formsOf((await head.get(`${OWN}/check`)).text).find(({ action }) => action === `${OWN}/conclude`).fields;
			const changed = await specialist.submit(step(2), { level_1: 'begun', evidence_1: 'Doch erst ein Entwurf' }, { action: step(2) });
			assert.equal(changed.status, 303);
			for (const end of ['conclude', 'discard']) {
				const unseen = await head.post(`${OWN}/${end}`, old);
				assert.equal(unseen.status, 409, 'an answer has changed since it was looked at');
				assert.match(plain(unseen.text), /Inzwischen hat jemand eine Antwort geändert\..*Doch erst ein Entwurf/);
			}
			const before = (await json(lasi, OWN)).assessments.length;
			const done = await head.submit(`${OWN}/check`, {}, { action: `${OWN}/conclude` });
			assert.equal(done.status, 303);
			const { assessments } = await json(lasi, OWN);
			assert.equal(assessments.length, before + 1);
			const kept = await json(lasi, assessments[0].path);
			assert.equal(kept.compared[0].rows[0].now_evidence, 'Protokoll vom März');
			assert.equal((await answer(head, 1, 'not_yet')).status, 303, 'begins another one');
			assert.deepEqual((await json(lasi, assessments[0].path)).compared, kept.compared);
			assert.equal((await head.submit(`${OWN}/check`, {}, { action: `${OWN}/discard` })).status, 303);
			assert.equal((await json(head, OWN)).begun, null);
		});

		test('a follow-up is proposed by the head, agreed by the LaSI, done with a note; due ones stand on the start page', async () => {
			const task = (await json(specialist, '/')).tasks.find(({ path }) => path === `${OWN}/follow-ups`);
			assert.match(task.text, /2 Folgeschritte der Qualität sind fällig/);
			assert.match(task.due, /überfällig seit/);
			const typed = { criterion_id: '1', what: 'Übersicht aller Angebote veröffentlichen', who: 'Leitung', due_on: german(inDays(30)) };
			const past = await head.submit(`${OWN}/follow-ups/new`, { ...typed, due_on: german(inDays(-1)) });
			assert.equal(past.status, 422);
			assert.match(plain(past.text), /liegt in der Vergangenheit/);
			const made = await head.submit(`${OWN}/follow-ups/new`, typed);
			assert.equal(made.status, 303);
			const at = made.location;
			assert.ok((await json(lasi, '/')).tasks.some(({ text }) => /2 Folgeschritte von KI warten/.test(text)));
			assert.ok(!(await ministry.get(at)).text.includes('/agree'));
			const agreed = await lasi.submit(at, {}, { action: `${LAND}/follow-ups/` });
			assert.equal(agreed.location, at);
			assert.equal((await json(head, at)).follow_up.state, 'agreed');
			const csrf = (await json(lasi, '/account')).csrf;
			assert.equal((await lasi.postJson(agreed.form.action, {}, { csrf })).status, 409, 'once');
			assert.equal((await lasi.postJson(at, { kind: 'done', note: 'x' }, { csrf })).status, 403, 'the KI says what became of it');
			assert.equal((await specialist.submit(at, { kind: 'done', note: '' })).status, 422);
			assert.equal((await specialist.submit(at, { kind: 'done', note: 'Steht seit heute auf der Seite' })).status, 303);
			const { follow_up: closed } = await json(lasi, at);
			assert.deepEqual([closed.state, closed.open, closed.note], ['done', false, 'Steht seit heute auf der Seite']);
		});

		test('the Land: KI by name, spread with median, no level of a single KI, no figure under five', async () => {
			const page = await json(ministry, LAND);
			assert.equal(page.centres.length, 54);
			assert.ok(page.centres.every((centre) => !Object.keys(centre).some((key) => /level|rank|median/.test(key))));
			assert.ok(page.spreads.every(({ shown, n, not_yet: a, begun: b, mostly: c, throughout: d }) => shown && n >= 5 && a + b + c + d === n));
			assert.equal(page.criteria_path, null);
			const added = await lasi.submit(`${CRITERIA}/new`, { area: 'network', valid_from: german(inDays(1)), name: 'Neu', question: 'Neu?',
				name_en: 'New', question_en: 'New?', source: 'Rundschreiben', mark: 'read' });
			assert.equal(added.status, 303);
			assert.ok(!(await json(ministry, LAND)).spreads.some(({ name }) => name === 'Neu'), 'not before its day');
		});

		test('criteria: not from a day that has begun; other words are a further row, an ended row stays', async () => {
			const rows = async () => (await json(lasi, CRITERIA)).areas.flatMap((area) => area.rows);
			const [first, second] = await rows();
			const typed = { valid_from: german(inDays(0)), name: 'Angebote kennen', question: 'Kennt das KI die Angebote?', name_en: 'Know the offers',
				question_en: 'Does the KI know the offers?', source: 'Rundschreiben', mark: 'read' };
			const early = await lasi.submit(first.reword_path, typed);
			assert.equal(early.status, 422);
			assert.match(plain(early.text), /Der Tag ist zu früh – frühestens/);
			assert.equal((await lasi.submit(first.reword_path, { ...typed, valid_from: german(inDays(5)) })).status, 303);
			assert.equal((await lasi.submit(second.end_path, { valid_to: german(inDays(3)) })).status, 303);
			const after = await rows();
			assert.equal(after.filter(({ name }) => name === 'Angebote kennen').length, 1);
			assert.equal(after.find(({ name }) => name === first.name).valid_to, inDays(4));
			assert.equal(after.find(({ name }) => name === second.name).valid_to, inDays(3));
			const csrf = (await json(lasi, '/account')).csrf;
			assert.equal((await lasi.postJson(first.reword_path, { ...typed, valid_from: inDays(9) }, { csrf })).status, 409);
			assert.equal((await json(specialist, step(1))).questions[0].heading, first.name, 'today asks what it asked');
		});

		test('in English', async () => {
			const client = await signedIn(server, 'specialist@coesfeld', { language: 'en' });
			const text = plain((await client.get(step(2))).text);
			assert.match(text, /Area 2 of 5/);
			assert.match(text, /Advise schools and institutions/);
			assert.match(text, /How far are you\?/);
		});
	});
}
