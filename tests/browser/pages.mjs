// pages.mjs -- every page as the roles see it, in Chromium: axe without a finding, all of it by keyboard, 320 px wide
// without scrolling sideways, quiet console, no other host; German and English; the main job also without JavaScript.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { source } from '../http/client.mjs';
import { open } from './browser.mjs';

/* Parts of addresses that stand for something real in the demo data. */
const REAL = { '{slug}': 'coesfeld', '{code}': 'specialist-2023-kreis' };
const NOT_A_PAGE = /\.(csv|xlsx|pdf|json)$|^\/language\/|^\/login\/(oidc|reset|code)|^\/account\/second-factor\//;
/* Needs a number that the demo data give, the code of a mail or a question: visited by the tests of the feature. */
const WITH_NUMBER = /\{id\}|^\/(interpreters|apply)\/.*\{code\}|^\/land\/catalogue\/\{code\}|\/reports\/\{code\}|\/sheets\/\{code\}|\{slug\}\/figures$|\/figures\/records$/;

const OF_HEAD = ['centre.read', 'centre.record', 'centre.decide', 'staff.read', 'staff.record', 'staff.decide', 'pool.read', 'pool.record',
	'activity.read', 'activity.record', 'forward.read', 'forward.record', 'grant.read', 'grant.record', 'report.read', 'report.prepare', 'report.release', 'rule.read'];

const golden = source('tests/golden/routes.txt').split('\n').filter(Boolean).map((line) => line.split(/\s+/));
const pages = golden
	.filter(([method, path]) => method === 'GET' && !NOT_A_PAGE.test(path) && !WITH_NUMBER.test(path))
	.map(([, path, right]) => ({ path: path.replace(/\{\w+\}/g, (part) => REAL[part]), right }));
const of = (...rights) => pages.filter(({ right }) => rights.includes(right)).map(({ path }) => path);

