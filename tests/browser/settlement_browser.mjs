// settlement_browser.mjs -- settling a month in Chromium: by keyboard from the preview to the sheet, what is missing named,
// the figures with picture and table; axe, 320 px, without JavaScript. P-INT-7, P-INT-5; stories 3, 10, 11.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { monthAgo, poolOf } from '../http/settlement_kit.mjs';
import { open } from './browser.mjs';

const HEAD = 'head@unna';
const POOL = '/centres/unna/interpreters';
const MONTH = monthAgo(1);

describe('the settlement in the browser', () => {
	let stage;
	let person;
	before(async () => {
		stage = await open();
		const pool = poolOf(stage.server, 'unna');
		person = pool.person('Haddad');
		const pot = pool.pot('Mittel des Kreises', { travel: 1, cents: 4_000_000 });
		pool.card();
		pool.booking({ day: `${MONTH}-05`, person, pot, travel_cents: 360 });
		pool.booking({ day: `${MONTH}-06`, person, pot, language: 'prs', municipality: 'Kamen' });
		pool.booking({ day: `${MONTH}-07`, person, pot, stage: 'reported' });
		pool.booking({ day: `${MONTH}-08`, stage: 'open' });
	});
	after(() => stage.close());

	const plain = (text) => text.replaceAll('\u00a0', ' ').replaceAll('\u202f', ' ');
	const main = async (page) => plain(await page.locator('main').innerText());
	async function tabTo(page, locator) {
		for (let presses = 0; presses < 200; presses++) {
			if (await locator.evaluate((element) => element === document.activeElement)) {
				return;
			}
			await page.keyboard.press('Tab');
		}
		assert.fail(`Tab does not reach ${locator}`);
	}

	test('a month is settled by keyboard; each amount opens to its calculation', async () => {
		const page = await stage.page({ as: HEAD });
		await page.visit(`${POOL}/settlements`);
		await page.assertAll(`${POOL}/settlements`);
		await page.visit(`${POOL}/settlements/months/${MONTH}`);
		await page.assertAll('preview');
		assert.match(await main(page), /2 Einsätze von 1 Person können abgerechnet werden: 53,60 €. Bei 1 Einsatz fehlt noch etwas/);
		const button = page.locator('main form button[class*=primary]');
		await tabTo(page, button);
		await page.keyboard.press('Enter');
		await page.waitForURL(/\/settlements\/\d+/);
		await page.assertAll('settlement');
		await page.getByRole('link', { name: 'Amina Haddad' }).first().click();
		await page.waitForURL(/\/people\/\d+$/);
		await page.assertAll('person in a settlement');
		assert.match(await main(page), /Noch frei: 910,00 €/);
		await page.locator('main table a').first().click();
		await page.waitForURL(/\/assignments\/\d+$/);
		await page.assertAll('assignment');
		assert.match(await main(page), /So wurde gerechnet/);
		await page.getByRole('link', { name: 'Betrag berichtigen' }).click();
		await page.waitForURL(/\/correct$/);
		await page.assertAll('correction');
	});

	test('the statement of a year and the figures, each with its records', async () => {
		const page = await stage.page({ as: HEAD });
		await page.visit(`${POOL}/people/${person}/statement`);
		await page.assertAll('statement');
		const [year, month] = MONTH.split('-');
		await page.visit(`${POOL}/figures?year=${year}&month=${Number(month)}`);
		await page.assertAll('figures');
		assert.ok((await page.locator('main svg').count()) >= 6);
		await page.locator('main table a').first().click();
		await page.waitForURL(/\/figures\/records/);
		await page.assertAll('records');
	});

	test('it works without JavaScript', async () => {
		const page = await stage.page({ as: HEAD, javaScript: false });
		await page.visit(`${POOL}/settlements/months/${MONTH}`);
		assert.match(await main(page), /nichts abzurechnen/);
	});
});
