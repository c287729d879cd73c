// browser.mjs -- harness of the browser tests: Debian's Chromium, the program with its demo data, and the checks that
// every page must pass.
//
//   const stage = await open();                                    // program on a fresh SQLite, and the browser
//   const page = await stage.page({ as: 'head@coesfeld' });        // also: width, javaScript: false, language: 'en'
//   await page.visit('/centres/coesfeld');
//   await page.assertAll();                                        // axe, keyboard, 320 px, console, hosts
//   await stage.close();
//
// `page` is a playwright-core Page with these methods added.

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import { chromium } from 'playwright-core';

import { DEMO_PASSWORD, signedIn, start } from '../http/client.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const AXE_TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/* The same Chromium without windows needs a third of the time to start and half of it for a page. */
const CHROMIUM = process.env.CHROMIUM ?? ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'].find((path) => existsSync(path));
const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-dev-shm-usage',
	'--disable-background-networking', '--disable-component-update', '--disable-sync'];
const PHONE_PX = 320; // WCAG 2.2, 1.4.10

/** Starts program and browser. Options go to start() of client.mjs; or `server`: it is started already. */
export async function open(options = {}) {
	const server = options.server ?? (await start(options));
	let browser;
	try {
		browser = await chromium.launch({ executablePath: CHROMIUM, headless: true, args: FLAGS });
	} catch (error) {
		await server.stop();
		throw error;
	}
	return {
		server,
		browser,
		page: (wishes) => newPage(browser, server, wishes),
		async close() {
			await browser.close();
			return server.stop();
		},
	};
}

async function newPage(browser, server, { as, width = 1280, height = 900, javaScript = true, language = 'de' } = {}) {
	const context = await browser.newContext({
		locale: language === 'de' ? 'de-DE' : 'en-GB',
		viewport: { width, height },
		javaScriptEnabled: javaScript,
		reducedMotion: 'reduce', // pages may move things in; the checks look at the end
	});
	const page = Object.assign(await context.newPage(), methods);
	page.server = server;
	page.problems = [];
	page.expected = []; // patterns of console lines that a test causes on purpose
	watch(page);
	if (as) { // not through the form, which costs a second each time: signIn() does
		const { cookies } = await signedIn(server, as);
		await context.addCookies([...cookies].map(([name, value]) => ({ name, value, url: server.base })));
		await page.visit('/');
	}
	return page;
}

/** Collects what must not happen: errors on the console (also broken CSP), requests to other hosts, missing files. */
function watch(page) {
	const note = (what) => page.problems.push(what);
	page.on('console', (message) => {
		if (message.type() === 'error' || message.type() === 'warning') {
			note(`console: ${message.text()} (${message.location().url})`);
		}
	});
	page.on('pageerror', (error) => note(`script: ${error.message}`));
	page.on('request', (request) => {
		const url = request.url();
		if (!url.startsWith(`${page.server.base}/`) && !url.startsWith('data:')) {
			note(`another host: ${url}`);
		}
	});
	page.on('response', (response) => {
		if (response.status() >= 400 && response.request().resourceType() !== 'document') {
			note(`${response.status()}: ${response.url()}`);
		}
	});
}

// --- run inside the page --------------------------------------------------------------------------------------------

/* Contrast is two thirds of what axe costs, and it follows from the looks of an element and of all it lies in. Marks the
 * elements whose like (same elements, classes, styles and width of the window all the way up) is in `known`, or comes
 * before them on the page; returns the looks of the others. */
function markKnownLooks(known) {
	const seen = new Set(known);
	const fresh = [];
	const hash = (text, from) => {
		let h = from;
		for (let i = 0; i < text.length; i++) {
			h = Math.imul(h ^ text.charCodeAt(i), 0x5bd1e995) ^ (h >>> 15);
		}
		return h >>> 0;
	};
	const walk = (element, above) => {
		const s = getComputedStyle(element);
		const words = [element.localName, element.getAttribute('class'), element.hasAttribute('disabled'), element.getAttribute('aria-disabled'),
			s.color, s.backgroundColor, s.backgroundImage, s.opacity, s.fontSize, s.fontWeight, s.fill, s.position, s.display, s.visibility,
			s.textShadow, s.mixBlendMode, s.filter].join('|');
		const look = above.map((half) => hash(words, half));
		const key = look.join('.');
		element.toggleAttribute('data-known-look', seen.has(key)); // also what an earlier call has marked
		if (!seen.has(key) && ([...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim() !== '') || 'value' in element)) {
			seen.add(key);
			fresh.push(key);
		}
		for (const child of element.children) {
			walk(child, look);
		}
	};
	const place = `${innerWidth}|${matchMedia('(forced-colors: active)').matches}|${matchMedia('(prefers-color-scheme: dark)').matches}`;
	walk(document.documentElement, [hash(place, 1), hash(place, 2)]);
	return fresh;
}

/* Numbers all elements that the keyboard must reach and returns their words. A group of radio buttons is one stop, and
 * so is what lies in a closed <details>: its summary. */
