// staff_import_http.mjs -- the staff plan to take away and to bring: CSV, Excel and PDF of any day; a table that is looked at
// as a whole and taken as a whole. P-STA-1, S-STA-8, S-CEN-3.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { Client, DATABASES, formsOf, freshDatabase, multipart, run, signedIn, start } from './client.mjs';
import { pdfText } from './pdf_kit.mjs';
import { plain } from './rulebook_kit.mjs';

const STAFF = '/centres/coesfeld/staff';
const HEAD = 'Art der Stelle;Stelle;Umfang der Stelle;Stelle ab;Nachname;Vorname;Stellenanteil;Besetzt ab;Besetzt bis\r\n';
const NEW = 'Fachkraft;Fachkraft Demokratiebildung;1;01.03.2026;Öztürk-Schäfer;Ayşe;0,5;;\r\n'
	+ 'Fachkraft;Fachkraft Demokratiebildung;1;01.03.2026;Мельник;Оксана;0,5;01.04.2026;\r\n'
	+ 'Fachkraft;Fachkraft Väterarbeit;0,5;01.01.2026;ليلى;حداد;0,5;;\r\n';

/** Sends the table through the form; the answer to the POST. */
async function send(client, table, { target = `${STAFF}/import`, filename = 'stellen.csv' } = {}) {
	const { body, type } = multipart([['csrf', await client.csrf(target)], ['file', { filename, bytes: table }]]);
	return client.request('POST', target, { body, headers: { 'content-type': type } });
}

for (const database of DATABASES) {
	describe(`the staff plan as a table on ${database}`, () => {
		let server;
		let head;
		let specialist;
		let unna;
		let lasi;
		before(async () => {
			server = await start({ database });
			[head, specialist, unna, lasi] = await Promise.all(
				['head@coesfeld', 'specialist@coesfeld', 'head@unna', 'lasi@land'].map((login) => signedIn(server, login)));
		});
		after(() => server.stop());

		test('a table is looked at, then taken, and only then is anything there (P-STA-1)', async () => {
			const before_ = (await head.json(STAFF)).json().total;
			const sent = await send(head, HEAD + NEW);
			assert.equal(sent.status, 303, plain(sent.text).slice(0, 300));
			assert.match(sent.location, /^\/centres\/coesfeld\/staff\/import\/\d+$/);
			const preview = await head.get(sent.location);
			assert.match(plain(preview.text), /Neue Stellen 2 .*Neue Personen 3 .*Neue Besetzungen 3/s);
			assert.deepEqual((await head.json(STAFF)).json().total, before_, 'looking changes nothing');
			const taken = await head.submit(sent.location, {}, { action: sent.location });
			assert.equal(taken.status, 303);
			assert.equal(taken.location, STAFF);
			const page = plain((await head.get(STAFF)).text);
			for (const name of ['Öztürk-Schäfer, Ayşe', 'Мельник, Оксана', 'ليلى, حداد', 'Fachkraft Demokratiebildung']) {
				assert.ok(page.includes(name), name);
			}
			assert.equal((await head.get(sent.location)).status, 404, 'a used file is gone');
			const again = await send(head, HEAD + NEW);
			assert.match(plain((await head.get(again.location)).text), /schon im Stellenplan/);
			assert.doesNotMatch((await head.get(again.location)).text, /Alles übernehmen/);
		});

		test('with mistakes, each line is named and nothing can be taken', async () => {
			const sent = await send(head, `${HEAD}Fachkraft;Neu A;1;01.01.2026;;;;;\r\n\r\nHausmeister;Neu B;zwei;01.01.2026;;;;;\r\n`);
			const preview = await head.get(sent.location);
			const { messages, good } = (await head.json(sent.location)).json();
			assert.equal(good, false);
			assert.deepEqual(messages.map(({ line, column }) => [line, column]), [[4, 'Art der Stelle'], [4, 'Umfang der Stelle']]);
			assert.match(messages[0].words, /Hausmeister.*Lehrkraft.*Fachkraft/);
			assert.doesNotMatch(preview.text, /Alles übernehmen/);
			const forced = await head.post(sent.location, { csrf: await head.csrf(`${STAFF}/import`) });
			assert.equal(forced.status, 422);
			assert.ok(!plain((await head.get(STAFF)).text).includes('Neu A'));
		});

		test('what is no table is told at the form', async () => {
			const picture = await send(head, Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2]));
			assert.equal(picture.status, 422);
			assert.match(plain(picture.text), /keine Tabelle/);
			const old = await send(head, Buffer.from('d0cf11e0a1b11ae1', 'hex'));
			assert.equal(old.status, 422);
			assert.match(plain(old.text), /im alten Excel-Format/);
			const open = await send(head, `${HEAD}Fachkraft;"offen;1`);
			assert.equal(open.status, 422);
			assert.match(plain(open.text), /Zeile 2: Ein Anführungszeichen wird nicht geschlossen/);
			assert.ok(formsOf(open.text).some(({ action }) => action === `${STAFF}/import`), 'the form is still there');
		});

		test('two who press the button at once: one of them is told, and nothing is there twice', async () => {
			const sent = await send(head, `${HEAD}Fachkraft;Doppelt;1;01.02.2026;Prinz;Jana;1;;\r\n`);
			const csrf = await head.csrf(sent.location);
			const answers = await Promise.all([1, 2].map(() => head.post(sent.location, { csrf })));
			assert.deepEqual(answers.map(({ status }) => (status === 303 ? 'taken' : 'told')).sort(), ['taken', 'told']);
			assert.equal([...plain((await head.get(`${STAFF}/posts?all=1`)).text).matchAll(/Doppelt/g)].length, 1);
		});

		test('a file belongs to who sent it, and to one KI', async () => {
			const sent = await send(head, HEAD + NEW);
			const administrator = await signedIn(server, 'administrator@coesfeld');
			assert.equal((await administrator.get(sent.location)).status, 404);
			assert.equal((await unna.get(sent.location)).status, 404);
			assert.equal((await unna.get(sent.location.replace('coesfeld', 'unna'))).status, 404);
			assert.equal((await specialist.get(`${STAFF}/import`)).status, 403);
			assert.equal((await lasi.get(`${STAFF}/import`)).status, 403);
		});

		test('CSV and Excel of a day and of all times; what comes out goes in again', async () => {
			const day = await head.get(`${STAFF}.csv?day=2018-06-01`);
			assert.match(day.headers['content-type'], /^text\/csv/);
			assert.ok(day.text.startsWith('\ufeffArt der Stelle;Stelle;'));
			assert.match(day.text, /Fachkraft;Fachkraft Querschnitt und Förderung;1;.*;08\.05\.2018;;Overbeck;Ralf;1;08\.05\.2018;\r\n/);
			assert.doesNotMatch(day.text, /Verwaltungsfachkraft/);
			const all = await head.get(`${STAFF}.csv?all=1`);
			assert.match(all.text, /Verwaltungsfachkraft/);
			const workbook = await head.get(`${STAFF}.xlsx?all=1`); // P-FUN-3: a table that was filled offline
			for (const bytes of [all.bytes, workbook.bytes]) {
				const back = await send(head, bytes);
				const { good, counts } = (await head.json(back.location)).json();
				const { known, new_shares: shares } = Object.fromEntries(counts.map(({ code, n }) => [code, n]));
				assert.deepEqual({ good, shares }, { good: true, shares: 0 });
				assert.ok(known > 15);
			}
			const excel = await head.get(`${STAFF}.xlsx?day=2018-06-01`);
			assert.equal(excel.bytes.subarray(0, 2).toString(), 'PK');
			assert.equal((await head.get(`${STAFF}.csv?day=31.02.2018`)).status, 422);
		});

		test('the plan on paper: notice of that day, names in all scripts, marks of both standards (S-CEN-3, S-STA-8)', async () => {
			const now = await head.get(`${STAFF}.pdf?day=2026-06-01`);
			assert.equal(now.headers['content-type'], 'application/pdf');
			const text = pdfText(now.bytes, 'pdftotext');
			assert.match(text, /Stellenplan am 1\. Juni 2026/);
			assert.match(text, /§\s*8\s+Teilhabe- und Integrationsgesetz/);
			assert.match(text, /Мельник, Оксана/);
			assert.match(text.normalize('NFKC'), /حداد/);
			assert.match(text, /Overbeck, Ralf/);
			const past = pdfText((await head.get(`${STAFF}.pdf?day=2018-06-01`)).bytes, 'pdftotext');
			assert.match(past, /§\s*7\s+Teilhabe- und Integrationsgesetz/);
			assert.match(now.bytes.toString('latin1'), /<pdfuaid:part>1<\/pdfuaid:part>/);
			assert.match(now.bytes.toString('latin1'), /<pdfaid:part>2<\/pdfaid:part><pdfaid:conformance>A<\/pdfaid:conformance>/);
			assert.match(pdfText(now.bytes, 'pdfinfo'), /Tagged:\s+yes/);
			assert.equal((await specialist.get(`${STAFF}.pdf`)).status, 403);
			assert.equal((await new Client(server.base).json(`${STAFF}.csv`)).status, 401);
			assert.equal((await unna.get(`${STAFF}.csv`)).status, 404);
			assert.equal((await lasi.get(`${STAFF}.csv`)).status, 200);
		});
	});
}

