// sheets_http.mjs -- workbooks of authorities from outside: uploaded, mapped, tried, filled with a released month; who may,
// and what is refused. P-FUN-3. Which version holds for whom is in sheet_template_test.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { multipart, signedIn, start } from './client.mjs';
import { plain } from './rulebook_kit.mjs';
import { monthAgo } from './settlement_kit.mjs';
import { part } from './workbook_kit.mjs';

const LAND = '/land/sheets/monthly_report';
const OWN = '/centres/coesfeld/sheets/monthly_report';
const REPORT = `/centres/coesfeld/reports/${monthAgo(1)}`;
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const TODAY = new Date().toLocaleDateString('de-DE', { day: '2-digit', month: '2-digit', year: 'numeric', timeZone: 'Europe/Berlin' });

describe('workbooks of authorities', () => {
	let server;
	let ministry;
	let head;
	let form;
	before(async () => {
		server = await start();
		[ministry, head] = await Promise.all(['ministry@land', 'head@coesfeld'].map((login) => signedIn(server, login)));
		form = (await ministry.get(`${LAND}/template.xlsx`)).bytes;
	});
	after(() => server.stop());

	async function upload(client, at, bytes, { day = TODAY, filename = 'vordruck.xlsx', version } = {}) {
		const page = (await client.get(`${at}/file`)).text;
		const shown = version ?? /name="version" value="(\d+)"/.exec(page)[1];
		const { body, type } = multipart([['csrf', await client.csrf(`${at}/file`)], ['version', shown], ['file', { filename, bytes }], ['valid_from', day]]);
		return client.request('POST', `${at}/file`, { body, headers: { 'content-type': type } });
	}
	const map = (client, at, mapping, more = {}) => client.submit(`${at}/mapping`, { mapping, valid_from: TODAY, ...more }, { action: `${at}/mapping` });

	test('the page says what is written where, and what else there is', async () => {
		const page = (await ministry.json(LAND)).json();
		assert.ok(page.lines.length > 10 && page.lines.every(({ fits }) => fits));
		assert.ok(page.lines.some(({ field, place }) => field === 'figures.name' && place === 'Monatsbericht!A14 … A73'));
		assert.ok(page.unused.some(({ field }) => field === 'value.activities.count'), 'each figure of the house by its code');
		assert.equal(page.versions.length, 1);
		const filled = await ministry.get(`${LAND}/test.xlsx?version=1`);
		assert.equal(filled.headers['content-type'], XLSX);
		assert.match(part(filled.bytes, 'xl/worksheets/sheet1.xml'), /Kommunales Integrationszentrum Kreis Coesfeld/);
		assert.deepEqual(form, (await ministry.get(`${LAND}/template.xlsx?version=1`)).bytes);
	});

	test('a released month in the workbook of the Land: from the frozen text, as a real table', async () => {
		const report = (await head.json(REPORT)).json();
		assert.match(plain((await head.get(REPORT)).text), /Excel in der Vorlage des Landes/);
		const answer = await head.get(report.template_path);
		assert.equal(answer.headers['content-type'], XLSX);
		const sheet = part(answer.bytes, 'xl/worksheets/sheet1.xml');
		for (const { name } of report.content.figures) {
			assert.ok(sheet.includes(`>${name}<`), name);
		}
		const shown = report.content.figures.find(({ code, masked }) => code === 'activities.count' && !masked);
		assert.match(sheet, new RegExp(`<c r="B1\\d"[^>]*><v>${shown.value}\\.000</v></c>`));
		assert.match(sheet, /<f>IF\(AND\(ISNUMBER\(B14\)/, 'formulas stay');
		assert.match(part(answer.bytes, 'xl/workbook.xml'), /fullCalcOnLoad="1"/);
		assert.deepEqual(answer.bytes, (await head.get(report.template_path)).bytes, 'the same bytes');
		assert.equal((await head.get(`${REPORT}/template.xlsx?day=2020-01-01`)).status, 404, 'none held then');
		assert.equal((await head.get(`${REPORT}/template.xlsx?number=99`)).status, 404);
		assert.equal((await (await signedIn(server, 'head@unna')).get(`${REPORT}/template.xlsx`)).status, 404);
	});

	test('a mapping that does not fit is told line by line, and nothing of it is saved', async () => {
		const told = await map(ministry, LAND, 'centre = Monatsbericht!B4\nnix = Monatsbericht!B5\nmonth = Anlage!B5\nnumber = Monatsbericht!E14\n'
			+ 'reason = Monatsbericht!C4\nreleased_by = Monatsbericht!ZZZ1\nfigures.name = Monatsbericht!A14');
		assert.equal(told.status, 422);
		const words = plain(told.text);
		for (const message of [/Zeile 2: Ein Feld „nix“ gibt es nicht/, /Zeile 3: Ein Blatt „Anlage“ gibt es in der Mappe nicht\. Es gibt: Monatsbericht, Aufschlüsselung, Hinweise/,
			/Zeile 4: .*Formel der Vorlage/, /Zeile 5: .*verbundenen Zellen B4:E4/, /Zeile 6: „ZZZ1“ ist keine Zelle/, /Zeile 7: .*Schritt und Höchstzahl/]) {
			assert.match(words, message);
		}
		assert.ok(told.text.includes('nix = Monatsbericht!B5'), 'what was typed is still there');
		assert.equal((await map(ministry, LAND, 'centre = Monatsbericht!B4', { valid_from: '01.01.2020' })).status, 422);
		assert.equal((await ministry.json(LAND)).json().versions.length, 1);
	});

	test('files that are no workbook are refused with words', async () => {
		for (const [bytes, words] of [['Name;Ort\r\n', /keine Excel-Mappe/], [Buffer.from('d0cf11e0a1b11ae1', 'hex'), /im alten Excel-Format/],
			[form.subarray(0, form.length / 2), /beschädigt \(ZIP\)/], ['', /Datei/]]) {
			const told = await upload(ministry, LAND, bytes);
			assert.equal(told.status, 422);
			assert.match(plain(told.text), words);
		}
		assert.equal((await ministry.json(LAND)).json().versions.length, 1);
	});

	test('a KI has its own, which goes first, until it no longer uses it', async () => {
		assert.match(plain((await head.get('/centres/coesfeld/sheets')).text), /keine eigene; es gilt die des Landes/);
		assert.equal((await (await signedIn(server, 'head@unna')).get('/centres/unna/sheets/monthly_report/mapping')).status, 404, 'nothing to map yet');
		const made = await upload(head, OWN, form, { filename: 'unser-vordruck.xlsx' });
		assert.equal(made.status, 303, plain(made.text));
		assert.equal((await map(head, OWN, '# nur der Name\ncentre = Hinweise!A5')).status, 303);
		assert.match(plain((await head.get(REPORT)).text), /Excel in der eigenen Vorlage/);
		const answer = await head.get(`${REPORT}/template.xlsx`);
		assert.match(part(answer.bytes, 'xl/worksheets/sheet3.xml'), /<c r="A5" t="inlineStr">/);
		assert.doesNotMatch(part(answer.bytes, 'xl/worksheets/sheet1.xml'), /Coesfeld/);
		assert.match(plain((await (await signedIn(server, 'lasi@land')).get(REPORT)).text), /Excel in der eigenen Vorlage/);
		assert.match(plain((await (await signedIn(server, 'head@unna')).get('/centres/unna/sheets')).text), /keine eigene/);
		assert.equal((await head.submit(`${OWN}/stop`, { valid_from: TODAY }, { action: `${OWN}/stop` })).status, 303);
		assert.match(plain((await head.get(REPORT)).text), /Excel in der Vorlage des Landes/);
		assert.equal((await head.json(OWN)).json().versions.length, 4, 'all of them stay, and what was planned');
	});

	test('another workbook takes the mapping along; an old page changes nothing', async () => {
		const other = (await ministry.get('/land/figures.xlsx')).bytes; // one sheet with another name
		const double = await Promise.all([1, 2].map(() => upload(ministry, LAND, other, { filename: 'neu.xlsx', version: '1' })));
		assert.deepEqual(double.map(({ status }) => status).sort(), [303, 409], 'sent twice, there once');
		assert.match(plain(double.find(({ status }) => status === 409).text), /Inzwischen wurde eine andere Fassung gespeichert/);
		const page = (await ministry.json(LAND)).json();
		assert.equal(page.versions.length, 2);
		assert.equal(page.lines.length, 0);
		assert.match(page.newest.mapping, /^# centre = Monatsbericht!B4$/m);
		assert.equal((await upload(ministry, LAND, form)).status, 303);
		assert.equal((await map(ministry, LAND, 'centre = Monatsbericht!B4', { version: 1 })).status, 409);
		assert.equal((await ministry.json(LAND)).json().versions.length, 3);
	});

	test('who may not, may not', async () => {
		const [specialist, unna, authority, technical] = await Promise.all(
			['specialist@coesfeld', 'head@unna', 'authority@arnsberg', 'admin@system'].map((login) => signedIn(server, login)));
		for (const tail of ['', '/file', '/mapping', '/stop', '/template.xlsx', '/test.xlsx']) {
			assert.equal((await specialist.json(OWN + tail)).status, 403, tail);
			assert.equal((await unna.json(OWN + tail)).status, 404, `another KI: ${tail}`);
			assert.equal((await authority.json(LAND + tail)).status, 403, tail);
			assert.equal((await head.json(LAND + tail)).status, 403, tail);
		}
		assert.equal((await technical.json(LAND)).status, 200, 'settings of the Land are theirs, too');
		assert.equal((await technical.json(OWN)).status, 403, 'those of a KI are not');
		assert.equal((await ministry.get('/land/sheets/anything')).status, 404);
		assert.equal((await ministry.get(`${LAND}/test.xlsx?version=99`)).status, 404);
	});
});
