// staff_http.mjs -- the pages of the staff plan from outside, on both databases: any day, posts, people, shares,
// qualification, exceptions, secondments, who leads, money, all KI; with mistakes, with two people at once, across
// roles and tenants. S-STA-1 ... 9, P-STA-1, P-FUN-6; story 23.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { Client, DATABASES, formsOf, signedIn, start } from './client.mjs';
import { plain } from './rulebook_kit.mjs';
import { ASSISTANT, POST, TEACHER, german, inDays, number, planOf, today } from './staff_kit.mjs';

const SCRIPT = '<script>alert(1)</script> & "Zitat"';
const STAFF = '/centres/coesfeld/staff';

/** The values in the form of a page that has this field. */
const formWith = (page, field) => formsOf(page.text).find(({ method, html }) => method === 'post' && html.includes(`name="${field}"`));

/** 422, the message at the field and on top, and everything typed still there. */
function assertRefused(answer, typed, field, message) {
	assert.equal(answer.status, 422, plain(answer.text).slice(0, 400));
	const { fields } = formWith(answer, field);
	for (const [name, value] of Object.entries(typed)) {
		assert.equal(fields[name], value, `${name} is lost`);
	}
	assert.match(answer.text, new RegExp(`<a href="#f-${field}">`), 'the summary links to the field');
	assert.match(plain(answer.text), message);
}

