// oidc_real_kit.mjs -- two real sign-in services, written by others than us, for the tests: Debian's glewlwyd and npm's
// oidc-provider. Each is a child process with its own data, which goes with stop().

import { execFileSync, spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';

import { Client, ROOT, decodeEntities, formsOf, freeAddress } from './client.mjs';

const GLEWLWYD_TABLES = '/usr/share/doc/glewlwyd/database/init.sqlite3.sql.gz';
export const NO_GLEWLWYD = existsSync('/usr/bin/glewlwyd') && existsSync(GLEWLWYD_TABLES) ? false : 'glewlwyd is not installed';

/** A child process whose first line is its address, or that answers at `probe`. */
async function child(command, args, { cwd, probe } = {}) {
	const process_ = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
	const output = { stdout: '', stderr: '' };
	process_.stdout.on('data', (bytes) => (output.stdout += bytes));
	process_.stderr.on('data', (bytes) => (output.stderr += bytes));
	const ended = new Promise((resolve) => process_.on('close', resolve));
	const atExit = () => process_.kill('SIGKILL');
	process.on('exit', atExit);
	let over = false;
	ended.then(() => (over = true));
	for (let i = 0; i < 500 && !over; i++) {
		const ready = probe ? await fetch(probe).then(() => true, () => false) : output.stdout.includes('\n');
		if (ready) {
			return { address: output.stdout.split('\n')[0], output, stop: () => {
				process.removeListener('exit', atExit);
				process_.kill();
				return ended;
			} };
		}
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
	process_.kill('SIGKILL');
	throw new Error(`${command} does not start:\n${output.stdout}${output.stderr}`);
}

// --- oidc-provider --------------------------------------------------------------------------------------------------

export async function openOidcProvider(redirectUri) {
	const running = await child(process.execPath, [path.join(ROOT, 'tests/http/oidc_op.mjs'), redirectUri], { cwd: ROOT });
	return {
		issuer: running.address,
		clientId: 'scharnier',
		secret: 'scharnier-secret-0123456789',
		stop: running.stop,
		/** What a person does there: signs in, agrees. Returns the address that leads back. */
		async signIn(address, login = 'anna') {
			const browser = new Client(running.address);
			let place = new URL(address);
			for (let i = 0; i < 10 && place.origin === running.address; i++) {
				let answer = await browser.get(place.pathname + place.search);
				const form = formsOf(answer.text).find(({ method }) => method === 'post');
				if (form) {
					const action = new URL(form.action, running.address);
					answer = await browser.post(action.pathname, { ...form.fields, ...(/name="login"/.test(form.html) && { login, password: 'x' }) });
				}
				if (!answer.location) {
					throw new Error(`oidc-provider stops at ${place}: ${answer.status} ${decodeEntities(answer.text).slice(0, 1000)}`);
				}
				place = new URL(answer.location, running.address);
			}
			return place.pathname + place.search;
		},
	};
}

// --- glewlwyd -------------------------------------------------------------------------------------------------------

function configuration(folder, address) {
	return `port=${address.split(':')[1]}
bind_address="127.0.0.1"
external_url="http://${address}"
login_url="login.html"
api_prefix="api"
log_mode="file"
log_level="WARNING"
log_file="${folder}/glewlwyd.log"
cookie_secure=0
cookie_same_site="lax"
session_expiration=2419200
session_key="GLEWLWYD2_SESSION_ID"
admin_scope="g_admin"
profile_scope="g_profile"
user_module_path="/usr/lib/glewlwyd/user"
client_module_path="/usr/lib/glewlwyd/client"
user_auth_scheme_module_path="/usr/lib/glewlwyd/scheme"
plugin_module_path="/usr/lib/glewlwyd/plugin"
hash_algorithm="SHA512"
database = { type = "sqlite3"; path = "${folder}/glewlwyd.db"; };
static_files_path="/usr/share/glewlwyd/webapp/"
`;
}

function plugin(issuer) {
	const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
	const claim = (name, type = 'string') => ({ name, 'user-property': name, type, mandatory: true, 'on-demand': false, scope: [], token: true });
	return {
		module: 'oidc', name: 'oidc', display_name: 'Test', enabled: true,
		parameters: {
			iss: issuer, 'jwt-type': 'ecdsa', 'jwt-key-size': '256',
			key: privateKey.export({ type: 'pkcs8', format: 'pem' }), cert: publicKey.export({ type: 'spki', format: 'pem' }),
			'access-token-duration': 3600, 'refresh-token-duration': 86400, 'code-duration': 60, 'refresh-token-rolling': true, 'allow-non-oidc': false,
			'auth-type-code-enabled': true, 'auth-type-code-revoke-replayed': true, 'auth-type-token-enabled': false, 'auth-type-id-token-enabled': true,
			'auth-type-password-enabled': false, 'auth-type-client-enabled': false, 'auth-type-device-enabled': false, 'auth-type-refresh-enabled': true,
			'jwks-show': true, scope: [], 'pkce-allowed': true, 'pkce-method-plain-allowed': false, 'pkce-required': true, 'subject-type': 'public',
			'introspection-revocation-allowed': true, 'session-management-allowed': true, 'session-cookie-name': 'GLEWLWYD2_OIDC_SID',
			'session-cookie-expiration': 40320, 'request-parameter-allow': false,
			claims: [claim('preferred_username'), claim('groups')].map((one) => ({ ...one, 'user-property': one.name === 'groups' ? 'groups' : 'username' })),
			'name-claim': 'mandatory', 'name-claim-scope': ['openid'], 'email-claim': 'on-demand', 'email-claim-scope': ['openid'], 'scope-claim': 'no',
		},
	};
}

/** A user with further properties needs the user module to know them. */
const GROUPS_PROPERTY = { groups: { multiple: true, read: true, write: true, 'profile-read': true, 'profile-write': false } };

export async function openGlewlwyd(redirectUri) {
	const folder = mkdtempSync(path.join(tmpdir(), 'scharnier-glewlwyd-'));
	const address = await freeAddress();
	const base = `http://${address}`;
	writeFileSync(path.join(folder, 'tables.sql'), gunzipSync(readFileSync(GLEWLWYD_TABLES)));
	execFileSync('sqlite3', [path.join(folder, 'glewlwyd.db')], { input: readFileSync(path.join(folder, 'tables.sql')) });
	writeFileSync(path.join(folder, 'glewlwyd.conf'), configuration(folder, address));
	const running = await child('glewlwyd', ['-c', path.join(folder, 'glewlwyd.conf')], { cwd: folder, probe: `${base}/config` });
	const admin = new Client(base);
	const must = async (client, method, target, body) => {
		const answer = await client.request(method, `/api${target}`, { headers: { 'content-type': 'application/json', accept: 'application/json' }, body: JSON.stringify(body) });
		if (answer.status !== 200) {
			throw new Error(`glewlwyd: ${method} ${target}: ${answer.status} ${answer.text}`);
		}
		return answer;
	};
	await must(admin, 'POST', '/auth/', { username: 'admin', password: 'password' });
	const users = JSON.parse((await admin.json('/api/mod/user/database')).text);
	await must(admin, 'PUT', '/mod/user/database', { ...users, parameters: { ...users.parameters, 'data-format': GROUPS_PROPERTY } });
	await must(admin, 'PUT', '/mod/user/database/reset/', {});
	await must(admin, 'POST', '/mod/plugin/', plugin(`${base}/api/oidc`));
	await must(admin, 'POST', '/client/', { client_id: 'scharnier', name: 'Scharnier', confidential: true, client_secret: 'scharnier-secret-0123456789',
		enabled: true, redirect_uri: [redirectUri], authorization_type: ['code'], token_endpoint_auth_method: ['client_secret_basic'],
		post_logout_redirect_uris: new URL('/', redirectUri).href });
	await must(admin, 'POST', '/user/', { username: 'anna', name: 'Anna Müßig', password: 'anna-password-1', enabled: true, scope: ['openid', 'g_profile'], groups: ['ki-coesfeld-leitung'] });
	return {
		issuer: `${base}/api/oidc`,
		clientId: 'scharnier',
		secret: 'scharnier-secret-0123456789',
		async stop() {
			await running.stop();
			rmSync(folder, { recursive: true, force: true });
		},
		/** Its pages are a program in the browser; this does what they do: sign in, agree, go on. */
		async signIn(target) {
			const browser = new Client(base);
			await must(browser, 'POST', '/auth/', { username: 'anna', password: 'anna-password-1' });
			await must(browser, 'PUT', '/auth/grant/scharnier', { scope: 'openid' });
			const place = new URL(target);
			const answer = await browser.get(`${place.pathname}${place.search}&g_continue`);
			if (!answer.location?.includes('code=')) {
				throw new Error(`glewlwyd gives no code: ${answer.status} ${answer.location} ${answer.text}`);
			}
			const back = new URL(answer.location);
			return back.pathname + back.search;
		},
	};
}