function numberStops() {
	const all = 'a[href], button, input:not([type=hidden]), select, textarea, summary, iframe, [tabindex], [contenteditable]';
	const groups = new Set();
	const stops = [...document.querySelectorAll(all)].filter((element) => {
		if (element.matches(':disabled, [tabindex="-1"], [inert] *') || element.checkVisibility?.({ checkVisibilityCSS: true }) === false) {
			return false;
		}
		const fold = element.closest('details:not([open])');
		if (fold && element !== fold.querySelector(':scope > summary')) {
			return false;
		}
		if (element.type !== 'radio') {
			return true;
		}
		const group = [...document.getElementsByName(element.name)].filter((one) => one.form === element.form);
		const first = group.find((one) => one.checked) ?? group[0];
		const isNew = first === element && !groups.has(first);
		groups.add(first);
		return isNew;
	});
	const ownLook = (element) => {
		const style = getComputedStyle(element);
		return [style.outlineStyle, style.outlineWidth, style.outlineColor, style.boxShadow, style.borderColor, style.textDecoration,
			style.backgroundColor, style.stroke, style.strokeWidth].join('|');
	};
	// A link in a picture shows its focus on the shape inside it.
	const look = (element) => [element, ...element.querySelectorAll('*')].map(ownLook).join(' ');
	window.scharnierStops = stops.map((element) => ({ element, look: look(element) }));
	window.scharnierLook = look;
	document.activeElement?.blur();
	// Where a page has put the cursor itself (autofocus), Tab would go on from there.
	document.body.tabIndex = -1;
	document.body.focus({ preventScroll: true });
	document.body.removeAttribute('tabindex');
	window.scharnierFocus = [];
	return stops.map((e) => `${e.localName} "${(e.getAttribute('aria-label') ?? e.textContent ?? '').trim().slice(0, 40) || e.name || e.id}"`);
}

/* Describes the focus each time that Tab is let go: then it has moved, and the next press has not begun. */
function followFocus() {
	window.scharnierFollows ??= window.addEventListener('keyup',
		() => window.scharnierFocus.push(window.scharnierDescribe()), { capture: true }) ?? true;
}

/* The stop that has the focus: its number (-1: none of ours), whether one can see that, and whether it is on screen. */
function describeFocus() {
	const focus = document.activeElement;
	let index = window.scharnierStops.findIndex(({ element }) => element === focus);
	if (index < 0 && focus?.type === 'radio') {
		index = window.scharnierStops.findIndex(({ element }) => element.name === focus.name && element.form === focus.form);
	}
	if (index < 0) {
		return { index, visible: true, onScreen: true, isBody: !focus || focus === document.body || focus === document.documentElement };
	}
	// A label or a card around the element may show the focus in its place.
	const style = getComputedStyle(focus);
	const hasOutline = (s) => s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0;
	const around = [focus.parentElement, focus.nextElementSibling].filter(Boolean).map((one) => getComputedStyle(one));
	const visible = hasOutline(style) || around.some(hasOutline) || window.scharnierLook(focus) !== window.scharnierStops[index].look;
	const box = focus.getBoundingClientRect();
	const onScreen = box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth && box.width > 0 && box.height > 0;
	return { index, visible, onScreen };
}

/* What sticks out to the right of the screen, deepest elements only. A box that scrolls by itself may be wide inside. */
function stickingOut(limit) {
	const scrolls = (element) => {
		for (let e = element.parentElement; e && e !== document.body; e = e.parentElement) {
			if (['auto', 'scroll', 'hidden', 'clip'].includes(getComputedStyle(e).overflowX)) {
				return true;
			}
		}
		return false;
	};
	const wide = [...document.body.querySelectorAll('*')].filter((e) => e.getBoundingClientRect().right > limit + 0.5 && !scrolls(e));
	const deepest = wide.filter((e) => !wide.some((other) => other !== e && e.contains(other)));
	return {
		width: document.scrollingElement.scrollWidth,
		culprits: deepest.slice(0, 8).map((e) => `${e.localName}.${e.getAttribute('class') ?? ''} ${(e.textContent ?? '').trim().slice(0, 40)}`),
	};
}

// --- methods of a page ----------------------------------------------------------------------------------------------

const goodLooks = new Set(); // keys of markKnownLooks whose contrast has been found good

