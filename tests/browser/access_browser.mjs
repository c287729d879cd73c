// access_browser.mjs -- getting in again and the second factor in Chromium: the QR code as a telephone reads it, the pages
// behind numbers, links and codes; axe, keyboard, 320 px. P-SEC-1.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';

import { DEMO_PASSWORD } from '../http/client.mjs';
import { App } from '../http/totp.mjs';
import { open } from './browser.mjs';

/** What a telephone reads in a picture. */
const read = (picture) => execFileSync('zbarimg', ['--quiet', '--raw', picture], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();

describe('getting in, in the browser', () => {
	let stage;
	let folder;
	before(async () => {
		stage = await open();
		folder = mkdtempSync(path.join(tmpdir(), 'scharnier-qr-'));
	});
	after(async () => {
		rmSync(folder, { recursive: true, force: true });
		await stage.close();
	});

	const submit = (page) => page.locator('main form.app-form button').click();

	test('the second factor is set up by QR code, printed codes and two steps, in a browser', async () => {
		const page = await stage.page({ as: 'head@coesfeld' });
		await page.visit('/account/second-factor');
		await page.assertAll();
		await page.locator('[name=old_password]').fill(DEMO_PASSWORD);
		await submit(page);
		await page.visit('/account/second-factor');
		await page.assertAll();
		const picture = path.join(folder, 'qr.png');
		await page.locator('svg.app-qr').screenshot({ path: picture });
		const link = read(picture);
		const secret = (await page.locator('main .app-key').innerText()).replaceAll(' ', '');
		assert.equal(link, `otpauth://totp/Scharnier:head%40coesfeld?secret=${secret}&issuer=Scharnier&algorithm=SHA1&digits=6&period=30`);
		await page.emulateMedia({ colorScheme: 'dark' });
		await page.assertAccessible('the set-up in dark mode');
		await page.locator('svg.app-qr').screenshot({ path: picture });
		assert.equal(read(picture), link, 'also in dark mode');
		await page.emulateMedia({ colorScheme: 'light' });
		const app = new App(secret);
		page.expected.push(/status of 422/);
		await page.locator('[name=one_time_code]').fill('000000');
		await submit(page);
		await page.assertAccessible('a wrong code');
		await page.assertNarrow('a wrong code');
		await page.locator('[name=one_time_code]').fill(app.next());
		await submit(page);
		assert.equal(await page.locator('.app-codes li').count(), 10);
		await page.assertAccessible('the recovery codes');
		await page.assertNarrow('the recovery codes');
		await page.emulateMedia({ media: 'print' });
		assert.equal(await page.locator('.app-codes li').first().isVisible(), true, 'the codes are printed');
		assert.equal(await page.locator('main .app-actions').isVisible(), false);
		await page.emulateMedia({ media: 'screen' });
		await page.visit('/account/second-factor');
		await page.assertAll();
		for (const where of ['/account/second-factor/codes', '/account/second-factor/off']) {
			await page.visit(where);
			await page.assertAll(where);
		}

		const again = await stage.page();
		await again.visit('/login');
		await again.locator('[name=login]').fill('head@coesfeld');
		await again.locator('[name=password]').fill(DEMO_PASSWORD);
		await submit(again);
		assert.match(again.url(), /\/login\/code\?to=/);
		assert.equal(await again.locator('[name=one_time_code]').getAttribute('autocomplete'), 'one-time-code');
		await again.assertAccessible('the second step');
		await again.assertNarrow('the second step');
		await again.locator('[name=one_time_code]').fill(app.next());
		await again.keyboard.press('Enter');
		await again.locator('a[href="/account"]').first().waitFor();
		await again.goBack();
		assert.match(again.url(), /\/login/);
		await again.reload();
		assert.match(again.url(), /\/login\?to=/, 'the step is used up: the way back leads to the beginning');
		await again.visit('/account');
		await again.assertAll('the account with a second factor');
	});

	test('one account, as the technical administration sees it', async () => {
		const page = await stage.page({ as: 'admin@system' });
		await page.visit('/accounts');
		await page.locator('main th a').first().click();
		await page.assertAll('one account');
	});
});
