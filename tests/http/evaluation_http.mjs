// evaluation_http.mjs -- the export for an evaluation from outside, as each role. Both databases: evaluation_test. S-EVA-1.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';

import { Client, signedIn, start } from './client.mjs';

const PAGE = '/land/evaluation';
const WISH = { table: 'all', recipient: 'Institut für Evaluation', purpose: 'Prozessevaluation, Vertrag 12/2026' };

describe('evaluation', () => {
	let server, lasi, folder, quarter;
	before(async () => {
		folder = mkdtempSync(path.join(tmpdir(), 'evaluation-'));
		server = await start({ database: 'sqlite' });
		lasi = await signedIn(server, 'lasi@land');
		quarter = (await lasi.get(PAGE)).text.match(/<option value="(\d{4}-\d{2})" selected/)[1];
	});
	after(async () => {
		await server.stop();
		rmSync(folder, { recursive: true });
	});

	/** Makes an export: { answer, sheets: { name: rows of texts } }. */
	async function made(client) {
		const answer = await client.submit(PAGE, { ...WISH, first: quarter, last: quarter }, { action: PAGE });
		assert.equal(answer.status, 200);
		const file = path.join(folder, 'export.xlsx');
		writeFileSync(file, answer.bytes);
		const part = (name) => execFileSync('unzip', ['-p', file, name], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
		const names = [...part('xl/workbook.xml').matchAll(/<sheet name="([^"]+)"/g)].map(([, name]) => name);
		const sheets = names.map((name, i) => [name, part(`xl/worksheets/sheet${i + 1}.xml`).split('<row ').slice(1).map((row) => [...row.matchAll(/<t[^>]*>([^<]*)<\/t>/g)].map(([, text]) => text))]);
		return { answer, sheets: Object.fromEntries(sheets) };
	}
	const log = async () => (await lasi.json(PAGE)).json().exports;

	test('the LaSI alone', async () => {
		assert.equal((await new Client(server.base).json(PAGE)).status, 401);
		for (const login of ['head@coesfeld', 'ministry@land']) {
			const client = await signedIn(server, login);
			const { csrf } = (await client.json('/account')).json();
			assert.equal((await client.json(PAGE)).status, 403, login);
			assert.equal((await client.postJson(PAGE, { ...WISH, first: quarter, last: quarter }, { csrf })).status, 403, login);
			assert.doesNotMatch((await client.get('/')).text, /href="\/land\/evaluation"/);
		}
		assert.match((await lasi.get('/')).text, /href="\/land\/evaluation"/);
		assert.equal((await log()).length, 0);
	});

	test('without purpose, or for a quarter that is not over, nothing leaves and nothing is logged', async () => {
		const no = async (fields, words) => {
			const answer = await lasi.submit(PAGE, { ...WISH, first: quarter, last: quarter, ...fields }, { action: PAGE });
			assert.equal(answer.status, 422);
			assert.match(answer.text, words);
		};
		await no({ purpose: ' ' }, /Zweck/);
		await no({ recipient: '' }, /Empfänger/);
		await no({ last: '2199-01' }, /noch nicht vorbei/);
		await no({ first: '2020-02' }, /Bitte ein Vierteljahr/);
		await no({ table: 'people' }, /Tabellen/);
		assert.equal((await log()).length, 0);
	});

	test('two exports: the same content, no pseudonym in both, nobody alone, no name; both are logged with their hash', async () => {
		const english = await signedIn(server, 'lasi@land', { language: 'en' });
		const [one, two] = [await made(lasi), await made(english)];
		assert.match(one.answer.headers['content-type'], /spreadsheetml/);
		assert.match(one.answer.headers['content-disposition'], new RegExp(`evaluation-${quarter}-${quarter}\\.xlsx`));
		assert.deepEqual(Object.keys(one.sheets), ['Lies mich', 'Spalten', 'Zählregeln', 'Besetzung', 'Tätigkeiten', 'Selbsteinschätzungen', 'Einsätze', 'Sprachmittelnde', 'Monatszahlen']);
		assert.match(JSON.stringify(two.sheets['Lies mich']), /Prozessevaluation, Vertrag 12\/2026.*Eine Annahme/);
		for (const name of ['Besetzung', 'Sprachmittelnde']) {
			const rows = ({ sheets }) => sheets[name].filter(([pseudonym]) => /^[0-9a-f]{16}$/.test(pseudonym));
			const content = (all) => rows(all).map((row) => row.slice(1).join('|'));
			assert.ok(rows(one).length >= 20, name);
			assert.deepEqual(content(one), content(two), name);
			const pseudonyms = new Set(rows(one).map(([pseudonym]) => pseudonym));
			assert.equal(pseudonyms.size, rows(one).length);
			assert.ok(rows(two).every(([pseudonym]) => !pseudonyms.has(pseudonym)), name);
			for (const row of content(one)) {
				assert.ok(content(one).filter((other) => other === row).length >= 5, row);
			}
		}
		for (const name of ['Tätigkeiten', 'Selbsteinschätzungen', 'Einsätze', 'Monatszahlen']) {
			assert.deepEqual(one.sheets[name], two.sheets[name]);
			assert.doesNotMatch(JSON.stringify(one.sheets[name]), /[0-9a-f]{16}/, 'no pseudonym');
		}
		const head = await signedIn(server, 'head@coesfeld');
		const { items } = (await head.json('/centres/coesfeld/interpreters/people')).json();
		assert.ok(items.length > 20);
		for (const { person } of items) {
			assert.doesNotMatch(JSON.stringify(one.sheets), new RegExp(`\\b(${person.family_name}|${person.given_name})\\b`));
		}
		const kept = await log();
		assert.equal(kept.length, 2);
		for (const [i, { answer }] of [two, one].entries()) {
			const file = path.join(folder, 'hash');
			writeFileSync(file, answer.bytes);
			assert.equal(kept[i].hash, execFileSync('b2sum', ['-l', '256', file], { encoding: 'utf8' }).slice(0, 64));
			assert.deepEqual([kept[i].recipient, kept[i].purpose, kept[i].threshold], [WISH.recipient, WISH.purpose, 5]);
		}
	});
});
