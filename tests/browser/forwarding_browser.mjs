// forwarding_browser.mjs -- money for third parties in Chromium: the whole way of a group on a phone of 320 px by keyboard
// alone, from the application over contract and proof with a photo to the end, mistakes said and focused, easy words; what a KI
// sees of it: the pages with a number. P-VOL-1.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { formsOf, signedIn } from '../http/client.mjs';
import { JPEG } from '../http/forward_files.mjs';
import { german, inDays } from '../http/staff_kit.mjs';
import { open } from './browser.mjs';

const OWN = '/centres/coesfeld/forwarding';

describe('forwarding in the browser', () => {
	let stage;
	before(async () => {
		stage = await open();
	});
	after(() => stage.close());

	const main = async (page) => (await page.locator('main').innerText()).replaceAll('\u00a0', ' ');

	/** What two people of the KI do: propose what the rules give and agree. */
	async function grant(clerk, head, bid) {
		const form = formsOf((await clerk.get(`${bid}/propose`)).text).find(({ action }) => action.endsWith('/propose'));
		const lines = [...form.html.matchAll(/name="line" value="(\d+)"[\s\S]*?name="cents"[^>]* value="([^"]*)"/g)].flatMap(([, line, cents]) => [['line', line], ['cents', cents]]);
		assert.equal((await clerk.post(form.action, [['csrf', form.fields.csrf], ['version', form.fields.version], ...lines, ['verdict', 'grant'], ['reason', 'erreicht viele']])).status, 303);
		assert.equal((await head.submit(`${bid}/decide`, { answer: 'agree' })).status, 303);
	}

	test('a group applies on the phone, accepts the contract and proves with a photo: with the keyboard alone, in easy words', async () => {
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
		assert.match(await main(page), /Der Antrag ist begonnen/);
		await press('link', 'Ihre Gruppe');
		await page.assertAll('group');
		assert.equal(await page.locator('#f-ags8').inputValue(), '', 'no town is chosen for anybody');
		await type({ name: 'Chor der Nachbarn' });
		page.expected.push(/422/);
		await press('button', 'Speichern und weiter');
		assert.ok(await page.evaluate(() => document.activeElement?.getAttribute('role') === 'alert'));
		assert.equal(await page.locator('#f-name').inputValue(), 'Chor der Nachbarn');
		await page.locator('#f-kind').selectOption('group');
		await page.locator('#f-ags8').selectOption({ label: 'Dülmen' });
		await type({ volunteers: '12', about: 'Wir singen zusammen.' });
		await press('button', 'Speichern und weiter');
		await type({ contact_name: 'Eva Muster', street: 'Markt 1', postcode: '4824', place: 'Dülmen', email: 'chor@verein.example' });
		await press('button', 'Speichern und weiter');
		assert.match(await main(page), /Eine Postleitzahl hat fünf Ziffern/);
		await page.locator('#f-postcode').fill('48249');
		await press('button', 'Speichern und weiter');
		await page.assertAll('bank');
		await type({ iban: 'DE89 3704 0044 0532 0130 00', holder: 'Eva Muster' });
		await press('button', 'Speichern und weiter');
		await page.assertAll('blocks');
		await press('link', 'Miete');
		await page.assertAll('line');
		await type({ building: 'Pfarrheim', planned_cents: '3600', reason: 'Proben' });
		await page.locator('#f-units').fill('8');
		await press('button', 'Speichern und zurück');
		assert.match(await main(page), /höchstens 400,00 € je Einheit/);
		await press('link', 'Fertig ausgewählt');
		await press('link', 'Alles noch einmal lesen');
		await page.assertAll('check');
		await press('button', 'Antrag abschicken');
		const sent = await main(page);
		assert.match(sent, /Ihr Antrag ist eingereicht/);
		assert.match(sent, /Wir lesen Ihren Antrag\./);
		assert.match(sent, /So geht es weiter\s+Wir lesen Ihren Antrag und alle anderen/);
		assert.match(sent, /Bis zum \d+\. \w+ \d{4} bekommen Sie eine E-Mail/);
		assert.match(sent, /nur noch lesen oder zurücknehmen/);
		const [, number] = /Antragsnummer (\d+)/.exec(sent);
		await page.assertAll('sent');
		const own = page.url();
		const bid = `${OWN}/bids/${number}`; // by the number that the group was told
		const [clerk, head] = await Promise.all(['specialist', 'head'].map((who) => signedIn(stage.server, `${who}@coesfeld`)));
		await grant(clerk, head, bid);
		await page.goto(own);
		assert.match(await main(page), /Sie bekommen 2\.000,00 €/);
		await page.assertAll('granted');
		await page.getByText('Was Sie mit dem Vertrag versprechen').focus();
		await page.keyboard.press('Enter');
		assert.match(await main(page), /Dann zahlen Sie es zurück/);
		const [contract] = await page.locator('a[href*="letter.pdf"]').all();
		assert.match(await (await page.request.get(new URL(await contract.getAttribute('href'), own).href)).text(), /^%PDF-/);
		await press('button', 'Vertrag annehmen');
		assert.match(await main(page), /Der Vertrag ist angenommen/);
		await page.assertAll('accepted');
		assert.equal((await clerk.submit(`${bid}/hand-over`, { day: german(inDays(0)) })).status, 303);
		await page.goto(own);
		await page.assertAll('paid');
		await press('link', 'Miete');
		await page.assertAll('proof');
		await type({ units: '8', cents: '1900' });
		await page.locator('#f-file').setInputFiles({ name: 'Beleg.jpg', mimeType: 'image/jpeg', buffer: JPEG() });
		await press('button', 'Speichern');
		assert.match(await main(page), /Sie können einen weiteren Beleg hinzufügen[\s\S]*Beleg\.jpg/);
		await page.assertAll('proof with a photo');
		await press('link', 'Zurück zum Antrag');
		await press('button', 'Nachweis abschicken');
		assert.match(await main(page), /Wir lesen Ihren Nachweis/);
		const check = formsOf((await clerk.get(`${bid}/check`)).text).find(({ action }) => action.endsWith('/check'));
		const [, line] = /name="line" value="(\d+)"/.exec(check.html);
		assert.equal((await clerk.post(check.action, [['csrf', check.fields.csrf], ['version', check.fields.version], ['line', line], ['admitted_cents', '1.900,00'], ['reason', 'weniger gebraucht']])).status, 303);
		await page.goto(own);
		assert.match(await main(page), new RegExp(`Bitte zahlen Sie 100,00 € zurück[\\s\\S]*Antragsnummer ${number}`));
		await page.assertAll('to be repaid');
		assert.equal((await clerk.submit(`${bid}/repaid`, { day: german(inDays(0)), cents: '100,00' })).status, 303);
		await page.goto(own);
		assert.match(await main(page), /fertig \(abgeschlossen\)[\s\S]*Alles ist fertig/);
		await page.assertAll('closed');
	});

	test('what the KI sees of a bid, of a round and of a proof', async () => {
		const page = await stage.page({ as: 'head@coesfeld' });
		await page.visit(OWN);
		const links = await page.locator('table a[href*="/bids/"]').evaluateAll((all) => all.map((a) => [a.textContent, a.getAttribute('href')]));
		const of = (name) => links.find(([text]) => text.startsWith(name))[1];
		await page.locator('.app-facts a[href*="/rounds/"]').click();
		const round = new URL(page.url()).pathname;
		for (const path of [of('Sprachcafé'), `${of('Welcome')}/propose`, `${of('Sportfreunde')}/decide`, `${of('Frauentreff')}/check`, `${of('Sprachcafé')}/repaid`, `${of('Welcome')}/links`, round, `${round}/quota`, `${round}/blocks/rent`]) {
			await page.visit(path);
			await page.assertAll(path);
		}
	});
});
