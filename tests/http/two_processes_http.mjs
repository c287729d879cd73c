// two_processes_http.mjs -- two processes on one PostgreSQL serve the same people: nothing that matters lives in one of
// them alone. P-OPS-1, P-SEC-1.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { Client, demoDatabase, DEMO_PASSWORD, formsOf, freshDatabase, NO_POSTGRESQL, psql, run, signedIn, start } from './client.mjs';
import { plain } from './rulebook_kit.mjs';

const AGREEMENT = { partner: 'Land', goals: 'Beispiel', concluded_on: '', valid_from: '01.01.2098', valid_to: '31.12.2099', review: '' };
const PATH = '/centres/coesfeld/agreements';

const formWith = (page, field) => formsOf(page.text).find(({ method, html }) => method === 'post' && html.includes(`name="${field}"`));

/** The same person, with the same cookies, at the other process. */
function at(server, client) {
	const same = new Client(server.base);
	same.cookies = client.cookies;
	return same;
}

describe('two processes on one PostgreSQL', { skip: NO_POSTGRESQL }, () => {
	let db;
	let a;
	let b;
	before(async () => {
		db = await demoDatabase('postgresql');
		a = await start({ database: db });
		b = await start({ database: db, command: 'serve' });
	});
	after(async () => {
		await a?.end();
		await b?.end();
		db?.drop();
	});

	test('started at the same moment on an empty database, both come up, and each migration ran once', async () => {
		const empty = freshDatabase('postgresql');
		const both = await Promise.all([1, 2, 3].map(() => start({ database: empty, command: 'serve' })));
		const [count, distinct] = psql(empty.url, 'SELECT count(*), count(DISTINCT name) FROM migration').split('|').map(Number);
		assert.ok(count > 0);
		assert.equal(count, distinct);
		for (const server of both) {
			assert.equal((await new Client(server.base).get('/centres/coesfeld')).status, 200);
		}
		await Promise.all(both.map((server) => server.end()));
		empty.drop();
	});

	test('signed in at one, signed in at the other; signed out at the other, signed out everywhere', async () => {
		const here = await signedIn(a, 'head@coesfeld');
		const there = at(b, here);
		assert.equal((await there.json('/account')).json().user.login, 'head@coesfeld');
		const csrf = await here.csrf('/account');
		const session = new Map(here.cookies);
		assert.equal((await there.post('/logout', { csrf })).status, 303, 'the token of a form of the one is good at the other');
		here.cookies = session;
		assert.equal((await here.json('/account')).status, 401);
	});

	test('a visitor’s form from one process is taken by the other: the token is no process’s secret', async () => {
		const visitor = new Client(a.base);
		const form = formWith(await visitor.get('/login'), 'password');
		const answer = await at(b, visitor).post(form.action, { ...form.fields, login: 'head@unna', password: DEMO_PASSWORD });
		assert.equal(answer.status, 303, plain(answer.text).slice(0, 300));
	});

	test('what is changed at one is seen at the other at once, settings too', async () => {
		const here = await signedIn(a, 'head@coesfeld');
		const there = at(b, here);
		const title = 'Beispiel: an der einen geschrieben';
		assert.equal((await here.submit(PATH, { ...AGREEMENT, title })).status, 303);
		const { agreements } = (await there.json(PATH)).json();
		const one = agreements.find((row) => row.title === title);
		assert.equal((await there.submit(one.path, { title: `${title}, an der anderen geändert` })).status, 303);
		assert.equal((await here.json(one.path)).json().agreement.title, `${title}, an der anderen geändert`);
		for (const [to, from, value] of [[here, there, '1.11.2026'], [there, here, '2.11.2026']]) {
			const fields = { value: `Haus vom ${value}`, valid_from: value, source: 'Beispiel' };
			assert.equal((await to.submit('/centres/coesfeld/settings?name=centre.display_name', fields)).status, 303);
			assert.equal((await from.json('/centres/coesfeld')).json().centre.name, fields.value);
		}
	});

	test('two people at two processes change the same: the second sees both versions', async () => {
		const here = await signedIn(a, 'head@coesfeld');
		const there = await signedIn(b, 'head@coesfeld');
		const form = formWith(await here.get(`${PATH}/1`), 'goals');
		const theirs = formWith(await there.get(`${PATH}/1`), 'goals');
		assert.equal((await there.post(theirs.action, { ...theirs.fields, goals: 'von dort' })).status, 303);
		const stale = await here.post(form.action, { ...form.fields, goals: 'von hier' });
		assert.equal(stale.status, 409);
		assert.match(plain(stale.text), /von dort/);
		assert.match(plain(stale.text), /von hier/);
	});

	test('wrong passwords count together: five at the one and at the other make both wait', async () => {
		const wrong = async (server) => {
			const answer = await new Client(server.base).submit('/login', { login: 'lasi@land', password: 'falsch falsch falsch' });
			return plain(answer.text);
		};
		for (const server of [a, b, a, b, a]) {
			assert.match(await wrong(server), /stimmen nicht/);
		}
		for (const server of [b, a]) {
			assert.match(await wrong(server), /Sekunden/);
		}
	});

	test('an account that is closed at one is out at the other', async () => {
		const admin = await signedIn(a, 'admin@system');
		const password = 'ein langes Passwort';
		assert.equal((await admin.submit('/accounts/new', { login: 'kurz@land', name: 'Vera Beispiel', role: 'lasi', password })).status, 303);
		const vera = await signedIn(b, 'kurz@land', { password });
		const { id, version } = (await at(b, admin).json('/accounts')).json().items.find(({ login }) => login === 'kurz@land');
		assert.equal((await admin.post(`/accounts/${id}/close`, { csrf: await admin.csrf('/accounts'), version })).status, 303);
		assert.equal((await vera.json('/account')).status, 401);
	});

	test('both write at once: each acknowledged entry is there exactly once, each refusal says "later", the chain is whole', async () => {
		const writers = [];
		for (const server of [a, b, a, b]) {
			writers.push(await signedIn(server, 'head@coesfeld'));
		}
		const statuses = await Promise.all(writers.flatMap((client, w) => Array.from({ length: 15 }, async (_, i) => {
			const csrf = await client.csrf('/account');
			const { status } = await client.post(PATH, { ...AGREEMENT, csrf, title: `Gleichzeitig ${w}-${i}` });
			return { title: `Gleichzeitig ${w}-${i}`, status };
		})));
		const there = psql(db.url, "SELECT title FROM centre_agreement WHERE title LIKE 'Gleichzeitig%'").split('\n').sort();
		const saved = statuses.filter(({ status }) => status === 303).map(({ title }) => title).sort();
		assert.deepEqual(there, saved);
		assert.ok(statuses.every(({ status }) => status === 303 || status === 503), JSON.stringify(statuses));
		assert.ok(saved.length >= statuses.length * 0.9, `${saved.length} of ${statuses.length}`);
		const audit = await run(['audit', 'verify', '--db', db.url]);
		assert.equal(audit.code, 0, audit.stdout + audit.stderr);
	});

	test('one ends: its people go on at the other with their sessions', async () => {
		const here = await signedIn(a, 'head@coesfeld');
		assert.equal((await a.end()).code, 0);
		assert.equal((await at(b, here).json('/account')).status, 200);
	});
});
