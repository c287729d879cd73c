// oidc_accounts_http.mjs -- who somebody is here who comes from the sign-in service: accounts made and linked, roles that
// change there, refusals; two processes on one database; the service's own troubles. On both databases. P-SEC-1, P-OPS-1.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';

import { Client, DATABASES, DEMO_PASSWORD, NO_POSTGRESQL, freshDatabase, run, signedIn, start } from './client.mjs';
import { App } from './totp.mjs';
import { goThere, makeKey, openService, signInThrough, startWith, throughService } from './oidc_kit.mjs';

const account = async (client) => (await client.json('/account')).json().user;
const accounts = async (admin) => (await admin.json('/accounts')).json().items;

for (const database of DATABASES) {
	describe(`people from the sign-in service, on ${database}`, () => {
		let service;
		let server;
		let admin;
		before(async () => {
			service = await openService();
			server = await startWith(service, { database, command: 'demo' });
			admin = await signedIn(server, 'admin@system');
		});
		after(async () => {
			await server.stop();
			await service.close();
		});
		beforeEach(() => {
			service.next = {};
			service.userinfo = null;
		});

		async function come(person, { client = new Client(server.base), target } = {}) {
			service.person = person;
			const answer = await signInThrough(client, target);
			return { client, answer };
		}
		async function refused(person, reason, words) {
			const { client, answer } = await come(person);
			assert.equal(answer.status, 403, answer.text.slice(0, 300));
			assert.equal(await server.reason(answer), reason);
			assert.match(answer.text, words);
			assert.equal((await client.json('/account')).status, 401);
		}
		const entry = async (login) => (await accounts(admin)).find((one) => one.login === login);

		test('the sign-in page offers the service, and leads back to the page that was asked for', async () => {
			const client = new Client(server.base);
			const asked = await client.get('/centres/coesfeld/checks?day=2024-06-01');
			assert.equal(asked.status, 303);
			const page = await client.get(asked.location);
			assert.match(page.text, /Mit dem Testdienst anmelden/);
			const link = /href="(\/login\/oidc\?to=[^"]*)"/.exec(page.text)[1];
			const { answer } = await come({ sub: 'p-1', name: 'Anna Müßig', preferred_username: 'anna@service', groups: ['leitung'] }, { client, target: link });
			assert.equal(answer.status, 303);
			assert.equal(answer.location, '/centres/coesfeld/checks?day=2024-06-01');
			assert.equal((await client.get(answer.location)).status, 200);
			const me = await account(client);
			assert.deepEqual([me.login, me.name, me.role, me.centre_slug, me.issuer], ['anna@service', 'Anna Müßig', 'head', 'coesfeld', service.issuer]);
			for (const target of ['//evil.example', 'https://evil.example/', '/\\evil.example', '/login']) {
				assert.equal((await come(service.person, { target: `/login/oidc?to=${encodeURIComponent(target)}` })).answer.location, '/');
			}
		});

		test('a fresh session, as with a password; the one before is over', async () => {
			const client = await signedIn(server, 'lasi@land');
			const old = client.cookies.get('session');
			await come({ sub: 'p-1', groups: ['leitung'] }, { client });
			assert.notEqual(client.cookies.get('session'), old);
			assert.equal((await account(client)).login, 'anna@service');
			assert.equal((await new Client(server.base).json('/account', { headers: { cookie: `session=${old}` } })).status, 401);
		});

		test('the same person comes back to the same account; role, KI and name follow the service', async () => {
			const first = await come({ sub: 'p-2', name: 'Ben Beispiel', preferred_username: 'ben', groups: ['ki-borken'] });
			const { id } = await account(first.client);
			const second = await come({ sub: 'p-2', name: 'Ben Muster', preferred_username: 'other', groups: ['nothing', 'land'] });
			const me = await account(second.client);
			assert.deepEqual([me.id, me.login, me.name, me.role, me.centre_slug ?? null], [id, 'ben', 'Ben Muster', 'lasi', null]);
			assert.equal((await account(first.client)).role, 'lasi'); // also where he was signed in before
			const log = (await admin.json('/audit')).json().items.filter(({ object }) => object === 'accounts/ben').map(({ action }) => action);
			assert.ok(log.includes('account.provider') && log.includes('account.create') && log.includes('login.ok'), log.join());
		});

		test('nobody without a role, with two KI at once, of a KI that is not there; a role that ends closes the sessions', async () => {
			await refused({ sub: 'p-3', groups: ['else'] }, 'role.none', /nennt aber keine Rolle/);
			await refused({ sub: 'p-3' }, 'role.none', /nennt aber keine Rolle/);
			await refused({ sub: 'p-3', groups: 'Leitung' }, 'role.none', /keine Rolle/);
			await refused({ sub: 'p-3', groups: ['ki-borken', 'ki-unna'] }, 'role.two', /mehrere KI/);
			await refused({ sub: 'p-3', groups: ['ki-atlantis'] }, 'role.centre', /keine Rolle/);
			await refused({ sub: 'p-3', groups: ["ki-borken' OR '1'='1"] }, 'role.none', /keine Rolle/);
			const { client } = await come({ sub: 'p-3', preferred_username: 'carla', groups: ['ki-borken'] });
			assert.equal((await account(client)).role, 'specialist');
			const { csrf } = (await client.json('/account')).json();
			const { secret } = (await client.postJson('/account/tokens', { name: 'Auswertung', access: 'read' }, { csrf })).json().token;
			const program = new Client(server.base, { headers: { authorization: `Bearer ${secret}` } });
			assert.equal((await program.json('/centres/borken/checks')).status, 200);
			await refused({ sub: 'p-3', groups: [] }, 'role.none', /keine Rolle/);
			assert.equal((await client.json('/account')).status, 401);
			assert.equal((await program.json('/centres/borken/checks')).status, 401);
		});

		test('of several values the first line of the mapping decides, whatever their order', async () => {
			for (const groups of [['land', 'ki-unna', 'leitung'], ['leitung', 'land', 'ki-unna']]) {
				const { client } = await come({ sub: 'p-4', preferred_username: 'dora', groups });
				assert.deepEqual([(await account(client)).role, (await account(client)).centre_slug], ['head', 'coesfeld']);
			}
		});

		test('a closed account stays closed', async () => {
			await come({ sub: 'p-5', preferred_username: 'emil', groups: ['leitung'] });
			const { id, version } = await entry('emil');
			assert.equal((await admin.post(`/accounts/${id}/close`, { csrf: await admin.csrf('/accounts/new'), version })).status, 303);
			await refused({ sub: 'p-5', preferred_username: 'emil', groups: ['leitung'] }, 'account.closed', /Ihr Konto ist geschlossen/);
		});

		test('an account here is not taken over by its name, its e-mail address or a claim that is not the mark', async () => {
			const person = { sub: 'p-6', preferred_username: 'head@coesfeld', email: 'head@coesfeld', email_verified: true, groups: ['leitung'] };
			const { client } = await come(person);
			const me = await account(client);
			assert.match(me.login, /^oidc-[0-9a-f]{16}$/);
			const head = await signedIn(server, 'head@coesfeld'); // still has its password
			assert.notEqual((await account(head)).id, me.id);
			assert.equal((await come(person)).answer.status, 303);
		});

		test('an account that the administrator released by its mark is linked, and has no password any more', async () => {
			const { id } = await entry('specialist@coesfeld');
			const place = `/accounts/${id}/identity`;
			assert.equal((await admin.submit(place, { subject: '' }, { action: place })).status, 422);
			assert.equal((await admin.submit(place, { subject: 'p-1' }, { action: place })).status, 422); // somebody else's
			assert.equal((await admin.submit(place, { subject: 'p-7', by_login: '1' }, { action: place })).status, 422);
			assert.equal((await admin.submit(place, { subject: 'p-7' }, { action: place })).status, 303);
			const before = await signedIn(server, 'specialist@coesfeld'); // holds until the first sign-in
			await before.submit('/account/second-factor', { old_password: DEMO_PASSWORD });
			const app = new App((await before.json('/account/second-factor')).json().secret);
			assert.equal((await before.submit('/account/second-factor', { one_time_code: app.next() })).status, 200);
			assert.equal((await admin.json(`/accounts/${id}`)).json().factor, true);
			const { client } = await come({ sub: 'p-7', name: 'Fritz Neu', preferred_username: 'whatever', groups: ['ki-coesfeld'] });
			assert.deepEqual([(await account(client)).id, (await account(client)).name], [id, 'Fritz Neu']);
			assert.equal((await before.json('/account')).status, 401);
			await assert.rejects(signedIn(server, 'specialist@coesfeld'), /cannot sign in: 422/);
			assert.match((await client.get('/account')).text, /über den Anmeldedienst an/);
			const token = (await client.json('/account')).json().csrf;
			assert.equal((await admin.json(`/accounts/${id}`)).json().factor, false, 'the second factor here goes with the password');
			assert.match((await admin.get(`/accounts/${id}`)).text, /Sache des Anmeldedienstes/);
			assert.match((await client.get('/account')).text, /Ein zweiter Faktor wird dort eingerichtet/);
			const factor = await client.get('/account/second-factor');
			assert.match(factor.text, /Ein zweiter Faktor wird dort eingerichtet/);
			assert.doesNotMatch(factor.text, /name="old_password"/);
			assert.equal((await client.postJson('/account/second-factor', { old_password: DEMO_PASSWORD }, { csrf: token })).status, 403);
			assert.doesNotMatch((await client.get('/account')).text, /href="\/account\/email"/);
			assert.equal((await client.postJson('/account', { old_password: DEMO_PASSWORD, password: 'Ein neues Passwort 1' }, { csrf: token })).status, 422);
			const shown = await admin.get(place);
			assert.match(shown.text, /p-7/);
			assert.match((await admin.get('/accounts')).text, /Anmeldedienst/);
			assert.equal((await admin.submit(place, {}, { action: `${place}/remove` })).status, 303);
			assert.equal((await client.json('/account')).status, 401);
			assert.equal((await admin.post(`${place}/remove`, { csrf: await admin.csrf('/accounts/new') })).status, 404);
		});

		test('an account that was released by its login is linked by it, once', async () => {
			const { id } = await entry('administrator@coesfeld');
			const place = `/accounts/${id}/identity`;
			const person = { sub: 'p-8', preferred_username: 'Administrator@Coesfeld', groups: ['ki-coesfeld'] };
			assert.equal((await admin.submit(place, { by_login: '1' }, { action: place })).status, 303);
			assert.equal((await account((await come(person)).client)).id, id);
			const other = await come({ ...person, sub: 'p-9' });
			assert.notEqual((await account(other.client)).id, id);
		});

		test('only the technical administration sees and does this, for accounts that are there', async () => {
			const { id } = await entry('lasi@land');
			const head = await signedIn(server, 'ministry@land');
			assert.equal((await head.json(`/accounts/${id}/identity`)).status, 403);
			assert.equal((await admin.json('/accounts/987654/identity')).status, 404);
			assert.equal((await admin.json('/accounts/x/identity')).status, 404);
		});

		test('what only /userinfo says is asked there, and must be about the same person', async () => {
			service.userinfo = { sub: 'p-10', name: 'Gerda', groups: ['leitung'] };
			const { client } = await come({ sub: 'p-10' });
			assert.deepEqual([(await account(client)).name, (await account(client)).role], ['Gerda', 'head']);
			service.userinfo = { sub: 'p-1', groups: ['land'] };
			await refused({ sub: 'p-10' }, 'userinfo.sub', /nicht so bestätigt/);
		});

		test('signing out ends our session and offers the page for signing out there', async () => {
			const { client } = await come({ sub: 'p-1', groups: ['leitung'] });
			const answer = await client.submit('/account', {}, { action: '/logout' });
			assert.equal(answer.location, '/login?left=1');
			assert.match((await client.get(answer.location)).text, /href="\/login\/oidc\/leave"/);
			const leave = new URL((await client.get('/login/oidc/leave')).location);
			assert.equal(leave.origin + leave.pathname, `${service.issuer}/leave`);
			assert.equal(leave.searchParams.get('post_logout_redirect_uri'), `${server.base}/`);
			assert.equal((await client.json('/account')).status, 401);
		});

		test('the keys may change: an unknown one is looked for, and the other two kinds are taken as well', async () => {
			const now = service.key;
			for (const alg of ['ES256', 'EdDSA']) {
				const fresh = await openService();
				fresh.key = makeKey(alg, 'first');
				fresh.published = [fresh.key.jwk];
				const other = await startWith(fresh, { database });
				const answer = await signInThrough(new Client(other.base));
				assert.equal(answer.status, 303, `${alg} ${answer.text.slice(0, 500)}`);
				await other.stop();
				await fresh.close();
			}
			assert.equal(service.key, now);
		});
	});
}