const methods = {
	/** Goes to an address of the program and returns the response. */
	async visit(target, { status = 200 } = {}) {
		if (status >= 400) {
			this.expected.push(new RegExp(`status of ${status}`));
		}
		const response = await this.goto(this.server.base + target);
		assert.equal(response.status(), status, `${target} answers ${response.status()}`);
		return response;
	},

	async signIn(login, password = DEMO_PASSWORD) {
		await this.visit('/login');
		await this.locator('input[name=login]').fill(login);
		await this.locator('input[name=password]').fill(password);
		await Promise.all([
			this.waitForURL((url) => !url.pathname.startsWith('/login')),
			this.locator('main form button[type=submit], main form button:not([type])').first().click(),
		]);
	},

	/**
	 * No violation of WCAG 2.2 AA or of axe's best practices. Injected by the debugger: a strict CSP does not stop it.
	 * Contrast is measured once for each look in all pages of a file.
	 */
	async assertAccessible(where = this.url()) {
		await this.evaluate(AXE);
		const fresh = await this.evaluate(markKnownLooks, [...goodLooks]);
		const { violations } = await this.evaluate(
			({ values, preload }) => {
				window.axe.configure({ rules: [{ id: 'color-contrast', selector: ':not([data-known-look])' }] });
				return window.axe.run(document, { preload, runOnly: { type: 'tag', values }, resultTypes: ['violations'] });
			},
			{ values: AXE_TAGS, preload: !this.stylesRead });
		this.stylesRead = true; // all pages have one style sheet: its rule (css-orientation-lock) need not read it again
		const words = violations.map(({ id, impact, help, nodes }) =>
			`${id} (${impact}): ${help}\n${nodes.slice(0, 5).map((node) => `    ${node.target.join(' ')}  ${node.html.slice(0, 160)}`).join('\n')}`);
		assert.equal(violations.length, 0, `${where}: ${words.join('\n')}`);
		fresh.forEach((look) => goodLooks.add(look));
	},

	/** Presses Tab so many times and returns what was seen then. All at once: waiting for each costs a frame. */
	async tab(times) {
		const session = await this.context().newCDPSession(this);
		const key = { key: 'Tab', code: 'Tab', windowsVirtualKeyCode: 9 };
		await Promise.all(Array.from({ length: times }, () => ['rawKeyDown', 'keyUp']).flat()
			.map((type) => session.send('Input.dispatchKeyEvent', { type, ...key })));
		await session.detach();
		return this.evaluate(() => window.scharnierFocus.splice(0));
	},

	/** Tab reaches every control, in the order of the page, and one always sees where one is. */
	async assertKeyboard(where = this.url()) {
		await this.evaluate(`window.scharnierDescribe = ${describeFocus}`);
		await this.evaluate(followFocus);
		const stops = await this.evaluate(numberStops);
		const met = new Set();
		let last = -1;
		const look = (focus) => {
			if (focus.index < 0) {
				return;
			}
			assert.ok(focus.visible, `${where}: nothing shows the focus on ${stops[focus.index]}`);
			assert.ok(focus.onScreen, `${where}: the focus on ${stops[focus.index]} is off the screen`);
			assert.ok(focus.index > last || met.has(focus.index), `${where}: ${stops[focus.index]} comes after ${stops[last]}`);
			met.add(focus.index);
			last = focus.index;
		};
		(await this.tab(stops.length)).forEach(look);
		for (let presses = 0; met.size < stops.length && presses < 10; presses++) {
			(await this.tab(1)).forEach(look);
		}
		const missed = stops.filter((_, index) => !met.has(index));
		assert.deepEqual(missed, [], `${where}: the keyboard does not reach these`);
		return stops.length;
	},

	/** Nothing has to be scrolled sideways on a narrow phone. */
	async assertNarrow(where = this.url()) {
		const before = this.viewportSize();
		await this.setViewportSize({ width: PHONE_PX, height: 640 });
		const { width, culprits } = await this.evaluate(stickingOut, PHONE_PX);
		await this.setViewportSize(before);
		assert.ok(width <= PHONE_PX, `${where}: ${width} px wide on a phone of ${PHONE_PX} px:\n  ${culprits.join('\n  ')}`);
	},

	/** Nothing was said on the console, no policy was broken, no other host was asked. */
	assertQuiet(where = this.url()) {
		const rest = this.problems.filter((problem) => !this.expected.some((pattern) => pattern.test(problem)));
		assert.deepEqual(rest, [], `${where}: problems`);
	},

	/** The heading is there and unique, the page has a title and its language. */
	async assertFrame(where = this.url()) {
		const { headings, title, lang } = await this.evaluate(() => ({
			headings: document.querySelectorAll('h1').length, title: document.title, lang: document.documentElement.lang }));
		assert.equal(headings, 1, `${where}: one h1`);
		assert.notEqual(title.trim(), '', `${where}: title`);
		assert.match(lang, /^(de|en)$/, `${where}: lang`);
	},

	async assertAll(where = this.url()) {
		await this.assertFrame(where);
		await this.assertAccessible(where);
		await this.assertNarrow(where);
		await this.assertKeyboard(where);
		this.assertQuiet(where);
	},

	/** Bytes on the wire, heads included, until the page at `target` rests; for a context that has seen nothing yet. */
	async weigh(target) {
		const session = await this.context().newCDPSession(this);
		const files = new Map();
		await session.send('Network.enable');
		await session.send('Network.setCacheDisabled', { cacheDisabled: false });
		session.on('Network.responseReceived', ({ requestId, response }) => files.set(requestId, { url: response.url, bytes: 0 }));
		session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
			if (files.has(requestId)) {
				files.get(requestId).bytes = encodedDataLength;
			}
		});
		await this.goto(this.server.base + target, { waitUntil: 'networkidle' });
		await session.detach();
		const list = [...files.values()].filter(({ url }) => !url.startsWith('data:'));
		return { files: list, bytes: list.reduce((sum, { bytes }) => sum + bytes, 0) };
	},
};
