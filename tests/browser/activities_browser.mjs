// activities_browser.mjs -- ten activities by keyboard alone, on a phone, without JavaScript; every page of the section
// with axe, all of it by keyboard, 320 px wide; English. P-ACT-1, S-ACT-2.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { signedIn } from '../http/client.mjs';
import { open } from './browser.mjs';

const HEAD = 'head@coesfeld';
const ALL = '/centres/coesfeld/activities';

/* What a day brings: letters that choose the kind, a partner, how many. */
const ENTRIES = [['Her', 'Gesamtschule Senden', '12'], ['Qu', 'VHS Coesfeld', '18'], ['Ver', 'Sportverein Senden', '60'], ['Un', 'AWO Coesfeld', '9'],
	['Mi', 'Integrationsausschuss Coesfeld', '14'], ['Er', 'Verbund der KI', '20'], ['Konz', 'Jugendamt Coesfeld', '5'], ['Au', 'Realschule Olfen', '4'],
	['Sp', 'Kita Sonnenschein', '3'], ['Qu', 'VHS Coesfeld', '22']];

describe('activities in the browser', () => {
	let stage;
	before(async () => {
		stage = await open();
	});
	after(() => stage.close());

	test('ten entries by keyboard alone: the cursor stands where the next one begins', async () => {
		const page = await stage.page({ as: HEAD });
		let keys = 0;
		const press = async (key) => {
			keys++;
			await page.keyboard.press(key);
		};
		await page.visit(ALL);
		for (const [letters, partner, participants] of ENTRIES) {
			assert.equal(await page.evaluate(() => document.activeElement.name), 'kind');
			for (const letter of letters) {
				await press(letter);
			}
			await press('Tab');
			for (const letter of partner) {
				await press(letter);
			}
			await press('Tab');
			for (const digit of participants) {
				await press(digit);
			}
			await Promise.all([page.waitForURL(/saved=\d+/), press('Enter')]);
			await page.waitForLoadState();
			const said = await page.locator('[role=status]').innerText();
			assert.ok(said.includes(partner), `${partner}: ${said}`);
			await page.evaluate(() => history.replaceState(null, '', '/'));
		}
		const typed = ENTRIES.reduce((n, parts) => n + parts.join('').length, 0);
		assert.equal(keys, typed + 3 * ENTRIES.length, 'two tabs and one enter each, nothing else');
		await page.visit(ALL);
		assert.ok((await page.locator('tbody tr').count()) >= ENTRIES.length);
	});

	test('on a phone and without JavaScript: enter, change, withdraw, keep after all', async () => {
		const page = await stage.page({ as: 'specialist@coesfeld', width: 320, javaScript: false });
		await page.visit(ALL);
		await page.locator('[name=kind]').selectOption({ label: 'Qualifizierung und Fortbildung' });
		await page.locator('[name=partner]').fill('VHS Dülmen');
		await page.locator('[name=participants]').fill('15');
		await page.locator('#form button').click();
		assert.match(await page.locator('[role=status]').innerText(), /Eingetragen: .*VHS Dülmen/);
		await page.locator('[role=status] a').click();
		await page.locator('[name=minutes]').fill('75');
		await page.getByRole('button', { name: 'Änderung speichern' }).click();
		assert.match(await page.locator('[role=status]').innerText(), /1:15 Std\./);
		await page.getByRole('button', { name: /^Zurücknehmen: .*VHS Dülmen/ }).first().click();
		assert.match(await page.locator('[role=status]').innerText(), /Zurückgenommen: .*VHS Dülmen/);
		await page.getByRole('button', { name: 'Doch behalten' }).click();
		assert.match(await page.locator('[role=status]').innerText(), /Eingetragen: .*VHS Dülmen/);
	});

	test('every page: axe, keyboard, 320 px, quiet', async () => {
		const client = await signedIn(stage.server, HEAD);
		const { items } = (await client.json(`${ALL}/list?kind=events`)).json();
		await client.submit(`${ALL}/templates/new`, { name: 'Sprechstunde', kind: 'advice_families', field: 'education', stage: 'school',
			recipient: 'none', target: 'parents', main_field: 'education', partner: '', participants: '2', minutes: '240', people: '1' });
		const templates = (await client.json(`${ALL}/templates`)).json().items;
		const page = await stage.page({ as: HEAD });
		const saved = items[0].path.split('/').pop();
		for (const path of [`${ALL}?saved=${saved}`, items[0].path, `${items[0].path}/edit`, `${ALL}/list?kind=events&stage=none&mine=1`, `${ALL}/week?all=1&day=2022-05-18`,
			templates[0].use_path, templates[0].edit_path, `${ALL}/quiet`]) {
			await page.visit(path);
			await page.assertAll(path);
		}
		const ministry = await stage.page({ as: 'ministry@land' });
		for (const path of ['/land/catalogue', '/land/catalogue/new?catalogue=kind', '/land/catalogue/field.sport/rename', '/land/catalogue/field.sport/end']) {
			await ministry.visit(path);
			await ministry.assertAll(path);
		}
	});
});
