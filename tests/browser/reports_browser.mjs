// reports_browser.mjs -- the monthly report in Chromium: axe, 320 px and keyboard on each page; a month is commented and
// released by keyboard alone. S-REP-1, S-REP-2, P-ACT-2.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { monthAgo } from '../http/settlement_kit.mjs';
import { open } from './browser.mjs';

const REPORTS = '/centres/coesfeld/reports';
const [LAST, OLD] = [monthAgo(1), monthAgo(9)];

describe('monthly reports in the browser', () => {
	let stage;
	before(async () => {
		stage = await open();
	});
	after(() => stage.close());

	async function press(page, locator) {
		for (let presses = 0; presses < 400; presses++) {
			if (await locator.evaluate((element) => element === document.activeElement)) {
				await page.keyboard.press('Enter');
				return;
			}
			await page.keyboard.press('Tab');
		}
		assert.fail(`Tab does not reach ${locator}`);
	}

	test('the pages of a KI', async () => {
		const page = await stage.page({ as: 'head@coesfeld' });
		for (const path of [REPORTS, `${REPORTS}/${LAST}`, `${REPORTS}/${LAST}/draft`, `${REPORTS}/${LAST}/check`, `/centres/coesfeld/figures?indicator=activities.count&from=${LAST}&to=${LAST}`]) {
			await page.visit(path);
			await page.assertAll(path);
		}
	});

	test('the pages of the Land', async () => {
		const page = await stage.page({ as: 'authority@arnsberg' });
		for (const path of ['/', '/land/reports', '/land/figures?indicator=activities.participants', '/land/comparison', `${REPORTS}/${LAST}`]) {
			await page.visit(path);
			await page.assertAll(path);
		}
	});

	test('a month is commented and released by keyboard', async () => {
		const page = await stage.page({ as: 'head@coesfeld' });
		await page.visit(`${REPORTS}/${OLD}/draft`);
		await page.locator('textarea[name=comment]').focus();
		await page.keyboard.type('Im März war viel los.');
		await press(page, page.locator('#form button'));
		await page.waitForLoadState();
		await press(page, page.locator('header a[class*=primary]'));
		await page.waitForURL(/\/check$/);
		await press(page, page.locator('#form button'));
		await page.waitForURL(new RegExp(`/${OLD}$`));
		assert.match(await page.locator('main').innerText(), /Im März war viel los\./);
		await page.assertAll('released');
	});
});
