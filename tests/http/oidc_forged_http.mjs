// oidc_forged_http.mjs -- what the sign-in service says is believed only if every check holds: forged, foreign, old and
// odd answers, each refused for its own reason (in the log), with the same kind words for the person. P-SEC-1.

import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, beforeEach, describe, test } from 'node:test';
import { deflateRawSync } from 'node:zlib';

import { Client } from './client.mjs';
import { CLIENT_ID, goThere, halfHash, makeKey, openService, seconds, signed, signInThrough, startWith, throughService } from './oidc_kit.mjs';

const KIND_WORDS = 'Der Anmeldedienst hat Sie nicht so bestätigt';
const AWAY_WORDS = 'Der Anmeldedienst antwortet gerade nicht';
const base64url = (data) => Buffer.from(data).toString('base64url');

describe('a sign-in service that cannot be believed', () => {
	let service;
	let server;
	before(async () => {
		service = await openService();
		server = await startWith(service);
	});
	after(async () => {
		await server.stop();
		await service.close();
	});
	beforeEach(() => {
		service.next = {};
	});

	/** Refused for this reason, without a session, and with words that do not tell which check it was. */
	async function refused(answer, client, reason, { status = 403, words = KIND_WORDS } = {}) {
		assert.equal(answer.status, status, answer.text.slice(0, 500));
		assert.equal(await server.reason(answer), reason);
		assert.ok(answer.text.includes(words), answer.text);
		assert.ok(!client.cookies.has('session'), 'a session was begun');
		assert.equal((await client.json('/account')).status, 401);
	}

	async function refuse(next, reason, options) {
		const client = new Client(server.base);
		service.next = next;
		await refused(await signInThrough(client), client, reason, options);
	}

	async function taken(next) {
		const client = new Client(server.base);
		service.next = next;
		const answer = await signInThrough(client);
		assert.equal(answer.status, 303, answer.status === 303 ? '' : await server.reason(answer));
		assert.equal((await client.json('/account')).json().user.login, 'anna');
		return client;
	}

	const claim = (change) => ({ claims: (claims) => ({ ...claims, ...change }) });
	const without = (name) => ({ claims: ({ [name]: _, ...rest }) => rest });

	test('control: an honest answer is taken', () => taken({}));

	test('iss: another service, none, or one more slash', async () => {
		await refuse(claim({ iss: 'https://evil.example' }), 'iss');
		await refuse(claim({ iss: `${service.issuer}/` }), 'iss');
		await refuse(without('iss'), 'iss');
		await refuse(claim({ iss: [service.issuer, 'https://evil.example'] }), 'iss');
	});

	test('iss of the answer (RFC 9207): another, or missing although announced', async () => {
		await refuse({ answer: (params) => ({ ...params, iss: 'https://evil.example' }) }, 'answer.iss');
		await refuse({ answer: ({ iss, ...params }) => params }, 'answer.iss');
	});

	test('aud: for somebody else, missing, or not a text', async () => {
		await refuse(claim({ aud: 'another' }), 'aud');
		await refuse(claim({ aud: [] }), 'aud');
		await refuse(claim({ aud: `${CLIENT_ID}2` }), 'aud');
		await refuse(claim({ aud: { of: CLIENT_ID } }), 'aud');
		await refuse(without('aud'), 'aud');
	});

	test('azp: several audiences need it, and it must be us', async () => {
		await refuse(claim({ aud: [CLIENT_ID, 'another'] }), 'azp');
		await refuse(claim({ aud: [CLIENT_ID, 'another'], azp: 'another' }), 'azp');
		await refuse(claim({ azp: 'another' }), 'azp');
		await refuse(claim({ azp: [CLIENT_ID, 'another'] }), 'azp');
		await taken(claim({ aud: ['another', CLIENT_ID], azp: CLIENT_ID }));
		await taken(claim({ aud: [CLIENT_ID] }));
	});

	test('nonce: of another sign-in, or missing', async () => {
		await refuse(claim({ nonce: 'f'.repeat(64) }), 'nonce');
		await refuse(claim({ nonce: '' }), 'nonce');
		await refuse(without('nonce'), 'nonce');
		const other = new URL(await goThere(new Client(server.base))).searchParams.get('nonce');
		await refuse(claim({ nonce: other }), 'nonce');
	});

	for (const sid of [undefined, 'session-4711']) {
		const beside = sid ? { sid } : {};
		test(`at_hash ${sid ? 'beside sid' : 'without sid'}: of another access token`, async () => {
			await refuse(claim({ at_hash: halfHash('RS256', 'another token'), ...beside }), 'at_hash');
			await refuse(claim({ at_hash: '', ...beside }), 'at_hash');
			await refuse(claim({ at_hash: 7, ...beside }), 'at_hash');
			await refuse({ tokens: { access_token: 'exchanged' }, ...claim(beside) }, 'at_hash');
			await taken(claim(beside));
		});
	}

	test('exp, iat, nbf: the clocks may differ by 60 s, not by more', async () => {
		const now = seconds();
		await refuse(claim({ exp: now - 65 }), 'exp');
		await taken(claim({ iat: now - 300, exp: now - 50 }));
		await refuse(claim({ iat: now + 70 }), 'iat');
		await taken(claim({ iat: now + 50 }));
		await refuse(claim({ nbf: now + 70 }), 'nbf');
		await taken(claim({ nbf: now + 50 }));
		await refuse(claim({ exp: 1 }), 'exp');
		await refuse(claim({ exp: String(now + 300) }), 'exp');
		await refuse(without('exp'), 'exp');
		await refuse(without('iat'), 'iat');
		await refuse(claim({ nbf: 'soon' }), 'nbf');
	});

	test('sub: missing, empty, too long, no text', async () => {
		await refuse(without('sub'), 'sub');
		await refuse(claim({ sub: '' }), 'sub');
		await refuse(claim({ sub: 'x'.repeat(256) }), 'sub');
		await refuse(claim({ sub: 4711 }), 'sub');
	});

	test('signature: altered, cut off, or by a stranger', async () => {
		const altered = (token) => token.replace(/.(?=[^.]{10}$)/, (c) => (c === 'A' ? 'B' : 'A'));
		await refuse({ sign: (header, claims) => altered(signed(service.key, header, claims)) }, 'signature');
		await refuse({ sign: (header, claims) => signed(service.key, header, claims).replace(/[^.]+$/, '') }, 'signature');
		await refuse({ key: makeKey('RS256', 'k1') }, 'signature');
		await refuse({ // the claims exchanged beneath a good signature
			sign: (header, claims) => {
				const [head, , signature] = signed(service.key, header, claims).split('.');
				return `${head}.${base64url(JSON.stringify({ ...claims, groups: ['land'] }))}.${signature}`;
			},
		}, 'signature');
	});

	test('alg: none, and HS256 with what is public', async () => {
		const none = (header, claims) => `${base64url(JSON.stringify({ ...header, alg: 'none' }))}.${base64url(JSON.stringify(claims))}.`;
		await refuse({ sign: none }, 'algorithm');
		for (const secret of [service.key.publicKey.export({ type: 'spki', format: 'pem' }), service.key.publicKey.export({ type: 'spki', format: 'der' }), JSON.stringify(service.key.jwk)]) {
			await refuse({
				sign: (header, claims) => {
					const text = `${base64url(JSON.stringify({ ...header, alg: 'HS256' }))}.${base64url(JSON.stringify(claims))}`;
					return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
				},
			}, 'algorithm');
		}
		await refuse({ header: { alg: 'RS512' } }, 'algorithm');
	});

	test('header: what must be understood, packed claims, another kind of token', async () => {
		await refuse({ header: { crit: ['b64'], b64: true } }, 'header');
		await refuse({ header: { typ: 'at+jwt' } }, 'header');
		await refuse({
			sign: (header, claims) => {
				const text = `${base64url(JSON.stringify({ ...header, zip: 'DEF' }))}.${base64url(deflateRawSync(JSON.stringify(claims)))}`;
				return `${text}.${signed(service.key, header, claims).split('.')[2]}`;
			},
		}, 'header');
	});

	test('a key that the token brings along is none', async () => {
		const own = makeKey('RS256', 'own');
		await refuse({ key: own, header: { kid: 'own', jwk: own.jwk } }, 'key');
		await refuse({ key: own, header: { kid: 'own', jku: `${service.issuer}/foreign-keys` } }, 'key');
		assert.equal(service.seen['foreign-keys'], undefined);
	});

	test('an unknown kid has the keys fetched again, but not at every attempt', async () => {
		const before = service.seen.keys;
		await refuse({ header: { kid: 'k9' } }, 'key');
		await refuse({ header: { kid: 'k9' } }, 'key');
		await refuse({ header: { kid: 'k9' } }, 'key');
		assert.ok(service.seen.keys - before <= 1, `${service.seen.keys - before} times`);
	});

	test('no token, or no JSON in it', async () => {
		await refuse({ tokens: { id_token: undefined } }, 'token.id_token');
		await refuse({ tokens: { id_token: 'x.y' } }, 'malformed');
		await refuse({ tokens: { token_type: 'mac' } }, 'token.type');
		await refuse({ tokens: { access_token: 'with\r\nline: end' } }, 'token.access_token');
		await refuse({ claims: () => 'no JSON' }, 'claims.json');
		await refuse({ claims: () => '[]' }, 'claims.json');
		await refuse({ claims: (claims) => `{"sub":"person-2",${JSON.stringify(claims).slice(1)}` }, 'claims.json');
	});

	test('the refusals of the service', async () => {
		await refuse({ answer: ({ state, iss }) => ({ state, iss, error: 'access_denied', error_description: '<b>forged words</b>' }) }, 'answer: access_denied');
		await refuse({ answer: ({ state, iss }) => ({ state, iss, error: 'Bitte 0900 anrufen\nforged=1' }) }, 'answer');
		await refuse({ answer: ({ state, iss }) => ({ state, iss }) }, 'answer.code');
		await refuse({ answer: (params) => ({ ...params, code: 'guessed' }) }, 'token: invalid_grant');
		assert.ok(!server.output.stderr.includes('0900'));
	});

	test('state: unknown, of another browser, used twice', async () => {
		const client = new Client(server.base);
		await refused(await client.get('/login/oidc/back?code=x&state=guessed'), client, 'state.unknown');
		await refused(await client.get('/login/oidc/back?code=x'), client, 'state.unknown');
		const victim = new Client(server.base);
		await victim.get('/login'); // has a visitor's cookie of its own
		const back = await throughService(await goThere(client));
		await refused(await victim.get(back), victim, 'state.browser');
		const bare = new Client(server.base);
		await refused(await bare.get(back), bare, 'state.browser');
		assert.equal((await client.get(back)).status, 303); // another browser spoils nothing
		const again = await client.get(back);
		assert.equal(again.status, 403);
		assert.equal(await server.reason(again), 'state.used');
		client.cookies.delete('session');
		const exchanged = await throughService(await goThere(client));
		const first = new URL(exchanged, server.base);
		first.searchParams.set('state', new URL(back, server.base).searchParams.get('state'));
		await refused(await client.get(first.pathname + first.search), client, 'state.used');
	});

	test('state and code of two sign-ins of one browser do not mix', async () => {
		const client = new Client(server.base);
		const one = new URL(await throughService(await goThere(client)), server.base);
		const two = new URL(await throughService(await goThere(client)), server.base);
		two.searchParams.set('code', one.searchParams.get('code'));
		await refused(await client.get(two.pathname + two.search), client, 'token: invalid_grant'); // the verifier does not fit
	});

	const away = { status: 503, words: AWAY_WORDS };
	test('a huge answer, a redirect, no JSON, a broken service', async () => {
		const raw = (token) => ({ raw: { token } });
		await refuse(raw((_, rs) => rs.writeHead(200, { 'content-type': 'application/json' }).end('{"x":"'.padEnd(2_000_000, 'x'))),
			`${service.issuer}/token: the answer is too long`, away);
		await refuse(raw((_, rs) => rs.writeHead(307, { location: `${service.issuer}/elsewhere` }).end('{}')), 'token');
		assert.equal(service.seen.elsewhere, undefined, 'a redirect was followed, with the code in hand');
		await refuse(raw((_, rs) => rs.writeHead(200).end('<html>Wartung</html>')), 'token.json');
		await refuse(raw((_, rs) => rs.writeHead(200).end(`${'['.repeat(100_000)}`)), 'token.json');
		await refuse(raw((_, rs) => rs.writeHead(502).end('{}')), `${service.issuer}/token: status 502`, away);
		await refuse(raw((rq) => rq.socket.destroy()), `${service.issuer}/token: Empty reply from server`, away);
	});

	test('a slow service costs 5 s, and other pages nothing', async () => {
		const clients = [1, 2, 3, 4, 5].map(() => new Client(server.base));
		const back = await Promise.all(clients.map(async (client) => throughService(await goThere(client))));
		let asked;
		const both = new Promise((resolve) => (asked = resolve));
		let waiting = 0;
		service.next = { raw: { token: () => ++waiting === 2 && asked() } }; // never answers
		const begin = Date.now();
		const answers = clients.map((client, i) => client.get(back[i]));
		await both; // two requests to the service are all that run at a time
		const pages = await Promise.all(Array.from({ length: 8 }, async () => {
			const start = Date.now();
			assert.equal((await new Client(server.base).get('/about')).status, 200);
			return Date.now() - start;
		}));
		for (const answer of await Promise.all(answers)) {
			assert.equal(answer.status, 503);
			assert.ok(answer.text.includes(AWAY_WORDS));
		}
		assert.ok(Date.now() - begin < 14_000, `${Date.now() - begin} ms`);
		assert.ok(pages.filter((ms) => ms < 4000).length >= 4, `pages took ${pages} ms meanwhile`);
	});

	test('programs get the same as problem details or JSON, without a hint either', async () => {
		const client = new Client(server.base);
		const answer = await client.json('/login/oidc/back?code=x&state=y');
		assert.equal(answer.status, 403);
		assert.ok(!answer.text.includes('state.unknown'));
	});
});
