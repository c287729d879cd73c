// request_browser.mjs -- asking for an interpreter in Chromium: by mouse, by keyboard alone, without JavaScript, at 320 px,
// in English and in easy words; refusal and what stays; the page behind the link; pots. P-INT-1, P-INT-2; stories 2 and 8.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { Client, signedIn } from '../http/client.mjs';
import { REQUEST, inDays, sent, withPots } from '../http/request_kit.mjs';
import { open } from './browser.mjs';

const FORM = '/centres/coesfeld/interpreters/request';
const RULES = ['legal', 'medical', 'aosf', 'lesson', 'recurring', 'private'];

describe('requests in the browser', () => {
	let stage;
	before(async () => {
		stage = await open();
		await withPots(await signedIn(stage.server, 'head@coesfeld'), 'coesfeld');
	});
	after(() => stage.close());

	const main = async (page) => (await page.locator('main').innerText()).replaceAll('\u00a0', ' ');
	const pressed = (page, name) => Promise.all([page.waitForNavigation(), page.getByRole('button', { name, exact: typeof name === 'string' }).click()]);

	async function fill(page, fields = {}) {
		for (const [name, value] of Object.entries({ ...REQUEST, ...fields })) {
			if (name === 'website' || value === '') {
				continue;
			}
			if (RULES.includes(name)) {
				await page.locator(`#f-${name}-${value}`).check();
				continue;
			}
			const field = page.locator(`#f-${name}`);
			const folded = page.locator(`details:not([open]):has(#f-${name}) summary`);
			if (await folded.count()) {
				await folded.click();
			}
			await (['way', 'minutes', 'occasion', 'institution_kind', 'gender'].includes(name) ? field.selectOption(value) : field.fill(value));
		}
	}

	test('form, refusal with reasons, check, sent, and the page behind the link (P-INT-1)', async () => {
		const page = await stage.page();
		await page.visit(FORM);
		await page.assertAll(FORM);
		await fill(page, { lesson: 'yes', remark: 'Bitte klingeln.' });
		page.expected.push(/422/);
		await pressed(page, 'Weiter zur Prüfung');
		assert.match(await main(page), /Landesmittel: kein Unterricht und keine Ausflüge/);
		assert.match(await page.title(), /^Fehler:/);
		assert.ok(await page.locator('.app-errors').evaluate((element) => element === document.activeElement), 'the summary has the focus');
		await page.assertAccessible('refused');
		await page.assertNarrow('refused');
		assert.equal(await page.locator('#f-remark').inputValue(), 'Bitte klingeln.');
		assert.ok(await page.locator('#f-lesson-yes').isChecked());
		await page.locator('#f-lesson-no').check();
		await pressed(page, 'Weiter zur Prüfung');
		assert.match(await main(page), /Gesendet ist noch nichts/);
		await page.assertAccessible('check');
		await page.assertNarrow('check');
		await pressed(page, /^Ändern ?: Name der Einrichtung/);
		assert.match(page.url(), /#f-institution$/);
		await page.locator('#f-institution').fill('Grundschule am See');
		await pressed(page, 'Weiter zur Prüfung');
		await pressed(page, 'Anfrage senden');
		assert.match(await main(page), /Ihre Anfrage \d{4}-\d{4} ist angekommen/);
		assert.match(await main(page), /Grundschule am See/);
		await page.assertAll('sent');
		for (const [name, lead] of [['Termin verschieben', /Wir suchen dann für den neuen Termin weiter/], ['Absagen', /Das Absagen kostet nichts/]]) {
			await page.getByRole('link', { name }).click();
			await page.getByRole('link', { name: 'Zurück zur Anfrage' }).waitFor();
			assert.match(await main(page), lead);
			await page.assertAll(name);
			await page.getByRole('link', { name: 'Zurück zur Anfrage' }).click();
			await page.getByRole('heading', { name: 'Verlauf' }).waitFor();
		}
	});

	test('a date that is too soon opens the field for the reason', async () => {
		const page = await stage.page();
		await page.visit(FORM);
		await fill(page, { day: inDays(1), day_2: '' });
		page.expected.push(/422/);
		await pressed(page, 'Weiter zur Prüfung');
		await page.locator('.app-errors a').first().click();
		assert.ok(await page.locator('#f-urgent_reason').evaluate((element) => element === document.activeElement));
		await page.keyboard.type('Schulwechsel morgen');
		await page.assertAccessible('soon');
		await pressed(page, 'Weiter zur Prüfung');
		assert.match(await main(page), /Schulwechsel morgen/);
	});

	test('by keyboard alone, from the first field to the number, in few keys', async () => {
		const page = await stage.page();
		await page.visit(FORM);
		let keys = 0;
		const press = async (key) => {
			keys++;
			await page.keyboard.press(key);
		};
		const to = async (id) => {
			for (let i = 0; i < 80 && !(await page.evaluate((wanted) => document.activeElement?.id === wanted, id)); i++) {
				await press('Tab');
			}
			assert.equal(await page.evaluate(() => document.activeElement?.id), id);
		};
		const type = async (id, text) => {
			await to(id);
			keys += text.length;
			await page.keyboard.type(text);
		};
		await type('f-language', 'Dari');
		await type('f-day', inDays(21));
		await type('f-begin', '9');
		await type('f-occasion', 'Elterng');
		for (const name of RULES) {
			await to(`f-${name}-yes`);
			await press('ArrowRight');
			assert.ok(await page.locator(`#f-${name}-no`).isChecked());
		}
		await type('f-institution_kind', 'Sch');
		await type('f-institution', 'GS Teich');
		await type('f-municipality', 'Dülmen');
		await type('f-street', 'Markt 1');
		await type('f-postcode', '48249');
		await type('f-contact_name', 'P. Sommer');
		await type('f-email', 'gs@teich.example');
		await Promise.all([page.waitForNavigation(), press('Enter')]);
		assert.match(await main(page), /Stimmt alles\?/, await main(page));
		for (let i = 0; i < 60 && !(await page.evaluate(() => document.activeElement?.value === 'send')); i++) {
			await press('Tab');
		}
		await Promise.all([page.waitForNavigation(), press('Enter')]);
		assert.match(await main(page), /ist angekommen/);
		assert.ok(keys < 220, `${keys} keys`);
	});

	test('without JavaScript; the suggestions of languages are the browser’s own', async () => {
		const page = await stage.page({ javaScript: false });
		await page.visit(FORM);
		assert.ok((await page.locator('#f-language-list option').count()) > 60);
		await fill(page, { language: 'Kurdisch: Sorani' });
		await pressed(page, 'Weiter zur Prüfung');
		await pressed(page, 'Anfrage senden');
		assert.match(await main(page), /ist angekommen/);
	});

	test('English, easy words, which KI, my requests: axe, keyboard, 320 px', async () => {
		const english = await stage.page({ language: 'en' });
		for (const path of [FORM, '/interpreters/request', '/centres/coesfeld/interpreters/requests']) {
			await english.visit(path);
			assert.doesNotMatch(await english.locator('main').innerText(), /\b(und|oder|nicht|bitte|Sie)\b/, path);
		}
		const page = await stage.page();
		for (const path of [`${FORM}?easy=1`, '/interpreters/request?place=Neu', '/interpreters/request?place=Atlantis', '/centres/coesfeld/interpreters/requests']) {
			await page.visit(path);
			await page.assertAll(path);
		}
		await page.visit('/');
		await page.getByRole('link', { name: 'Sprachmittlung anfragen' }).click();
		await page.locator('#place').fill('Dülmen');
		await page.keyboard.press('Enter');
		await page.waitForURL(/coesfeld\/interpreters\/request$/);
	});

	test('on a phone: the whole way at 320 px', async () => {
		const page = await stage.page({ width: 320, height: 640 });
		await page.visit(FORM);
		await fill(page, { institution: 'Am Telefon' });
		await pressed(page, 'Weiter zur Prüfung');
		await page.assertNarrow('check');
		await pressed(page, 'Anfrage senden');
		await page.assertNarrow('sent');
		assert.match(await main(page), /Am Telefon/);
	});

	test('pots: list, one, its forms, and what a specialist may not', async () => {
		const page = await stage.page({ as: 'head@coesfeld' });
		await page.visit('/centres/coesfeld/interpreters/pots');
		assert.match(await main(page), /Landesmittel/);
		const paths = await page.locator('main tbody th a').evaluateAll((links) => links.map((link) => link.getAttribute('href')));
		for (const path of ['/centres/coesfeld/interpreters/pots', '/centres/coesfeld/interpreters/pots/new', paths[0], `${paths[1]}/terms`, `${paths[1]}/year`, `${paths[1]}/edit`, '/centres/coesfeld/settings?name=pool.lead_unit']) {
			await page.visit(path);
			await page.assertAll(path);
		}
		const specialist = await stage.page({ as: 'specialist@coesfeld' });
		await specialist.visit('/centres/coesfeld/interpreters/pots');
		assert.equal(await specialist.getByRole('link', { name: 'Topf anlegen' }).count(), 0);
	});

	test('a colleague finds the KI filled in, and the last request the next time (story 8)', async () => {
		const colleague = await signedIn(stage.server, 'administrator@coesfeld');
		await sent(colleague, 'coesfeld', { institution: 'Beratung im KI' });
		const page = await stage.page({ as: 'administrator@coesfeld' });
		await page.visit(FORM);
		assert.equal(await page.locator('#f-institution').inputValue(), 'Beratung im KI');
		assert.equal(await page.locator('#f-language').inputValue(), 'Persisch: Dari');
		assert.equal(await new Client(stage.server.base).get(FORM).then(({ text }) => text.includes('Beratung im KI')), false);
	});
});
