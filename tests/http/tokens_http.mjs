// tokens_http.mjs -- programs sign in with a token: what it opens and what it never opens, how it ends, and what the
// audit log says. P-SEC-1.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { Client, DATABASES, signedIn, start } from './client.mjs';

const SUGGESTION = { ags8: '05558012', received_on: '2026-01-15', subject: 'Von einem Programm', wording: 'Der Wortlaut.' };
const MISSING = `sch_${'A'.repeat(43)}`;

const bearer = (secret, headers = {}) => ({ authorization: `Bearer ${secret}`, ...headers });
/** The day in n days, by the calendar of the tests' machine; the program's own day is at most one off. */
const dayIn = (n) => new Date(Date.now() + n * 86_400_000).toISOString().slice(0, 10);

for (const database of DATABASES) {
	describe(`tokens for programs on ${database}`, () => {
		let server, head, csrf;
		before(async () => {
			server = await start({ database });
			head = await signedIn(server, 'head@coesfeld');
			({ csrf } = (await head.json('/account')).json());
		});
		after(() => server.stop());

		const program = (secret, headers) => new Client(server.base, { headers: bearer(secret, headers) });
		async function made(fields, { client = head, token = csrf } = {}) {
			const answer = await client.postJson('/account/tokens', { name: 'Programm', access: 'full', ...fields }, { csrf: token });
			assert.equal(answer.status, 200, answer.text);
			return answer.json().token;
		}

		test('one is made on a page, its secret stands there once and nowhere else, and it works as shown', async () => {
			const page = await head.submit('/account/tokens', { name: 'Fachverfahren', access: 'read' });
			assert.equal(page.status, 200);
			const [, secret] = /id="secret">(sch_[\w-]{43})</.exec(page.text);
			const list = await head.get('/account/tokens');
			assert.match(list.text, /Fachverfahren/);
			assert.ok(!list.text.includes(secret) && !list.text.includes(secret.slice(4, 20)));
			const answer = await program(secret).get('/centres/coesfeld/checks', { headers: { accept: '*/*' } });
			assert.equal(answer.status, 200);
			assert.equal(answer.headers['content-type'], 'application/json', 'a program gets JSON without asking');
			assert.equal(answer.headers['set-cookie'], undefined);
			assert.match((await program(secret).get('/centres/coesfeld', { headers: { accept: 'text/html' } })).text, /<h1>/);
			assert.match((await head.get('/account/tokens')).text, /data-label="Zuletzt benutzt">\d\d\.\d\d\.\d{4}/);
		});

		test('without a day it is good for 90 days, a year is the most, and a past day is refused', async () => {
			const first = await made({});
			assert.ok([dayIn(89), dayIn(90), dayIn(91)].includes(first.expires_on), first.expires_on);
			for (const [expires_on, wrong] of [[dayIn(-2), /vorbei/], [dayIn(400), /höchstens ein Jahr/], ['2026-02-30', /kein Tag/]]) {
				const answer = await head.postJson('/account/tokens', { name: 'x', access: 'full', expires_on }, { csrf });
				assert.equal(answer.status, 422);
				assert.match(answer.json().errors.find(({ field }) => field === 'expires_on').detail, wrong);
			}
			for (const fields of [{ access: 'full' }, { name: 'x', access: 'admin' }, { name: 'x'.repeat(101), access: 'full' }]) {
				assert.equal((await head.postJson('/account/tokens', fields, { csrf })).status, 422);
			}
		});

		test('it has the rights of its account and no others: own KI, not a foreign one, nothing of the administration', async () => {
			const { secret } = await made({ name: 'Alles' });
			const own = program(secret);
			const saved = await own.postJson('/centres/coesfeld/suggestions', SUGGESTION);
			assert.equal(saved.status, 200, saved.text);
			assert.equal((await own.json(saved.json().location)).json().suggestion.subject, SUGGESTION.subject);
			assert.equal((await own.json('/centres/borken/checks')).status, 404);
			assert.equal((await own.json('/rules/new')).status, 403);
			assert.equal((await own.json('/audit')).status, 403);
		});

		test('no token manages accounts, tokens, passwords or signs in, whatever its account may', async () => {
			const admin = await signedIn(server, 'admin@system');
			const token = (await admin.json('/account')).json().csrf;
			const { secret, id } = await made({ name: 'Verwaltung' }, { client: admin, token });
			const own = program(secret);
			assert.equal((await own.json('/audit')).status, 200);
			for (const path of ['/account', '/account/tokens', '/accounts', '/accounts/new', '/accounts/tokens']) {
				const answer = await own.json(path);
				assert.equal(answer.status, 403, path);
				assert.match(answer.json().detail, /nicht mit einem Zugangsschlüssel/);
			}
			const account = { login: 'neu@system', name: 'Neu', role: 'technical', password: 'ein langes Passwort' };
			for (const [path, fields] of [['/account/tokens', { name: 'x', access: 'full' }], ['/accounts/new', account], ['/accounts/1/close', { version: 1 }],
				['/account', { old_password: 'x', password: 'ein langes Passwort' }], ['/logout', {}], [`/account/tokens/${id}/revoke`, {}],
				['/login', { login: 'head@coesfeld', password: 'Scharnier-Demo-2026' }]]) {
				const answer = await own.postJson(path, fields);
				assert.equal(answer.status, 403, path);
				assert.equal(answer.headers['set-cookie'], undefined);
			}
		});

		test('one that may only read does not write', async () => {
			const { secret } = await made({ access: 'read' });
			assert.equal((await program(secret).json('/centres/coesfeld/suggestions')).status, 200);
			const answer = await program(secret).postJson('/centres/coesfeld/suggestions', SUGGESTION);
			assert.equal(answer.status, 403);
			assert.match(answer.json().detail, /nur lesen/);
		});

		test('a wrong one is refused everywhere, also where nobody must sign in; a cookie beside it counts for nothing', async () => {
			for (const path of ['/centres', '/', '/openapi.json', '/nirgends', '/centres/coesfeld/checks']) {
				for (const secret of [MISSING, 'unsinn', 'sch_']) {
					const answer = await head.json(path, { headers: bearer(secret) });
					assert.equal(answer.status, 401, `${path} ${secret}`);
					assert.match(answer.headers['www-authenticate'], /^Bearer .*error="invalid_token"/);
					assert.equal(answer.headers['content-type'], 'application/problem+json');
				}
			}
			const { secret } = await made({ access: 'read' });
			const both = await head.postJson('/centres/coesfeld/suggestions', SUGGESTION, { csrf, headers: bearer(secret) });
			assert.equal(both.status, 403, 'the session of the cookie may write, the token may not');
			const admin = await signedIn(server, 'admin@system');
			assert.equal((await admin.json('/audit', { headers: bearer(secret) })).status, 403);
			assert.equal((await head.json('/centres/coesfeld/checks', { headers: { authorization: 'Basic eDp5' } })).status, 200, 'another scheme is not for us');
			const none = await new Client(server.base).json('/centres/coesfeld/checks');
			assert.equal(none.status, 401);
			assert.equal(none.headers['www-authenticate'], 'Bearer realm="scharnier"');
		});

		test('revoked it is dead at once; only the owner and the technical administration can do it', async () => {
			const { secret, id } = await made({ name: 'Endlich' });
			const other = await signedIn(server, 'specialist@coesfeld');
			const otherCsrf = (await other.json('/account')).json().csrf;
			assert.equal((await other.postJson(`/account/tokens/${id}/revoke`, {}, { csrf: otherCsrf })).status, 404);
			assert.equal((await other.postJson(`/accounts/tokens/${id}/revoke`, {}, { csrf: otherCsrf })).status, 403);
			assert.equal((await program(secret).json('/centres/coesfeld/checks')).status, 200);
			assert.equal((await head.submit('/account/tokens', {}, { action: `/account/tokens/${id}/revoke` })).status, 303);
			assert.equal((await program(secret).json('/centres/coesfeld/checks')).status, 401);
			assert.equal((await head.postJson(`/account/tokens/${id}/revoke`, {}, { csrf })).status, 404);

			const second = await made({ name: 'Vom Amt beendet' });
			const admin = await signedIn(server, 'admin@system');
			const page = await admin.get('/accounts/tokens');
			assert.match(page.text, /Vom Amt beendet/);
			assert.ok(!page.text.includes('sch_'));
			assert.equal((await admin.submit('/accounts/tokens', {}, { action: `/accounts/tokens/${second.id}/revoke` })).status, 303);
			assert.equal((await program(second.secret).json('/centres')).status, 401);
		});

		test('when its account is closed it is dead at once', async () => {
			const lasi = await signedIn(server, 'lasi@land');
			const { secret } = await made({}, { client: lasi, token: (await lasi.json('/account')).json().csrf });
			assert.equal((await program(secret).json('/centres/coesfeld/checks')).status, 200);
			const admin = await signedIn(server, 'admin@system');
			const { id } = (await admin.json('/accounts')).json().items.find(({ login }) => login === 'lasi@land');
			assert.equal((await admin.submit('/accounts', {}, { action: `/accounts/${id}/close` })).status, 303);
			assert.equal((await program(secret).json('/centres/coesfeld/checks')).status, 401);
			assert.equal((await admin.json('/accounts/tokens')).json().items.find(({ login }) => login === 'lasi@land').state, 'closed');
		});

		test('the audit log names account and token, and never a secret', async () => {
			const { secret, id } = await made({ name: 'Spur' });
			await program(secret).postJson('/centres/coesfeld/suggestions', { ...SUGGESTION, subject: 'Mit Spur' });
			const admin = await signedIn(server, 'admin@system');
			const { items } = (await admin.json('/audit')).json();
			assert.ok(items.some(({ actor, action }) => actor === `head@coesfeld (tokens/${id})` && action === 'centre.suggestion'));
			assert.ok(items.some(({ actor, action, object }) => actor === 'head@coesfeld' && action === 'token.create' && object === `tokens/${id}`));
			assert.ok(items.some(({ action }) => action === 'token.refused'));
			assert.ok((await admin.json('/audit')).json().intact);
			assert.ok(!`${server.output.stdout}${server.output.stderr}`.includes(secret), 'nor the log');
		});

		test('who tries many wrong ones is told to wait, and a right one from the same place still works', async () => {
			const { secret } = await made({});
			let last;
			for (let i = 0; i < 60 && last?.status !== 429; i++) {
				last = await program(`sch_${String(i).padStart(43, 'x')}`).json('/centres');
			}
			assert.equal(last.status, 429);
			assert.ok(Number(last.headers['retry-after']) > 0);
			assert.equal(last.headers['content-type'], 'application/problem+json');
			assert.equal((await program(secret).json('/centres/coesfeld/checks')).status, 200);
		});

		test('an account has at most twenty at once', async () => {
			const client = await signedIn(server, 'administrator@coesfeld');
			const token = (await client.json('/account')).json().csrf;
			for (let i = 0; i < 20; i++) {
				await made({ name: `Nummer ${i}` }, { client, token });
			}
			const answer = await client.postJson('/account/tokens', { name: 'Noch einer', access: 'read' }, { csrf: token });
			assert.equal(answer.status, 422);
			assert.match(answer.json().detail, /Mehr als 20/);
		});
	});
}
