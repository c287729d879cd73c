// forwarding_browser.mjs -- applying for money in Chromium: on a phone of 320 px by keyboard alone, mistakes said and focused,
// easy words; what a KI sees of it: the pages with a number. P-VOL-1.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { open } from './browser.mjs';

const OWN = '/centres/coesfeld/forwarding';

describe('forwarding in the browser', () => {
	let stage;
	before(async () => {
		stage = await open();
	});
	after(() => stage.close());

	const main = async (page) => (await page.locator('main').innerText()).replaceAll('\u00a0', ' ');

	test('a group applies on the phone, with the keyboard alone, in easy words', async () => {
		const page = await stage.page();
		await page.setViewportSize({ width: 320, height: 640 });
		const type = async (fields) => {
			for (const [name, value] of Object.entries(fields)) {
				await page.locator(`#f-${name}`).focus();
				await page.keyboard.type(value);
			}
		};
		const press = async (role, name) => {
			await page.getByRole(role, { name }).first().focus();
			await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
		};
		await page.visit('/apply/coesfeld?easy=1');
		await press('button', 'Jetzt anfangen');
		await page.assertAll('draft');
		await press('link', 'Ihre Gruppe');
		await page.assertAll('group');
		await type({ name: 'Chor der Nachbarn' });
		page.expected.push(/422/);
		await press('button', 'Speichern und weiter');
		assert.ok(await page.evaluate(() => document.activeElement?.getAttribute('role') === 'alert'));
		assert.equal(await page.locator('#f-name').inputValue(), 'Chor der Nachbarn');
		await page.locator('#f-kind').selectOption('group');
		await page.locator('#f-ags8').selectOption({ label: 'Dülmen' });
		await type({ volunteers: '12', about: 'Wir singen zusammen.' });
		await press('button', 'Speichern und weiter');
		await type({ contact_name: 'Eva Muster', street: 'Markt 1', postcode: '48249', place: 'Dülmen', email: 'chor@verein.example' });
		await press('button', 'Speichern und weiter');
		await page.assertAll('bank');
		await type({ iban: 'DE89 3704 0044 0532 0130 00', holder: 'Eva Muster' });
		await press('button', 'Speichern und weiter');
		await page.assertAll('blocks');
		await press('link', 'Miete');
		await page.assertAll('line');
		await type({ building: 'Pfarrheim', planned_cents: '3600', reason: 'Proben' });
		await page.locator('#f-units').fill('8');
		await press('button', 'Baustein speichern');
		assert.match(await main(page), /höchstens 400,00 € je Einheit/);
		await press('link', 'Fertig ausgewählt');
		await press('link', 'Prüfen und einreichen');
		await page.assertAll('check');
		await press('button', 'Antrag einreichen');
		assert.match(await main(page), /Kommunales Integrationszentrum Kreis Coesfeld prüft Ihren Antrag/);
		await page.assertAll('sent');
	});

	test('what the KI sees of a bid, of a round and of a proof', async () => {
		const page = await stage.page({ as: 'head@coesfeld' });
		await page.visit(OWN);
		const links = await page.locator('table a[href*="/bids/"]').evaluateAll((all) => all.map((a) => [a.textContent, a.getAttribute('href')]));
		const of = (name) => links.find(([text]) => text.startsWith(name))[1];
		await page.locator('.app-facts a[href*="/rounds/"]').click();
		const round = new URL(page.url()).pathname;
		for (const path of [of('Sprachcafé'), `${of('Welcome')}/propose`, `${of('Sportfreunde')}/decide`, `${of('Frauentreff')}/check`, `${of('Sprachcafé')}/repaid`, round, `${round}/quota`, `${round}/blocks/rent`]) {
			await page.visit(path);
			await page.assertAll(path);
		}
	});
});
