// second_factor_http.mjs -- one-time passwords and recovery codes, on both databases: no session before the second step, a
// code is taken once, guessing gets slow, who must have one can do nothing else, the administration can reset it. P-SEC-1.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';

import { Client, DATABASES, DEMO_PASSWORD, freshDatabase, psql, run, signedIn, start } from './client.mjs';
import { mailbox } from './mailbox.mjs';
import { App } from './totp.mjs';

const codesIn = (page) => [...page.text.matchAll(/<li class="app-code">([\w-]+)<\/li>/g)].map(([, code]) => code);

/** Turns it on: { app, codes }. */
async function setUp(client) {
	if (!(await client.json('/account/second-factor')).json().begun) {
		assert.equal((await client.submit('/account/second-factor', { old_password: DEMO_PASSWORD })).location, '/account/second-factor');
	}
	const app = new App((await client.json('/account/second-factor')).json().secret);
	const done = await client.submit('/account/second-factor', { one_time_code: app.next() });
	assert.equal(done.status, 200, done.text);
	const codes = codesIn(done);
	assert.equal(new Set(codes).size, 10);
	assert.ok(codes.every((code) => /^([2-9A-HJ-NP-Z]{4}-){3}[2-9A-HJ-NP-Z]{4}$/.test(code)), codes.join());
	return { app, codes };
}

