// grants_four_eyes_http.mjs -- money is decided by two people, by every road: the page, htmx, a program with a token, a
// second account, an old form, many at once, after a restore (P-FUN-7; the twelve ways of going round it).

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';

import { Client, DATABASES, formsOf, freshDatabase, run, signedIn, start } from './client.mjs';
import { caseOf, checked, drafted, json, people, verdict } from './grants_kit.mjs';
import { plain } from './rulebook_kit.mjs';

const NEXT_YEAR = 2027;
const PASSWORD = 'ein langes Passwort';

for (const database of DATABASES) {
	describe(`four eyes over grants on ${database}`, () => {
		let server, head, first, second, borken, draft, form;
		before(async () => {
			server = await start({ database });
			({ head, first, second } = await people(server));
			borken = await caseOf(first, 'Borken', NEXT_YEAR); // its draft is by the first of the two
			const { happenings } = await json(first, borken);
			draft = happenings.find((event) => event.path?.includes('/drafts/')).path;
			[form] = formsOf((await second.get(draft)).text).filter((one) => one.action === draft);
		});
		after(() => server.stop());

		/** An approval leads to the draft that it approves: beside the draft itself. */
		const approvals = async (at) => (await json(first, at)).happenings.filter((event) => event.path === draft).length - 1;
		const csrfOf = async (client) => (await json(client, '/account')).csrf;
		async function untouched() {
			const { happenings, granted_cents: cents } = await json(first, borken);
			assert.equal(happenings[0].path, draft, 'the draft is the newest event still');
			assert.equal(cents, 0);
		}

		test('one’s own draft: no form, and no way past it by form, htmx or JSON', async () => {
			assert.equal(formsOf((await first.get(draft)).text).filter((one) => one.action === draft).length, 0);
			const csrf = await csrfOf(first);
			const fields = { decision: 'approved', version: form.fields.version };
			const answers = [
				await first.post(draft, { ...fields, csrf }),
				await first.post(draft, { ...fields, csrf }, { headers: { 'hx-request': 'true' } }),
				await first.postJson(draft, fields, { csrf }),
				await first.postJson(draft, { ...fields, account_id: 6 }, { csrf }),
			];
			assert.deepEqual(answers.map(({ status }) => status), [403, 403, 403, 422]);
			await untouched();
		});

		test('a program in one’s name is oneself', async () => {
			const made = await first.postJson('/account/tokens', { name: 'Fachverfahren', access: 'full' }, { csrf: await csrfOf(first) });
			const program = new Client(server.base, { headers: { authorization: `Bearer ${made.json().token.secret}` } });
			const answer = await program.postJson(draft, { decision: 'approved', version: Number(form.fields.version) });
			assert.equal(answer.status, 403, answer.text);
			await untouched();
		});

		test('a second account of the same person, and one that an administrator makes for himself', async () => {
			const admin = await signedIn(server, 'admin@system');
			for (const [login, name] of [['cvogt@arnsberg', 'CHRISTIANE VOGT'], ['vogt2@arnsberg', 'Christiane Vogt']]) {
				assert.equal((await admin.submit('/accounts/new', { login, name, role: 'authority', password: PASSWORD })).status, 303);
				const twin = await signedIn(server, login, { password: PASSWORD });
				assert.equal((await verdict(twin, draft)).status, 403, name);
			}
			assert.equal((await admin.get(draft)).status, 403, 'the administrator himself sees no case');
			assert.equal((await admin.post(draft, { ...form.fields, decision: 'approved', csrf: await csrfOf(admin) })).status, 403);
			await untouched();
		});

		test('another role: the KI decides nothing about its own money, and no account changes its role', async () => {
			const csrf = await csrfOf(head);
			assert.equal((await head.post(draft, { ...form.fields, decision: 'approved', csrf })).status, 403, 'another KI’s case');
			assert.equal((await head.get(draft)).status, 404);
			const own = await caseOf(first, 'Kreis Coesfeld', NEXT_YEAR);
			assert.equal((await head.post(`${own}/drafts/1`, { decision: 'approved', version: '1', csrf })).status, 403);
			assert.equal((await head.post(`${own}/decision/grant`, { version: '1', csrf })).status, 403);
			const paths = Object.entries((await json(first, '/openapi.json')).paths);
			const roles = paths.filter(([, item]) => JSON.stringify(item.post ?? {}).includes('"role"')).map(([at]) => at);
			assert.deepEqual(roles, ['/accounts/new']);
			await untouched();
		});

		test('another amount after the draft: a second draft is refused, nothing in the approval says an amount', async () => {
			const csrf = await csrfOf(first);
			const again = await first.post(`${borken}/decision/grant`, { csrf, version: form.fields.version, file_number: '1', cents_specialist: '1' });
			assert.equal(again.status, 422);
			const other = await second.postJson(draft, { decision: 'approved', version: form.fields.version, cents: 1 }, { csrf: await csrfOf(second) });
			assert.equal(other.status, 422, 'a name that the form does not take');
			const ahead = await second.postJson(draft, { decision: 'approved', version: form.fields.version, day: '2030-01-01' }, { csrf: await csrfOf(second) });
			assert.equal(ahead.status, 422, 'nor a day of one’s own');
			await untouched();
		});

		test('an ended session decides nothing', async () => {
			const gone = await signedIn(server, 'second@arnsberg');
			const [mine] = formsOf((await gone.get(draft)).text).filter((one) => one.action === draft);
			const cookies = new Map(gone.cookies);
			await gone.submit('/logout', {}, { action: '/logout' });
			gone.cookies = cookies;
			assert.ok([401, 403].includes((await gone.post(draft, { ...mine.fields, decision: 'approved' })).status));
			await untouched();
		});

		test('rejected is rejected: no approval after it, and an old form of it does nothing', async () => {
			assert.equal((await verdict(second, draft, 'rejected')).status, 422, 'not without a reason');
			assert.equal((await verdict(second, draft, 'rejected', 'Aktenzeichen fehlt.')).status, 303);
			const old = await second.post(draft, { ...form.fields, decision: 'approved' });
			assert.equal(old.status, 409);
			const { seen } = await json(second, borken);
			const fresh = await second.post(draft, { ...form.fields, version: String(seen), decision: 'approved' });
			assert.equal(fresh.status, 409);
			assert.equal(await approvals(borken), 0, 'a rejection leads nowhere');
		});

		test('a draft that came back is not typed anew; its reason stands above the form', async () => {
			const typed = { cents_specialist: '123456,00', note_specialist: 'Eine Stelle erst ab Mai.' };
			const again = await drafted(first, borken, 'grant', typed);
			assert.equal((await verdict(second, again, 'rejected', 'Der Zeitraum fehlt.')).status, 303);
			const page = await first.get(`${borken}/decision/grant`);
			assert.match(plain(page.text), /Ihr Entwurf kam zurück von Holger Brandhoff, \d\d\.\d\d\.\d{4}.*Der Zeitraum fehlt\./);
			assert.ok(page.text.includes(`href="${again}"`));
			const { fields } = formsOf(page.text).find(({ html }) => html.includes('name="cents_specialist"'));
			assert.deepEqual([fields.cents_specialist, fields.note_specialist], ['123.456,00', typed.note_specialist]);
		});

		test('forty at once: exactly one wins; the same form once more does nothing', async () => {
			draft = await drafted(first, borken);
			const [mine] = formsOf((await second.get(draft)).text).filter((one) => one.action === draft);
			const fields = { ...mine.fields, decision: 'approved' };
			const answers = await Promise.all(Array.from({ length: 40 }, () => second.post(draft, fields)));
			const statuses = answers.map(({ status }) => status);
			assert.equal(statuses.filter((status) => status === 303).length, 1, String(statuses));
			assert.ok(statuses.every((status) => [303, 409, 503].includes(status)), String(statuses));
			assert.equal((await second.post(draft, fields)).status, 409);
			assert.equal(await approvals(borken), 1);
		});

		test('restored from a backup nobody is somebody else', { skip: database !== 'sqlite' }, async () => {
			const kleve = await caseOf(second, 'Kleve', NEXT_YEAR); // its draft is by the second of the two
			const folder = mkdtempSync(path.join(tmpdir(), 'scharnier-eyes-'));
			const file = path.join(folder, 'backup');
			assert.equal((await run(['backup', '--db', server.db.url, '--to', file])).code, 0);
			const target = freshDatabase();
			assert.equal((await run(['restore', '--db', target.url, '--from', file])).code, 0);
			const again = await start({ database: target, command: 'serve' });
			const [author, other] = [await signedIn(again, 'second@arnsberg'), await signedIn(again, 'authority@arnsberg')];
			const { happenings, seen } = await json(author, kleve);
			const waiting = happenings.find((event) => event.path?.includes('/drafts/')).path;
			const csrf = await csrfOf(author);
			assert.equal((await author.post(waiting, { decision: 'approved', version: String(seen), csrf })).status, 403);
			assert.equal((await verdict(other, waiting)).status, 303, 'the other one can');
			await again.stop();
			target.drop();
			rmSync(folder, { recursive: true });
		});

		test('a revocation hears first, and not before the term is over', async () => {
			const before = await first.get(`${borken}/decision/revocation`);
			assert.equal(before.status, 422);
			assert.match(before.text, /anzuhören/);
			const hearing = { note: 'Zweck verfehlt', until: '01.01.2020' };
			assert.equal((await first.submit(`${borken}/check/hearing`, hearing)).status, 422, 'a term that is over');
			assert.equal((await first.submit(`${borken}/check/hearing`, { note: 'Zweck verfehlt' })).status, 303);
			const early = await first.get(`${borken}/decision/revocation`);
			assert.equal(early.status, 422);
			assert.match(early.text, /Frist der Anhörung läuft noch/);
			assert.match((await first.get(`${borken}/decision/change`)).text, /darüber ist zuerst zu entscheiden|Frist der Anhörung läuft noch/);
		});
	});
}