test('two processes on one PostgreSQL: there with one, back to the other', { skip: NO_POSTGRESQL }, async () => {
	const service = await openService();
	const database = freshDatabase('postgresql');
	const one = await startWith(service, { database });
	const two = await startWith(service, { database, settings: { SCHARNIER_PUBLIC_URL: one.base } });
	const client = new Client(one.base);
	const back = await throughService(await goThere(client));
	client.base = two.base; // behind a balancer this is the same address
	assert.equal((await client.get(back)).status, 303);
	client.base = one.base;
	assert.equal((await account(client)).role, 'head');
	assert.equal(await one.reason(await client.get(back)), 'state.used');
	await two.end();
	await one.stop();
	await service.close();
});

test('https: only with a certificate that holds for the name, by the authority that was named', async () => {
	const folder = mkdtempSync(path.join(tmpdir(), 'scharnier-tls-'));
	const file = (name) => path.join(folder, name);
	execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2', '-subj', '/CN=Test',
		'-addext', 'subjectAltName=DNS:localhost', '-keyout', file('key.pem'), '-out', file('cert.pem')], { stdio: 'ignore' });
	const tls = { key: readFileSync(file('key.pem')), cert: readFileSync(file('cert.pem')) };
	const trusting = { SCHARNIER_OIDC_CA_FILE: file('cert.pem') };
	for (const [host, settings, wish] of [['localhost', trusting, 303], ['localhost', {}, 503], ['127.0.0.1', trusting, 503]]) {
		const service = await openService({ tls, host });
		const server = await startWith(service, { settings });
		const client = new Client(server.base);
		const answer = await client.get('/login/oidc');
		assert.equal(answer.status, wish, `${host} ${Object.keys(settings)}`);
		if (wish === 303) {
			const back = await throughService(answer.location, { ca: tls.cert });
			assert.equal((await client.get(back)).status, 303);
		} else {
			assert.match(await server.reason(answer), /certificate/i);
		}
		await server.stop();
		await service.close();
	}
	rmSync(folder, { recursive: true });
});

