// oidc_op.mjs -- the npm package oidc-provider as a sign-in service for the tests: node oidc_op.mjs REDIRECT_URI
// Any login name is taken, with any password; the name is also the mark. The groups stand in /userinfo only, as is that
// program's habit. Prints its address when it is ready.

import http from 'node:http';

import { Provider } from 'oidc-provider';

const [, , redirectUri] = process.argv;
const listener = http.createServer();
listener.listen(0, '127.0.0.1', () => {
	const issuer = `http://127.0.0.1:${listener.address().port}`;
	const provider = new Provider(issuer, {
		clients: [{ client_id: 'scharnier', client_secret: 'scharnier-secret-0123456789', redirect_uris: [redirectUri],
			post_logout_redirect_uris: [new URL('/', redirectUri).href], grant_types: ['authorization_code'], response_types: ['code'] }],
		claims: { openid: ['sub'], profile: ['name', 'preferred_username', 'groups'] },
		pkce: { required: () => true, methods: ['S256'] },
		cookies: { keys: ['test-only'] },
		findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, name: 'Anna Müßig', preferred_username: id, groups: ['ki-coesfeld-leitung'] }) }),
		features: { devInteractions: { enabled: true } },
	});
	listener.on('request', provider.callback());
	console.log(issuer);
});
