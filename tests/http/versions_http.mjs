// versions_http.mjs -- If-Match and ETag, and lists page by page: nobody overwrites what he has not seen, nobody misses a
// row. P-SEC-1, S-CEN-8 (target agreements).

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { Client, DATABASES, signedIn, start } from './client.mjs';

const AGREEMENT = { title: 'Ziele 2026', partner: 'Das Ministerium', goals: 'Gute Arbeit.', valid_from: '2026-01-01', valid_to: '2027-12-31' };

for (const database of DATABASES) {
	describe(`versions and pages on ${database}`, () => {
		let server, head, admin;
		before(async () => {
			server = await start({ database });
			const session = await signedIn(server, 'head@coesfeld');
			const { csrf } = (await session.json('/account')).json();
			const { token } = (await session.postJson('/account/tokens', { name: 'Test', access: 'full' }, { csrf })).json();
			head = new Client(server.base, { headers: { authorization: `Bearer ${token.secret}` } });
			admin = await signedIn(server, 'admin@system');
		});
		after(() => server.stop());

		test('a write says where the thing is and which version it has; its page carries the same as ETag', async () => {
			const made = await head.postJson('/centres/coesfeld/agreements', AGREEMENT);
			assert.equal(made.status, 200, made.text);
			assert.equal(made.json().version, 1);
			assert.equal(made.headers.etag, '"v1"');
			const page = await head.json(made.json().location);
			assert.equal(page.headers.etag, '"v1"');
			assert.equal(page.json().agreement.title, AGREEMENT.title);
			assert.equal((await head.json('/centres/coesfeld/agreements')).headers.etag, undefined, 'a list has none');
		});

		test('If-Match lets a change through when the version is still that one, and refuses it with both versions when not', async () => {
			const { location } = (await head.postJson('/centres/coesfeld/agreements', AGREEMENT)).json();
			const first = await head.postJson(location, { ...AGREEMENT, title: 'Zweite Fassung' }, { headers: { 'if-match': '"v1"' } });
			assert.equal(first.status, 200, first.text);
			assert.deepEqual([first.json().version, first.headers.etag], [2, '"v2"']);
			const late = await head.postJson(location, { ...AGREEMENT, title: 'Zu spät' }, { headers: { 'if-match': '"v1"' } });
			assert.equal(late.status, 412);
			assert.equal(late.headers['content-type'], 'application/problem+json');
			const row = late.json().page.rows.find(({ differs }) => differs);
			assert.deepEqual([row.stored, row.typed], ['Zweite Fassung', 'Zu spät']);
			assert.equal((await head.json(location)).json().agreement.title, 'Zweite Fassung');
		});

		test('the version in the form works as before: 409 when it is old or missing; the header wins over it', async () => {
			const { location } = (await head.postJson('/centres/coesfeld/agreements', AGREEMENT)).json();
			assert.equal((await head.postJson(location, { ...AGREEMENT, version: 1, title: 'B' })).status, 200);
			assert.equal((await head.postJson(location, { ...AGREEMENT, version: 1, title: 'C' })).status, 409);
			assert.equal((await head.postJson(location, { ...AGREEMENT, title: 'C' })).status, 409);
			assert.equal((await head.postJson(location, { ...AGREEMENT, version: 1, title: 'C' }, { headers: { 'if-match': '"v2"' } })).status, 200);
			assert.equal((await head.postJson(location, { ...AGREEMENT, version: 3, title: 'D' }, { headers: { 'if-match': '"v2"' } })).status, 412);
		});

		test('If-Match that names no one version is refused: *, a list, another form, an address without versions', async () => {
			const { location } = (await head.postJson('/centres/coesfeld/agreements', AGREEMENT)).json();
			for (const etag of ['*', '"v1", "v2"', 'W/', 'w/"v1"', 'v1', '"1"', '"v"', '"v0"', '"v-1"', '"v99999999999999999999"', '']) {
				const answer = await head.postJson(location, { ...AGREEMENT, version: 1, title: 'X' }, { headers: { 'if-match': etag } });
				assert.equal(answer.status, 400, etag);
				assert.match(answer.json().detail, /If-Match/);
			}
			const list = await head.postJson('/centres/coesfeld/agreements', AGREEMENT, { headers: { 'if-match': '"v1"' } });
			assert.equal(list.status, 400);
			assert.equal((await head.json(location)).headers.etag, '"v1"');
		});

		test('a tag that a compressing proxy has made weak still names the version', async () => {
			const { location } = (await head.postJson('/centres/coesfeld/agreements', AGREEMENT)).json();
			assert.equal((await head.postJson(location, { ...AGREEMENT, title: 'B' }, { headers: { 'if-match': 'W/"v1"' } })).status, 200);
			assert.equal((await head.postJson(location, { ...AGREEMENT, title: 'C' }, { headers: { 'if-match': 'W/"v1"' } })).status, 412);
		});

		test('a suggestion is answered once, also by two programs at the same time', async () => {
			const fields = { ags8: '05558012', received_on: '2026-01-15', subject: 'Anliegen', wording: 'Wortlaut' };
			const { location } = (await head.postJson('/centres/coesfeld/suggestions', fields)).json();
			const { etag } = (await head.json(location)).headers;
			const answers = await Promise.all(['taken_up', 'declined'].map((outcome) =>
				head.postJson(`${location}/answer`, { outcome, answered_on: '2026-01-20', answer: 'So.' }, { headers: { 'if-match': etag } })));
			assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 412]);
		});

		async function pages(client, address, seen = []) {
			const answer = await client.json(address);
			assert.equal(answer.status, 200, answer.text);
			const { items, next } = answer.json();
			seen.push(...items);
			return next ? pages(client, next, seen) : seen;
		}

		test('the audit log is read to its end page by page, in order, without a row twice or missing', async () => {
			for (let i = 0; i < 60; i++) {
				await head.postJson('/centres/coesfeld/suggestions', { ags8: '05558012', received_on: '2026-01-15', subject: `Nr. ${i}`, wording: 'x' });
			}
			const rows = await pages(admin, '/audit');
			assert.ok(rows.length > 100, String(rows.length));
			assert.deepEqual(rows.map(({ seq }) => seq), Array.from({ length: rows.length }, (_, i) => rows.length - i));
			const first = await admin.get('/audit');
			const next = /href="(\/audit\?after=[^"]+)" rel="next"/.exec(first.text)[1];
			assert.match((await admin.get(next)).text, /href="\/audit">Zum Anfang/);
		});

		test('a damaged continuation, or one of another list, is refused in words', async () => {
			const { next } = (await admin.json('/audit')).json();
			const cursor = new URL(next, server.base).searchParams.get('after');
			const wrong = [cursor.slice(0, -1), `${cursor}0`, cursor.replace(/-(\d)/, (_, d) => `-${(Number(d) + 1) % 10}`), 'unsinn', '5', '-'];
			for (const after of wrong) {
				const answer = await admin.json(`/audit?after=${encodeURIComponent(after)}`);
				assert.equal(answer.status, 422, after);
				assert.match(answer.json().errors.find(({ field }) => field === 'after').detail, /passt nicht zu dieser Liste/);
			}
			assert.equal((await admin.json(`/accounts?after=${cursor}`)).status, 422);
			assert.equal((await admin.get('/audit?after=unsinn')).status, 422, 'also for people');
		});

		test('accounts and proposals come in pages, too', async () => {
			const some = (await pages(admin, '/accounts')).map(({ login }) => login);
			assert.deepEqual(some, [...some].sort());
			assert.ok(some.includes('head@coesfeld'));
			const ministry = await signedIn(server, 'ministry@land');
			const slugs = (await ministry.json('/centres')).json().items.map(({ path }) => path.split('/')[2]);
			const proposal = { item: 'other_posts', part: 'extra', quantity: 1.5, unit_cents: 57_000_00, valid_from: '2041-01-01', mark: 'read', reason: 'Für die Seiten.', source: 'Test' };
			const { csrf } = (await ministry.json('/account')).json();
			for (const centre_slug of slugs.slice(0, 27)) {
				const answer = await ministry.postJson('/rules/new', { ...proposal, centre_slug }, { csrf });
				assert.equal(answer.status, 200, answer.text);
			}
			const all = await pages(ministry, '/rules/proposals?state=all');
			assert.ok(all.length >= 27);
			assert.equal(new Set(all.map(({ proposal }) => proposal.id)).size, all.length);
		});
	});
}
