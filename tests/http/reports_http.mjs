// reports_http.mjs -- the monthly report from outside, on both databases: a month is looked at, commented, released,
// corrected; figures open to their records; the Land reads what was released and nothing else; files are the same bytes
// each time. S-REP-1 ... 3, S-FUN-5, P-REP-1, P-ACT-2; stories 11, 12.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';

import { DATABASES, signedIn, start } from './client.mjs';
import { monthAgo } from './settlement_kit.mjs';

const REPORTS = '/centres/coesfeld/reports';
const MONTH = monthAgo(8); /* older than the reports of the demo */
const PAGE = `${REPORTS}/${MONTH}`;
const LAST = monthAgo(1);

for (const database of DATABASES) {
	describe(`monthly reports on ${database}`, () => {
		let server;
		let head;
		let specialist;
		let authority;
		before(async () => {
			server = await start({ database });
			head = await signedIn(server, 'head@coesfeld');
			specialist = await signedIn(server, 'specialist@coesfeld');
			authority = await signedIn(server, 'authority@arnsberg');
		});
		after(() => server.stop());

		test('the list of months says what each is at', async () => {
			const list = (await head.json(REPORTS)).json();
			assert.equal(list.items[0].state, 'running');
			assert.ok(list.items[0].path.endsWith('/draft'));
			const last = list.items.find(({ month }) => month === LAST);
			assert.ok(['released', 'released_late', 'late', 'open'].includes(last.state));
			assert.equal((await head.json(`${REPORTS}?year=2019`)).json().items.length, 12);
			assert.ok((await authority.json(REPORTS)).json().items.every(({ path }) => path === null || !path.endsWith('/draft')));
		});

		test('each figure of the live month opens to records that add up to it, and splits by the main fields', async () => {
			const draft = (await specialist.json(`${PAGE}/draft`)).json();
			assert.ok(draft.figures.length >= 5);
			const activities = draft.figures.find(({ code }) => code === 'activities.count');
			assert.deepEqual([activities.first[0].dimension, activities.first[0].cells.length], ['main_field', 2], 'S-REP-3');
			for (const figure of draft.figures) {
				const splits = [...figure.first, ...figure.splits];
				for (const split of splits) {
					assert.equal(split.cells.reduce((sum, { value }) => sum + value, 0), figure.value, `${figure.code} by ${split.dimension}`);
				}
				const cell = splits.at(-1)?.cells[0];
				if (cell) {
					assert.equal(await sumBehind(cell.path), cell.value, cell.path);
				}
				assert.equal(await sumBehind(figure.path), figure.value, figure.path);
			}
		});

		async function sumBehind(path) {
			let sum = 0;
			for (let next = path; next; ) {
				const page = (await specialist.json(next)).json();
				sum += page.items.reduce((all, { value }) => all + value, 0);
				next = page.next;
			}
			return sum;
		}

		test('commented, checked and released by the head; a second time is too late', async () => {
			assert.equal((await specialist.submit(`${PAGE}/draft`, { comment: 'Zwei Kolleginnen waren krank.' }, { action: `${PAGE}/comment` })).status, 303);
			assert.equal((await specialist.get(`${PAGE}/check`)).status, 403, 'only the head');
			assert.equal((await authority.get(PAGE)).status, 404, 'not released yet');
			const check = await head.get(`${PAGE}/check`);
			assert.match(check.text, /Zwei Kolleginnen waren krank\./);
			assert.equal((await head.submit(`${PAGE}/check`, {}, { action: `${PAGE}/versions/1` })).status, 303);
			const report = (await head.json(PAGE)).json();
			assert.deepEqual([report.content.number, report.content.comment, report.content.is_public], [1, 'Zwei Kolleginnen waren krank.', false]);
			assert.match(report.hash, /^[0-9a-f]{64}$/);
			assert.equal((await head.json(`${PAGE}/versions/2`)).status, 404);
			assert.equal((await head.get(`${REPORTS}/${new Date().toISOString().slice(0, 7)}/check`)).status, 422, 'the month is not over');
		});

		test('a correction needs a reason and names the difference; the first version stays', async () => {
			const first = (await head.get(`${PAGE}/report.json?number=1`)).text;
			assert.equal((await head.submit(`${PAGE}/check`, {}, { action: `${PAGE}/versions/2` })).status, 422);
			assert.equal((await specialist.submit(`${PAGE}/draft`, { comment: 'Zwei Kolleginnen waren länger krank.' }, { action: `${PAGE}/comment` })).status, 303);
			assert.equal((await head.submit(`${PAGE}/check`, { reason: 'Der Kommentar war unvollständig.' }, { action: `${PAGE}/versions/2` })).status, 303);
			const report = (await authority.json(PAGE)).json();
			assert.deepEqual([report.content.number, report.content.reason, report.versions.length], [2, 'Der Kommentar war unvollständig.', 2]);
			assert.deepEqual(report.changes.map(({ after: now }) => now), ['Zwei Kolleginnen waren länger krank.']);
			assert.equal((await head.get(`${PAGE}/report.json?number=1`)).text, first);
			assert.equal((await authority.json(`${PAGE}/versions/1`)).json().content.comment, 'Zwei Kolleginnen waren krank.');
		});

		test('files: the same bytes each time, German, masked for all', async () => {
			for (const [file, type] of [['report.pdf', 'application/pdf'], ['report.xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'], ['report.json', 'application/json']]) {
				const one = await head.get(`${PAGE}/${file}`);
				const english = await signedIn(server, 'lasi@land', { language: 'en' });
				const two = await english.get(`${PAGE}/${file}`);
				assert.equal(one.headers['content-type'], type);
				assert.ok(one.bytes.equals(two.bytes), file);
			}
			const json = (await head.get(`${PAGE}/report.json`)).json();
			assert.ok(json.is_public);
			for (const figure of json.figures.filter(({ unit }) => unit === 'persons')) {
				for (const { value, masked } of figure.splits.flatMap(({ cells }) => cells)) {
					assert.ok(masked ? value === null : value === null || value >= 5, 'P-REP-1');
				}
			}
		});

		test('the Land reads the hash of its own text: that of the whole would say what is masked', async () => {
			const own = (await head.json(PAGE)).json();
			const outside = (await authority.json(PAGE)).json();
			assert.ok(outside.content.is_public && !own.content.is_public);
			assert.notEqual(outside.hash, own.hash, 'P-REP-1');
			const file = path.join(mkdtempSync(path.join(tmpdir(), 'report-')), 'report.json');
			writeFileSync(file, (await authority.get(`${PAGE}/report.json`)).bytes);
			assert.equal(execFileSync('b2sum', ['-l', '256', file], { encoding: 'utf8' }).slice(0, 64), outside.hash, 'that of its file');
			rmSync(path.dirname(file), { recursive: true });
		});

		test('the Land: who has reported, figures of all KI, ratios without a rank', async () => {
			const land = (await authority.json(`/land/reports?month=${LAST}`)).json();
			assert.equal(land.items.length, 54);
			assert.ok(land.missing.length >= 1 && land.missing.every(({ late_months }) => late_months >= 1));
			assert.match((await authority.get('/')).text, /Berichtspflicht/);
			const figures = (await authority.json('/land/figures?indicator=activities.count&by=kind')).json();
			assert.equal(figures.centres.length, 54);
			assert.equal(figures.months.reduce((sum, { value }) => sum + value, 0), figures.cells.reduce((sum, { value }) => sum + value, 0));
			assert.equal(figures.months.reduce((sum, { value }) => sum + value, 0), figures.centres.reduce((sum, { value }) => sum + value, 0));
			assert.match((await authority.get(figures.csv_path)).text, /Kreis Coesfeld/);
			const comparison = (await authority.json('/land/comparison')).json();
			const names = comparison.items.map(({ name }) => name);
			assert.equal(names.length, 54);
			assert.deepEqual(names, land.items.map(({ name }) => name), 'in the order of names, as everywhere');
			const { lower, median, upper } = comparison.spread[0];
			assert.ok(lower <= median && median <= upper && median > 0);
			for (const path of ['/land/figures?indicator=x', '/land/figures?year=1999', '/land/reports?month=2026', '/land/comparison?indicator=x']) {
				assert.equal((await authority.get(path)).status, 404, path);
			}
		});

		test('who may not, sees nothing', async () => {
			const other = await signedIn(server, 'head@unna');
			for (const path of [REPORTS, PAGE, `${PAGE}/draft`, `${PAGE}/check`, `${PAGE}/report.pdf`, '/centres/coesfeld/figures?indicator=activities.count']) {
				assert.equal((await other.get(path)).status, 404, `${path}: another KI`);
			}
			for (const path of [`${PAGE}/draft`, `${PAGE}/check`, '/centres/coesfeld/figures?indicator=activities.count']) {
				assert.equal((await authority.json(path)).status, 403, `${path}: drill-down ends where the right ends`);
			}
			assert.equal((await head.json('/land/reports')).status, 403);
			assert.equal((await (await signedIn(server, 'admin@system')).json(PAGE)).status, 403);
		});

		test('what there is not is refused', async () => {
			for (const path of [`${REPORTS}/2026-13`, `${REPORTS}/1999-01/draft`, `${REPORTS}/x/check`, `${PAGE}/versions/99`, `${PAGE}/report.pdf?number=x`,
				'/centres/coesfeld/figures?indicator=x', '/centres/coesfeld/figures?indicator=activities.count&by=x&code=y', '/centres/coesfeld/figures?indicator=activities.count&from=2026-02&to=2026-01']) {
				assert.equal((await head.get(path)).status, 404, path);
			}
			const whole = (await head.json(`/centres/coesfeld/figures?indicator=activities.count&by=kind&from=${LAST}&to=${LAST}`)).json();
			assert.equal(whole.value, (await head.json(`/centres/coesfeld/figures?indicator=activities.count&from=${LAST}&to=${LAST}`)).json().value);
			assert.ok(whole.value > 0 && whole.items.length > 0, 'without a code: the figure and all of its records');
			assert.equal((await head.json(`/centres/coesfeld/figures?indicator=activities.count&by=kind&code=%27%20OR%201=1&from=${LAST}&to=${LAST}`)).json().value, 0);
		});
	});
}
