// openapi_http.mjs -- /openapi.json says what the program does: it is valid OpenAPI 3.1, knows every route, and every
// JSON answer that any role gets from the demo data fits its schema. P-SEC-1.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { Validator } from '@seriousme/openapi-schema-validator';

import { Client, DATABASES, DEMO_PASSWORD, signedIn, source, start } from './client.mjs';
import { operationsOf, pathOf, Schemas } from './openapi_kit.mjs';
import { App } from './totp.mjs';

const LOGINS = [null, 'head@coesfeld', 'specialist@coesfeld', 'administrator@coesfeld', 'authority@arnsberg', 'ministry@land', 'lasi@land', 'admin@system'];

/* Pages behind a page that no JSON answer names: the forms to a rule. */
const FORMS_OF_RULE = ['end', 'replace', 'confirm'];

/** All addresses of this server in an answer. */
function addressesIn(value) {
	if (typeof value === 'string') {
		return /^\/(?!\/)[^\s<>]*$/.test(value) ? [value.split('#')[0]] : [];
	}
	return value && typeof value === 'object' ? Object.values(value).flatMap(addressesIn) : [];
}

const isPage = (operation) => Boolean(operation?.responses['200']?.content?.['application/json'] && operation.responses['200'].content['text/html']);

for (const database of DATABASES) {
	describe(`the face for programs on ${database}`, () => {
		let server, document, schemas;
		const clients = new Map();
		before(async () => {
			server = await start({ database });
			document = (await new Client(server.base).json('/openapi.json')).json();
			schemas = new Schemas(document);
			for (const login of LOGINS) {
				clients.set(login, login ? await signedIn(server, login) : new Client(server.base));
			}
			const lasi = clients.get('lasi@land'); // some pages need a second factor
			await lasi.submit('/account/second-factor', { old_password: DEMO_PASSWORD });
			const { secret } = (await lasi.json('/account/second-factor')).json();
			await lasi.submit('/account/second-factor', { one_time_code: new App(secret).next() });
		});
		after(() => server.stop());

		test('the document is valid OpenAPI 3.1, in both languages', async () => {
			for (const [language, about] of [['de', /dieselben Rechte/], ['en', /the same rights/]]) {
				const answer = await new Client(server.base).json(`/openapi.json?lang=${language}`);
				assert.equal(answer.headers['content-type'], 'application/json');
				assert.match(answer.json().info.description, about);
				const validator = new Validator();
				assert.deepEqual(await validator.validate(answer.json()), { valid: true });
				assert.equal(validator.version, '3.1');
			}
			const english = (await new Client(server.base, { language: 'en' }).json('/openapi.json')).json();
			assert.match(english.info.description, /the same rights/, 'Accept-Language counts, too');
			assert.equal((await new Client(server.base).json('/openapi.json?lang=fr')).status, 422);
		});

		test('every route is in it, with its right, and nothing else; each has its own id, tags and words', () => {
			const golden = source('tests/golden/routes.txt').split('\n').filter(Boolean).map((line) => line.split(/\s+/).slice(0, 3).join(' '));
			const operations = operationsOf(document);
			const told = operations.map(({ method, path, ...rest }) => `${method.toUpperCase()} ${path} ${rest['x-right']}`);
			assert.deepEqual(told.sort(), golden.sort());
			assert.equal(new Set(operations.map(({ id }) => id)).size, operations.length);
			const silent = operations.filter(({ summary }) => !summary).map(({ id }) => `route.${id}`);
			assert.deepEqual(silent, [], 'words in messages/ that say what these addresses are for');
		});

		test('what needs which way of signing in, and what no token reaches', () => {
			const ways = (method, path) => document.paths[path][method].security.map((one) => Object.keys(one).sort().join('+'));
			assert.deepEqual(ways('get', '/centres'), ['', 'token', 'session']);
			assert.deepEqual(ways('post', '/centres/{slug}/suggestions'), ['token', 'csrf+session']);
			assert.deepEqual(ways('post', '/login'), ['csrf+visitor']);
			for (const operation of operationsOf(document).filter((one) => ['accounts', 'signed_in'].includes(one['x-right']))) {
				assert.ok(!operation.security.some((one) => 'token' in one), operation.id);
			}
		});

		test('forms say type, length, bounds and what is needed', () => {
			const form = document.paths['/centres/{slug}/suggestions'].post.requestBody.content['application/json'].schema;
			assert.deepEqual(form.required, ['ags8', 'received_on', 'subject', 'wording']);
			assert.equal(form.additionalProperties, false);
			assert.deepEqual([form.properties.wording.minLength, form.properties.wording.maxLength], [1, 4000]);
			assert.equal(form.properties.received_on.format, 'date');
			const rule = document.paths['/rules/new'].post.requestBody.content['application/json'].schema;
			assert.ok(rule.properties.item.enum.length > 10);
			assert.equal(rule.properties.unit_cents.type[0], 'integer', 'money is in cents');
			const login = document.paths['/login'].post.requestBody.content['application/json'].schema;
			assert.deepEqual([login.properties.password.format, login.properties.password.writeOnly], ['password', true]);
			const answer = document.paths['/centres/{slug}/suggestions/{id}/answer'].post;
			assert.ok(answer.parameters.some(({ $ref }) => $ref?.endsWith('/if_match')));
			assert.ok(answer.requestBody.content['application/json'].schema.properties.version);
			assert.ok(!answer.requestBody.content['application/json'].schema.required.includes('version'));
		});

		/** Walks from address to address: at most a few of each path, so that a hundred rules do not take a minute. */
		async function walk(client, visited) {
			const seen = new Set();
			const count = new Map();
			const todo = Object.entries(document.paths).filter(([path, { get }]) => get && !path.replace('{slug}', '').includes('{')).map(([path]) => path.replace('{slug}', 'coesfeld'));
			todo.push('/centres/coesfeld', '/centres/coesfeld/checks', '/centres/coesfeld/bodies', '/centres/coesfeld/site', '/centres/coesfeld/suggestions',
				'/centres/coesfeld/conflicts', '/centres/coesfeld/agreements', '/centres/coesfeld/settings', '/centres?view=list&sort=inhabitants',
				'/rules?day=all', '/rules/proposals?state=all', '/centres/borken/checks', '/centres/coesfeld/checks?day=2013-05-01',
				'/rules/entitlement?authority=kreisfreie_stadt&day=2024-06-01', '/rules/compare?from=2018-01-01&to=2024-01-01', '/may-apply?municipality=Bonn',
				'/centres/coesfeld/conflicts/1/conclude', '/centres/coesfeld/interpreters', '/interpreters/request?place=Neu', '/land/what-if/coesfeld?item=specialist&euros=59000');
			const lastMonth = new Date(Date.UTC(new Date().getFullYear(), new Date().getMonth() - 1, 15)).toISOString().slice(0, 7);
			todo.push(`/centres/coesfeld/reports/${lastMonth}/check`);
			for (let address; (address = todo.shift()) !== undefined;) {
				const path = pathOf(document, address);
				if (!path || seen.has(address) || (count.get(path) ?? 0) >= 4 || !isPage(document.paths[path].get)) {
					continue;
				}
				seen.add(address);
				count.set(path, (count.get(path) ?? 0) + 1);
				const answer = await client.json(address);
				if (answer.status === 303) { // what was handed in is shown under its own address
					todo.push(answer.location);
				} else if (answer.status === 200) {
					assert.deepEqual(schemas.errorsOfAnswer(answer.json(), path, 'get', 200), [], address);
					visited.add(path);
					todo.push(...(path === '/rules/{code}' ? FORMS_OF_RULE.map((form) => `${address}/${form}`) : []), ...addressesIn(answer.json()), ...(/\/conflicts$/.test(address) ? answer.json().conflicts.map(({ id }) => `${address}/${id}`) : []));
				} else {
					assert.match(answer.headers['content-type'], /^application\/problem\+json/, address);
					assert.deepEqual(schemas.errorsOfProblem(answer.json()), [], address);
					assert.ok(String(answer.status) in document.paths[path].get.responses, `${address}: ${answer.status} is not in the document`);
				}
			}
		}

		test('every JSON answer of every page, to every role, fits its schema', { timeout: 300_000 }, async () => {
			const visited = new Set();
			for (const login of LOGINS) {
				await walk(clients.get(login), visited);
			}
			const missed = operationsOf(document).filter(({ method, path, ...rest }) => method === 'get' && isPage(rest) && !visited.has(path)).map(({ path }) => path);
			const byLink = /^\/(interpreters|apply)\/.*\{code\}/; // opens only with what stands in a mail
			assert.deepEqual(missed.filter((path) => !path.includes('{id}') && !byLink.test(path) && !['/login/reset/{code}', '/login/code'].includes(path)), [], 'pages whose answer nobody got');
		});

		test('what is read from an address is declared: the log warns of nothing', () => {
			const warnings = `${server.output.stdout}${server.output.stderr}`.split('\n').filter((line) => line.includes('query field not declared'));
			assert.deepEqual([...new Set(warnings)], []);
		});

		test('a field that the form does not have is refused by name, and nothing is saved; other names of the page are none', async () => {
			const head = clients.get('head@coesfeld');
			const { csrf } = (await head.json('/account')).json();
			const before = (await head.json('/centres/coesfeld/suggestions')).json().suggestions.length;
			const good = { ags8: '05558012', received_on: '2026-01-15', subject: 'Ein Anliegen', wording: 'Der Wortlaut.' };
			for (const more of [{ subjekt: 'x' }, { centre_id: 1 }, { recorded_by: 'Jemand' }, { version: 1 }]) {
				const answer = await head.postJson('/centres/coesfeld/suggestions', { ...good, ...more }, { csrf });
				assert.equal(answer.status, 422, JSON.stringify(more));
				assert.deepEqual(schemas.errorsOfProblem(answer.json()), []);
				assert.deepEqual(answer.json().errors.map(({ field }) => field), Object.keys(more));
				assert.ok(!answer.json().errors[0].detail.includes('{name}'));
			}
			assert.equal((await head.json('/centres/coesfeld/suggestions')).json().suggestions.length, before);
			const answer = await head.postJson('/centres/coesfeld/suggestions', { ...good, csrf });
			assert.equal(answer.status, 200, answer.text);
		});
	});
}
