// oidc_kit.mjs -- a sign-in service (OpenID Connect) of our own for tests: real HTTP, keys of its own, and ready to
// misbehave once in any way that a test asks for. Beside it what all tests of the sign-in share.
//
//   const service = await openService();
//   const server = await startWith(service, { roles: 'leitung:head:coesfeld' });
//   service.next.claims = (claims) => ({ ...claims, aud: 'another' });      // for the next sign-in only
//   const answer = await signInThrough(new Client(server.base));

import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { freeAddress, start } from './client.mjs';

export const CLIENT_ID = 'scharnier test';
export const SECRET = 'geheim: mit % und Umlaut ä';
export const seconds = () => Math.floor(Date.now() / 1000);
const base64url = (data) => Buffer.from(data).toString('base64url');

// --- keys and tokens ------------------------------------------------------------------------------------------------

export function makeKey(alg, kid) {
	const kinds = {
		RS256: () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
		ES256: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
		EdDSA: () => generateKeyPairSync('ed25519'),
	};
	const { publicKey, privateKey } = kinds[alg]();
	return { alg, kid, privateKey, publicKey, jwk: { ...publicKey.export({ format: 'jwk' }), kid, alg, use: 'sig' } };
}

export function signed(key, header, claims) {
	const text = `${base64url(JSON.stringify(header))}.${base64url(typeof claims === 'string' ? claims : JSON.stringify(claims))}`;
	const bytes = Buffer.from(text);
	const signature = key.alg === 'EdDSA' ? sign(null, bytes, key.privateKey) : sign('sha256', bytes, { key: key.privateKey, dsaEncoding: 'ieee-p1363' });
	return `${text}.${base64url(signature)}`;
}

/** The left half of the hash, as at_hash wants it. */
export function halfHash(alg, token) {
	const hash = createHash(alg === 'EdDSA' ? 'sha512' : 'sha256').update(token).digest();
	return base64url(hash.subarray(0, hash.length / 2));
}

// --- the service ----------------------------------------------------------------------------------------------------

class Service {
	constructor() {
		this.key = makeKey('RS256', 'k1');
		this.published = [this.key.jwk];
		this.person = { sub: 'person-1', name: 'Anna Müßig', preferred_username: 'anna', groups: ['leitung'] };
		this.userinfo = null; // what /userinfo answers with; else just the mark
		this.discovery = {}; // members that differ
		this.seen = {}; // how often each address was asked
		this.open = new Map(); // codes that were given out
		this.next = {};
	}

	document() {
		const at = (name) => `${this.issuer}/${name}`;
		return {
			issuer: this.issuer,
			authorization_endpoint: at('authorize'),
			token_endpoint: at('token'),
			jwks_uri: at('keys'),
			end_session_endpoint: at('leave'),
			userinfo_endpoint: at('userinfo'),
			response_types_supported: ['code'],
			subject_types_supported: ['public'],
			id_token_signing_alg_values_supported: ['RS256'],
			mtls_endpoint_aliases: { token_endpoint: 'https://elsewhere.invalid/token' },
			authorization_response_iss_parameter_supported: true,
			...this.discovery,
		};
	}

	/** The person has signed in at once: back with a code. */
	authorize(query) {
		const code = randomBytes(12).toString('hex');
		this.open.set(code, Object.fromEntries(query));
		this.lastQuery = query;
		const params = { code, state: query.get('state'), iss: this.issuer };
		const back = new URL(query.get('redirect_uri'));
		for (const [name, value] of Object.entries(this.next.answer?.(params) ?? params)) {
			back.searchParams.set(name, value);
		}
		return back.href;
	}

	claimsFor(wish, accessToken) {
		const now = seconds();
		const claims = { iss: this.issuer, aud: CLIENT_ID, iat: now, exp: now + 300, nonce: wish.nonce,
			at_hash: halfHash(this.key.alg, accessToken), ...this.person };
		return this.next.claims?.(claims) ?? claims;
	}

	/** Takes a code once, from its client, with its verifier. */
	token(rq, form) {
		const wish = this.open.get(form.get('code'));
		this.open.delete(form.get('code'));
		const [id, secret] = Buffer.from((rq.headers.authorization ?? '').replace(/^Basic /, ''), 'base64').toString().split(':').map(decodeURIComponent);
		const challenge = createHash('sha256').update(form.get('code_verifier') ?? '').digest('base64url');
		if (id !== CLIENT_ID || secret !== SECRET) {
			return [401, { error: 'invalid_client' }];
		}
		if (!wish || challenge !== wish.code_challenge || wish.code_challenge_method !== 'S256' || form.get('redirect_uri') !== wish.redirect_uri) {
			return [400, { error: 'invalid_grant' }];
		}
		const accessToken = this.accessToken = randomBytes(16).toString('hex');
		const claims = this.claimsFor(wish, accessToken);
		const header = { alg: this.key.alg, kid: this.key.kid, typ: 'JWT', ...this.next.header };
		const idToken = this.next.sign?.(header, claims) ?? signed(this.next.key ?? this.key, header, claims);
		return [200, { access_token: accessToken, token_type: 'Bearer', expires_in: 300, id_token: idToken, ...this.next.tokens }];
	}

