// tariff_browser.mjs -- tariff cards in Chromium: a card from a published one, a new version, trying it; axe, keyboard,
// 320 px, both languages, without JavaScript. P-INT-5.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { open } from './browser.mjs';

const CARDS = '/centres/coesfeld/interpreters/tariffs';
const HEAD = 'head@coesfeld';

describe('tariff cards in the browser', () => {
	let stage;
	before(async () => {
		stage = await open();
	});
	after(() => stage.close());

	const main = async (page) => (await page.locator('main').innerText()).replaceAll('\u00a0', ' ');

	test('every page: axe, keyboard, narrow, quiet; in both languages', async () => {
		for (const language of ['de', 'en']) {
			const page = await stage.page({ as: HEAD, language });
			await page.visit(CARDS);
			const card = await page.locator('main table a').first().getAttribute('href');
			for (const path of [card, `${CARDS}/new?basis=flat`, `${CARDS}/new?basis=pages`, `${CARDS}/new?template=borken`,
				`${CARDS}/try?card=borken&starts_at=2026-06-01T10:00&ends_at=2026-06-01T10:50&travel_minutes=30&distance_km=12`, `${CARDS}/try?card=uebersetzung`]) {
				await page.visit(path);
				await page.assertAll(path);
			}
			await page.visit(`${CARDS}/try?card=borken&starts_at=bald`, { status: 422 });
			await page.assertAccessible();
		}
	});

	test('a published card becomes the card of the KI, is changed from a day on, and both days are tried', async () => {
		for (const javaScriptEnabled of [true, false]) {
			const name = javaScriptEnabled ? 'probe' : 'probe-ohne-skript';
			const page = await stage.page({ as: HEAD, javaScriptEnabled });
			await page.visit(CARDS);
			await page.getByRole('link', { name: 'Als Anfang nehmen – Kreis Heinsberg' }).click();
			await page.locator('[name=name]').fill(name);
			await page.locator('[name=valid_from]').fill('1.1.2026');
			await page.getByLabel('Regelkarte').uncheck();
			await page.getByRole('button', { name: 'Fassung eintragen' }).click();
			await page.waitForURL(/\/tariffs\/\d+/);
			assert.match(await main(page), /25,00 € bis 2 Std\., danach 10,00 € je angefangene Stunde/);
			await page.getByRole('link', { name: 'Neue Fassung' }).click();
			await page.locator('[name=further_cents]').fill('');
			await page.getByRole('button', { name: 'Fassung eintragen' }).click();
			await page.locator('#f-further_cents-error').waitFor();
			await page.locator('[name=further_cents]').fill('12');
			await page.locator('[name=valid_from]').fill('1.7.2026');
			await page.getByRole('button', { name: 'Fassung eintragen' }).click();
			await page.waitForURL(/\/tariffs\/\d+/);
			assert.match(await main(page), /danach 12,00 € je angefangene Stunde/);
			await page.getByRole('link', { name: 'Ausprobieren' }).click();
			for (const [day, amount] of [['30.06.2026', '35,00 €'], ['01.07.2026', '37,00 €']]) {
				await page.locator('[name=starts_at]').fill(`${day}, 10:00`);
				await page.locator('[name=ends_at]').fill(`${day}, 12:10`);
				await page.getByRole('button', { name: 'Rechnen' }).click();
				await page.waitForURL((url) => url.searchParams.get('starts_at')?.startsWith(day));
				assert.match(await main(page), new RegExp(`Ergebnis\\s+${amount}`));
			}
		}
	});
});
