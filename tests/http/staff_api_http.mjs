// staff_api_http.mjs -- a program goes through the whole staff plan with nothing but /openapi.json and a token: posts,
// people, shares, qualification, exceptions, who leads, secondments, plan, money and findings of any day; with versions,
// and with what is refused. S-STA-1 … 9, P-STA-1, P-SEC-1.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { DATABASES, signedIn, start } from './client.mjs';
import { ApiClient, etagOf, tokenOf } from './openapi_client.mjs';
import { inDays, today } from './staff_kit.mjs';

const STAFF = 'centres_slug_staff';
const get = (rest) => `get_${STAFF}${rest}`;
const post = (rest) => `post_${STAFF}${rest}`;
const YEAR = Number(today().slice(0, 4));
const NEW_YEAR = `${YEAR}-01-01`;

const SPECIALIST = { kind: 'specialist', title: 'Fachkraft Schnittstelle', fte: 1, funding: 'ki', employer: 'municipality', valid_from: NEW_YEAR };
const TEACHER = { kind: 'teacher', title: 'Lehrkraft Schnittstelle', fte: 0.5, funding: 'land', employer: 'land', valid_from: NEW_YEAR };

for (const database of DATABASES) {
	describe(`a program keeps the staff plan on ${database}`, () => {
		let server, api, path;
		before(async () => {
			server = await start({ database });
			const { secret } = await tokenOf(await signedIn(server, 'head@coesfeld'));
			api = await ApiClient.open(server.base, secret);
			const { items } = await api.must('get_centres');
			({ path } = api.at(items.find(({ name }) => /Coesfeld/.test(name)).path));
		});
		after(() => server.stop());

		const plan = (day = today()) => api.must(get(''), { path, query: { day } });
		const kindsFor = async (key, id, day) => (await plan(day)).findings.filter((one) => one[key] === id).map(({ kind }) => kind).sort();
		/** Makes a thing and reads it where the answer says it is. */
		const made = async (id, body, more = {}) => api.follow((await api.must(id, { path: { ...path, ...more }, body })).location);
		const newPost = async (body) => (await made(post('_posts_new'), body)).post;
		const newPerson = async (family_name, given_name) => (await made(post('_people_new'), { family_name, given_name })).person;
		async function newShare(body) {
			await api.must(post('_shares_new'), { path, body });
			const { shares } = await api.must(get('_people_id'), { path: { ...path, id: body.person_id } });
			return shares.find(({ share }) => share.post_id === body.post_id && share.valid_from === body.valid_from).share;
		}

		test('every address of the staff plan is open to a token of the head', () => {
			// The anonymous answer (S-STA-7) is given without signing in, by nobody's token.
			for (const { id, security } of api.tagged('staff').filter((one) => !one.id.endsWith('_slug_survey'))) {
				assert.ok(security.some((one) => 'token' in one), id);
			}
		});

		test('the plan of any day: entitled, funded, filled, vacant, who leads, findings with rule and source', async () => {
			for (const day of ['2014-06-01', '2018-06-01', today()]) {
				const { date, lines, total, findings } = await plan(day);
				assert.equal(date, day);
				const thousandths = (key) => lines.reduce((sum, line) => sum + Math.round((line[key] ?? 0) * 1000), 0);
				assert.equal(thousandths('filled'), Math.round(total.filled * 1000), `the lines add up on ${day}`);
				for (const one of findings) {
					assert.ok(one.sentence && one.todo && one.source && one.mark && one.rule_code, JSON.stringify(one));
				}
			}
			const { head, deputy } = await plan();
			assert.ok(head && deputy);
		});

		test('a post, a person and a share change the plan from their day on, and not before it', async () => {
			const [was, now] = [await plan(`${YEAR - 1}-12-31`), await plan()];
			const { id } = await newPost(SPECIALIST);
			const line = (p) => p.lines.find((one) => one.line === 'specialist' || /specialist/.test(one.line));
			assert.deepEqual((await plan(`${YEAR - 1}-12-31`)).total, was.total);
			assert.equal(line(await plan()).posts, line(now).posts + 1);
			const person = await newPerson('Şahin', 'Özlem');
			const share = await newShare({ post_id: id, person_id: person.id, fte: 0.6, valid_from: `${YEAR}-02-01` });
			const seen = await api.must(get('_posts_id'), { path: { ...path, id } });
			assert.deepEqual([seen.filled, seen.vacant, seen.shares.map((one) => one.share.id)], [0.6, 0.4, [share.id]]);
			assert.equal((await plan(`${YEAR}-01-31`)).posts.find((one) => one.post.id === id).filled, 0);
			assert.ok((await api.all(get('_people'), { path, query: { q: 'sahin' } })).some((one) => one.person.id === person.id), 'found without the marks');
			assert.ok((await api.all(get('_people'), { path })).length > 5);
		});

		test('a specialist without qualification is a finding until its evidence is recorded; withdrawn it is back', async () => {
			const { id } = await newPost({ ...SPECIALIST, title: 'Fachkraft Nachweis' });
			const person = await newPerson('Nachweis', 'Nora');
			await newShare({ post_id: id, person_id: person.id, fte: 1, valid_from: `${YEAR}-03-01` });
			assert.ok((await kindsFor('person_id', person.id)).includes('no_qualification'));
			const at = { path: { ...path, id: person.id } };
			await api.must(post('_people_id_qualification'), { ...at, body: { kind: 'degree', subject: 'migration', title: 'M. A. Interkulturelle Bildung', held_since: '2015-07-01', evidence: 'Urkunde' } });
			assert.deepEqual(await kindsFor('person_id', person.id), []);
			const { qualifications: [{ qualification }] } = await api.must(get('_people_id'), at);
			await api.must(post('_qualifications_id_withdraw'), { path: { ...path, id: qualification.id }, body: { withdrawn_on: today() } });
			assert.ok((await kindsFor('person_id', person.id)).includes('no_qualification'));
		});

		test('an exception goes its way: asked, answered, decided by the employer; only then it counts', async () => {
			const { id } = await newPost({ ...SPECIALIST, title: 'Fachkraft Ausnahme' });
			const person = await newPerson('Ausnahme', 'Adam');
			await newShare({ post_id: id, person_id: person.id, fte: 1, valid_from: `${YEAR}-03-01` });
			const { exception, open } = await made(post('_people_id_exception'), { kind: 'specialist', grounds: 'Zwölf Jahre Erfahrung.', applied_on: `${YEAR}-02-01` }, { id: person.id });
			assert.ok(open);
			const at = { path: { ...path, id: exception.id } };
			await api.must(post('_exceptions_id_steps'), { ...at, body: { kind: 'asked', day: `${YEAR}-02-03` } });
			await api.must(post('_exceptions_id_steps'), { ...at, body: { kind: 'answered', day: `${YEAR}-02-20` } });
			assert.ok((await kindsFor('person_id', person.id)).includes('no_qualification'));
			await api.must(post('_exceptions_id_decide'), { ...at, body: { kind: 'granted', day: `${YEAR}-02-25` } });
			const seen = await api.must(get('_exceptions_id'), at);
			assert.deepEqual([seen.exception.state, seen.open, seen.exception.steps.length > 2], ['granted', false, true]);
			assert.deepEqual(await kindsFor('person_id', person.id), []);
			assert.equal((await api.call(post('_exceptions_id_decide'), { ...at, body: { kind: 'refused' } })).status, 422);
		});

		test('a teacher needs a secondment; one that ends soon is a notice until it is prolonged with its version', async () => {
			const { id } = await newPost(TEACHER);
			const person = await newPerson('Abordnung', 'Anton');
			await newShare({ post_id: id, person_id: person.id, fte: 0.5, valid_from: NEW_YEAR });
			const at = { path: { ...path, id: person.id } };
			assert.ok((await kindsFor('person_id', person.id)).includes('secondment_missing'));
			const body = { valid_from: NEW_YEAR, valid_to: inDays(100), home: 'Gesamtschule', employer: 'Land NRW', supervision: 'Schulaufsicht' };
			await api.must(post('_people_id_secondment'), { ...at, body });
			assert.deepEqual(await kindsFor('person_id', person.id), ['secondment_ends']);
			const { secondments: [{ secondment }] } = await api.must(get('_people_id'), at);
			const change = { path: { ...path, id: secondment.id }, etag: etagOf(secondment), body: { ...body, valid_to: inDays(900) } };
			await api.must(post('_secondments_id_edit'), change);
			assert.deepEqual(await kindsFor('person_id', person.id), []);
			assert.equal((await api.call(post('_secondments_id_edit'), change)).status, 412, 'the same version once more');
		});

		test('the deputy changes: the former one ends with its version, the new one is named, and the plan says so', async () => {
			const { leadings } = await api.must(get('_leading'), { path });
			const now = leadings.find(({ leading, ...one }) => one.now && leading.office === 'deputy').leading;
			const body = { valid_to: inDays(-1) };
			assert.equal((await api.call(post('_leading_id_end'), { path: { ...path, id: now.id }, body, etag: '"v999"' })).status, 412);
			await api.must(post('_leading_id_end'), { path: { ...path, id: now.id }, body, etag: etagOf(now) });
			assert.equal((await plan()).deputy, null);
			const { posts } = await plan();
			const holder = posts.find((one) => one.post.kind === 'specialist' && one.holders.length).holders[0];
			await api.must(post('_leading'), { path, body: { office: 'deputy', person_id: holder.person_id, valid_from: today() } });
			assert.equal((await plan()).deputy.person_id, holder.person_id);
			assert.equal((await plan(inDays(-2))).deputy.person_id, now.person_id, 'the past stays');
		});

		test('what a post cost is recorded, and the money of the year is calculated from it', async () => {
			const { id } = await newPost({ ...SPECIALIST, title: 'Fachkraft Geld', valid_from: `${YEAR - 2}-01-01` });
			const person = await newPerson('Geld', 'Gerda');
			await newShare({ post_id: id, person_id: person.id, fte: 1, valid_from: `${YEAR - 2}-01-01` });
			const at = { path: { ...path, id } };
			const money = async () => (await api.must(get('_money'), { path, query: { year: String(YEAR - 1) } })).money;
			const mine = async () => (await money()).lines.flatMap(({ posts }) => posts).find(({ post_id }) => post_id === id);
			const claimed = (await mine()).claimed_cents;
			assert.ok(claimed > 4_820_000, String(claimed));
			await api.must(post('_posts_id_cost'), { ...at, body: { year: YEAR - 1, cents: 4_820_000, evidence: 'Lohnkonto' } });
			const { cost_cents, granted_cents } = await mine();
			assert.deepEqual([cost_cents, granted_cents <= 4_820_000], [4_820_000, true], 'no more than it cost');
			const all = await money();
			assert.equal(all.lines.reduce((sum, line) => sum + line.granted_cents, 0), all.granted_cents);
			const { costs: [{ cost }] } = await api.must(get('_posts_id'), at);
			assert.equal((await api.call(post('_posts_id_cost'), { ...at, body: { year: YEAR - 1, cents: 1 } })).status, 409, 'without its version');
			await api.must(post('_posts_id_cost'), { ...at, body: { year: YEAR - 1, cents: 4_900_000 }, etag: etagOf(cost) });
		});

		test('a post is corrected and changed with If-Match; who has an old version gets both', async () => {
			const { location } = await api.must(post('_posts_new'), { path, body: { ...SPECIALIST, title: 'Fachkraft Fassung' } });
			const first = await api.follow(location);
			const at = api.at(location);
			const body = { ...SPECIALIST, title: 'Fachkraft Fassung zwei' };
			const saved = await api.must(post('_posts_id_edit'), { path: at.path, body, etag: first.etag });
			assert.equal(saved.version, first.post.version + 1);
			const late = await api.call(post('_posts_id_edit'), { path: at.path, body: { ...body, title: 'Zu spät' }, etag: first.etag });
			assert.equal(late.status, 412);
			assert.deepEqual(late.body.page.rows.filter(({ differs }) => differs).map(({ stored, typed }) => [stored, typed]), [['Fachkraft Fassung zwei', 'Zu spät']]);
			const half = await made(post('_posts_id_change'), { valid_from: `${YEAR + 1}-01-01`, fte: 0.5, funding: 'ki', employer: 'municipality', version: saved.version }, { id: at.path.id });
			assert.deepEqual([half.post.fte, half.post.follows_id, half.post.valid_from], [0.5, Number(at.path.id), `${YEAR + 1}-01-01`]);
			assert.equal((await api.follow(location)).post.valid_to, `${YEAR}-12-31`);
		});

		test('a share ends with its version, and the post is vacant from the next day on', async () => {
			const { id } = await newPost({ ...SPECIALIST, title: 'Fachkraft Ende' });
			const person = await newPerson('Ende', 'Emil');
			const share = await newShare({ post_id: id, person_id: person.id, fte: 1, valid_from: NEW_YEAR });
			const end = { path: { ...path, id: share.id }, body: { valid_to: inDays(-10) } };
			assert.equal((await api.call(post('_shares_id_end'), end)).status, 409);
			await api.must(post('_shares_id_end'), { ...end, etag: etagOf(share) });
			const of = async (day) => (await plan(day)).posts.find((one) => one.post.id === id).vacant;
			assert.deepEqual([await of(inDays(-10)), await of(inDays(-9))], [0, 1]);
		});

		test('what does not fit is refused with field and reason, and nothing is saved', async () => {
			const { id } = await newPost({ ...SPECIALIST, title: 'Fachkraft Weigerung' });
			const person = await newPerson('Weigerung', 'Willi');
			const good = { post_id: id, person_id: person.id, fte: 1, valid_from: NEW_YEAR };
			for (const [more, field, wrong] of [
				[{ valid_from: `${YEAR - 3}-01-01` }, 'valid_from', false], [{ valid_to: `${YEAR - 1}-01-01` }, 'valid_to', false], [{ fte: 1.5 }, 'fte', true],
				[{ fte: 'halb' }, 'fte', true], [{ anteil: 1 }, 'anteil', true],
			]) {
				const answer = await api.call(post('_shares_new'), { path, body: { ...good, ...more }, wrong });
				assert.deepEqual([answer.status, answer.body.errors.map((one) => one.field)], [422, [field]], JSON.stringify(more));
			}
			assert.equal((await api.call(post('_shares_new'), { path, body: { ...good, person_id: 987654 } })).status, 404, 'nobody of this KI');
			assert.deepEqual((await api.must(get('_people_id'), { path: { ...path, id: person.id } })).shares, []);
			assert.equal((await api.call(post('_posts_new'), { path, body: { ...SPECIALIST, kind: 'wizard' }, wrong: true })).status, 422);
			assert.equal((await api.call(get('_posts_id'), { path: { ...path, id: 987654 } })).status, 404);
			assert.equal((await api.call(get(''), { path, query: { day: '2026-02-30' } })).status, 422);
		});

		test('a foreign KI is not there; a specialist sees no papers, the administration none; one that only reads does not write', async () => {
			assert.equal((await api.call(get(''), { path: { slug: 'unna' } })).status, 404);
			assert.equal((await api.call(post('_people_new'), { path: { slug: 'unna' }, body: {} })).status, 404);
			for (const login of ['specialist@coesfeld', 'admin@system', 'ministry@land']) {
				const other = await ApiClient.open(server.base, (await tokenOf(await signedIn(server, login))).secret);
				assert.equal((await other.call(get(''), { path })).status, 403, login);
			}
			const reader = await ApiClient.open(server.base, (await tokenOf(await signedIn(server, 'head@coesfeld'), { access: 'read' })).secret);
			assert.ok((await reader.must(get(''), { path })).posts.length > 0);
			assert.equal((await reader.call(post('_people_new'), { path })).status, 403);
			const office = await ApiClient.open(server.base, (await tokenOf(await signedIn(server, 'administrator@coesfeld'))).secret);
			await office.must(post('_people_new'), { path, body: { family_name: 'Büro', given_name: 'Berta' } });
			assert.equal((await office.call(get('_leading'), { path })).status, 403, 'only the head names who leads');
		});

		test('the Land reads all 54 for any day, without people, also as a file', async () => {
			const land = await ApiClient.open(server.base, (await tokenOf(await signedIn(server, 'ministry@land'), { access: 'read' })).secret);
			const { items, total, date } = await land.must('get_land_staff', { query: { day: '2024-06-01' } });
			assert.deepEqual([items.length, date], [54, '2024-06-01']);
			assert.ok(total);
			assert.ok((await land.call('get_land_staff_csv')).bytes.length > 1000);
			assert.equal((await api.call('get_land_staff')).status, 403);
		});
	});
}
