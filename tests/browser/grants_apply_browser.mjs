// grants_apply_browser.mjs -- a KI applies on a phone with the keyboard alone; the pages of application and decision: axe,
// keyboard, 320 px, quiet console. S-FUN-1 ... 3.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { open } from './browser.mjs';

const OWN = '/centres/coesfeld/grants';
const YEAR = new Date().getUTCFullYear() + 2;

describe('applying for a grant in the browser', () => {
	let stage;
	before(async () => {
		stage = await open();
	});
	after(() => stage.close());

	test('the head applies with the keyboard alone, 320 px wide', async () => {
		const page = await stage.page({ as: 'head@coesfeld' });
		await page.setViewportSize({ width: 320, height: 700 });
		await page.visit(OWN);
		const press = async (role, name) => {
			await page.getByRole(role, { name, exact: true }).first().focus();
			await page.keyboard.press('Enter');
		};
		const type = async (label, text) => {
			await page.getByLabel(label).first().focus();
			await page.keyboard.press('Control+A');
			await page.keyboard.type(text);
		};
		await type('Förderjahr', String(YEAR));
		await page.getByLabel('Programm').selectOption('base');
		await page.getByLabel('Förderjahr').press('Enter');
		await press('link', 'Antrag vorbereiten');
		await page.assertNarrow();
		for (const [section, fields] of [
			['Begründung und Schwerpunkte', { 'Begründung der Maßnahme': 'Fortsetzung der Arbeit', 'Schwerpunkte der nächsten': 'Seiteneinstieg' }],
			['Ansprechperson', { Ansprechperson: 'Annegret Terhorst', Telefon: '02541 000000' }],
			['Bankverbindung', { IBAN: 'DE89 3704 0044 0532 0130 00' }],
		]) {
			await press('link', section);
			for (const [label, text] of Object.entries(fields)) {
				await type(label, text);
			}
			await press('button', 'Speichern');
			await page.getByText('Gespeichert. Der Antrag ist noch nicht eingereicht.').waitFor();
		}
		await press('link', 'Erklärungen');
		for (const label of ['noch nicht begonnen', 'vollständig und richtig']) {
			await page.getByLabel(label).focus();
			await page.keyboard.press('Space');
		}
		await press('button', 'Speichern');
		await page.getByText('Gespeichert. Der Antrag ist noch nicht eingereicht.').waitFor();
		await press('link', 'Antrag prüfen und einreichen');
		await page.getByRole('button', { name: 'Antrag verbindlich einreichen' }).waitFor();
		await page.assertAccessible();
		await page.assertNarrow();
		await press('button', 'Antrag verbindlich einreichen');
		await page.getByText('Der Antrag ist eingereicht.').waitFor();
		page.assertQuiet();
	});

	test('the authority: what waits, the application with its arithmetic, a decision that is mistaken', async () => {
		const page = await stage.page({ as: 'second@arnsberg' });
		await page.visit('/land/grants?year=2027');
		await page.assertAll();
		const borken = await page.getByRole('link', { name: 'Kommunales Integrationszentrum Kreis Borken', exact: true }).first().getAttribute('href');
		await page.visit(borken);
		await page.assertAll();
		await page.getByRole('link', { name: 'Antrag eingereicht' }).click();
		await page.assertAll();
		await page.visit(borken);
		await page.getByRole('link', { name: 'Entwurf des Bescheids', exact: true }).first().click();
		await page.assertAll();
		await page.getByLabel('Entscheidung').selectOption('rejected');
		page.expected.push(/422/);
		await page.locator('main form button').last().click();
		await page.locator('[role=alert]').waitFor();
		assert.ok(await page.evaluate(() => document.activeElement?.getAttribute('role') === 'alert'));
	});
});
