// activities_http.mjs -- activities from outside, on both databases: the one line and what it takes over, week, list,
// versions, templates, tables, the catalogue of the Land; mistakes, two people at once, roles and tenants.
// S-ACT-1 ... 4, P-ACT-1, P-ACT-2.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { DATABASES, formsOf, multipart, signedIn, start } from './client.mjs';
import { plain } from './rulebook_kit.mjs';
import { german, inDays, today } from './staff_kit.mjs';

const ALL = '/centres/unna/activities';
const SCRIPT = '<script>alert(1)</script> & "Zitat"';
const WHOLE = { kind: 'parents', field: 'education', stage: 'early', recipient: 'daycare', target: 'parents', main_field: 'education', ags8: '', minutes: '90', people: '1' };

for (const database of DATABASES) {
	describe(`activities on ${database}`, () => {
		let server;
		let head;
		let specialist;
		let ministry;
		before(async () => {
			server = await start({ database });
			[head, specialist, ministry] = await Promise.all(['head@unna', 'specialist@coesfeld', 'ministry@land'].map((login) => signedIn(server, login)));
		});
		after(() => server.stop());

		const told = async (client, path) => {
			const answer = await client.json(path);
			assert.equal(answer.status, 200, `${path}: ${answer.text.slice(0, 300)}`);
			return answer.json();
		};
		const line = (fields, client = head, at = ALL) => client.submit(at, { day: german(today()), ...fields }, { action: at });
		const idOf = (answer) => Number(/saved=(\d+)/.exec(answer.location)?.[1]);
		const post = async (client, path, fields = {}) => client.post(path, { csrf: await client.csrf(ALL), ...fields });

		// --- the line (P-ACT-1) ---

		test('the line takes the rest from the last similar one, and says what it took', async () => {
			const first = await head.submit(`${ALL}/new`, { ...WHOLE, day: german(inDays(-1)), partner: 'Kita Probe', participants: '8' });
			assert.equal(first.status, 303, plain(first.text).slice(0, 500));
			const saved = await line({ kind: 'parents', partner: 'Kita Probe', participants: '9' });
			assert.equal(saved.status, 303, plain(saved.text).slice(0, 500));
			const page = await head.get(saved.location);
			assert.match(plain(page.text), /Eingetragen: .* Unterstützung von und Zusammenarbeit mit Eltern – Kita Probe/);
			assert.match(plain(page.text), /Dazu: Bildung, Erziehung und Betreuung · Frühe Förderung · Kindertageseinrichtungen · Eltern · Integration durch Bildung · 1:30 Std\./);
			const { activity } = await told(head, `${ALL}/${idOf(saved)}`);
			assert.deepEqual([activity.stage, activity.participants, activity.minutes, activity.people], ['early', 9, 90, 1]);
			assert.ok(page.text.includes('<option value="Kita Probe">'), 'the partner is offered');
		});

		test('the same form sent twice at once is stored once; changed and sent again it is another one', async () => {
			const before = (await told(head, `${ALL}/list`)).count;
			const { fields } = formsOf((await head.get(ALL)).text).find(({ action }) => action === ALL);
			const typed = { ...fields, day: german(today()), kind: 'parents', partner: 'Kita Doppelklick', participants: '4' };
			const answers = await Promise.all([head.post(ALL, typed), head.post(ALL, typed)]);
			assert.deepEqual(answers.map(({ status }) => status).sort(), [303, 409]);
			assert.match(answers.find(({ status }) => status === 409).text, /schon gespeichert/);
			assert.equal((await head.post(ALL, { ...typed, participants: '5' })).status, 303);
			assert.equal((await told(head, `${ALL}/list`)).count, before + 2);
		});

		test('the day that was typed last is offered again', async () => {
			assert.equal((await line({ day: german(inDays(-2)), kind: 'parents', partner: 'Kita Probe' })).status, 303);
			const { fields } = formsOf((await head.get(ALL)).text).find(({ action }) => action === ALL);
			assert.equal(fields.day, german(inDays(-2)));
			const asked = formsOf((await head.get(`${ALL}?day=${inDays(-5)}`)).text).find(({ action }) => action === ALL);
			assert.equal(asked.fields.day, german(inDays(-5)));
		});

		test('where nothing is similar the next page asks for the rest once, and nothing typed is lost', async () => {
			const kind = { catalogue: 'kind', name: 'Patenschaften', name_en: 'Mentoring', valid_from: german(today()), source: 'Probe', mark: 'assumed' };
			assert.equal((await ministry.submit('/land/catalogue/new', kind)).status, 303);
			const asked = await line({ kind: 'patenschaften', partner: SCRIPT, participants: '12' });
			assert.equal(asked.status, 422);
			assert.doesNotMatch(asked.text, /<script>alert|role="alert"/);
			const { fields } = formsOf(asked.text).find(({ action }) => action === `${ALL}/new`);
			assert.deepEqual([fields.kind, fields.partner, fields.participants, fields.stage], ['patenschaften', SCRIPT, '12', '']);
			const program = await head.postJson(ALL, { day: today(), kind: 'patenschaften' }, { csrf: await head.csrf(ALL) });
			assert.match(program.json().detail, /keinen ähnlichen Eintrag/);
			const saved = await head.post(`${ALL}/new`, { ...fields, ...WHOLE, kind: fields.kind });
			assert.equal(saved.status, 303, plain(saved.text).slice(0, 400));
			assert.equal((await line({ kind: 'patenschaften', partner: 'andere' })).status, 303, 'from now on the line is enough');
		});

		test('what cannot be meant is said at its field', async () => {
			const future = await line({ kind: 'parents', day: german(inDays(1)), partner: 'Kita Probe' });
			assert.equal(future.status, 422);
			assert.match(plain(future.text), /Dieser Tag liegt in der Zukunft/);
			assert.match(future.text, /<a href="#f-day">/);
			assert.equal(formsOf(future.text).find(({ action }) => action === ALL).fields.partner, 'Kita Probe');
			assert.equal((await line({ kind: 'nothing', partner: 'x' })).status, 422);
			assert.equal((await line({ kind: '', partner: 'x' })).status, 422);
			assert.equal((await line({ kind: 'parents', participants: '-1' })).status, 422);
			assert.equal((await line({ kind: 'parents', participants: 'viele' })).status, 422);
			const foreign = await head.submit(`${ALL}/new`, { ...WHOLE, day: german(today()), ags8: '05558012' });
			assert.equal(foreign.status, 422, 'Coesfeld is not in Kreis Unna');
			const program = await head.postJson(ALL, { day: today(), kind: 'parents', nonsense: 1 }, { csrf: await head.csrf(ALL) });
			assert.equal(program.status, 422);
		});

		test('once more, changed, withdrawn and kept after all; every version stays', async () => {
			const id = idOf(await line({ kind: 'parents', partner: 'Kita Probe', participants: '5', day: german(inDays(-3)) }));
			const again = await post(head, `${ALL}/${id}/again`);
			assert.equal((await told(head, `${ALL}/${idOf(again)}`)).activity.day, today());
			const changed = await head.submit(`${ALL}/${id}/edit`, { participants: '6' });
			assert.equal(changed.status, 303, plain(changed.text).slice(0, 400));
			assert.equal((await post(head, `${ALL}/${id}/withdraw`, { version: '1' })).status, 409, 'an old page');
			const gone = await post(head, `${ALL}/${id}/withdraw`, { version: '2' });
			assert.equal(gone.status, 303);
			assert.match(plain((await head.get(gone.location)).text), /Zurückgenommen: .*Kita Probe/);
			assert.equal((await told(head, `${ALL}/${id}`)).withdrawn, true);
			assert.equal((await head.get(`${ALL}/${id}/edit`)).status, 404);
			assert.equal((await post(head, `${ALL}/${id}/restore`)).status, 303);
			assert.equal((await post(head, `${ALL}/${id}/restore`)).status, 404);
			const page = await told(head, `${ALL}/${id}`);
			assert.deepEqual(page.history.map(({ text }) => text), ['Wieder aufgenommen', 'Zurückgenommen', 'Geändert', 'Eingetragen']);
			assert.equal(page.activity.participants, 6);
		});

		test('two people at once: the second sees both versions', async () => {
			const id = idOf(await line({ kind: 'parents', partner: 'Kita Probe', participants: '5' }));
			const { fields } = formsOf((await head.get(`${ALL}/${id}/edit`)).text).find(({ action }) => action.endsWith('/edit'));
			assert.equal((await head.post(`${ALL}/${id}/edit`, { ...fields, participants: '7' })).status, 303);
			const second = await head.post(`${ALL}/${id}/edit`, { ...fields, participants: '8' });
			assert.equal(second.status, 409);
			assert.match(plain(second.text), /7/);
		});

		// --- looking ---

		test('the list counts, filters and pages; the table to take away has the same', async () => {
			const list = await told(head, `${ALL}/list`);
			assert.ok(list.count > 50 && list.items.length === 50 && list.next);
			const second = await told(head, list.next);
			const key = ({ activity, path }) => `${activity.day} ${path.split('/').pop().padStart(9, '0')}`;
			const all = [...list.items, ...second.items].map(key);
			assert.deepEqual(all, [...new Set(all)].sort().reverse());
			const events = await told(head, `${ALL}/list?kind=events`);
			assert.ok(events.items.length > 0 && events.items.every(({ activity }) => activity.kind === 'events'));
			const both = await told(head, `${ALL}/list?main_field=education&stage=school`);
			assert.ok(both.items.every(({ activity }) => activity.main_field === 'education' && activity.stage === 'school'));
			assert.equal((await told(head, `${ALL}/list?partner=Kita%20Probe&mine=1`)).items.every(({ activity }) => activity.partner === 'Kita Probe'), true);
			assert.equal((await told(head, `${ALL}/list?kind=%27%20OR%201=1`)).items.length, 0);
			assert.equal((await head.get(`${ALL}/list?after=damaged`)).status, 422);
			const csv = (await head.get(`${ALL}/list.csv?partner=Kita%20Probe`)).text;
			assert.match(csv, /^\uFEFF?Tag;Art der Leistung;Partner;Teilnehmende;Schwerpunkt;/);
			assert.match(csv, /Kita Probe;9;Integration durch Bildung/);
			assert.match((await head.get(`${ALL}/list.xlsx?kind=events`)).headers['content-type'], /spreadsheet/);
		});

		test('the week shows its days, one\'s own or all', async () => {
			const own = await told(head, `${ALL}/week`);
			const all = await told(head, `${ALL}/week?all=1`);
			const count = (page) => page.days.reduce((n, { items }) => n + items.length, 0);
			assert.ok(count(own) >= 1 && count(all) >= count(own));
			assert.match(plain((await head.get(`${ALL}/week?day=2022-03-09&all=1`)).text), /Mittwoch, 09\.03\.2022/);
			assert.equal((await head.get(`${ALL}/week?day=2022-02-31`)).status, 422);
		});

		// --- templates ---

		test('a template fills the line and the rest', async () => {
			const template = { ...WHOLE, name: 'Griffbereit am Dienstag', partner: 'Diakonie Unna', participants: '11', minutes: '120', stage: 'elementary' };
			assert.equal((await head.submit(`${ALL}/templates/new`, template)).status, 303);
			assert.equal((await head.submit(`${ALL}/templates/new`, { ...template, name: 'GRIFFBEREIT am Dienstag' })).status, 422);
			const use = /href="([^"]*template=\d+)"[^>]*>Griffbereit am Dienstag/.exec((await head.get(ALL)).text)[1];
			const { fields } = formsOf((await head.get(use)).text).find(({ action }) => action === ALL);
			assert.deepEqual([fields.kind, fields.partner, fields.participants], ['parents', 'Diakonie Unna', '11']);
			const saved = await head.post(ALL, { ...fields, participants: '10' });
			const { activity } = await told(head, `${ALL}/${idOf(saved)}`);
			assert.deepEqual([activity.stage, activity.minutes, activity.participants], ['elementary', 120, 10]);
			const path = `${ALL}/templates/${fields.template_id}`;
			assert.equal((await specialist.json(path.replace('unna', 'coesfeld') + '/edit')).status, 404, 'not of another KI');
			assert.equal((await head.submit(`${path}/edit`, { minutes: '60' })).status, 303);
			assert.equal((await post(head, `${path}/remove`, { version: '1' })).status, 409);
			assert.equal((await post(head, `${path}/remove`, { version: '2' })).status, 303);
			assert.equal((await head.get(`${path}/edit`)).status, 404);
			assert.equal((await head.get(use)).status, 200, 'an old address fills nothing');
		});

		// --- tables ---

		const HEAD_ROW = 'Tag;Art der Leistung;Schwerpunkt;Handlungsfeld;Stufe der Bildungskette;Empfänger der Leistung;Zielgruppe;Partner;Teilnehmende;Ort';
		const ROW = 'Qualifizierung und Fortbildung;Integration durch Bildung;Sport;Schule (alle Schulformen und Altersklassen);Kindertageseinrichtungen;Eltern';
		async function sent(table) {
			const { body, type } = multipart([['csrf', await head.csrf(`${ALL}/import`)], ['file', { filename: 'a.csv', bytes: table }]]);
			const answer = await head.request('POST', `${ALL}/import`, { body, headers: { 'content-type': type } });
			assert.equal(answer.status, 303, plain(answer.text).slice(0, 400));
			return answer.location;
		}

		test('a table is looked at, taken as a whole, and can be brought twice', async () => {
			const table = `${HEAD_ROW}\r\n03.03.2025;${ROW};VHS Kamen;17;Kamen\r\n04.03.2025;${ROW};VHS Kamen;;\r\n04.03.2025;${ROW};VHS Kamen;;\r\n`;
			const path = await sent(table);
			const preview = await told(head, path);
			assert.deepEqual(preview.counts.map(({ n }) => n), [3, 0]);
			assert.equal((await told(head, `${ALL}/list?partner=VHS%20Kamen&field=sport`)).items.length, 0, 'nothing is stored yet');
			assert.equal((await head.submit(path, {}, { action: path })).status, 303);
			assert.equal((await told(head, `${ALL}/list?partner=VHS%20Kamen&field=sport`)).items.length, 3);
			assert.deepEqual((await told(head, await sent(table))).counts.map(({ n }) => n), [0, 3]);
		});

		test('the table of what is there can be brought as it is, notes of several lines and formulas too', async () => {
			const strange = { ...WHOLE, day: german(inDays(-3)), partner: '=1+1', participants: '7', note: 'Erste Zeile; "zwei"\nweitere Zeile' };
			assert.equal((await head.submit(`${ALL}/new`, strange)).status, 303);
			const { text } = await head.get(`${ALL}/list.csv?partner=${encodeURIComponent('=1+1')}`);
			const preview = await told(head, await sent(text));
			assert.deepEqual(preview.messages, []);
			assert.deepEqual(preview.counts.map(({ n }) => n), [0, 1]);
		});

		test('with one mistake nothing is taken, and each is said with its line', async () => {
			const path = await sent(`${HEAD_ROW}\n05.03.2025;${ROW};VHS Selm;17;Selm\n31.02.2025;${ROW};VHS Selm;1;Selm\n06.03.2035;${ROW};VHS Selm;1;\n07.03.2025;${ROW.replace('Sport', 'Segeln')};VHS Selm;1;Dülmen\n`);
			const page = await told(head, path);
			assert.deepEqual(page.messages.map(({ line: at }) => at), [3, 4, 5, 5]);
			assert.match(JSON.stringify(page.messages), /Segeln/);
			assert.equal((await post(head, path)).status, 422);
			assert.equal((await told(head, `${ALL}/list?partner=VHS%20Selm&field=sport`)).items.length, 0);
			assert.match(plain((await head.get(await sent('Tag;Farbe\n01.03.2025;blau\n'))).text), /Farbe/);
		});

		// --- empty weeks ---

		test('empty weeks of last month: the start page asks, only oneself sees it', async () => {
			const own = await signedIn(server, 'specialist@coesfeld');
			const at = '/centres/coesfeld/activities/quiet';
			const { items } = await told(own, at);
			const open = items.filter(({ reason }) => !reason);
			assert.ok(open.length > 0, 'the demo leaves one');
			assert.match(plain((await own.get('/')).text), /letzten Monats ohne Eintrag von Ihnen/);
			const answer = async (monday, reason) => own.post(at, { csrf: await own.csrf(at), monday, reason });
			for (const { monday } of open) {
				assert.equal((await answer(monday, 'training')).status, 303);
			}
			assert.doesNotMatch(plain((await own.get('/')).text), /ohne Eintrag von Ihnen/);
			assert.equal((await answer('2020-01-06', 'training')).status, 422);
			assert.equal((await answer(open[0].monday, 'ill')).status, 422);
			const colleague = await signedIn(server, 'administrator@coesfeld');
			assert.ok(!(await told(colleague, at)).items.some(({ reason }) => reason));
			assert.equal((await head.get(at)).status, 404);
		});

		// --- who may (S-ACT-1, P-SEC-1) ---

		test('another KI is 404, the Land and the technical administration are 403', async () => {
			const id = idOf(await line({ kind: 'parents', partner: 'Kita Probe' }));
			for (const tail of ['', '/list', '/week', '/list.csv', `/${id}`, `/${id}/edit`, '/templates', '/import']) {
				assert.equal((await specialist.get(ALL + tail)).status, 404, tail);
			}
			assert.equal((await specialist.get(`/centres/coesfeld/activities/${id}`)).status, 404, 'nor under the own KI');
			assert.equal((await specialist.post(`/centres/coesfeld/activities/${id}/withdraw`, { csrf: await specialist.csrf('/centres/coesfeld/activities'), version: '1' })).status, 404);
			for (const login of ['ministry@land', 'authority@arnsberg', 'lasi@land', 'admin@system']) {
				assert.equal((await (await signedIn(server, login)).json(`${ALL}/list`)).status, 403, login);
			}
			for (const login of ['head@coesfeld', 'specialist@coesfeld', 'administrator@coesfeld']) {
				assert.equal((await (await signedIn(server, login)).json('/centres/coesfeld/activities')).status, 200, login);
			}
		});

		// --- the catalogue (S-ACT-2) ---

		test('the ministry adds, renames and ends entries; what is recorded keeps its words', async () => {
			const entry = { name: 'Digitale Teilhabe', name_en: 'Digital participation', valid_from: german(today()), source: 'Erlass vom 01.10.2026', mark: 'read' };
			assert.equal((await ministry.submit('/land/catalogue/new', { ...entry, catalogue: 'field' })).status, 303);
			assert.equal((await ministry.submit('/land/catalogue/new', { ...entry, catalogue: 'field' })).status, 422, 'a second one of that name');
			assert.equal((await ministry.submit('/land/catalogue/new', { ...entry, catalogue: 'field', name: 'Früher', valid_from: '01.01.2020' })).status, 422);
			assert.equal((await head.submit(`${ALL}/new`, { ...WHOLE, day: german(today()), partner: 'Neu', field: 'digitale_teilhabe' })).status, 303);
			const at = '/land/catalogue/field.digitale_teilhabe';
			assert.equal((await ministry.submit(`${at}/rename`, { ...entry, name: 'Digitales', valid_from: german(inDays(40)) })).status, 303);
			assert.equal((await ministry.submit(`${at}/end`, { valid_to: german(inDays(60)) })).status, 303);
			assert.equal((await ministry.submit(`${at}/end`, { valid_to: german(inDays(70)) })).status, 422, 'it has ended');
			assert.match(plain((await head.get(`${ALL}/list?field=digitale_teilhabe`)).text), /Digitale Teilhabe/);
			const text = plain((await ministry.get('/land/catalogue')).text);
			assert.match(text, /Bürgerschaftliches Engagement/);
			assert.match(text, /Digitales/);
			assert.equal((await ministry.get('/land/catalogue/field.nothing/rename')).status, 404);
			assert.equal((await head.get('/land/catalogue')).status, 403);
		});
	});
}
