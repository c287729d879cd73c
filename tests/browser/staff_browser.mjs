// staff_browser.mjs -- the staff plan in Chromium: the page the head opens with the Landrat on the phone, putting a person
// in by mouse and by keyboard, the map of all KI, without JavaScript, dark, forced colours, print.
// S-STA-1, -2, -6, -8, P-STA-1; story 23.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { signedIn } from '../http/client.mjs';
import { planOf } from '../http/staff_kit.mjs';
import { open } from './browser.mjs';

const HEAD = 'head@coesfeld';
const STAFF = '/centres/coesfeld/staff';

describe('the staff plan in the browser', () => {
	let stage;
	let made;
	before(async () => {
		stage = await open();
		const plan = planOf(await signedIn(stage.server, HEAD));
		const post = await plan.post({ title: 'Querschnittsaufgabe Verwaltungsmodernisierung', funding: 'own', valid_from: '01.01.2020' });
		await plan.share(post, await plan.person('الخطيب', 'سمير'), { fte: '0,6', valid_from: '01.02.2020' });
		made = { post };
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

	test('the Landrat asks what the empty posts cost: two clicks, nothing typed (story 23, P-STA-1)', async () => {
		const page = await stage.page({ as: HEAD });
		await page.getByRole('link', { name: 'Stellen besetzt' }).click();
		await page.waitForURL(/\/staff$/);
		const text = await main(page);
		assert.match(text, /sind [\d,]+ von [\d,]+ Stellen besetzt/);
		assert.match(text, /Unbesetzt: nicht abgerufen je Monat\s+[\d.]+,\d\d €/);
		await page.getByRole('link', { name: '01.01.2018' }).click();
		await page.waitForURL(/day=2018-01-01/);
		assert.match(await main(page), /Am 1\. Januar 2018 waren/);
	});

	test('the picture of all posts comes by itself under the page, with the same data as a table (S-STA-2)', async () => {
		const page = await stage.page({ as: HEAD });
		await page.visit(STAFF);
		await page.locator('main svg.chart-picture').waitFor();
		assert.ok((await page.locator('main svg .chart-part').count()) > 5);
		await page.assertAll(STAFF);
		await page.getByText('Dieselben Angaben als Tabelle', { exact: true }).first().click();
		assert.match(await page.locator('#posts-over-time table').innerText(), /unbesetzt/);
	});

	test('a person is put into a post with the keyboard alone; the vacant size is there already (S-STA-2)', async () => {
		const page = await stage.page({ as: HEAD });
		await page.visit(`${STAFF}/posts/${made.post}`);
		await tabTo(page, page.getByRole('link', { name: 'Person einsetzen' }).first());
		await page.keyboard.press('Enter');
		await page.waitForURL(/shares\/new/);
		assert.equal(await page.locator('[name=fte]').inputValue(), '0,4');
		await tabTo(page, page.locator('[name=person_id]'));
		await page.keyboard.press('ArrowDown');
		assert.notEqual(await page.locator('[name=person_id]').inputValue(), '');
		await tabTo(page, page.getByRole('button', { name: 'Besetzung speichern' }));
		await page.keyboard.press('Enter');
		await page.waitForURL(new RegExp(`/posts/${made.post}$`));
		assert.match(await main(page), /Die Besetzung ist gespeichert\./);
		assert.match(await main(page), /besetzt/);
	});

	test('a mistaken share: summary first and focused, the message at the field, what was chosen stays', async () => {
		const page = await stage.page({ as: HEAD });
		await page.visit(`${STAFF}/shares/new?post=${made.post}`);
		await page.locator('[name=person_id]').selectOption({ index: 2 });
		const chosen = await page.locator('[name=person_id]').inputValue();
		await page.locator('[name=fte]').fill('1');
		page.expected.push(/422/);
		await page.getByRole('button', { name: 'Besetzung speichern' }).click();
		await page.locator('[role=alert]').waitFor();
		assert.ok(await page.evaluate(() => document.activeElement?.getAttribute('role') === 'alert'));
		assert.equal(await page.locator('[name=person_id]').inputValue(), chosen);
		assert.equal(await page.locator('[name=fte]').getAttribute('aria-invalid'), 'true');
		await page.assertAccessible();
		await page.assertNarrow();
	});

	test('without JavaScript: day, post, person, and the way to the picture', async () => {
		const page = await stage.page({ as: HEAD, javaScript: false });
		await page.visit(STAFF);
		await page.locator('#day').fill('01.06.2021');
		await page.locator('form:has(#day) button').click();
		await page.getByText('Am 1. Juni 2021 waren').first().waitFor();
		await page.getByRole('link', { name: 'Alle Stellen im Zeitverlauf ansehen' }).click();
		await page.locator('svg.chart-picture').waitFor();
		assert.match(page.url(), /day=2021-06-01/);
	});

	test('the map of all KI: 54 links with their figures, legend, list and order (S-STA-8)', async () => {
		const page = await stage.page({ as: 'authority@arnsberg' });
		await page.getByRole('link', { name: 'Stellen landesweit' }).click();
		await page.waitForURL(/\/land\/staff/);
		const names = await page.locator('main svg a').evaluateAll((all) => all.map((a) => a.getAttribute('aria-label')));
		assert.equal(names.length, 54);
		assert.ok(names.every((name) => /: [\d,]+ von [\d,]+ Stellen besetzt \(\d+ %\)$/.test(name)), names[0]);
		assert.equal(await page.locator('.app-legend li').count(), 6);
		await page.getByRole('link', { name: 'Meiste unbesetzt zuerst' }).click();
		await page.waitForURL(/sort=vacant/);
		await page.assertAll('/land/staff');
		await page.locator('main svg a[href="/centres/borken/staff"]').click();
		await page.waitForURL(/\/centres\/borken\/staff/);
		await page.assertAll('/centres/borken/staff, who only reads');
	});

	test('dark mode and forced colours keep the contrast, on paper the menus are gone', async () => {
		for (const media of [{ colorScheme: 'dark' }, { forcedColors: 'active' }]) {
			const page = await stage.page({ as: HEAD });
			await page.emulateMedia(media);
			for (const path of [STAFF, `${STAFF}/timeline`, `${STAFF}/posts/${made.post}`, `${STAFF}/money`]) {
				await page.visit(path);
				await page.assertAccessible(`${path} ${JSON.stringify(media)}`);
			}
		}
		const page = await stage.page({ as: HEAD });
		await page.visit(`${STAFF}/timeline`);
		await page.emulateMedia({ media: 'print' });
		assert.equal(await page.locator('.app-tabs').isVisible(), false);
		assert.equal(await page.locator('main svg.chart-picture').isVisible(), true);
	});
});