for (const database of DATABASES) {
	describe(`the second factor on ${database}`, () => {
		const db = freshDatabase(database);
		const sql = (text) => (db.kind === 'sqlite' ? execFileSync('sqlite3', [db.file, text], { encoding: 'utf8' }).trimEnd() : psql(db.url, text));
		const folder = mkdtempSync(path.join(tmpdir(), 'scharnier-key-'));
		const keyFile = (name, digit) => {
			const file = path.join(folder, name);
			writeFileSync(file, `${digit.repeat(64)}\n`);
			chmodSync(file, 0o600);
			return file;
		};
		let box, server;
		const launch = (more = {}) => start({ database: db, env: { ...box.env(), ...more } });
		const again = async (more) => {
			await server.end();
			server = await launch(more);
		};
		/** After the right password; nothing but a step. */
		const firstStep = async (login, to = '/') => {
			const client = new Client(server.base);
			const answer = await client.submit(`/login?to=${encodeURIComponent(to)}`, { login, password: DEMO_PASSWORD });
			assert.equal(answer.status, 303);
			assert.equal(answer.location, `/login/code?to=${encodeURIComponent(to)}`);
			assert.ok(!client.cookies.has('session'), 'no session before the second step');
			assert.equal((await client.json('/account')).status, 401);
			return client;
		};
		const secondStep = (client, one_time_code, to = '/') => client.submit(`/login/code?to=${encodeURIComponent(to)}`, { one_time_code });
		before(async () => {
			box = await mailbox();
			server = await launch();
		});
		after(async () => {
			await server.stop();
			await box.close();
			rmSync(folder, { recursive: true, force: true });
		});

		test('it is set up with the password and a code of the app; signing in takes two steps; a code is taken once', async () => {
			const head = await signedIn(server, 'head@coesfeld');
			assert.equal((await head.submit('/account/second-factor', { old_password: 'falsch geraten' })).status, 422);
			assert.equal((await head.json('/account/second-factor')).json().begun, false);
			await head.submit('/account/second-factor', { old_password: DEMO_PASSWORD });
			const page = await head.get('/account/second-factor');
			assert.match(page.text, /<svg class="app-qr" role="img" viewBox="0 0 \d+ \d+"/);
			assert.doesNotMatch(page.text, /style=/);
			assert.equal((await head.submit('/account/second-factor', { one_time_code: '000000' })).status, 422);
			await new Client(server.base).submit('/login', { login: 'head@coesfeld', password: DEMO_PASSWORD }).then(({ location }) =>
				assert.equal(location, '/', 'not yet confirmed: it does not count'));
			const { app, codes } = await setUp(head);
			const link = (await head.json('/account/second-factor')).json();
			assert.equal(link.on, true);
			assert.equal(link.secret, null, 'shown only while it is set up');
			assert.equal(link.codes_left, 10);
			assert.match((await head.get('/account')).text, /eingeschaltet<\/span><br>Übrige Wiederherstellungscodes: 10/);
			assert.doesNotMatch((await head.get('/account/second-factor')).text, /app-qr|app-key/);
			const reloaded = await head.post('/account/second-factor/confirm', { csrf: await head.csrf('/account'), one_time_code: app.used() });
			assert.equal(reloaded.status, 409, 'the page with the codes is not made twice');
			assert.deepEqual(codesIn(reloaded), []);

			const client = await firstStep('head@coesfeld', '/centres/coesfeld/checks');
			const replay = await secondStep(client, app.used());
			assert.equal(replay.status, 422, 'the code of the set-up is used up');
			assert.match(replay.text, /Dieser Code gilt nicht/);
			assert.equal((await secondStep(client, '12345')).status, 422);
			assert.equal((await client.json('/account')).status, 401);
			const done = await secondStep(client, app.next().replace(/(...)/, '$1 '), '/centres/coesfeld/checks');
			assert.equal(done.location, '/centres/coesfeld/checks');
			assert.equal((await client.json('/account')).json().user.login, 'head@coesfeld');

			const other = await firstStep('head@coesfeld');
			assert.equal((await secondStep(other, app.used())).status, 422, 'taken already');
			assert.equal((await secondStep(other, codes[0].toLowerCase().replaceAll('-', ' '))).status, 303, 'a recovery code');
			const third = await firstStep('head@coesfeld');
			assert.equal((await secondStep(third, codes[0])).status, 422, 'once');
			assert.equal((await secondStep(third, codes[1])).status, 303);
			assert.equal((await third.json('/account/second-factor')).json().codes_left, 8);
			for (const evil of ['https://anderswo.example/', '//anderswo.example']) {
				const lured = await firstStep('head@coesfeld').catch(() => null);
				const answer = await lured.submit(`/login/code?to=${encodeURIComponent(evil)}`, { one_time_code: codes[evil.length % 2 ? 2 : 3] });
				assert.equal(answer.location, '/', evil);
			}
		});

		test('guessing gets slow, and the right password does not forgive it', async () => {
			const lasi = await signedIn(server, 'lasi@land');
			const { app } = await setUp(lasi);
			for (let i = 0; i < 5; i++) {
				assert.match((await secondStep(await firstStep('lasi@land'), '000000')).text, /Dieser Code gilt nicht/);
			}
			const refused = await secondStep(await firstStep('lasi@land'), app.next());
			assert.equal(refused.status, 422);
			assert.match(refused.text, /bitte warten Sie \d+ Sekunden/);
			assert.equal((await lasi.submit('/account/second-factor/off', { one_time_code: app.used() })).status, 422, 'neither here');
			const { items } = (await (await signedIn(server, 'admin@system')).json('/audit')).json();
			assert.equal(items.filter(({ action, object }) => action === 'factor.refused' && object === 'accounts/lasi@land').length, 5);
		});

		test('of many who come with one code at the same moment, one gets in', async () => {
			const authority = await signedIn(server, 'authority@arnsberg');
			const { app, codes } = await setUp(authority);
			for (const code of [app.next(), codes[0]]) {
				const clients = [];
				for (let i = 0; i < 4; i++) {
					clients.push(await firstStep('authority@arnsberg'));
				}
				const answers = await Promise.all(clients.map((client) => secondStep(client, code)));
				assert.deepEqual(answers.map(({ status }) => status).sort(), [303, 422, 422, 422]);
			}
			assert.equal((await authority.submit('/account/second-factor/off', { one_time_code: codes[1] })).location, '/account');
		});

		test('two windows: whoever signed in meanwhile in one may go on in the other, at either step', async () => {
			const client = new Client(server.base);
			const stale = { csrf: await client.csrf('/login'), login: 'ministry@land', password: DEMO_PASSWORD };
			assert.equal((await client.post('/login', stale)).location, '/');
			const first = client.cookies.get('session');
			assert.equal((await client.post('/login', stale)).location, '/', 'the second window');
			assert.notEqual(client.cookies.get('session'), first);
			assert.equal((await new Client(server.base).json('/account', { headers: { cookie: `session=${first}` } })).status, 401, 'one session per browser');
			assert.equal((await client.post('/account/second-factor', { csrf: stale.csrf, old_password: DEMO_PASSWORD })).status, 403, 'not for what only a session may do');
			assert.equal((await client.post('/login', { ...stale, csrf: 'x'.repeat(64) })).status, 403);

			const { codes } = await setUp(client);
			const windows = await firstStep('ministry@land');
			const csrf = await windows.csrf('/login/code');
			assert.equal((await windows.post('/login/code', { csrf, one_time_code: codes[0] })).location, '/');
			const second = await windows.post('/login/code', { csrf, one_time_code: codes[1] });
			assert.equal(second.location, '/login?to=%2F', 'the step is used up: nothing was tried');
			assert.equal((await windows.json('/account/second-factor')).json().codes_left, 9);
			assert.equal((await windows.submit('/account/second-factor/off', { one_time_code: codes[2] })).status, 303);
		});

		test('many wrong passwords at the same moment are no more guesses than one after the other', async () => {
			const guess = async () => {
				const client = new Client(server.base);
				return [client, { csrf: await client.csrf('/login'), login: 'niemand@nirgends', password: 'falsch geraten' }];
			};
			const guesses = await Promise.all(Array.from({ length: 12 }, guess));
			const answers = await Promise.all(guesses.map(([client, fields]) => client.post('/login', fields)));
			assert.deepEqual(answers.map(({ status }) => status), Array(12).fill(422));
			assert.equal(answers.filter(({ text }) => /bitte warten Sie/.test(text)).length, 7, 'five are free');
		});

		test('a step is good once and for ten minutes, and not after the password was changed', async () => {
			const someone = await signedIn(server, 'specialist@coesfeld');
			const { codes } = await setUp(someone);
			const client = await firstStep('specialist@coesfeld');
			const cookie = `step=${client.cookies.get('step')}`;
			assert.equal((await secondStep(client, codes[0])).status, 303);
			const twice = await new Client(server.base).get('/login/code', { headers: { cookie } });
			assert.equal(twice.status, 303, 'the step was used');
			assert.match(twice.location, /^\/login\?to=/);
			assert.equal((await new Client(server.base).get('/login/code')).location, '/login?to=%2F');
			assert.equal((await new Client(server.base).json('/login/code')).status, 404);
			assert.equal((await new Client(server.base).get('/login/code', { headers: { cookie: 'step=erfunden' } })).status, 303);

			const [early, late] = [await firstStep('specialist@coesfeld'), await firstStep('specialist@coesfeld')];
			assert.equal((await someone.submit('/account', { old_password: DEMO_PASSWORD, password: `${DEMO_PASSWORD} neu` })).status, 303);
			assert.equal((await early.get('/login/code')).status, 303, 'void');
			await server.end();
			sql(`UPDATE sign_in_step SET ended_at = NULL, made_at = ${Date.now() - 10 * 60 * 1000 - 1000}`);
			server = await launch();
			late.base = server.base;
			assert.equal((await late.get('/login/code')).status, 303, 'over');
		});

		test('new recovery codes void the old ones; turning it off takes a code, and then one step is enough', async () => {
			const client = await signedIn(server, 'administrator@coesfeld');
			const { app, codes } = await setUp(client);
			assert.equal((await client.submit('/account/second-factor/codes', { one_time_code: '000000' })).status, 422);
			assert.equal((await client.submit('/account/second-factor/codes', { one_time_code: '' })).status, 422);
			const renewed = codesIn(await client.submit('/account/second-factor/codes', { one_time_code: app.next() }));
			assert.equal(renewed.length, 10);
			assert.equal((await client.submit('/account/second-factor/off', { one_time_code: codes[0] })).status, 422);
			assert.equal((await client.submit('/account/second-factor/off', { one_time_code: renewed[0] })).status, 303);
			assert.equal((await new Client(server.base).submit('/login', { login: 'administrator@coesfeld', password: DEMO_PASSWORD })).location, '/');
			const csrf = await client.csrf('/account');
			for (const what of ['off', 'codes']) {
				assert.equal((await client.get(`/account/second-factor/${what}`)).status, 404);
				assert.equal((await client.post(`/account/second-factor/${what}`, { csrf, one_time_code: renewed[1] })).status, 404);
			}
			const again = await client.post('/account/second-factor/confirm', { csrf, one_time_code: app.used() });
			assert.equal(again.location, '/account/second-factor', 'nothing was begun');
		});

		test('the administration resets it for somebody who lost both: sessions end, the log and the holder know', async () => {
			const admin = await signedIn(server, 'admin@system');
			const idOf = async (login) => (await admin.json('/accounts')).json().items.find((one) => one.login === login).id;
			const id = await idOf('authority@arnsberg');
			assert.equal((await admin.submit(`/accounts/${id}`, { email: 'vera@arnsberg.example' })).status, 303);
			const holder = await signedIn(server, 'authority@arnsberg');
			const other = await signedIn(server, 'authority@arnsberg');
			await setUp(holder);
			assert.equal((await other.json('/account')).status, 401, 'a session that began with the password alone is over');
			assert.equal((await box.next()).subject, 'Zweiter Faktor in Scharnier eingeschaltet');
			await firstStep('authority@arnsberg');
			const csrf = await admin.csrf(`/accounts/${id}`);
			assert.equal((await admin.post(`/accounts/${id}/second-factor/reset`, {})).status, 403, 'no token of the form');
			assert.equal((await holder.post(`/accounts/${id}/second-factor/reset`, { csrf: await holder.csrf('/account') })).status, 403);
			assert.equal((await admin.submit(`/accounts/${id}`, {}, { action: `/accounts/${id}/second-factor/reset` })).location, `/accounts/${id}`);
			assert.equal((await box.next()).subject, 'Zweiter Faktor in Scharnier abgeschaltet');
			assert.equal((await holder.json('/account')).status, 401);
			await signedIn(server, 'authority@arnsberg');
			assert.equal((await admin.post(`/accounts/${id}/second-factor/reset`, { csrf })).status, 404, 'there is none any more');
			assert.equal((await admin.post(`/accounts/${await idOf('admin@system')}/second-factor/reset`, { csrf })).status, 422, 'not one\'s own');
			const { items } = (await admin.json('/audit')).json();
			for (const action of ['factor.begin', 'factor.on', 'factor.asked', 'factor.reset']) {
				assert.ok(items.some((one) => one.action === action && one.object === 'accounts/authority@arnsberg'), action);
			}
		});

		test('who must have one and has none can only set it up; then everything opens, and it is only turned off to be renewed', async () => {
			await again({ SCHARNIER_REQUIRE_TOTP: 'technical' });
			const ministry = await signedIn(server, 'ministry@land');
			assert.equal((await ministry.get('/rules/proposals')).status, 200, 'not for this role');
			const admin = await signedIn(server, 'admin@system');
			for (const page of ['/', '/accounts', '/account', '/centres']) {
				const answer = await admin.get(page);
				assert.equal(answer.status, 303, page);
				assert.equal(answer.location, '/account/second-factor', page);
			}
			assert.equal((await admin.json('/accounts')).status, 403);
			const csrf = await admin.csrf('/account/second-factor');
			assert.equal((await admin.post('/accounts/new', { csrf, login: 'neu@land', name: 'N', role: 'lasi', password: 'ein langes Passwort' })).status, 403);
			assert.equal((await admin.get('/help')).status, 200);
			assert.match((await admin.get('/account/second-factor')).text, /Bitte richten Sie zuerst den zweiten Faktor ein/);
			const { app, codes } = await setUp(admin);
			assert.equal((await admin.get('/accounts')).status, 200);
			assert.match((await admin.get('/account/second-factor')).text, /verlangt den zweiten Faktor/);
			assert.equal((await admin.submit('/account/second-factor/off', { one_time_code: codes[0] })).location, '/account/second-factor');
			assert.equal((await admin.get('/accounts')).location, '/account/second-factor', 'renewing leads to setting it up again');
			const renewed = await setUp(admin);
			assert.notEqual(renewed.app.secret, app.secret);
			assert.equal((await admin.get('/accounts')).status, 200);
			await again({ SCHARNIER_REQUIRE_TOTP: 'all' });
			const everybody = await signedIn(server, 'ministry@land');
			assert.equal((await everybody.get('/rules/proposals')).location, '/account/second-factor');
			assert.equal((await new Client(server.base).get('/centres')).status, 200, 'visitors are not asked');
			await again({ SCHARNIER_REQUIRE_TOTP: 'technical' });
			const wrong = await run(['check', '--db', db.url], { env: { SCHARNIER_REQUIRE_TOTP: 'vielleicht' } });
			assert.equal(wrong.code, 2);
			assert.match(wrong.stderr, /none, technical oder all/);
		});

		test('with a key the secret lies closed in the database; without, check says so; another key opens nothing', async () => {
			const env = { SCHARNIER_SECRET_KEY: keyFile('one', 'a') };
			await server.end();
			const findings = async (more) => JSON.parse((await run(['check', '--db', db.url, '--json'], { env: more })).stdout).findings.filter(({ part }) => part === 'access');
			assert.equal(sql("SELECT count(*) FROM second_factor WHERE secret LIKE 'box1:%'"), '0');
			const open = await findings({});
			assert.ok(open.some(({ weight, text }) => weight === 'mend' && /offen in der Datenbank und in jeder Sicherung/.test(text)), JSON.stringify(open));
			assert.ok(!open.some(({ text }) => /hat keinen zweiten Faktor/.test(text)), 'the technical administration has one');
			server = await launch(env);
			const ministry = await signedIn(server, 'ministry@land');
			const { app, codes } = await setUp(ministry);
			await server.end();
			const kept = sql("SELECT f.secret FROM second_factor f JOIN account a ON a.id = f.account_id WHERE a.login = 'ministry@land'");
			assert.match(kept, /^box1:/);
			assert.ok(!kept.includes(app.secret.replaceAll(' ', '').slice(0, 8)));
			assert.equal(sql(`SELECT count(*) FROM recovery_code WHERE code_hash LIKE '%${codes[0]}%'`), '0');
			for (const lost of [await findings({}), await findings({ SCHARNIER_SECRET_KEY: keyFile('two', 'b') })]) {
				assert.ok(lost.some(({ weight, text }) => weight === 'broken' && /lässt sich nicht öffnen/.test(text)), JSON.stringify(lost));
			}
			sql("DELETE FROM second_factor WHERE secret LIKE 'open:%'");
			const good = await findings(env);
			assert.ok(good.some(({ weight, text }) => weight === 'good' && /Ein Konto hat einen zweiten Faktor/.test(text)), JSON.stringify(good));
			assert.ok(good.some(({ weight, text }) => weight === 'hint' && /Administration hat keinen zweiten Faktor/.test(text)));
			server = await launch({ SCHARNIER_SECRET_KEY: path.join(folder, 'two') });
			const client = await firstStep('ministry@land');
			const closed = await secondStep(client, app.next());
			assert.equal(closed.status, 422);
			assert.match(closed.text, /lässt sich gerade nicht prüfen/);
			assert.equal((await secondStep(client, codes[0])).status, 303, 'recovery codes need no key');
			await again(env);
			assert.equal((await secondStep(await firstStep('ministry@land'), app.used())).status, 303);
			writeFileSync(path.join(folder, 'bad'), 'kein Schlüssel\n');
			chmodSync(path.join(folder, 'bad'), 0o600);
			assert.equal((await run(['check', '--db', db.url], { env: { SCHARNIER_SECRET_KEY: path.join(folder, 'bad') } })).code, 2);
			chmodSync(path.join(folder, 'one'), 0o644);
			assert.equal((await run(['check', '--db', db.url], { env })).code, 2, 'a key that others can read is none');
		});

		test('a program with a token is not asked; no token reaches the second factor', async () => {
			await again();
			const admin = await signedIn(server, 'administrator@coesfeld');
			const made = await admin.submit('/account/tokens', { name: 'Programm', access: 'full' });
			const secret = /sch_[\w-]{43}/.exec(made.text)[0];
			await setUp(admin);
			await again({ SCHARNIER_REQUIRE_TOTP: 'all' });
			const program = new Client(server.base, { headers: { authorization: `Bearer ${secret}` } });
			assert.equal((await program.json('/centres/coesfeld/staff')).status, 200);
			assert.equal((await program.json('/account/second-factor')).status, 403);
			for (const what of ['', '/confirm', '/codes', '/off']) {
				assert.equal((await program.postJson(`/account/second-factor${what}`, {})).status, 403, what);
			}
		});

		test('on https the step is bound to this host; without the token of the form nothing is tried', async () => {
			await server.end();
			server = await start({ database: db, env: box.env(), args: ['--secure'] });
			const client = new Client(server.base);
			const head = { login: 'administrator@coesfeld', password: DEMO_PASSWORD };
			const answer = await client.submit('/login', head);
			const cookie = answer.headers['set-cookie'].find((line) => line.startsWith('__Host-step='));
			assert.match(cookie, /^__Host-step=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Secure; Max-Age=600$/);
			assert.equal((await client.post('/login/code', { one_time_code: '000000' })).status, 403);
			assert.equal((await client.post('/login/code', { one_time_code: '000000', csrf: await client.csrf('/login/code') }, { headers: { 'sec-fetch-site': 'cross-site' } })).status, 403);
			assert.match((await client.get('/login/code')).headers['cache-control'], /no-store/);
		});
	});
}