test('the command takes a table, names lines, and shows how far it is', async () => {
	const db = freshDatabase('sqlite');
	try {
		assert.equal((await run(['migrate', '--db', db.url])).code, 0);
		const args = ['import', 'staff', '--centre', 'coesfeld', '-', '--db', db.url];
		const bad = await run(args, { input: `${HEAD}Fachkraft;A;viel;01.01.2026;;;;;\r\n` });
		assert.equal(bad.code, 1);
		assert.match(bad.stderr, /^Zeile 2, Spalte »Umfang der Stelle«: .*Übernommen wurde nichts\.\n$/s);
		const looked = await run([...args, '--look'], { input: HEAD + NEW });
		assert.match(looked.stdout, /3 Zeilen: 2 neue Stellen, 3 neue Personen, 3 neue Besetzungen.*Nur angesehen/s);
		const many = Array.from({ length: 1200 }, (_, i) => `Fachkraft;F ${i};1;01.01.2020;Nolte;Ute ${i};1;;\r\n`).join('');
		const taken = await run([...args, '--json'], { input: HEAD + many });
		assert.equal(taken.code, 0, taken.stderr);
		const steps = taken.stderr.trim().split('\n').map((line) => JSON.parse(line).done);
		assert.deepEqual(steps, [0, 500, 1000, 1200]);
		assert.equal((await run(['import', 'staff', '-', '--db', db.url])).code, 2);
		assert.equal((await run(['import', 'staff', '--centre', 'nirgendwo', '-', '--db', db.url], { input: HEAD + NEW })).code, 1);
	} finally {
		db.drop();
	}
});
