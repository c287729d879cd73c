// house.mjs -- the house around the features: signing in, both faces of a page, headers, languages, bad input, assets.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { Client, DATABASES, formsOf, signedIn, start } from './client.mjs';

for (const database of DATABASES) {
	describe(`the house on ${database}`, () => {
		let server;
		before(async () => {
			server = await start({ database });
		});
		after(() => server.stop());
		const visitor = (options) => new Client(server.base, options);

		test('a page has two faces with the same facts', async () => {
			const html = await visitor().get('/centres/coesfeld');
			const json = await visitor().json('/centres/coesfeld');
			assert.match(html.headers['content-type'], /^text\/html; charset=utf-8/);
			assert.equal(json.headers['content-type'], 'application/json');
			assert.ok(html.text.includes(json.json().title), 'the title stands on the page');
		});

		test('every answer carries the security headers, pages are not cached, assets for a year', async () => {
			const page = await visitor().get('/centres');
			const missing = await visitor().get('/nirgends');
			const asset = await visitor().get(/href="(\/assets\/[^"]+\.css)"/.exec(page.text)[1]);
			for (const answer of [page, missing, asset, await visitor().get('/healthz')]) {
				assert.match(answer.headers['content-security-policy'], /^default-src 'none'; script-src 'self'; style-src 'self';/);
				assert.doesNotMatch(answer.headers['content-security-policy'], /unsafe/);
				assert.equal(answer.headers['x-content-type-options'], 'nosniff');
				assert.equal(answer.headers['referrer-policy'], 'same-origin');
				assert.equal(answer.headers['x-frame-options'], 'DENY');
			}
			assert.equal(page.headers['cache-control'], 'no-store');
			assert.match(asset.headers['cache-control'], /max-age=31536000, immutable/);
			assert.equal(asset.status, 200);
		});

		test('a wrong path is a page that says so, or problem details (RFC 9457)', async () => {
			const html = await visitor().get('/centres/coesfeld/gibtesnicht');
			assert.equal(html.status, 404);
			assert.match(html.text, /<h1>Diese Seite gibt es nicht<\/h1>/);
			const json = await visitor().json('/nirgends');
			assert.equal(json.headers['content-type'], 'application/problem+json');
			const problem = json.json();
			assert.equal(problem.status, 404);
			assert.equal(problem.title, 'Not Found');
			assert.match(problem.detail, /nichts zu finden/);
		});

		test('another method than the page has is 405 and says which ones there are', async () => {
			const answer = await visitor().post('/centres', {});
			assert.equal(answer.status, 405);
			assert.equal(answer.headers.allow, 'GET, HEAD');
		});

		test('signing in starts a new session, leads back to where one came from, and only there', async () => {
			const client = visitor();
			const asked = await client.get('/centres/coesfeld/checks');
			assert.equal(asked.status, 303);
			assert.equal(asked.location, '/login?to=%2Fcentres%2Fcoesfeld%2Fchecks');
			const done = await client.submit(asked.location, { login: 'head@coesfeld', password: 'Scharnier-Demo-2026' });
			assert.equal(done.location, '/centres/coesfeld/checks');
			const cookie = done.headers['set-cookie'].find((line) => line.startsWith('session='));
			assert.match(cookie, /HttpOnly/);
			assert.match(cookie, /SameSite=Lax/);
			for (const evil of ['https://anderswo.example/', '//anderswo.example/', '/\\anderswo.example']) {
				const away = await visitor().submit(`/login?to=${encodeURIComponent(evil)}`, { login: 'lasi@land', password: 'Scharnier-Demo-2026' });
				assert.equal(away.location, '/', evil);
			}
		});

		test('a wrong password keeps the name, says nothing about the account, and shows the summary first', async () => {
			for (const login of ['head@unna', 'niemand@unna']) {
				const answer = await visitor().submit('/login', { login, password: 'falsch falsch' });
				assert.equal(answer.status, 422);
				assert.match(answer.text, /<title>Fehler: Anmelden/);
				assert.match(answer.text, /Anmeldename oder Passwort stimmen nicht – bitte prüfen Sie beides\./);
				assert.equal(formsOf(answer.text).find((form) => 'login' in form.fields).fields.login, login);
				assert.ok(!answer.text.includes('falsch falsch'), 'a password is never sent back');
			}
		});

		test('a program signs in and works with JSON alone', async () => {
			const client = visitor();
			const form = (await client.json('/login')).json().form;
			const answer = await client.postJson('/login', { login: 'head@coesfeld', password: 'Scharnier-Demo-2026' }, { csrf: form.csrf });
			assert.equal(answer.status, 200);
			const account = (await client.json('/account')).json();
			assert.equal(account.user.login, 'head@coesfeld');
			assert.equal(account.user.role, 'head');
			assert.equal(account.user.centre_slug, 'coesfeld');
			const refused = await client.postJson('/account', { old_password: 'Scharnier-Demo-2026', password: 'kurz' }, { csrf: account.csrf });
			assert.equal(refused.status, 422);
			assert.deepEqual(refused.json().errors.map(({ field }) => field), ['password']);
		});

		test('German first, English complete, the choice is kept', async () => {
			assert.match((await visitor().get('/')).text, /<html lang="de">/);
			assert.match((await visitor({ language: 'en-GB,en;q=0.9' }).get('/')).text, /<html lang="en">/);
			assert.match((await visitor({ language: 'fr' }).get('/')).text, /<html lang="de">/);
			const client = visitor();
			const back = await client.get('/language/en?to=%2Fcentres');
			assert.equal(back.location, '/centres');
			assert.match((await client.get('/centres')).text, /<html lang="en">/);
			assert.equal((await client.get('/language/kl')).status, 404);
		});

		test('every page says that the data are examples', async () => {
			for (const path of ['/', '/centres', '/login', '/nirgends']) {
				assert.match((await visitor().get(path)).text, /Beispieldaten/, path);
			}
		});

		test('what is no text, no JSON or too much gets a clear answer and changes nothing', async () => {
			const admin = await signedIn(server, 'admin@system');
			const csrf = await admin.csrf('/accounts/new');
			const fields = { csrf, login: 'neu@land', name: 'Vera Beispiel', role: 'lasi', centre_slug: '', password: 'ein langes Passwort' };
			const send = (body, type = 'application/x-www-form-urlencoded') =>
				admin.request('POST', '/accounts/new', { body, headers: { 'content-type': type } });
			const encoded = new URLSearchParams(fields).toString();
			const nul = await send(`${encoded}&name2=%00`);
			assert.equal(nul.status, 400, 'NUL');
			assert.match(nul.text, /<h1>Diese Anfrage ist nicht verständlich<\/h1>/);
			const told = await admin.request('POST', '/accounts/new', { body: `${encoded}&name2=%00`,
				headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' } });
			assert.equal(told.headers['content-type'], 'application/problem+json');
			assert.equal(told.json().status, 400);
			assert.equal((await send(`${encoded}&name2=%ff%fe`)).status, 400, 'broken UTF-8');
			assert.equal((await send('name=Vera', 'text/plain')).status, 415);
			assert.equal((await send('{"name": ', 'application/json')).status, 400);
			assert.equal((await send('{"name": {"first": "Vera"}}', 'application/json')).status, 400);
			const long = await send(new URLSearchParams({ ...fields, name: 'ä'.repeat(1 << 20) }).toString().replaceAll('%C3%A4', 'x'));
			assert.equal(long.status, 422, 'a name of 1 MB');
			assert.match(long.text, /Der Text ist zu lang – höchstens 200 Zeichen\./);
			const huge = await send(`${encoded}&x=${'x'.repeat(2 << 20)}`.replace('Vera+Beispiel', 'x'.repeat(2 << 20)));
			assert.ok([413, 422].includes(huge.status), `2 MB in a name: ${huge.status}`);
			const { items } = (await admin.json('/accounts')).json();
			assert.ok(!items.some(({ login }) => login === 'neu@land'));
		});

		test('an account is made, listed, closed with the version that was seen, and its sessions end', async () => {
			const admin = await signedIn(server, 'admin@system');
			const made = await admin.submit('/accounts/new', { login: 'ALT@land', name: 'Vera Beispiel', role: 'lasi', password: 'ein langes Passwort' });
			assert.equal(made.status, 303);
			const page = await admin.follow(made);
			assert.match(page.text, /Das Konto ist angelegt\./);
			assert.doesNotMatch((await admin.get('/accounts')).text, /Das Konto ist angelegt\./, 'said once');
			const twice = await admin.submit('/accounts/new', { login: 'alt@land', name: 'Vera Beispiel', role: 'lasi', password: 'ein langes Passwort' });
			assert.equal(twice.status, 422);
			assert.match(twice.text, /Den Anmeldenamen alt@land gibt es schon/);
			assert.match(twice.text, /value="Vera Beispiel"/, 'nothing typed is lost');
			const vera = await signedIn(server, 'alt@land', { password: 'ein langes Passwort' });
			const { items } = (await admin.json('/accounts')).json();
			const { id, version } = items.find(({ login }) => login === 'alt@land');
			const csrf = await admin.csrf('/accounts');
			assert.equal((await admin.post(`/accounts/${id}/close`, { csrf, version: version + 1 })).status, 409);
			assert.equal((await vera.json('/account')).status, 200);
			assert.equal((await admin.post(`/accounts/${id}/close`, { csrf, version })).status, 303);
			assert.equal((await vera.json('/account')).status, 401);
		});

		test('the technical administration sees the log without content, and that it is intact', async () => {
			const admin = await signedIn(server, 'admin@system');
			const page = (await admin.json('/audit')).json();
			assert.equal(page.intact, true);
			assert.ok(page.items.length > 0);
			assert.ok(page.items.every((row) => !('detail' in row)));
		});
	});
}