	answer(rq, rs, body) {
		const url = new URL(rq.url, this.issuer);
		const name = url.pathname.slice(1);
		this.seen[name] = (this.seen[name] ?? 0) + 1;
		const json = (status, object) => rs.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(object));
		if (this.next.raw?.[name]) {
			return this.next.raw[name](rq, rs);
		}
		switch (name) {
		case '.well-known/openid-configuration':
			return json(200, this.document());
		case 'keys':
			return json(200, { keys: this.published });
		case 'authorize':
			return rs.writeHead(303, { location: this.authorize(url.searchParams) }).end();
		case 'token':
			return json(...this.token(rq, new URLSearchParams(body)));
		case 'userinfo':
			return rq.headers.authorization === `Bearer ${this.accessToken}` ? json(200, this.userinfo ?? { sub: this.person.sub }) : json(401, {});
		default:
			return json(404, {});
		}
	}
}

/** Starts it; options: tls ({ key, cert }), host (of the issuer's address). */
export async function openService({ tls, host = '127.0.0.1' } = {}) {
	const service = new Service();
	const handle = (rq, rs) => {
		let body = '';
		rq.on('data', (bytes) => (body += bytes));
		rq.on('end', () => service.answer(rq, rs, body));
	};
	const listener = tls ? https.createServer(tls, handle) : http.createServer(handle);
	await new Promise((resolve) => listener.listen(0, '127.0.0.1', resolve));
	service.issuer = `${tls ? 'https' : 'http'}://${host}:${listener.address().port}`;
	service.close = () => new Promise((resolve) => {
		listener.close(resolve);
		listener.closeAllConnections?.();
	});
	return service;
}

// --- the program with it --------------------------------------------------------------------------------------------

/**
 * Starts the program with a sign-in service: service is { issuer }; options of start(), and roles, settings. Without
 * the demo's accounts, unless command is 'demo'.
 */
export async function startWith(service, { roles = 'leitung:head:coesfeld, ki-{slug}:specialist, land:lasi', settings = {}, clientId = CLIENT_ID, secret = SECRET, command = 'serve', ...options } = {}) {
	const folder = mkdtempSync(path.join(tmpdir(), 'scharnier-oidc-'));
	const file = path.join(folder, 'secret');
	writeFileSync(file, `${secret}\n`, { mode: 0o600 });
	const listen = options.listen ?? (await freeAddress());
	const env = {
		SCHARNIER_PUBLIC_URL: `http://${listen}`,
		SCHARNIER_OIDC_ISSUER: service.issuer,
		SCHARNIER_OIDC_CLIENT: clientId,
		SCHARNIER_OIDC_SECRET_FILE: file,
		SCHARNIER_OIDC_NAME: 'dem Testdienst',
		SCHARNIER_OIDC_ROLES: roles,
		...settings,
	};
	const server = await start({ ...options, command, listen, env: { ...env, ...options.env } });
	const stop = server.stop;
	server.stop = async () => {
		rmSync(folder, { recursive: true, force: true });
		return stop();
	};
	/** Why an answer was a refusal: the code in the log line with the number that the page names. */
	server.reason = async (answer) => {
		const request = /<span class="app-code">([\w-]{10})<\/span>/.exec(answer.text)?.[1] ?? 'none';
		const line = new RegExp(`sign-in refused.* reason="?([^"\\n]*?)"? key=.*request="?${request}`);
		for (let i = 0; i < 200 && !line.test(server.output.stderr); i++) {
			await new Promise((resolve) => setTimeout(resolve, 10)); // the line comes by another pipe than the answer
		}
		return line.exec(server.output.stderr)?.[1] ?? `none logged: ${answer.status} ${answer.text.slice(0, 300)}`;
	};
	return server;
}

/** What the browser is sent to: the service's address. */
export async function goThere(client, target = '/login/oidc') {
	const answer = await client.get(target);
	if (answer.status !== 303) {
		throw new Error(`${target}: ${answer.status} ${answer.text.slice(0, 1000)}`);
	}
	return answer.location;
}

/** Asks the service of this file; returns the path that leads back. */
export async function throughService(address, options) {
	const { get } = address.startsWith('https:') ? https : http;
	const location = await new Promise((resolve, reject) =>
		get(address, options ?? {}, (rs) => resolve(rs.resume().headers.location)).on('error', reject));
	const back = new URL(location);
	return back.pathname + back.search;
}

/** All the way; the answer is the one to the browser's return. */
export async function signInThrough(client, target) {
	return client.get(await throughService(await goThere(client, target)));
}
