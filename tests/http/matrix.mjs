// matrix.mjs -- every route x role x tenant, on both databases, against a table that is written down here and in
// tests/golden/routes.txt, not asked from the program. A route that the golden file does not know fails the build.
// P-SEC-1, S-RUL-7 (who may propose and approve), S-CEN-9.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { Client, DATABASES, run, signedIn, source, start } from './client.mjs';

/* Who has which right. */
const IN_CENTRE = ['signed_in', 'centre.read', 'rule.read'];
const OF_LAND = ['signed_in', 'centre.read', 'rule.read', 'staff.land', 'report.read', 'report.land', 'grant.land'];
const STAFF = ['staff.read', 'staff.record'];
const POOL = ['pool.read', 'pool.record'];
const ACTIVITY = ['activity.read', 'activity.record', 'report.read', 'report.prepare'];
const GRANT = ['grant.read', 'grant.record'];
const FORWARD = ['forward.read', 'forward.record'];
const ROLES = {
	'head@coesfeld': [...IN_CENTRE, ...STAFF, ...POOL, ...ACTIVITY, 'centre.record', 'centre.decide', 'staff.decide', 'pool.decide', 'pool.settle', 'report.release', ...GRANT, 'grant.submit', ...FORWARD, 'forward.decide'],
	'specialist@coesfeld': [...IN_CENTRE, ...POOL, ...ACTIVITY, ...FORWARD, 'centre.record'],
	'administrator@coesfeld': [...IN_CENTRE, ...STAFF, ...POOL, ...ACTIVITY, 'centre.record', 'pool.settle', ...GRANT, ...FORWARD],
	'authority@arnsberg': [...OF_LAND, 'rule.propose', 'rule.approve', 'staff.read', 'grant.read', 'grant.check', 'grant.decide'],
	'ministry@land': [...OF_LAND, 'rule.propose', 'rule.approve', 'land.setting'],
	'lasi@land': [...OF_LAND, 'staff.read', 'report.evaluate'],
	'admin@system': ['signed_in', 'accounts', 'audit.read', 'land.setting', 'jobs'],
};
const ACTS_FOR_LAND = ['authority@arnsberg', 'ministry@land', 'lasi@land'];
/* Each ends what the others need, or needs more than a path. */
const APART = ['POST /logout', 'POST /login'];

const golden = source('tests/golden/routes.txt').split('\n').filter(Boolean).map((line) => {
	const [method, path, right, tenant] = line.split(/\s+/);
	return { method, path, right, tenant };
});

const words = ({ method, path, right, tenant }) => `${method} ${path} ${right} ${tenant}`;

test('every route stands in tests/golden/routes.txt with its right and its tenant, and none is without a right', async () => {
	const { stdout, code } = await run(['routes', '--json']);
	assert.equal(code, 0);
	const routes = JSON.parse(stdout);
	assert.deepEqual(routes.map(words).sort(), golden.map(words).sort());
	assert.ok(routes.every(({ right }) => right !== 'none'));
	assert.ok(routes.every(({ path, tenant }) => path.includes('{slug}') === (tenant !== 'none')));
});

/** What the dispatcher must do: 'ask' (401), 'deny' (403), 'hide' (404) or 'let'. */
function expected(route, login, slug) {
	const isPublic = route.right === 'public';
	if (!isPublic && !login) {
		return 'ask';
	}
	if (!isPublic && !ROLES[login].includes(route.right)) {
		return 'deny';
	}
	if (slug === 'nirgendwo') {
		return 'hide';
	}
	const foreign = route.tenant === 'own' && slug !== 'coesfeld' && !ACTS_FOR_LAND.includes(login);
	return foreign ? 'hide' : 'let';
}

const address = (route, slug) => route.path.replace('{slug}', slug).replace('{id}', '987654').replace('{code}', 'nicht-da');

async function ask(client, route, slug, csrf) {
	const path = address(route, slug);
	return route.method === 'GET' ? client.json(path) : client.postJson(path, {}, { csrf });
}

function judge(answer, wish, where) {
	assert.ok(answer.status < 500, `${where}: ${answer.status} ${answer.text.slice(0, 300)}`);
	if (wish === 'ask') {
		assert.equal(answer.status, 401, where);
	} else if (wish === 'deny') {
		assert.equal(answer.status, 403, where);
	} else if (wish === 'hide') {
		assert.equal(answer.status, 404, where);
	} else {
		assert.ok(![401, 403, 405].includes(answer.status), `${where}: ${answer.status} ${answer.text.slice(0, 300)}`);
	}
}

for (const database of DATABASES) {
	describe(`route x role x tenant on ${database}`, () => {
		let server;
		const clients = new Map();
		before(async () => {
			server = await start({ database });
			clients.set(null, { client: new Client(server.base) });
			for (const login of Object.keys(ROLES)) {
				const client = await signedIn(server, login);
				clients.set(login, { client, csrf: (await client.json('/account')).json().csrf });
			}
		});
		after(() => server.stop());

		for (const login of [null, ...Object.keys(ROLES)]) {
			test(`${login ?? 'nobody'} gets what the role may see, in the own KI, a foreign one and one that is not there`, async () => {
				const { client, csrf } = clients.get(login);
				for (const route of golden.filter(({ method, path }) => !APART.includes(`${method} ${path}`))) {
					for (const slug of route.path.includes('{slug}') ? ['coesfeld', 'borken', 'nirgendwo'] : ['']) {
						// A visitor's write is stopped by the token, once the KI is known to be there.
						const isVisitors = !login && route.method === 'POST' && route.right === 'public' && slug !== 'nirgendwo';
						const wish = isVisitors ? 'deny' : expected(route, login, slug);
						judge(await ask(client, route, slug, csrf), wish, `${login} ${route.method} ${address(route, slug)}`);
					}
				}
			});
		}

		test('a foreign KI and one that is not there answer alike (P-SEC-1)', async () => {
			const { client } = clients.get('head@coesfeld');
			const strip = (text) => text.replace(/urn:request:[^"]*/, '');
			const foreign = await client.json('/centres/borken/checks');
			const absent = await client.json('/centres/nirgendwo/checks');
			assert.equal(foreign.status, 404);
			assert.equal(strip(foreign.text), strip(absent.text));
		});

		test('no write without the token of this session, from another site or by a stolen form', async () => {
			const { client, csrf } = clients.get('head@coesfeld');
			const other = clients.get('ministry@land').csrf;
			for (const route of golden.filter(({ method, path, right }) => method === 'POST' && ROLES['head@coesfeld'].includes(right) && !APART.includes(`${method} ${path}`))) {
				const path = address(route, 'coesfeld');
				for (const [token, headers] of [[undefined, {}], [other, {}], ['x'.repeat(64), {}], [csrf, { 'sec-fetch-site': 'cross-site' }], [csrf, { origin: 'https://anderswo.example' }]]) {
					const answer = await client.postJson(path, {}, { csrf: token, headers });
					assert.equal(answer.status, 403, `${path} with ${token} ${JSON.stringify(headers)}`);
				}
			}
		});

		test('signing out ends the session at once', async () => {
			const client = await signedIn(server, 'specialist@coesfeld');
			const cookie = [...client.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
			assert.equal((await client.json('/account')).status, 200);
			assert.equal((await client.submit('/account', {}, { action: '/logout' })).status, 303);
			assert.equal((await client.json('/account', { headers: { cookie } })).status, 401);
		});
	});
}
