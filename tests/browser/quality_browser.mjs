// quality_browser.mjs -- the self-assessment in Chromium: answered by keyboard alone, concluded, followed up; the pages
// that pages.mjs does not visit: axe, keyboard, 320 px, quiet console; English. S-EVA-2.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { open } from './browser.mjs';

const OWN = '/centres/coesfeld/quality';

describe('quality in the browser', () => {
	let stage;
	before(async () => {
		stage = await open();
	});
	after(() => stage.close());

	test('the head assesses with the keyboard alone, area by area, and concludes', async () => {
		const page = await stage.page({ as: 'head@coesfeld' });
		await page.visit(OWN);
		await page.getByRole('link', { name: 'Selbsteinschätzung beginnen' }).focus();
		await page.keyboard.press('Enter');
		for (let area = 1; area <= 5; area++) {
			await page.getByText(`Bereich ${area} von 5`).waitFor();
			if (area === 1) {
				await page.assertAll(`${OWN}/questions/1`);
				await page.visit(`${OWN}/questions/1`);
			}
			const questions = await page.locator('main fieldset').count();
			for (let i = 1; i <= questions; i++) {
				await page.locator(`#f-level_${i}-not_yet`).focus();
				await page.keyboard.press('ArrowDown'); // one further: in Ansätzen
				await page.keyboard.press('Tab');
				await page.keyboard.type('Im Team besprochen');
			}
			await page.getByRole('button', { name: /^Speichern und/ }).focus();
			await page.keyboard.press('Enter');
		}
		await page.getByRole('heading', { name: 'Antworten prüfen' }).waitFor();
		await page.getByRole('button', { name: 'Selbsteinschätzung abschließen' }).focus();
		await page.keyboard.press('Enter');
		await page.getByText('Die Selbsteinschätzung ist abgeschlossen; das Land kann sie jetzt lesen.').waitFor();
		await page.assertNarrow(OWN);
	});

	test('a mistaken step: summary first and focused, messages at the fields, what was typed stays', async () => {
		const page = await stage.page({ as: 'head@unna' });
		await page.visit('/centres/unna/quality/questions/2');
		await page.locator('#f-level_1-mostly').check();
		page.expected.push(/422/);
		await page.getByRole('button', { name: 'Speichern und weiter' }).click();
		await page.locator('[role=alert]').waitFor();
		assert.ok(await page.evaluate(() => document.activeElement?.getAttribute('role') === 'alert'));
		assert.equal(await page.locator('#f-level_1-mostly').isChecked(), true);
		assert.equal(await page.locator('#f-evidence_1').getAttribute('aria-invalid'), 'true');
		await page.assertAccessible();
		await page.assertNarrow();
	});

	test('pages that need a number, and those of the LaSI', async () => {
		const page = await stage.page({ as: 'lasi@land' });
		const { assessments, follow_ups: followUps } = await (await page.request.get(stage.server.base + OWN, { headers: { accept: 'application/json' } })).json();
		const proposed = followUps.find(({ state }) => state === 'proposed');
		const criteria = '/land/quality/criteria';
		for (const path of [assessments[0].path, proposed.path, criteria, `${criteria}/1/reword`, `${criteria}/1/end`, '/land/evaluation']) {
			await page.visit(path);
			await page.assertAll(path);
		}
		await page.visit(proposed.path);
		await page.getByRole('button', { name: 'Folgeschritt zustimmen' }).click();
		await page.getByText('Der Folgeschritt ist vereinbart.').waitFor();
	});

	test('in English nothing German is left in headings, labels and buttons', async () => {
		const page = await stage.page({ language: 'en', as: 'lasi@land' });
		const german = /\b(und|oder|der|die|das|ist|für|nicht|Kriterium|Folgeschritt|Selbsteinschätzung|Stufe)\b/;
		for (const path of [OWN, '/land/quality', '/land/quality/criteria', '/land/quality/criteria/1/reword']) {
			await page.visit(path);
			const words = await page.locator('main h1, main h2, main h3, nav a, button, th[scope=col], label').allInnerTexts();
			assert.deepEqual(words.filter((text) => german.test(text)), [], path);
		}
	});
});