test('discovery: another issuer, an endpoint over http or on this machine, no document, nobody there', async () => {
	const service = await openService();
	const cases = [
		[{ issuer: 'https://evil.example' }, /issuer is not the configured one/],
		[{ token_endpoint: 'http://intern.example/token' }, /endpoint/],
		[{ token_endpoint: undefined }, /endpoint/],
		[{ authorization_endpoint: 'javascript:alert(1)' }, /endpoint/],
		[{ jwks_uri: 'file:///etc/passwd' }, /endpoint/],
	];
	for (const [discovery, reason] of cases) {
		service.discovery = discovery;
		const server = await startWith(service);
		const client = new Client(server.base);
		const answer = await client.get('/login/oidc');
		assert.equal(answer.status, 503);
		assert.match(await server.reason(answer), reason);
		const asked = service.seen['.well-known/openid-configuration'];
		assert.equal((await client.get('/login/oidc')).status, 503); // not asked again at once
		assert.equal(service.seen['.well-known/openid-configuration'], asked);
		await server.stop();
	}
	service.discovery = {};
	const server = await startWith(service);
	await service.close();
	const answer = await new Client(server.base).get('/login/oidc');
	assert.equal(answer.status, 503);
	assert.match(answer.text, /Der Anmeldedienst antwortet gerade nicht/);
	assert.match(answer.text, /name="password"/); // the other way in is still there
	await server.stop();
});