describe('pages in the browser', () => {
	let stage;
	before(async () => {
		stage = await open();
	});
	after(() => stage.close());

	test('what anyone sees', async () => {
		const page = await stage.page();
		for (const path of of('public')) {
			await page.visit(path);
			await page.assertAll(path);
		}
		await page.visit('/gibt/es/nicht', { status: 404 });
		await page.assertAccessible();
		await page.assertNarrow();
	});

	test('the inner pages of a KI, as its head', async () => {
		const page = await stage.page({ as: 'head@coesfeld' });
		const apart = OF_HEAD.filter((right) => right !== 'rule.read'); // the ministry sees those pages with more on them
		for (const path of ['/', ...of('signed_in', ...apart)]) {
			await page.visit(path);
			await page.assertAll(path);
		}
	});

	/* One case of each kind of state: what is being prepared, what runs, what is proven. */
	test('grants: an application, a running year and a proof, as the head; the queue and the Land, as the authority', async () => {
		const head = await stage.page({ as: 'head@coesfeld' });
		const { cases } = await (await head.request.get(stage.server.base + '/centres/coesfeld/grants', { headers: { accept: 'application/json' } })).json();
		const at = (year) => cases.find((one) => one.programme === 'base' && one.year === year).path;
		const now = new Date().getFullYear();
		const paths = [`${at(now + 1)}/application`, `${at(now + 1)}/application/check`, `${at(now + 1)}/application/import`, '/centres/coesfeld/grants/signatories', ...['', '/calls', '/costs', '/budget'].map((tail) => at(now) + tail), `${at(now - 1)}/proof`];
		const { items } = await (await head.request.get(`${stage.server.base}${at(now)}/costs`, { headers: { accept: 'application/json' } })).json();
		paths.push(items[0].vouchers_path);
		for (const path of paths) {
			await head.visit(path);
			await head.assertAll(path);
		}
		const authority = await stage.page({ as: 'authority@arnsberg' });
		for (const path of ['/land/grants', '/land/budget', '/land/what-if?item=specialist&euros=59000&year=2027', '/land/what-if/coesfeld?item=specialist&euros=59000&year=2027', '/land/payouts', at(now + 1), at(now - 1)]) {
			await authority.visit(path);
			await authority.assertAll(path);
		}
	});

	test('the rulebook and the settings of the Land, as the ministry', async () => {
		const page = await stage.page({ as: 'ministry@land' });
		const sheet = '/land/sheets/monthly_report';
		for (const path of ['/', ...of('rule.read', 'rule.propose', 'rule.approve', 'land.setting', 'staff.land', 'report.land'), sheet, `${sheet}/mapping`]) {
			await page.visit(path);
			await page.assertAll(path);
		}
	});

	test('accounts and the audit log, as the technical administration', async () => {
		const page = await stage.page({ as: 'admin@system' });
		for (const path of ['/', ...of('accounts', 'audit.read', 'jobs')]) {
			await page.visit(path);
			await page.assertAll(path);
		}
	});

	/* Templates and colours are those of the German pages, which axe has seen. */
	test('in English, without a German word left in headings, menus and buttons', async () => {
		const page = await stage.page({ language: 'en', as: 'head@coesfeld' });
		const german = /\b(und|oder|der|die|das|ist|für|nicht|Anmelden|Abmelden|Regelwerk|Einstellungen|Stelle|Suchen)\b/;
		for (const path of of('public', ...OF_HEAD)) {
			await page.visit(path);
			assert.equal(await page.locator('html').getAttribute('lang'), 'en', path);
			const words = await page.locator('h1, h2, nav a, button, th[scope=col], label').allInnerTexts();
			assert.deepEqual(words.filter((text) => german.test(text)), [], path);
		}
	});

	test('signing in and out through the forms', async () => {
		const page = await stage.page();
		await page.signIn('head@coesfeld');
		await page.visit('/account');
		assert.match(await page.locator('main').innerText(), /Annegret Terhorst/);
		await page.getByRole('button', { name: 'Abmelden' }).first().click();
		await page.waitForURL((url) => url.pathname !== '/account');
		await page.visit('/account');
		assert.match(page.url(), /\/login\?to=%2Faccount$/);
		page.assertQuiet();
	});

	test('dark mode and forced colours keep the contrast', async () => {
		for (const media of [{ colorScheme: 'dark' }, { forcedColors: 'active' }]) {
			const page = await stage.page();
			await page.emulateMedia(media);
			for (const path of ['/', '/centres', '/centres/coesfeld/entitlement', '/rules', '/rules/specialist-2023-kreis', '/login']) {
				await page.visit(path);
				await page.assertAccessible(`${path} ${JSON.stringify(media)}`);
			}
		}
	});

	/* assertAccessible() measures the contrast of each look once. */
	test('a weak contrast is found on a page that is known otherwise', async () => {
		const page = await stage.page();
		await page.visit('/centres');
		await page.assertAccessible();
		await page.locator('main a').last().evaluate((element) => (element.style.color = '#bbb'));
		await assert.rejects(page.assertAccessible(), /color-contrast/);
	});

	test('the first page weighs at most 110 kB on the wire and asks no other host', async () => {
		for (const path of ['/', '/centres', '/centres/coesfeld/entitlement']) {
			const page = await stage.page();
			const { bytes, files } = await page.weigh(path);
			assert.ok(bytes <= 110_000, `${path}: ${bytes} bytes: ${files.map((file) => `${file.url} ${file.bytes}`).join(', ')}`);
			page.assertQuiet();
		}
	});

	test('the main job without JavaScript: KI, day, what the Land funds (S-RUL-1)', async () => {
		const page = await stage.page({ javaScript: false });
		await page.visit('/centres');
		await page.locator('main a[href="/centres/coesfeld"]').first().click();
		await page.locator('main a[href^="/centres/coesfeld/entitlement"]').first().click();
		await page.locator('#day').fill('01.06.2021');
		await page.locator('form:has(#day) button').click();
		await page.getByText('402.500,00').first().waitFor();
		assert.match(page.url(), /day=01\.06\.2021/);
	});

	test('the main job with the keyboard alone', async () => {
		const page = await stage.page();
		await page.visit('/centres/coesfeld/entitlement');
		const onDay = () => page.evaluate(() => document.activeElement?.getAttribute('name') === 'day');
		for (let i = 0; i < 60 && !(await onDay()); i++) {
			await page.keyboard.press('Tab');
		}
		assert.ok(await onDay(), 'Tab reaches the day');
		await page.keyboard.press('Control+A');
		await page.keyboard.type('01.06.2018');
		await page.keyboard.press('Enter');
		await page.getByText('370.000,00').first().waitFor();
	});

	test('the first Tab is the skip link, and it works', async () => {
		const page = await stage.page();
		await page.visit('/centres');
		await page.keyboard.press('Tab');
		assert.equal(await page.evaluate(() => document.activeElement.getAttribute('href')), '#main');
		await page.keyboard.press('Enter');
		assert.equal(await page.evaluate(() => document.activeElement.id), 'main');
	});

	test('a mistaken form: summary first and focused, message at the field, the typed value stays', async () => {
		const page = await stage.page({ as: 'admin@system' });
		await page.visit('/accounts/new');
		await page.locator('input[name=name]').fill('Vera Beispiel');
		await page.locator('input[name=login]').fill('x');
		page.expected.push(/422/);
		await page.locator('main form button').click();
		await page.locator('[role=alert]').waitFor();
		assert.match(await page.title(), /^Fehler:/);
		assert.ok(await page.evaluate(() => document.activeElement?.getAttribute('role') === 'alert'), 'the summary has the focus');
		assert.equal(await page.locator('input[name=name]').inputValue(), 'Vera Beispiel');
		assert.equal(await page.locator('input[name=login]').getAttribute('aria-invalid'), 'true');
		await page.assertAccessible();
		await page.assertNarrow();
	});
});
