// oidc_browser.mjs -- signing in through a sign-in service as people do it: a click, without JavaScript, and the policy
// of the pages (form-action 'self') lets it happen. The pages around it pass the checks of all pages. P-SEC-1.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { freeAddress, signedIn } from '../http/client.mjs';
import { openService, startWith } from '../http/oidc_kit.mjs';
import { openOidcProvider } from '../http/oidc_real_kit.mjs';
import { open } from './browser.mjs';

describe('the sign-in service in the browser', () => {
	let service;
	let stage;
	before(async () => {
		service = await openService();
		stage = await open({ server: await startWith(service, { command: 'demo' }) });
	});
	after(async () => {
		await stage.close();
		await service.close();
	});

	const asks = (page) => page.expected.push(new RegExp(`another host: ${service.issuer}/`));

	test('a click, and in; without JavaScript', async () => {
		const page = await stage.page({ javaScript: false });
		asks(page);
		await page.visit('/login?to=%2Fcentres%2Fcoesfeld%2Fchecks');
		await page.getByText('Mit dem Testdienst anmelden').click();
		assert.equal(new URL(page.url()).pathname, '/centres/coesfeld/checks');
		assert.match(await page.locator('.app-user').textContent(), /Anna Müßig, Leitung/);
		page.assertQuiet();
	});

	test('the pages around it', async () => {
		const page = await stage.page();
		asks(page);
		for (const path of ['/login', '/login?left=1']) {
			await page.visit(path);
			await page.assertAll(path);
		}
		await page.visit('/login/oidc/back?code=x&state=y', { status: 403 });
		await page.assertAll('a refusal');
		await page.visit('/login');
		await page.getByText('Mit dem Testdienst anmelden').click();
		await page.visit('/account');
		await page.assertAll('/account');
		const admin = await stage.page({ as: 'admin@system' });
		const items = (await (await signedIn(stage.server, 'admin@system')).json('/accounts')).json().items;
		for (const login of ['anna', 'lasi@land']) {
			const path = `/accounts/${items.find((one) => one.login === login).id}/identity`;
			await admin.visit(path);
			await admin.assertAll(path);
		}
	});
});

test('oidc-provider in the browser: its pages, its forms, and back', async () => {
	const listen = await freeAddress();
	const service = await openOidcProvider(`http://${listen}/login/oidc/back`);
	const stage = await open({ server: await startWith(service, { ...service, listen, roles: 'ki-{slug}-leitung:head' }) });
	const page = await stage.page();
	await page.visit('/login');
	await page.getByText('Mit dem Testdienst anmelden').click();
	await page.locator('input[name=login]').fill('anna');
	await page.locator('input[name=password]').fill('x');
	await page.locator('button[type=submit]').click();
	await page.locator('button[type=submit]').click(); // agrees
	await page.waitForURL(`${stage.server.base}/`);
	assert.match(await page.locator('.app-user').textContent(), /Anna Müßig, Leitung/);
	await stage.close();
	await service.stop();
});
