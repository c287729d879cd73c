// staff_forms_browser.mjs -- every form and record of the staff plan in Chromium: axe, all of it by keyboard, 320 px wide,
// quiet console; English. S-STA-1 ... 7.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { multipart, signedIn } from '../http/client.mjs';
import { planOf } from '../http/staff_kit.mjs';
import { open } from './browser.mjs';

const HEAD = 'head@coesfeld';
const STAFF = '/centres/coesfeld/staff';

describe('forms and records of the staff plan in the browser', () => {
	let stage;
	let paths;
	let tablePath;
	before(async () => {
		stage = await open();
		const head = await signedIn(stage.server, HEAD);
		const plan = planOf(head);
		const post = await plan.post({ title: 'Querschnittsaufgabe Verwaltungsmodernisierung', funding: 'own', valid_from: '01.01.2020' });
		const person = await plan.person('الخطيب', 'سمير');
		await plan.share(post, person, { fte: '0,6', valid_from: '01.02.2020' });
		await plan.qualification(person);
		await plan.secondment(person, '01.08.2024', '31.07.2035');
		const exception = await plan.exception(person);
		const table = 'Art der Stelle;Stelle;Umfang der Stelle;Stelle ab\r\nFachkraft;Fachkraft Demokratiebildung;1;01.03.2026\r\n';
		const { body, type } = multipart([['csrf', await head.csrf(plan.at('/import'))], ['file', { filename: 'plan.csv', bytes: table }]]);
		const preview = await head.request('POST', plan.at('/import'), { body, headers: { 'content-type': type } });
		const shown = (await head.json(plan.at(`/people/${person}`))).json();
		const { leadings } = (await head.json(plan.at('/leading'))).json();
		paths = ['?day=2013-01-01', '?day=2005-01-01', '/money?year=2018', '/timeline?day=2018-06-01', '/people?q=niemandsonst', '/posts?all=1',
			`/posts/${post}`, `/posts/${post}/edit`, `/posts/${post}/change`, `/posts/${post}/cost`, `/people/${person}`,
			`/people/${person}/edit`, `/people/${person}/qualification`, `/people/${person}/exception`, `/people/${person}/secondment`,
			`/exceptions/${exception}`, `/exceptions/${exception}/decide`].map((tail) => STAFF + tail)
			.concat((tablePath = preview.location), shown.shares[0].edit_path, shown.shares[0].end_path, shown.qualifications[0].withdraw_path, shown.secondments[0].edit_path,
				leadings.find(({ end_path: path }) => path).end_path);
	});
	after(() => stage.close());

	test('every one: axe, keyboard, 320 px, quiet', async () => {
		const page = await stage.page({ as: HEAD });
		for (const path of paths) {
			await page.visit(path);
			await page.assertAll(path);
		}
	});

	test('in English nothing German is left in menus, headings, labels and buttons', async () => {
		const page = await stage.page({ language: 'en', as: HEAD });
		const german = /\b(und|oder|der|die|das|ist|für|nicht|Stelle|Stellen|Personen|Besetzt|Abordnung|Leitung|Speichern)\b/;
		for (const path of [STAFF, ...paths]) {
			await page.visit(path);
			const words = await page.locator('nav a, button, th[scope=col], label, h2').allInnerTexts();
			assert.deepEqual(words.filter((text) => german.test(text)), [], path);
		}
	});

	test('while a table is taken the page says so, and a second click sends nothing (P-STA-1)', async () => {
		const page = await stage.page({ as: HEAD });
		await page.visit(tablePath);
		// The form stays where it is: what is looked at is the moment between the click and the answer.
		await page.evaluate(() => {
			window.stopped = [];
			addEventListener('submit', (event) => {
				window.stopped.push(event.defaultPrevented);
				event.preventDefault();
			});
		});
		const status = page.getByRole('status').filter({ hasText: 'wird übernommen' });
		const take = page.getByRole('button', { name: 'Alles übernehmen' });
		assert.equal(await status.count(), 0);
		await take.click();
		assert.match(await status.innerText(), /das dauert wenige Sekunden\. Zeilen: 1\./);
		assert.equal(await status.locator('progress').isVisible(), true);
		await page.assertAccessible(tablePath);
		await page.assertNarrow(tablePath);
		await take.click();
		assert.deepEqual(await page.evaluate(() => window.stopped), [false, true]);
		await page.visit(tablePath);
		assert.equal(await status.count(), 0);
		await take.click();
		await page.waitForURL(/\/staff$/);
		assert.match(await page.locator('body').innerText(), /Die Tabelle ist übernommen\./);
	});

	test('the codes of a survey: once, on slips; on paper nothing else (S-STA-7)', async () => {
		const page = await stage.page({ as: HEAD });
		await page.visit(`${STAFF}/survey`);
		await page.getByRole('button', { name: 'Eröffnen und Codes anzeigen' }).click();
		await page.locator('.app-slips li').first().waitFor();
		await page.assertAccessible();
		await page.assertNarrow();
		await page.emulateMedia({ media: 'print' });
		assert.equal(await page.locator('[role=note]').isVisible(), false);
		assert.equal(await page.locator('.app-slips li').first().isVisible(), true);
	});
});