for (const database of DATABASES) {
	describe(`the staff plan on ${database}`, () => {
		let server;
		let head;
		let administrator;
		let unna;
		let authority;
		let plan;
		before(async () => {
			server = await start({ database });
			[head, administrator, unna, authority] = await Promise.all(
				['head@coesfeld', 'administrator@coesfeld', 'head@unna', 'authority@arnsberg'].map((login) => signedIn(server, login)));
			plan = planOf(administrator);
		});
		after(() => server.stop());

		async function told(client, path) {
			const answer = await client.json(path);
			assert.equal(answer.status, 200, `${path}: ${answer.text.slice(0, 300)}`);
			return answer.json();
		}
		const page = async (client, path) => plain((await client.get(path)).text);
		const postOf = (id) => told(head, `${STAFF}/posts/${id}`);
		const personOf = (id) => told(head, `${STAFF}/people/${id}`);

		// --- the day ---

		test('one sentence answers for today, any past day and a coming one (S-STA-8, story 23)', async () => {
			const of = async (day) => (await told(head, `${STAFF}?day=${day}`)).sentence;
			assert.match(await of(today()), /^Am \d+\. \p{L}+ \d{4} sind [\d,]+ von [\d,]+ Stellen besetzt; /u);
			assert.match(await of('2018-06-01'), /^Am 1\. Juni 2018 waren [\d,]+ von [\d,]+ Stellen besetzt; /);
			assert.match(await of(inDays(400)), /werden [\d,]+ von [\d,]+ Stellen besetzt sein, wenn sich nichts ändert/);
			assert.equal(await of('2005-01-01'), 'Für den 1. Januar 2005 gibt es weder Stellen noch eine Förderung.');
		});

		test('entitled, set up, funded, filled and vacant by kind, who leads, and each finding with rule and source (S-STA-6, S-STA-8)', async () => {
			const day = await told(head, `${STAFF}?day=2020-06-01`);
			const specialists = day.lines.find(({ line }) => line === 'specialist');
			assert.equal(specialists.entitled, 6);
			assert.equal(specialists.vacant, Math.max(0, specialists.entitled - specialists.filled));
			assert.ok(specialists.rules.every(({ source, mark, path }) => source && mark && path.startsWith('/rules/')));
			assert.equal(day.total.filled, day.lines.reduce((sum, { filled }) => sum + filled * 1000, 0) / 1000);
			assert.ok(day.head.name && day.head.since && day.deputy.name);
			const now = await told(head, STAFF);
			assert.ok(now.findings.length > 0, 'the demo shows some');
			const order = ['breach', 'notice', 'hint'];
			assert.deepEqual(now.findings.map(({ weight }) => weight), now.findings.map(({ weight }) => weight).sort((a, b) => order.indexOf(a) - order.indexOf(b)));
			assert.ok(now.findings.every(({ sentence, todo, rule_path, source, mark }) => sentence && todo && rule_path.startsWith('/rules/') && source && mark));
			const text = await page(head, STAFF);
			for (const { sentence, todo } of now.findings) {
				assert.ok(text.includes(plain(sentence)) && text.includes(plain(todo)), sentence);
			}
		});

		test('what vacancy costs per month and in a year stands on the page (P-STA-1)', async () => {
			const { total, lines } = await told(head, STAFF);
			assert.equal(total.month_cents, lines.reduce((sum, { month_cents }) => sum + (month_cents ?? 0), 0));
			assert.ok(Math.abs(total.year_cents - 12 * total.month_cents) < 12 * lines.length, 'a year is twelve months');
			const text = await page(head, STAFF);
			assert.match(text, /Unbesetzt: nicht abgerufen je Monat/);
			assert.ok(text.includes(new Intl.NumberFormat('de-DE', { style: 'currency', currency: 'EUR' }).format(total.month_cents / 100).replace(/\s/g, ' ')));
		});

		test('a day that is none is told, and today is shown', async () => {
			const answer = await head.get(`${STAFF}?day=31.02.2024`);
			assert.equal(answer.status, 422);
			assert.match(plain(answer.text), /Das ist kein Tag des Kalenders.*Gezeigt wird der heutige Tag/);
			assert.match(answer.text, /value="31\.02\.2024"/);
		});

		test('who may see it: head, administrator, authority and LaSI; not a specialist, the ministry, a neighbour, a visitor (P-SEC-1)', async () => {
			for (const [login, status] of [['specialist@coesfeld', 403], ['ministry@land', 403], ['admin@system', 403], ['head@unna', 404], ['lasi@land', 200], ['authority@arnsberg', 200], ['administrator@coesfeld', 200]]) {
				const client = await signedIn(server, login);
				for (const tail of ['', '/timeline', '/posts', '/people', '/money']) {
					assert.equal((await client.json(STAFF + tail)).status, status, `${login} ${tail}`);
				}
				const tabs = (await client.get('/centres/coesfeld')).text;
				assert.equal(tabs.includes(`href="${STAFF}"`), status === 200, `${login}: the tab only with the right`);
			}
			assert.equal((await new Client(server.base).json(STAFF)).status, 401);
		});

		test('who only reads is offered nothing to do', async () => {
			const { items } = await told(authority, `${STAFF}/posts`);
			for (const path of [STAFF, `${STAFF}/posts`, items[0].path, `${STAFF}/people`]) {
				const text = (await authority.get(path)).text;
				assert.doesNotMatch(text, /Person einsetzen|Neue Stelle|Neue Person|Beenden|Berichtigen|Ausgaben eines Jahres/, path);
			}
		});

		// --- posts ---

		test('a new post, with the defaults of the last one; it stands in list, plan and picture (S-STA-1)', async () => {
			const id = await plan.post({ title: 'Sozialraum Nord', focus: 'Quartier', valid_from: '01.01.2019', funding: 'own' });
			const { post, state, line } = await postOf(id);
			assert.deepEqual([post.title, post.fte, post.funding, post.employer, post.focus, post.valid_from, post.valid_to, post.recorded_by],
				['Sozialraum Nord', 1, 'own', 'municipality', 'Quartier', '2019-01-01', null, 'Birgit Schulze Wext']);
			assert.deepEqual([state, line], ['vacant', 'own']);
			const { fields } = formWith(await head.get(`${STAFF}/posts/new`), 'title');
			assert.deepEqual([fields.kind, fields.funding, fields.title], ['specialist', 'own', ''], 'as the last one, but the title');
			const listed = (await told(head, `${STAFF}/posts`)).items.find((row) => row.path.endsWith(`/posts/${id}`));
			assert.equal(listed.vacant, 1);
			assert.ok(!(await told(head, `${STAFF}/posts?day=2018-12-31`)).items.some((row) => row.path.endsWith(`/posts/${id}`)), 'not there yet');
			const timeline = await head.get(`${STAFF}/timeline`);
			assert.match(timeline.text, /Sozialraum Nord/);
			assert.match(timeline.text, /<svg class="chart-picture" role="img"/);
		});

		test('a mistaken post: message at the field, everything typed stays', async () => {
			const path = `${STAFF}/posts/new`;
			const send = (fields) => head.submit(path, { ...POST, ...fields }, { action: path });
			const typed = { title: 'Halb fertig', focus: SCRIPT, note: 'erste Zeile\nzweite' };
			assertRefused(await send({ ...typed, fte: '1,5' }), { ...typed, fte: '1,5' }, 'fte', /von 0,001 bis 1\./);
			assertRefused(await send({ ...typed, kind: 'teacher' }), { ...typed, kind: 'teacher', funding: 'ki' }, 'funding', /./);
			assertRefused(await send({ ...typed, valid_from: '31.02.2020' }), { ...typed, valid_from: '31.02.2020' }, 'valid_from', /kein Tag des Kalenders/);
			assertRefused(await send({ ...typed, valid_from: '01.01.2020', valid_to: '31.12.2019' }), typed, 'valid_to', /./);
			assertRefused(await send({ ...typed, title: ' ' }), { focus: SCRIPT }, 'title', /./);
			assertRefused(await send({ ...typed, kind: 'weather' }), typed, 'kind', /./);
		});

		test('correcting a post; whoever comes second sees both versions and decides', async () => {
			const id = await plan.post({ title: 'Vereine', valid_from: '01.01.2019', funding: 'own' });
			const path = `${STAFF}/posts/${id}/edit`;
			const mine = formWith(await head.get(path), 'title').fields;
			await plan.send(path, { title: 'Vereine und Ehrenamt' });
			const late = await head.post(path, { ...mine, title: 'Vereinswesen' });
			assert.equal(late.status, 409);
			assert.match(plain(late.text), /Jemand anderes hat zuerst gespeichert/);
			assert.match(plain(late.text), /Vereine und Ehrenamt.*Vereinswesen/);
			const again = formWith(late, 'title').fields;
			assert.equal(again.title, 'Vereinswesen');
			assert.equal((await head.post(path, again)).status, 303);
			assert.equal((await postOf(id)).post.title, 'Vereinswesen');
		});

		test('another size from a day on: the old post ends, the next one goes on with the shares, both name each other (S-STA-2)', async () => {
			const id = await plan.post({ title: 'Kommunales Bildungsnetz', fte: '0,5', valid_from: '01.01.2019', funding: 'own' });
			const person = await plan.person('Netzer', 'Nora');
			await plan.share(id, person, { fte: '0,5', valid_from: '01.02.2019', valid_to: '' });
			const path = `${STAFF}/posts/${id}/change`;
			assertRefused(await head.submit(path, { valid_from: '01.01.2019', fte: '1' }), { fte: '1' }, 'valid_from', /./);
			const next = number(await plan.send(path, { valid_from: '01.07.2022', fte: '1', note: 'Beschluss des Kreistags' }));
			const [was, is] = [await postOf(id), await postOf(next)];
			assert.deepEqual([was.post.valid_to, was.state, was.next_path, was.next_from], ['2022-06-30', 'ended', `${STAFF}/posts/${next}`, '2022-07-01']);
			assert.deepEqual([is.post.fte, is.post.valid_from, is.former_path, is.post.note], [1, '2022-07-01', `${STAFF}/posts/${id}`, 'Beschluss des Kreistags']);
			assert.deepEqual(is.shares.map(({ share }) => [share.person_id, share.fte, share.valid_from]), [[person, 0.5, '2022-07-01']]);
			const { held } = await told(head, `${STAFF}/timeline`);
			const gaps = held.filter(({ post, person: who }) => post === 'Kommunales Bildungsnetz' && who === null);
			assert.deepEqual(gaps.map(({ fte, from, to }) => [fte, from, to]), [[0.5, '2019-01-01', '2019-01-31'], [0.5, '2022-07-01', null]], 'gaps stand in the table');
		});

		// --- shares ---

		test('a person is put into a post: what is vacant is offered, more than there is is refused (S-STA-2)', async () => {
			const post = await plan.post({ title: 'Elternarbeit', valid_from: '01.01.2020', funding: 'own' });
			const [first, second] = [await plan.person('Anders', 'Anna'), await plan.person('Berger', 'Ben')];
			const path = `${STAFF}/shares/new?post=${post}`;
			assert.equal(formWith(await head.get(path), 'fte').fields.fte, '1');
			await plan.share(post, first, { fte: '0,5', valid_from: '01.03.2020' });
			const { fields } = formWith(await head.get(path), 'fte');
			assert.deepEqual([fields.post_id, fields.fte, fields.valid_from], [String(post), '0,5', german(today())]);
			const typed = { post_id: String(post), person_id: String(second), fte: '0,75', valid_from: '01.04.2020', valid_to: '' };
			assertRefused(await head.submit(path, typed, { action: `${STAFF}/shares/new` }), typed, 'fte', /0,5/);
			assertRefused(await head.submit(path, { ...typed, valid_from: '01.12.2019' }, { action: `${STAFF}/shares/new` }), { person_id: String(second) }, 'valid_from', /01\.01\.2020/);
			assertRefused(await head.submit(path, { ...typed, person_id: '' }, { action: `${STAFF}/shares/new` }), { fte: '0,75' }, 'person_id', /./);
			await plan.share(post, second, { fte: '0,5', valid_from: '01.04.2020' });
			const { state, filled, vacant } = await postOf(post);
			assert.deepEqual([state, filled, vacant], ['filled', 1, 0]);
		});

		test('somebody who is not in the list yet: from the post to the new person and back to the share', async () => {
			const post = await plan.post({ title: 'Übergang Schule und Beruf', valid_from: '01.01.2020', funding: 'own' });
			const share = await head.get(`${STAFF}/shares/new?post=${post}`);
			assert.match(share.text, new RegExp(`href="${STAFF}/people/new\\?post=${post}"`));
			const to = await plan.send(`${STAFF}/people/new?post=${post}`, { family_name: 'Neumann', given_name: 'Nils' });
			assert.match(to, new RegExp(`/shares/new\\?post=${post}&person=\\d+$`));
			const { fields } = formWith(await administrator.get(to), 'fte');
			assert.equal(fields.post_id, String(post));
			assert.ok(Number(fields.person_id) > 0);
		});

		test('a share is ended and corrected, each with the version that was seen', async () => {
			const post = await plan.post({ title: 'Beratung', valid_from: '01.01.2020', funding: 'own' });
			const person = await plan.person('Conrad', 'Clara');
			await plan.share(post, person, { fte: '1', valid_from: '01.01.2020' });
			const [{ end_path: end, edit_path: edit }] = (await postOf(post)).shares;
			const seen = formWith(await head.get(edit), 'fte').fields;
			assertRefused(await head.submit(end, { valid_to: '31.12.2019' }), { valid_to: '31.12.2019' }, 'valid_to', /./);
			await plan.send(end, { valid_to: '30.06.2023' });
			assert.equal((await postOf(post)).state, 'vacant');
			assert.equal((await postOf(post)).since, '2023-07-01');
			const late = await head.post(edit, { ...seen, fte: '0,5' });
			assert.equal(late.status, 409);
			assert.match(plain(late.text), /30\.06\.2023/);
			await plan.send(edit, { fte: '0,8' });
			assert.deepEqual((await postOf(post)).shares.map(({ share }) => [share.fte, share.valid_to]), [[0.8, '2023-06-30']]);
		});

		test('a split that is not in two halves is a recommendation with its rule, not a refusal (S-STA-2)', async () => {
			const post = await plan.post({ title: 'Ungleich geteilt', valid_from: '01.01.2021', funding: 'own' });
			for (const [name, fte] of [['Dorn', '0,7'], ['Ebel', '0,3']]) {
				await plan.share(post, await plan.person(name, 'Dora'), { fte, valid_from: '01.01.2021' });
			}
			const { findings } = await postOf(post);
			assert.deepEqual(findings.map(({ kind, weight, rule_code }) => [kind, weight, rule_code]), [['split_unequal', 'hint', 'staff-split-2018']]);
		});

		// --- people ---

		test('people by name, page by page; search finds parts in any order and without accents', async () => {
			await plan.person('Özdemir-Łukasiewicz', 'Żaneta');
			const all = [];
			for (let path = `${STAFF}/people`; path; ) {
				const { items, next } = await told(head, path);
				all.push(...items.map(({ person }) => person.name));
				path = next;
			}
			assert.equal(new Set(all).size, all.length, 'nobody twice');
			assert.ok(all.length > 25, 'more than a page');
			const found = async (q) => (await told(head, `${STAFF}/people?q=${encodeURIComponent(q)}`)).items.map(({ person }) => person.name);
			for (const q of ['ozdemir', 'zaneta lukasiewicz', 'Özdemir-Łukasiewicz, Żaneta', 'KASIEW']) {
				assert.deepEqual(await found(q), ['Özdemir-Łukasiewicz, Żaneta'], q);
			}
			assert.deepEqual(await found('100%'), []);
			assert.match(await page(head, `${STAFF}/people?q=niemandsonst`), /Niemand passt dazu/);
			assert.equal((await head.json(`${STAFF}/people?after=kaputt`)).status, 422);
		});

		test('a person is entered, corrected, and shown as typed; two at once see both versions', async () => {
			const id = await plan.person(`Fuchs ${SCRIPT}`.replaceAll(',', ''), 'Frida', SCRIPT);
			const shown = (await head.get(`${STAFF}/people/${id}`)).text;
			assert.ok(!shown.includes('<script>alert'));
			const path = `${STAFF}/people/${id}/edit`;
			const seen = formWith(await head.get(path), 'family_name').fields;
			await plan.send(path, { family_name: 'Fuchs', note: '' });
			assert.equal((await head.post(path, { ...seen, given_name: 'Friederike' })).status, 409);
			const typed = { family_name: '', given_name: 'Frida' };
			assertRefused(await head.submit(path, typed), typed, 'family_name', /./);
		});

		test('another KI\'s posts, people, shares and cases are not there (P-SEC-1)', async () => {
			const theirs = planOf(unna, 'unna');
			const post = await theirs.post({ title: 'Nur in Unna', funding: 'own' });
			const person = await theirs.person('Unnaer', 'Uwe');
			await theirs.share(post, person, { fte: '1', valid_from: '01.01.2020' });
			await theirs.qualification(person);
			const exception = await theirs.exception(person);
			const shown = await told(unna, `/centres/unna/staff/people/${person}`);
			const share = number(shown.shares[0].edit_path.replace('/edit', ''));
			const csrf = await head.csrf(`${STAFF}/posts/new`);
			for (const tail of [`posts/${post}`, `posts/${post}/edit`, `posts/${post}/change`, `posts/${post}/cost`, `people/${person}`, `people/${person}/edit`, `people/${person}/qualification`, `shares/${share}/edit`, `shares/${share}/end`, `exceptions/${exception}`]) {
				assert.equal((await head.json(`${STAFF}/${tail}`)).status, 404, tail);
			}
			for (const [tail, fields] of [[`people/${person}/edit`, { family_name: 'Geklaut', given_name: 'x', version: '1' }], [`shares/${share}/end`, { valid_to: '31.12.2021', version: '1' }], [`people/${person}/exception`, { kind: 'specialist', applied_on: '01.02.2024', grounds: 'x' }]]) {
				assert.equal((await head.post(`${STAFF}/${tail}`, { csrf, ...fields })).status, 404, tail);
			}
			const mixed = await head.post(`${STAFF}/shares/new`, { csrf, post_id: String(post), person_id: String(person), fte: '1', valid_from: '01.01.2024' });
			assert.equal(mixed.status, 404);
		});

		// --- qualification and exceptions ---

		test('a specialist without qualification is a breach; evidence ends it, withdrawing it brings it back (S-STA-3)', async () => {
			const post = await plan.post({ title: 'Fachkraft Integrationskonzept', valid_from: '01.01.2022', funding: 'komman' });
			const person = await plan.person('Graf', 'Greta');
			await plan.share(post, person, { fte: '1', valid_from: '01.01.2022' });
			const kinds = async () => (await personOf(person)).findings.map(({ kind, weight }) => `${kind} ${weight}`);
			assert.deepEqual(await kinds(), ['no_qualification breach']);
			const path = `${STAFF}/people/${person}/qualification`;
			const typed = { kind: 'degree', subject: 'migration', title: 'M. A. Interkulturelle Studien', held_since: german(inDays(3)), evidence: 'Urkunde' };
			assertRefused(await head.submit(path, typed), typed, 'held_since', /Zukunft/);
			assertRefused(await head.submit(path, { ...typed, held_since: '01.10.2018', evidence: ' ' }), { title: typed.title }, 'evidence', /./);
			await plan.send(path, { ...typed, held_since: '01.10.2018' });
			assert.deepEqual(await kinds(), []);
			const { qualifications } = await personOf(person);
			assert.equal(qualifications[0].qualification.evidence, 'Urkunde');
			await plan.send(qualifications[0].withdraw_path, { withdrawn_on: german(today()) });
			assert.deepEqual(await kinds(), ['no_qualification breach']);
			assert.equal((await personOf(person)).qualifications[0].withdraw_path, null, 'once is enough');
			const shown = await page(head, `${STAFF}/people/${person}`);
			assert.match(shown, /Zurückgenommen am/);
		});

		test('an exception is a case: application, ministry, answer, decision by who leads; then nothing more (S-STA-4)', async () => {
			const person = await plan.person('Hassan', 'Huda');
			const id = await plan.exception(person, { applied_on: '01.02.2024' });
			const path = `${STAFF}/exceptions/${id}`;
			const state = async () => (await told(head, path)).exception.state;
			assert.equal(await state(), 'open');
			assert.match(await page(head, path), /Nächster Schritt: Das Ministerium beteiligen/);
			const decide = `${path}/decide`;
			const decision = { kind: 'granted', day: '01.04.2024', note: 'Bescheid vom 1.4.2024, Az. 11-4' };
			assertRefused(await head.submit(decide, decision), decision, 'kind', /Ministerium/);
			assert.equal((await administrator.get(decide)).status, 403, 'only who leads');
			const early = { kind: 'asked', day: '01.01.2024', note: 'Schreiben' };
			assertRefused(await administrator.submit(path, early, { action: `${path}/steps` }), early, 'day', /01\.02\.2024/);
			const asked = await administrator.submit(path, { kind: 'asked', day: '10.02.2024', note: 'Schreiben an das Ministerium' }, { action: `${path}/steps` });
			assert.equal(asked.status, 303);
			assert.equal(await state(), 'consulting');
			const answered = await administrator.submit(path, { kind: 'answered', day: '01.03.2024', note: 'Einverstanden' }, { action: `${path}/steps` });
			assert.equal(answered.status, 303);
			assert.match(await page(head, path), /Die Entscheidung des Anstellungsträgers festhalten/);
			assert.equal((await head.submit(decide, decision)).status, 303);
			const { exception } = await told(head, path);
			assert.deepEqual([exception.state, exception.since], ['granted', '2024-04-01']);
			assert.deepEqual(exception.steps.map(({ kind, party }) => `${kind} ${party}`), ['asked ministry', 'answered ministry', 'granted employer']);
			const csrf = await head.csrf(`${STAFF}/posts/new`);
			const after_ = await head.post(`${path}/steps`, { csrf, kind: 'withdrawn', day: '02.04.2024', note: 'doch nicht' });
			assert.equal(after_.status, 422);
			const csrf2 = await administrator.csrf(`${STAFF}/posts/new`);
			const sneaky = await administrator.post(`${path}/steps`, { csrf: csrf2, kind: 'granted', day: '02.04.2024', note: 'x' });
			assert.equal(sneaky.status, 422, 'a decision is no step');
		});

		test('for an assistant the granting authority is consulted, not the ministry (S-STA-4, S-STA-5)', async () => {
			const post = await plan.post({ ...ASSISTANT, title: 'Assistenz Büro', valid_from: '01.01.2022', funding: 'komman' });
			const person = await plan.person('Ivanov', 'Ivan');
			await plan.share(post, person, { fte: '0,5', valid_from: '01.01.2022' });
			assert.deepEqual((await personOf(person)).findings.map(({ kind }) => kind), ['assistant_qualification']);
			const id = await plan.exception(person, { kind: 'assistant' });
			assert.match(await page(head, `${STAFF}/exceptions/${id}`), /Die Bewilligungsbehörde beteiligen/);
			const twice = await administrator.submit(`${STAFF}/people/${person}/exception`, { kind: 'assistant', applied_on: '01.03.2024', grounds: 'noch einmal' });
			assert.equal(twice.status, 422);
			await plan.training(person);
			assert.deepEqual((await personOf(person)).findings, []);
		});

		// --- secondments, who leads ---

		test('a secondment is prolonged with the day after, one year, and the same places; overlapping ones are refused (P-STA-1, S-STA-9)', async () => {
			const post = await plan.post({ ...TEACHER, title: 'Lehrkraft Netzwerk', valid_from: '01.08.2022' });
			const person = await plan.person('Jansen', 'Jana');
			await plan.share(post, person, { fte: '1', valid_from: '01.08.2022' });
			assert.deepEqual((await personOf(person)).findings.map(({ kind }) => kind), ['secondment_missing']);
			await plan.secondment(person, '01.08.2022', '31.07.2025');
			const ends = inDays(100);
			await plan.secondment(person, '01.08.2025', german(ends));
			assert.deepEqual((await personOf(person)).findings.map(({ kind }) => kind), ['secondment_ends']);
			assert.match(await page(head, `${STAFF}/people/${person}`), /Abordnung verlängern/);
			const path = `${STAFF}/people/${person}/secondment`;
			const { fields } = formWith(await head.get(path), 'home');
			assert.equal(fields.valid_from, german(inDays(101)));
			const year = new Date(Date.parse(inDays(101)));
			year.setUTCFullYear(year.getUTCFullYear() + 1);
			assert.equal(fields.valid_to, german(new Date(year - 86_400_000).toISOString().slice(0, 10)));
			assert.deepEqual([fields.home, fields.employer, fields.supervision], ['Gesamtschule Dülmen', 'Bezirksregierung Münster', 'Schulamt für den Kreis Coesfeld']);
			const typed = { ...fields, valid_from: '01.07.2025' };
			assertRefused(await head.submit(path, typed), { valid_from: '01.07.2025', home: fields.home }, 'valid_from', /./);
			await plan.send(path, {});
			assert.deepEqual((await personOf(person)).findings, [], 'prolonged: nothing to remind of');
			const [{ edit_path: edit }] = (await personOf(person)).secondments;
			const seen = formWith(await head.get(edit), 'home').fields;
			await plan.send(edit, { home: 'Realschule Coesfeld' });
			assert.equal((await head.post(edit, { ...seen, home: 'Hauptschule' })).status, 409);
		});

		test('a new head from a day on ends the one before the day before; head and deputy of one profession is a breach (S-STA-6)', async () => {
			const first = await told(head, `${STAFF}/leading`);
			const now = first.leadings.find(({ now: is, leading }) => is && leading.office === 'head');
			const person = await plan.person('Krause', 'Kim');
			const post = await plan.post({ title: 'Leitungsstelle', valid_from: '01.01.2023', funding: 'own' });
			await plan.share(post, person, { fte: '1', valid_from: '01.01.2023' });
			assert.equal((await administrator.get(`${STAFF}/leading`)).status, 403);
			const path = `${STAFF}/leading`;
			assertRefused(await head.submit(path, { office: 'head', person_id: '', valid_from: german(today()) }), { valid_from: german(today()) }, 'person_id', /./);
			const typed = { office: 'head', person_id: String(person), valid_from: german(today()) };
			assert.equal((await head.submit(path, typed)).status, 303);
			const { leadings } = await told(head, path);
			assert.equal(leadings.find(({ leading }) => leading.id === now.leading.id).leading.valid_to, inDays(-1));
			const day = await told(head, STAFF);
			assert.equal(day.head.name, 'Krause, Kim');
			assert.ok(day.findings.some(({ kind }) => kind === 'same_profession') === (day.deputy?.profession === 'specialist'));
			const twice = await head.submit(path, typed);
			assert.equal(twice.status, 422);
			const end = leadings.find(({ leading }) => leading.person_id === person).end_path;
			assert.equal((await head.submit(end, { valid_to: german(inDays(30)) })).status, 303);
		});

		// --- money ---

		test('cost of a year: entered, corrected, and the grant is at most the cost (P-FUN-6)', async () => {
			const { items } = await told(head, `${STAFF}/posts?day=2024-07-01`);
			const money = (await told(head, `${STAFF}/money?year=2024`)).money.lines.flatMap(({ posts }) => posts).find(({ granted_cents, cost_cents }) => granted_cents > 4_820_000 && cost_cents === null);
			assert.ok(items.length > 0 && money, 'a post with a full year in the demo');
			const id = number(money.path);
			await plan.send(`${STAFF}/posts/${id}/cost?year=2024`, { year: '2024', cents: '48.000,00', evidence: 'Lohnkonto' });
			const { fields } = formWith(await head.get(`${STAFF}/posts/${id}/cost?year=2024`), 'cents');
			assert.deepEqual([fields.cents, fields.evidence], ['48.000,00', 'Lohnkonto']);
			await plan.send(`${STAFF}/posts/${id}/cost?year=2024`, { cents: '48.200,00' });
			const stale = await head.post(`${STAFF}/posts/${id}/cost`, { ...fields, cents: '1,00' });
			assert.equal(stale.status, 409);
			const after_ = (await told(head, `${STAFF}/money?year=2024`)).money.lines.flatMap(({ posts }) => posts).find(({ post_id }) => post_id === id);
			assert.deepEqual([after_.granted_cents, after_.cost_cents], [4_820_000, 4_820_000]);
			assert.match(await page(head, `${STAFF}/money?year=2024`), /min\(.*48\.200,00 €\) = 48\.200,00 €/);
			const typed = { year: '2011', cents: '1,00', evidence: 'x' };
			assertRefused(await head.submit(`${STAFF}/posts/${id}/cost`, typed), typed, 'year', /./);
			assertRefused(await head.submit(`${STAFF}/posts/${id}/cost`, { ...typed, year: '2023', cents: 'viel' }), { cents: 'viel' }, 'cents', /./);
		});

		test('the money of a year by line and post; totals add up, every line names its rules, what is assumed is said (P-FUN-6)', async () => {
			const { money, sentence } = await told(head, `${STAFF}/money?year=2024`);
			assert.match(sentence, /^2024 zahlt das Land für die Stellen bis zu [\d.]+,\d\d € von höchstens 364\.500,00 €\.$|ein Höchstbetrag fehlt/);
			assert.equal(money.granted_cents, money.lines.reduce((sum, { granted_cents }) => sum + granted_cents, 0));
			for (const line of money.lines) {
				assert.equal(line.granted_cents, line.posts.reduce((sum, { granted_cents }) => sum + (granted_cents ?? 0), 0), line.line);
				assert.ok(line.rules.every(({ source, mark, path }) => source && mark && path), line.line);
				assert.ok(line.posts.every(({ calculation }) => calculation), line.line);
			}
			assert.equal(money.assumed, true);
			assert.match(await page(head, `${STAFF}/money?year=2024`), /Ein Teil der Rechnung beruht auf Annahmen/);
			const wrong = await head.get(`${STAFF}/money?year=1999`);
			assert.equal(wrong.status, 422);
			assert.match(plain(wrong.text), /von 2012 bis/);
		});

		// --- all KI ---

		test('all KI on a day: map, list, sums and export without a single name; the way down only with the right', async () => {
			const { items, total, sentence } = await told(authority, '/land/staff?day=2024-06-01');
			assert.equal(items.length, 54);
			assert.equal(total.filled, Math.round(items.reduce((sum, { filled }) => sum + filled * 1000, 0)) / 1000);
			assert.match(sentence, /^Am 1\. Juni 2024 sind landesweit /);
			const sorted = (await told(authority, '/land/staff?day=2024-06-01&sort=percent')).items.map(({ percent }) => percent);
			assert.deepEqual(sorted, [...sorted].sort((a, b) => a - b));
			assert.ok(items.every(({ path }) => path.endsWith('/staff')));
			const ministry = await signedIn(server, 'ministry@land');
			assert.ok((await told(ministry, '/land/staff')).items.every(({ path }) => !path.includes('/staff')), 'the ministry stops at the sums');
			const csv = await ministry.get('/land/staff.csv?day=2024-06-01');
			assert.match(csv.headers['content-disposition'], /stellen-aller-ki-2024-06-01\.csv/);
			assert.equal(csv.text.trim().split('\n').filter((line) => line.includes('Kommunales Integrationszentrum')).length >= 50, true);
			const xlsx = await ministry.get('/land/staff.xlsx');
			assert.equal(xlsx.bytes.subarray(0, 2).toString(), 'PK');
			const people = (await told(head, `${STAFF}/people`)).items.map(({ person }) => person.name.split(',')[0]);
			const land = (await ministry.get('/land/staff')).text + csv.text;
			for (const name of people.filter((one) => one.length > 6)) {
				assert.ok(!land.includes(name), name);
			}
			for (const login of ['head@coesfeld', 'specialist@coesfeld', 'admin@system']) {
				assert.equal((await (await signedIn(server, login)).json('/land/staff')).status, 403, login);
			}
			assert.equal((await ministry.get('/land/staff?day=gestern')).status, 422);
		});

		test('the start page says what has to be done, and the figures of the plan', async () => {
			const text = await page(administrator, '/');
			const { findings } = await told(head, STAFF);
			const breaches = findings.filter(({ weight }) => weight === 'breach').length;
			if (breaches) {
				assert.match(text, new RegExp(`${breaches} Verst(oß|öße) im Stellenplan`));
			}
			assert.match(text, /Stellen besetzt/);
			assert.doesNotMatch(await page(await signedIn(server, 'specialist@coesfeld'), '/'), /Stellenplan|Stellen besetzt/);
			assert.match(await page(await signedIn(server, 'ministry@land'), '/'), /Eingerichtete Stellen, besetzt/);
		});

		test('a program does the same with JSON alone: version in, version out', async () => {
			const { csrf } = (await told(head, '/account'));
			const made = await head.postJson(`${STAFF}/posts/new`, { ...POST, title: 'Programm', funding: 'own', valid_from: '2024-01-01', valid_to: null, note: null, focus: null, employer_name: null, fte: '1' }, { csrf });
			assert.equal(made.status, 200, made.text);
			const { location, version } = made.json();
			const got = await head.json(location);
			assert.equal(got.headers.etag, `"v${version}"`);
			const change = { title: 'Programm 2', kind: 'specialist', fte: '1', funding: 'own', employer: 'municipality', valid_from: '2024-01-01' };
			const saved = await head.postJson(`${location}/edit`, change, { csrf, headers: { 'if-match': `"v${version}"` } });
			assert.equal(saved.status, 200, saved.text);
			const late = await head.postJson(`${location}/edit`, change, { csrf, headers: { 'if-match': `"v${version}"` } });
			assert.equal(late.status, 412);
			const refused = await head.postJson(`${STAFF}/shares/new`, { post_id: number(location), person_id: 1, fte: '9', valid_from: 'morgen' }, { csrf });
			assert.equal(refused.status, 422);
			assert.deepEqual(refused.json().errors.map(({ field }) => field).sort(), ['fte', 'valid_from']);
		});
	});
}
