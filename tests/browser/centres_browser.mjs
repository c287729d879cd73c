// centres_browser.mjs -- the KI in Chromium: the map and the list, "what was funded in 2021 and today, and what is still
// missing", recording by mouse and by keyboard, two people at one record, the pages that need a number with axe, 320 px,
// without JavaScript, English, print. S-CEN-1, -2, -3, -4, -5, -8, -9, P-CEN-1, P-RUL-3.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { open } from './browser.mjs';

const HEAD = 'head@coesfeld';
const SPECIALIST = 'specialist@coesfeld';
const ALL_KI = 54;
const WITH_NUMBER = ['suggestions/1', 'suggestions/2', 'conflicts/1', 'conflicts/1/conclude', 'agreements/1'];
const INNER = ['checks', 'bodies', 'site', 'suggestions', 'conflicts', 'agreements', 'settings', 'settings?name=centre.contact', ...WITH_NUMBER].map((tail) => `/centres/coesfeld/${tail}`);
const PUBLIC = ['/centres', '/centres?district=muenster&view=list', '/centres/coesfeld', '/centres/coesfeld?day=31.12.2021', '/centres/staedteregion-aachen', '/centres/coesfeld/entitlement?day=2013-06-01', '/centres/muenster/entitlement?day=2025-06-01', '/may-apply?municipality=D%C3%BClmen', '/may-apply?municipality=Atlantis', '/may-apply?municipality=Dulmn'];

