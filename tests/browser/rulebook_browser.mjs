// rulebook_browser.mjs -- the rulebook in Chromium: propose, see the effect and approve as two people, by mouse and by keyboard;
// the calculation behind an amount; without JavaScript; 320 px; axe on the pages that need a number; English; print.
// S-RUL-1, S-RUL-7, P-RUL-1, P-FUN-6, P-FUN-7.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { signedIn } from '../http/client.mjs';
import { open } from './browser.mjs';

const MINISTRY = 'ministry@land';
const AUTHORITY = 'authority@arnsberg';

describe('the rulebook in the browser', () => {
	let stage;
	before(async () => {
		stage = await open();
	});
	after(() => stage.close());

	/** A proposal that waits for its decision, made outside the browser; returns its address. */
	async function proposed(path, fields) {
		const client = await signedIn(stage.server, MINISTRY);
		const answer = await client.submit(path, { source: 'MBl. NRW. 2026 S. 999', reason: 'Die Tarife sind gestiegen.', ...fields }, { action: path });
		assert.equal(answer.status, 303, answer.text.slice(0, 500));
		return answer.location;
	}

	async function fill(page, fields) {
		for (const [name, value] of Object.entries(fields)) {
			await page.locator(`main [name=${name}]`).fill(value);
		}
	}

	/** Presses Tab until the element has the focus; the way of somebody without a mouse. */
	async function tabTo(page, locator) {
		for (let presses = 0; presses < 120; presses++) {
			if (await locator.evaluate((element) => element === document.activeElement)) {
				return;
			}
			await page.keyboard.press('Tab');
		}
		assert.fail(`Tab does not reach ${locator}`);
	}

	/** All checks but the way of the Tab key from the top: the focus already stands in the middle of the page. */
	async function assertHalfway(page, where) {
		await page.assertFrame(where);
		await page.assertAccessible(where);
		await page.assertNarrow(where);
		page.assertQuiet(where);
	}

	const money = (page, day, authority = 'kreis') => page.request.get(`${stage.server.base}/rules/entitlement?day=${day}&authority=${authority}`, { headers: { accept: 'application/json' } })
		.then((answer) => answer.json()).then(({ entitlement }) => entitlement.total_cents);

	test('with the mouse: the ministry replaces a rule, sees 31 KI change, the authority approves (S-RUL-7, P-FUN-7)', async () => {
		const ministry = await stage.page({ as: MINISTRY });
		await ministry.locator('nav a[href="/rules"]').first().click();
		await ministry.locator('main a[href="/rules/specialist-2025-kreis"]').click();
		await ministry.getByRole('link', { name: 'Durch eine neue Regel ersetzen' }).click();
		await fill(ministry, { unit_cents: '60.000', valid_from: '1.1.2027', source: 'MBl. NRW. 2026 S. 999', reason: 'Die Tarife sind gestiegen.' });
		await ministry.getByRole('button', { name: 'Vorschlag speichern' }).click();
		await ministry.waitForURL(/\/rules\/proposals\/\d+$/);
		await ministry.getByText('Er gilt erst, wenn eine andere Person ihn genehmigt').waitFor();
		await ministry.getByText('31 Kommunale Integrationszentren, für das Land zusammen +558.000,00').waitFor();
		assert.equal(await ministry.getByRole('button', { name: 'Genehmigen' }).count(), 0, 'not one’s own');
		assert.equal(await ministry.locator('main table').first().locator('tbody tr').count(), 31);
		await ministry.assertAll('proposal, seen by the proposer');

		const authority = await stage.page({ as: AUTHORITY });
		await authority.visit('/');
		await authority.locator('main a[href="/rules/proposals"]').click();
		await authority.locator(`main a[href="${new URL(ministry.url()).pathname}"]`).click();
		await authority.assertAll('proposal, before the decision');
		assert.equal(await money(authority, '2027-01-01'), 45_250_000);
		await authority.getByRole('button', { name: 'Genehmigen' }).click();
		await authority.getByText('Vorschlag genehmigt. Das Regelwerk ist geändert.').waitFor();
		assert.equal(await money(authority, '2027-01-01'), 47_050_000);
		assert.equal(await money(authority, '2026-12-31'), 45_250_000);
		await authority.assertAll('proposal, decided');
		await authority.visit('/rules/specialist-2025-kreis');
		await authority.getByText('Vorschläge und Entscheidungen').waitFor();
		await authority.assertAll('a rule with its history');
	});

	test('with the keyboard alone: propose an end, approve it (S-RUL-7, P-FUN-7)', async () => {
		const ministry = await stage.page({ as: MINISTRY });
		await ministry.visit('/rules/interpreter-costs-2025');
		await tabTo(ministry, ministry.locator('main a[href$="/end"]'));
		await ministry.keyboard.press('Enter');
		await ministry.waitForURL(/\/end$/);
		for (const [name, typed] of [['ends_on', '31.12.2027'], ['source', 'Haushaltsplan 2028'], ['reason', 'Das Land gibt dafür nichts mehr.']]) {
			await tabTo(ministry, ministry.locator(`main [name=${name}]`));
			await ministry.keyboard.type(typed);
		}
		await tabTo(ministry, ministry.locator('main form button'));
		await ministry.keyboard.press('Enter');
		await ministry.waitForURL(/\/rules\/proposals\/\d+$/);

		const authority = await stage.page({ as: AUTHORITY });
		await authority.visit(new URL(ministry.url()).pathname);
		await tabTo(authority, authority.getByRole('button', { name: 'Genehmigen' }));
		await authority.keyboard.press('Enter');
		await authority.getByText('Vorschlag genehmigt').waitFor();
		assert.equal(await money(authority, '2028-01-01') - await money(authority, '2027-12-31'), -3_000_000);
	});

	test('refusing: the fold opens by keyboard, a missing reason is told on top and at the field', async () => {
		const page = await stage.page({ as: AUTHORITY });
		await page.visit(await proposed('/rules/kim-costs-2025/end', { ends_on: '31.12.2030' }));
		const fold = page.locator('details:has(textarea[name=reason])');
		assert.equal(await fold.evaluate((element) => element.open), false);
		await tabTo(page, fold.locator('summary'));
		await page.keyboard.press('Enter');
		assert.equal(await fold.evaluate((element) => element.open), true);
		page.expected.push(/status of 422/);
		await fold.getByRole('button').click();
		await page.locator('[role=alert]').waitFor();
		assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('role')), 'alert', 'the summary has the focus');
		assert.equal(await fold.evaluate((element) => element.open), true, 'the field with the message is not folded away');
		assert.equal(await page.locator('#f-reason').getAttribute('aria-invalid'), 'true');
		await assertHalfway(page, 'a refusal without a reason');
		await page.locator('#f-reason').fill('Das wird noch gebraucht.');
		await fold.getByRole('button').click();
		await page.getByText('Vorschlag abgelehnt. Das Regelwerk bleibt, wie es ist.').waitFor();
		await page.getByText('Das wird noch gebraucht.').waitFor();
	});

	test('a mistaken rule: the summary leads to the field, all that was typed is there, and the other rule is named', async () => {
		const page = await stage.page({ as: MINISTRY });
		await page.visit('/rules/new');
		await page.locator('main [name=item]').selectOption('specialist');
		await page.locator('main [name=authority]').selectOption('kreisfreie_stadt');
		await page.locator('main [name=mark]').selectOption('assumed');
		await fill(page, { quantity: '5', unit_cents: '58.000', valid_from: '01.01.2026', source: 'Entwurf', reason: 'Probe' });
		page.expected.push(/status of 422/);
		await page.getByRole('button', { name: 'Vorschlag speichern' }).click();
		await page.locator('[role=alert]').waitFor();
		assert.match(await page.title(), /^Fehler:/);
		assert.match(await page.locator('[role=alert]').innerText(), /specialist-2025-stadt/);
		await page.locator('[role=alert] a').click();
		assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('name')), 'valid_from');
		for (const [name, value] of Object.entries({ item: 'specialist', authority: 'kreisfreie_stadt', mark: 'assumed', quantity: '5', unit_cents: '58.000', valid_from: '01.01.2026', source: 'Entwurf', reason: 'Probe' })) {
			assert.equal(await page.locator(`main [name=${name}]`).inputValue(), value, name);
		}
		await assertHalfway(page, 'a mistaken rule');
	});

	test('"Was hätten wir 2017 bekommen, und warum?": two steps, and the calculation opens (S-RUL-1, P-FUN-6)', async () => {
		const page = await stage.page({ as: 'head@coesfeld' });
		await page.visit('/rules');
		await page.locator('main a[href="/rules/entitlement"]').click();
		await page.locator('main input[name=day]').fill('1.6.2017');
		await page.locator('main form:has(input[name=day]) button').click();
		await page.getByText('370.000,00').first().waitFor();
		const fold = page.locator('main details').first();
		await fold.locator('summary').click();
		assert.match((await fold.innerText()).replaceAll('\u00a0', ' '), /6 × 50\.000,00 € = 300\.000,00 €/);
		await assertHalfway(page, 'an entitlement with an open calculation');
		await fold.locator('a').first().click();
		await page.waitForURL(/\/rules\/specialist-2017-kreis$/);
		await page.getByText('MBl. NRW. 2017 S. 367').waitFor();
	});

	test('without JavaScript: filter the list, compare two days, propose and approve', async () => {
		const page = await stage.page({ javaScript: false, as: MINISTRY });
		await page.visit('/rules');
		await page.locator('main nav a', { hasText: 'KIM NRW' }).click();
		await page.waitForURL(/programme=kim/);
		await page.visit('/rules/compare');
		await fill(page, { from: '1.6.2016', to: '1.6.2017' });
		await page.getByRole('button', { name: 'Vergleichen' }).click();
		await page.getByText('um 200.000,00').first().waitFor();
		await page.visit('/rules/volunteering-prevention-2025/end');
		await fill(page, { ends_on: '31.12.2029', source: 'Haushaltsplan', reason: 'Probe ohne Skript' });
		await page.getByRole('button', { name: 'Vorschlag speichern' }).click();
		await page.waitForURL(/\/rules\/proposals\/\d+$/);
		const authority = await stage.page({ javaScript: false, as: AUTHORITY });
		await authority.visit(new URL(page.url()).pathname);
		await authority.locator('summary', { hasText: 'Ablehnen' }).click();
		await authority.locator('#f-reason').waitFor();
		await authority.getByRole('button', { name: 'Genehmigen' }).click();
		await authority.getByText('Vorschlag genehmigt').waitFor();
	});

	test('on a phone: filters, proposals and a rule in 320 px; the menu opens', async () => {
		const page = await stage.page({ as: AUTHORITY, width: 320, height: 640 });
		for (const path of ['/rules', '/rules?day=all&programme=kim&mark=read', '/rules/proposals?state=all', await proposed('/rules/kim-workplace-2025/end', { ends_on: '31.12.2031' }), '/rules/specialist-2025-stadt', '/rules/specialist-2025-stadt/replace', '/rules/entitlement?day=2025-06-01', '/rules/compare?from=2016-06-01&to=2025-06-01', '/rules/history']) {
			await page.visit(path);
			await page.assertNarrow(path);
			await page.assertAccessible(path);
		}
		page.assertQuiet();
	});

	test('on a phone the decision stands above the long list of KI, which opens', async () => {
		const page = await stage.page({ as: AUTHORITY, width: 320, height: 640 });
		await page.visit(await proposed('/rules/specialist-2025-stadt/end', { ends_on: '31.12.2031' }));
		const fold = page.locator('details', { hasText: '23 Kommunale Integrationszentren, für die sich etwas ändert' });
		const top = (locator) => locator.evaluate((element) => element.getBoundingClientRect().top);
		assert.ok(await top(page.getByRole('button', { name: 'Genehmigen' })) < await top(fold));
		assert.equal(await fold.locator('tbody tr').first().isVisible(), false);
		await fold.locator('summary').click();
		assert.equal(await fold.locator('tbody tr:visible').count(), 23);
		await page.assertNarrow('the open list of KI');
	});

	test('from the page of a KI to its two days side by side; both days and the button in one row', async () => {
		const page = await stage.page();
		await page.visit('/centres/coesfeld/entitlement?day=2013-06-01');
		await page.locator('main input[name=to]').fill('1.6.2018');
		await page.getByRole('button', { name: 'Vergleichen' }).click();
		await page.waitForURL(/\/rules\/compare\?centre=coesfeld&/);
		assert.match(await page.locator('h1').innerText(), /Kreis Coesfeld/);
		await page.getByText('um 200.000,00').first().waitFor();
		const ends = await page.locator('main form.app-search').locator('input:visible, button').evaluateAll((all) => all.map((element) => Math.round(element.getBoundingClientRect().bottom / 4)));
		assert.deepEqual(ends, [ends[0], ends[0], ends[0]]);
		await assertHalfway(page, 'two days of a KI');
	});

	test('in English: every word, also on pages with a number', async () => {
		const page = await stage.page({ language: 'en', as: AUTHORITY });
		const german = /\b(und|oder|der|die|das|für|nicht|wird|Regel|Vorschlag|Genehmigen|Ablehnen|Fundstelle|Begründung|Wirkung|Stellen|Höchstbetrag|Fachkräfte|Betrag|unbekannt|angenommen|gelesen)\b/;
		for (const path of ['/rules', '/rules/proposals', await proposed('/rules/komman-posts-2025/end', { ends_on: '31.12.2031', reason: 'Trial', source: 'Trial' }), '/rules/specialist-2025-stadt/confirm', '/rules/compare?from=2016-06-01&to=2025-06-01', '/rules/entitlement?day=2024-06-01', '/rules/history']) {
			await page.visit(path);
			const words = await page.locator('h1, h2, thead th, tbody th > a, main dt, main label, main button, main summary, main .app-lead, main .app-note, main .app-mark, main .app-chips a').allInnerTexts();
			assert.deepEqual(words.filter((text) => german.test(text.replace(/Kommunale\w* Integrationszent\w+( \S+)*/g, ''))), [], path);
			await page.assertAccessible(path);
		}
	});

	test('on paper: no menus, filters or buttons, but the figures and their rules', async () => {
		const page = await stage.page({ as: MINISTRY });
		for (const path of ['/rules/entitlement?day=2024-06-01', '/rules', '/rules/specialist-2025-stadt', '/rules/compare']) {
			await page.visit(path);
			await page.emulateMedia({ media: 'print' });
			const shown = await page.locator('nav:visible, button:visible, main a.kern-btn:visible, footer a:visible').evaluateAll((all) => all.map((e) => `${e.localName}.${e.className} ${e.textContent.trim().slice(0, 40)}`));
			assert.deepEqual(shown, [], path);
			assert.ok(await page.locator('h1').isVisible(), path);
			assert.ok(await page.locator('main table, main dl').first().isVisible(), path);
			await page.emulateMedia({ media: 'screen' });
		}
	});
});
