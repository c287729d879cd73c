// interpreters_browser.mjs -- the people of the interpreter pool in Chromium: somebody applies and gets into the pool, by
// mouse and by keyboard; who speaks Sorani; what runs out; every page and form with axe, by keyboard and at 320 px.
// S-INT-1, P-INT-2; story 18.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { open } from './browser.mjs';

const WHO = 'specialist@coesfeld';
const PEOPLE = '/centres/coesfeld/interpreters/people';

describe('the people of the pool in the browser', () => {
	let stage;
	before(async () => {
		stage = await open();
	});
	after(() => stage.close());

	/** Opens the first person of a list that a filter leaves. */
	async function firstOf(page, query) {
		await page.visit(`${PEOPLE}?${query}`);
		const path = await page.locator('main tbody th a').first().getAttribute('href');
		await page.visit(path);
		return path;
	}

	test('a person applies, is trained and gets into the pool: each step is the one big button (S-INT-1)', async () => {
		const page = await stage.page({ as: WHO });
		await page.visit(PEOPLE);
		await page.getByRole('link', { name: 'Person eintragen' }).click();
		await page.getByLabel('Familienname').fill('Rahmani');
		await page.getByLabel('Vorname').fill('Laila');
		await page.getByLabel(/^Postleitzahl/).fill('48653');
		await page.locator('main form button').click();
		await page.getByRole('heading', { name: 'Rahmani, Laila' }).waitFor();
		assert.match(await page.locator('main').innerText(), /48653 Coesfeld/);
		for (const step of ['Gespräch eintragen', 'Schulung eintragen', 'Verpflichtung eintragen', 'Führungszeugnis eintragen', 'In den Pool aufnehmen']) {
			await page.locator('main header a.kern-btn--primary').getByText(step, { exact: true }).click();
			await page.locator('#form').getByRole('button', { name: step }).click();
			await page.getByRole('heading', { name: 'Rahmani, Laila' }).waitFor();
		}
		assert.match(await page.locator('.app-standing').innerText(), /im Pool/);
		assert.equal(await page.locator('main header a.kern-btn--primary').count(), 0, 'nothing more to do');
		await page.getByRole('link', { name: 'Sprache eintragen' }).click();
		await page.getByLabel('Sprache oder Dialekt').selectOption({ label: 'Persisch: Dari' });
		await page.locator('#form button').click();
		await page.locator('main table').getByText('Dari').waitFor();
	});

	test('who speaks Sorani by phone: three choices, and the address can be passed on (P-INT-2)', async () => {
		const page = await stage.page({ as: WHO });
		await page.visit(PEOPLE);
		await page.getByLabel('Sprache').selectOption({ label: 'Kurdisch: Sorani' });
		await page.getByLabel('Weg').selectOption({ label: 'am Telefon' });
		await page.getByRole('button', { name: 'Suchen' }).click();
		await page.waitForURL(/language=ckb/);
		assert.match(page.url(), /mode=phone/);
		assert.match(await page.locator('.app-lead').innerText(), /^\d+ Person(en)? pass/);
		assert.equal(await page.getByLabel('Sprache').inputValue(), 'ckb');
		await page.assertAll();
	});

	test('by keyboard alone: from the start page to the paper that has run out', async () => {
		const page = await stage.page({ as: WHO });
		await page.visit('/');
		const tabTo = async (text) => {
			for (let presses = 0; presses < 120; presses++) {
				await page.keyboard.press('Tab');
				if (await page.evaluate((wish) => document.activeElement?.textContent?.includes(wish), text)) {
					return;
				}
			}
			assert.fail(`Tab does not reach ${text}`);
		};
		await tabTo('fehlt ein Nachweis');
		await page.keyboard.press('Enter');
		await page.waitForURL(/\/expiring$/);
		await tabTo('Führungszeugnis');
		await page.keyboard.press('Enter');
		await page.waitForURL(/steps\/certificate$/);
		await page.assertAll();
	});

	test('the page of a person and each of its forms: axe, keyboard, 320 px', async () => {
		const page = await stage.page({ as: WHO });
		const path = await firstOf(page, 'state=lacking');
		await page.assertAll(path);
		const language = await page.locator('main table tbody th a').first().getAttribute('href');
		const withdraw = await page.locator('.app-timeline a').first().getAttribute('href');
		for (const tail of ['edit', 'languages/new', 'hours', 'exceptions/new', 'year', 'steps/trained', 'steps/pledged', 'steps/certificate', 'steps/paused']) {
			await page.visit(`${path}/${tail}`);
			await page.assertAll(tail);
		}
		for (const form of [language, withdraw]) {
			await page.visit(form);
			await page.assertAll(form);
		}
	});

	test('a list from a spreadsheet: looked at, mended, taken', async () => {
		const page = await stage.page({ as: WHO });
		const file = (text) => ({ name: 'liste.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
		for (const [text, words] of [['Familienname;Vorname;Sprachen\nNoor;Ali;Klingonisch\n', /keine bekannte Sprache/],
			['Familienname;Vorname;Sprachen;Postleitzahl\nNoor;Ali;Irakisch (Muttersprache), Sorani;48249\n', /Noch ist nichts gespeichert/]]) {
			await page.visit(`${PEOPLE}/import`);
			await page.locator('input[type=file]').setInputFiles(file(text));
			await page.locator('#form button').click();
			await page.waitForURL(/\/import\/\d+$/);
			assert.match(await page.locator('main').innerText(), words);
			await page.assertAccessible();
			await page.assertNarrow();
		}
		await page.locator('#form button').click();
		await page.getByText('Die Personen sind eingetragen.').waitFor();
	});

	test('in English, and without JavaScript', async () => {
		const english = await stage.page({ as: WHO, language: 'en' });
		const path = await firstOf(english, 'state=paused');
		const words = await english.locator('h1, h2, nav a, button, th[scope=col], dt').allInnerTexts();
		assert.deepEqual(words.filter((text) => /\b(und|oder|der|die|das|eintragen|Sprachen|Nachweis|Wohnort)\b/.test(text)), []);
		const plain = await stage.page({ as: WHO, javaScript: false });
		await plain.visit(`${path}/hours`);
		await plain.getByLabel('Montag').fill('8-12');
		await plain.locator('#form button').click();
		await plain.getByText('8:00–12:00').waitFor();
	});
});