describe('the KI in the browser', () => {
	let stage;
	before(async () => {
		stage = await open();
	});
	after(() => stage.close());

	const plain = (text) => text.replaceAll('\u00a0', ' ').replaceAll('\u202f', ' ');
	const main = async (page) => plain(await page.locator('main').innerText());

	/** Fills in fields and chooses options by their name. */
	async function fill(page, fields) {
		for (const [name, value] of Object.entries(fields)) {
			const field = page.locator(`main [name=${name}]`);
			const isChoice = await field.evaluate((element) => element.localName === 'select');
			await (isChoice ? field.selectOption(value) : field.fill(value));
		}
	}

	/** Presses Tab until the element has the focus; the way of somebody without a mouse. */
	async function tabTo(page, locator) {
		for (let presses = 0; presses < 150; presses++) {
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

	test('the map: 54 hexagons, each a link with its name that the keyboard reaches; the list says the same (P-CEN-1)', async () => {
		const page = await stage.page();
		await page.visit('/centres');
		const links = page.locator('main svg a');
		assert.equal(await links.count(), ALL_KI);
		const onMap = await links.evaluateAll((all) => all.map((a) => ({ path: a.getAttribute('href'), name: a.getAttribute('aria-label') ?? a.querySelector('title')?.textContent ?? '' })));
		const inList = await page.locator('main tbody th a').evaluateAll((all) => all.map((a) => ({ path: a.getAttribute('href'), name: a.textContent })));
		assert.equal(inList.length, ALL_KI);
		for (const { path, name } of inList) {
			const hexagon = onMap.find((one) => one.path === path);
			assert.ok(hexagon?.name.includes(name), `${path}: "${hexagon?.name}" says ${name}`);
		}
		await page.assertAll('/centres');
		await tabTo(page, page.locator('main svg a[href="/centres/coesfeld"]'));
		await page.keyboard.press('Enter');
		await page.waitForURL(/\/centres\/coesfeld$/);
	});

	test('every hexagon is at a place of its own, as large as the others, and its letters fit', async () => {
		const page = await stage.page();
		await page.visit('/centres');
		const boxes = await page.locator('main svg a').evaluateAll((all) => all.map((a) => {
			const { x, y, width, height } = (a.querySelector('.hexagon path, .hexagon polygon, path, polygon') ?? a).getBoundingClientRect();
			const text = a.querySelector('text').getBoundingClientRect();
			return { at: `${Math.round(x)} ${Math.round(y)}`, size: Math.round(width), fits: text.width < width && text.height < height };
		}));
		assert.equal(new Set(boxes.map(({ at }) => at)).size, ALL_KI);
		assert.equal(new Set(boxes.map(({ size }) => size)).size, 1);
		assert.ok(boxes.every(({ fits }) => fits));
	});

	test('LaSI wants all KI in the Regierungsbezirk Münster with their names: two clicks, nothing typed (P-CEN-1)', async () => {
		const page = await stage.page({ as: 'lasi@land' });
		await page.locator('nav a[href="/centres"]').first().click();
		await page.getByRole('navigation', { name: 'Regierungsbezirk wählen' }).getByRole('link', { name: 'Münster' }).click();
		await page.waitForURL(/district=muenster/);
		await page.getByText('8 Kommunale Integrationszentren entsprechen der Auswahl').waitFor();
		assert.equal(await page.locator('main tbody tr').count(), 8);
		const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'CSV' }).click()]);
		assert.equal(download.suggestedFilename(), 'kommunale-integrationszentren.csv');
		await assertHalfway(page, '/centres?district=muenster');
	});

	test('the Landrat asks what was funded in 2021 and is today, and what is missing: four clicks, nothing typed (S-CEN-4, S-CEN-5)', async () => {
		const page = await stage.page({ as: HEAD });
		await page.getByRole('link', { name: 'Förderung heute' }).click();
		assert.match(await main(page), /mit bis zu 452\.500,00 € im Jahr, soweit bekannt/);
		await page.getByRole('link', { name: '2021' }).click();
		await page.getByText('402.500,00').first().waitFor();
		await page.getByRole('button', { name: 'Vergleichen' }).click();
		await page.waitForURL(/\/rules\/compare/);
		const compared = await main(page);
		assert.match(compared, /Kommunales Integrationszentrum Kreis Coesfeld: vom 1\. Juni 2021 zum .* um 50\.000,00 €/);
		await page.goBack();
		await page.getByRole('link', { name: 'Voraussetzungen' }).click();
		assert.match(await main(page), /Antrag auf Grundförderung: Alle Voraussetzungen sind erfüllt/);
		await page.getByRole('link', { name: /1 Stelle muss noch beteiligt werden/ }).click();
		assert.match(await main(page), /Vom Land geförderte Integrationsstrukturen\s+Muss[\s\S]*?Fehlt/);
	});

	test('comparing two days starts from the chosen day in English, too', async () => {
		const page = await stage.page({ language: 'en' });
		await page.visit('/centres/coesfeld/entitlement?day=2021-06-01');
		await page.locator('main input[name=to]').fill('2018-06-01');
		await page.locator('form:has(input[name=to]) button').click();
		await page.waitForURL(/\/rules\/compare/);
		assert.match(await main(page), /1 June 2021[\s\S]*1 June 2018/);
	});

	test('the mayor’s office of Dülmen wants a KI of its own: one word, told no, why, and the way open to it (S-CEN-1)', async () => {
		const page = await stage.page();
		await page.visit('/');
		await page.locator('nav a[href="/may-apply"]').first().click();
		await page.locator('#municipality').fill('dülmen');
		await page.keyboard.press('Enter');
		await page.getByText('Nicht antragsberechtigt').waitFor();
		assert.match(await main(page), /Anregung an den eigenen Träger \(Kreis Coesfeld\)/);
		await page.locator('summary').click();
		await page.locator('main a[href="/rules/applicants-2012"]').waitFor();
		await assertHalfway(page, 'may apply: no');
		await page.getByRole('link', { name: 'Kommunales Integrationszentrum Kreis Coesfeld' }).click();
		assert.match(await main(page), /Kontakt\s+Musterweg 12, 48249 Dülmen\nTelefon 02541 000000/, 'whom to write to, line by line');
	});

	test('with the mouse: record a check, the picture changes at once (S-CEN-4)', async () => {
		const page = await stage.page({ as: SPECIALIST });
		await page.visit('/centres/coesfeld/checks');
		await fill(page, { kind: 'komman_concept', day: '10.11.2026', result: 'met', evidence: 'Beispiel: Förderkonzeption 2026 abgeglichen' });
		await page.getByRole('button', { name: 'Prüfung speichern' }).click();
		await page.getByText('Die Prüfung ist gespeichert.').waitFor();
		assert.match(await main(page), /Beispiel: Förderkonzeption 2026 abgeglichen/);
		await page.assertAll('checks, after recording');
	});

	test('with the keyboard alone: record who was involved, then the site moves (S-CEN-5, S-CEN-2)', async () => {
		const page = await stage.page({ as: SPECIALIST });
		await page.visit('/centres/coesfeld/bodies');
		await tabTo(page, page.locator('[name=body]'));
		await page.keyboard.type('Regionalkoordination');
		await tabTo(page, page.locator('[name=partner]'));
		await page.keyboard.type('Regionalstelle Münster');
		await tabTo(page, page.locator('[name=manner]'));
		await page.keyboard.type('unterrichtet');
		await page.keyboard.press('Tab');
		await tabTo(page, page.getByRole('button', { name: 'Beteiligung speichern' }));
		await page.keyboard.press('Enter');
		await page.getByText('Die Beteiligung ist gespeichert.').waitFor();
		assert.match(await main(page), /Regionalkoordination des BAMF[\s\S]*Regionalstelle Münster/);
		await page.visit('/centres/coesfeld/site');
		for (const [name, typed] of [['street', 'Beispielgasse 4'], ['postcode', '48329'], ['ags8', 'Havixbeck'], ['moved_in', '01.11.2026'], ['reason', 'Beispiel']]) {
			await tabTo(page, page.locator(`main [name=${name}]`));
			if (name === 'moved_in') {
				await page.keyboard.press('Control+A');
			}
			await page.keyboard.type(typed);
		}
		await tabTo(page, page.locator('main form button'));
		await page.keyboard.press('Enter');
		await page.getByText('Der Standort ist Havixbeck, seit 01.11.2026.').waitFor();
	});

	test('a mistaken form: the summary has the focus and leads to the field, all that was typed is there (S-CEN-9)', async () => {
		const page = await stage.page({ as: HEAD });
		await page.visit('/centres/coesfeld/conflicts');
		const typed = { subject: 'Beispiel: Raumplan', opened_on: '31.02.2026', employer: 'both', description: 'Zeile eins\nZeile zwei' };
		await fill(page, typed);
		page.expected.push(/status of 422/);
		await page.getByRole('button', { name: 'Konflikt speichern' }).click();
		await page.locator('[role=alert]').waitFor();
		assert.match(await page.title(), /^Fehler:/);
		assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('role')), 'alert');
		await page.locator('[role=alert] a').click();
		assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('name')), 'opened_on');
		for (const [name, value] of Object.entries(typed)) {
			assert.equal(await page.locator(`main [name=${name}]`).inputValue(), value, name);
		}
		await assertHalfway(page, 'a mistaken conflict');
		await fill(page, { opened_on: '2.11.2026' });
		await page.getByRole('button', { name: 'Konflikt speichern' }).click();
		await page.getByRole('link', { name: 'Beispiel: Raumplan' }).click();
		await fill(page, { kind: 'talk', participants: 'Leitung', result: 'Beispiel: geklärt' });
		await page.getByRole('button', { name: 'Schritt speichern' }).click();
		await page.getByText('Der Schritt ist gespeichert.').waitFor();
		await page.assertAll('an open conflict');
		await page.getByRole('link', { name: 'Konflikt abschließen' }).click();
		await page.assertAll('concluding a conflict');
		await fill(page, { participants: 'alle', result: 'Beispiel: Plan gilt' });
		await page.getByRole('button', { name: 'Mit diesem Ergebnis abschließen' }).click();
		await page.getByText('Der Konflikt ist abgeschlossen.').waitFor();
	});

	test('from the list of today into the step itself: answer a suggestion (S-CEN-1)', async () => {
		const page = await stage.page({ as: HEAD });
		await page.getByRole('link', { name: '1 Anregung wartet auf Ihre Antwort' }).click();
		await page.getByRole('link', { name: 'Gemeinsamer Antrag für Väterarbeit' }).click();
		await page.assertAll('an open suggestion');
		await fill(page, { outcome: 'taken_up', answer: 'Beispiel: Wir beantragen das für 2027.' });
		await page.getByRole('button', { name: 'Antwort festhalten' }).click();
		await page.getByText('Die Antwort ist gespeichert.').waitFor();
		assert.match(await main(page), /Aufgegriffen/);
		await page.assertAll('an answered suggestion');
		await page.visit('/');
		assert.equal(await page.getByText('wartet auf Ihre Antwort').count(), 0);
	});

	test('two people at one agreement: both versions side by side, and it goes on from there (S-CEN-8)', async () => {
		const [one, other] = [await stage.page({ as: HEAD }), await stage.page({ as: HEAD })];
		for (const page of [one, other]) {
			await page.visit('/centres/coesfeld/agreements/1');
		}
		await fill(one, { title: 'Zuerst gespeichert' });
		await one.getByRole('button', { name: 'Änderung speichern' }).click();
		await one.getByText('Die Änderung ist gespeichert.').waitFor();
		await fill(other, { title: 'Danach gespeichert', review: 'Beispiel: viel erreicht' });
		other.expected.push(/status of 409/);
		await other.getByRole('button', { name: 'Änderung speichern' }).click();
		await other.getByRole('heading', { name: 'Jemand anderes hat zuerst gespeichert' }).waitFor();
		assert.match(await main(other), /Zuerst gespeichert\s+Danach gespeichert/);
		assert.equal(await other.locator('main [name=review]').inputValue(), 'Beispiel: viel erreicht');
		await other.assertAll('two versions');
		await other.getByRole('button', { name: 'Änderung speichern' }).click();
		await other.getByRole('heading', { level: 1, name: 'Danach gespeichert' }).waitFor();
	});

	test('an own name from today on stands on the public page, with the notice of recognition (S-CEN-3, P-RUL-3)', async () => {
		const page = await stage.page({ as: 'head@unna' });
		await page.visit('/centres/unna/settings');
		await page.locator('main a[href*=display_name]').click();
		await fill(page, { value: 'Haus der Vielfalt', source: 'Beispiel' });
		await assertHalfway(page, 'a setting');
		await page.getByRole('button', { name: 'Ab diesem Tag so festlegen' }).click();
		await page.getByText('Die Einstellung ist gespeichert.').waitFor();
		const visitor = await stage.page();
		await visitor.visit('/centres/unna');
		await visitor.getByRole('heading', { level: 1, name: 'Haus der Vielfalt' }).waitFor();
		assert.match(await main(visitor), /Anerkannt durch das Land NRW als Kommunales Integrationszentrum nach § 8[\s\S]*Kommunales Integrationszentrum Kreis Unna/);
		await visitor.assertAll('/centres/unna');
	});

	test('the pages that need a number: axe, keyboard, 320 px, quiet', async () => {
		const page = await stage.page({ as: HEAD });
		for (const path of WITH_NUMBER.map((tail) => `/centres/coesfeld/${tail}`)) {
			await page.visit(path);
			await page.assertAll(path);
		}
	});

	test('what anyone asks: chosen days, filters, yes and no, in 320 px and in the dark', async () => {
		for (const options of [{}, { width: 320, height: 640 }]) {
			const page = await stage.page(options);
			await page.emulateMedia({ colorScheme: options.width ? 'dark' : 'light' });
			for (const path of PUBLIC) {
				await page.visit(path);
				await assertHalfway(page, path);
			}
		}
	});

	test('without JavaScript: filter, pages, a record with a mistake, saved (S-CEN-5)', async () => {
		const page = await stage.page({ javaScript: false, as: SPECIALIST });
		await page.visit('/centres?view=list');
		await page.locator('nav.app-pager a[rel=next]').click();
		await page.locator('nav.app-pager a[rel=next]').click();
		assert.equal(await page.locator('main tbody tr').count(), ALL_KI - 50);
		await page.visit('/centres/coesfeld/bodies');
		await fill(page, { body: 'others', partner: 'Beispielverein', day: '30.02.2026', manner: 'heard' });
		page.expected.push(/status of 422/);
		await page.getByRole('button', { name: 'Beteiligung speichern' }).click();
		await page.locator('[role=alert]').waitFor();
		assert.equal(await page.locator('[name=partner]').inputValue(), 'Beispielverein');
		await fill(page, { day: '1.3.2026' });
		await page.getByRole('button', { name: 'Beteiligung speichern' }).click();
		await page.getByText('Die Beteiligung ist gespeichert.').waitFor();
		await page.locator('details summary').click();
		await page.getByText('Beispielverein – angehört').waitFor();
	});

	test('in English: every word, also on pages with a number', async () => {
		const page = await stage.page({ language: 'en', as: HEAD });
		const german = /\b(und|oder|der|die|das|für|nicht|wird|Anregung|Konflikt|Standort|Einstellung|Voraussetzung|Beteiligung|Förderung|Träger|Ergebnis|Nachweis|Antrag|Beteiligt|Fehlt|Erfüllt|Offen|Abgeschlossen|unbekannt|heute|seit|am)\b/;
		for (const path of [...INNER, ...PUBLIC]) {
			await page.visit(path);
			const words = await page.locator('main :is(h2, h3, thead th, dt, label, button, summary, caption), main .app-tabs a, main .app-note, main .app-state, main .app-chips a, main .app-sub:not(time + *)').allInnerTexts();
			const official = /§ \d .*|RdErl\.?.*|Eckpunkte.*|Vermerk.*|Gem\. .*|Fortschreibung.*|Statistisches.*|Beispiel.*|Kommunale\w* Integrationszent\w+( \S+)*/g;
			assert.deepEqual(words.filter((text) => german.test(text.replace(official, ''))), [], path);
			await page.assertAccessible(path);
		}
	});

	test('on paper: no menus, filters, forms or buttons, but the facts', async () => {
		const page = await stage.page({ as: HEAD });
		await page.emulateMedia({ media: 'print' });
		for (const path of ['/centres', '/centres/coesfeld', '/centres/coesfeld/entitlement?day=2024-06-01', ...INNER.filter((one) => !one.includes('?'))]) {
			await page.visit(path);
			const shown = await page.locator('nav:visible, button:visible, main form:visible, main a.kern-btn:visible, footer a:visible').evaluateAll((all) => all.map((e) => `${e.localName}.${e.className} ${e.textContent.trim().slice(0, 40)}`));
			assert.deepEqual(shown, [], path);
			assert.ok(await page.locator('h1').isVisible(), path);
			assert.match(await page.locator('footer').innerText(), path === '/centres' ? /^/ : /Anerkannt durch das Land NRW/, path);
		}
	});
});
