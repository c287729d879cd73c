// oidc_real_http.mjs -- the whole sign-in with two real services that others wrote: glewlwyd (ES256, sid in the token,
// groups in the token) and oidc-provider (RS256, RFC 9207, groups in /userinfo only). On both databases. P-SEC-1.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { Client, DATABASES, freeAddress } from './client.mjs';
import { goThere, startWith } from './oidc_kit.mjs';
import { NO_GLEWLWYD, openGlewlwyd, openOidcProvider } from './oidc_real_kit.mjs';

const SERVICES = [
	{ name: 'glewlwyd', open: openGlewlwyd, skip: NO_GLEWLWYD, scopes: 'openid' },
	{ name: 'oidc-provider', open: openOidcProvider, skip: false, scopes: 'openid profile' },
];

for (const { name, open, skip, scopes } of SERVICES) {
	describe(name, { skip }, () => {
		for (const database of DATABASES) {
			test(`there, signed in, back with the role from the claim, on ${database}`, async () => {
				const listen = await freeAddress();
				const service = await open(`http://${listen}/login/oidc/back`);
				const server = await startWith(service, { ...service, database, listen, roles: 'ki-{slug}-leitung:head', settings: { SCHARNIER_OIDC_SCOPES: scopes } });
				try {
					const client = new Client(server.base);
					const back = await service.signIn(await goThere(client, '/login/oidc?to=%2Fcentres%2Fcoesfeld%2Fchecks'));
					const answer = await client.get(back);
					assert.equal(answer.status, 303, answer.status === 303 ? '' : await server.reason(answer));
					assert.equal(answer.location, '/centres/coesfeld/checks');
					const { user } = (await client.json('/account')).json();
					assert.deepEqual([user.name, user.login, user.role, user.centre_slug, user.issuer], ['Anna Müßig', 'anna', 'head', 'coesfeld', service.issuer]);

					const again = await client.get(back);
					assert.equal(await server.reason(again), 'state.used');

					const other = new Client(server.base); // the same person, another browser: the same account
					assert.equal((await other.get(await service.signIn(await goThere(other)))).status, 303);
					assert.equal((await other.json('/account')).json().user.id, user.id);

					const twisted = new URL(await service.signIn(await goThere(other)), server.base);
					twisted.searchParams.set('code', `${twisted.searchParams.get('code')}x`);
					assert.match(await server.reason(await other.get(twisted.pathname + twisted.search)), /^token: invalid_/);

					const leave = await other.get('/login/oidc/leave');
					assert.ok([303, 404].includes(leave.status));
					if (leave.location) {
						assert.ok((await fetch(leave.location, { redirect: 'manual' })).status < 400, `${name} does not take ${leave.location}`);
					}
				} finally {
					await server.stop();
					await service.stop();
				}
			});
		}
	});
}