test('without a sign-in service there is no trace of one', async () => {
	const server = await start({ command: 'serve' });
	const client = new Client(server.base);
	assert.ok(!(await client.get('/login')).text.includes('/login/oidc'));
	for (const address of ['/login/oidc', '/login/oidc/back?code=x&state=y', '/login/oidc/leave']) {
		assert.equal((await client.get(address)).status, 404);
	}
	await server.stop();
});

test('a configuration that cannot work is refused with a sentence', async () => {
	const folder = mkdtempSync(path.join(tmpdir(), 'scharnier-conf-'));
	const good = { oidc_issuer: 'https://anmeldung.example', oidc_client: 'scharnier', public_url: 'https://ki.example', oidc_roles: 'a:head:coesfeld' };
	const cases = [
		[{ oidc_issuer: 'http://anmeldung.example' }, /oidc_issuer muss eine Adresse mit https/],
		[{ oidc_issuer: 'http://localhost' }, /oidc_issuer muss eine Adresse mit https/],
		[{ oidc_issuer: undefined }, /oidc_issuer fehlt/],
		[{ oidc_client: undefined }, /oidc_client/],
		[{ public_url: undefined }, /public_url/],
		[{ public_url: 'http://ki.example' }, /public_url/],
		[{ oidc_roles: undefined }, /oidc_roles fehlt/],
		[{ oidc_roles: 'a:head' }, /»a:head«/],
		[{ oidc_roles: 'a:king:coesfeld' }, /»a:king:coesfeld«/],
		[{ oidc_roles: 'a:lasi:coesfeld' }, /»a:lasi:coesfeld«/],
		[{ oidc_roles: 'ki-{slug}:lasi' }, /»ki-\{slug\}:lasi«/],
		[{ oidc_scopes: 'profile' }, /oidc_scopes muss openid/],
		[{ oidc_secret_file: '/nirgendwo' }, /oidc_secret_file \/nirgendwo/],
		[{ oidc_ca_file: '/nirgendwo' }, /oidc_ca_file \/nirgendwo/],
		[{ oidc_colour: 'blue' }, /gibt es nicht/],
	];
	for (const [change, words] of [[{}, null], ...cases]) {
		const file = path.join(folder, 'scharnier.conf');
		writeFileSync(file, Object.entries({ ...good, ...change }).filter(([, value]) => value).map(([name, value]) => `${name} = ${value}\n`).join(''));
		const { code, stderr } = await run(['routes', '--config', file]);
		assert.equal(code, words ? 2 : 0, `${JSON.stringify(change)} ${stderr}`);
		if (words) {
			assert.match(stderr, words);
		}
	}
	rmSync(folder, { recursive: true });
});
