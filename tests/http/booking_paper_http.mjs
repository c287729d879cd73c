// booking_paper_http.mjs -- assignments on paper, for when the network is gone: the list of a day with whom to call, the sheet in
// two parts, one for each assignment; names in all scripts; who may, and for which KI. S-INT-1, P-SEC-1.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { Client, DATABASES, signedIn, start } from './client.mjs';
import { pdfText } from './pdf_kit.mjs';
import { plain } from './rulebook_kit.mjs';
import { poolOf, sql } from './settlement_kit.mjs';

const DESK = '/centres/unna/interpreters';
const FRIDAY = '2026-10-23';

for (const database of DATABASES) {
	describe(`assignments on paper on ${database}`, () => {
		let server;
		let head;
		const made = {};
		before(async () => {
			server = await start({ database });
			head = await signedIn(server, 'head@unna');
			const pool = poolOf(server, 'unna');
			const layla = pool.person('حداد', { given_name: 'نور', phone: '0151 234567' });
			const deniz = pool.person('Öztürk', { given_name: 'Jürgen' });
			made.first = pool.booking({ day: FRIDAY, hour: 9, person: layla, stage: 'booked', institution: 'Märkische Grundschule Königsborn', received: '2026-10-01' });
			made.second = pool.booking({ day: FRIDAY, hour: 14, person: deniz, stage: 'booked', institution: 'Kita Löwenzahn', received: '2026-10-02' });
			made.open = pool.booking({ day: FRIDAY, hour: 11, stage: 'open', institution: 'Jugendamt', received: '2026-10-03' });
			made.monday = pool.booking({ day: '2026-10-26', hour: 10, person: deniz, stage: 'booked', institution: 'Beratungsstelle Süd', received: '2026-10-04' });
			made.later = pool.booking({ day: '2026-10-27', hour: 10, person: deniz, stage: 'booked', institution: 'Zu spät für diese Liste', received: '2026-10-05' });
			sql(server, `UPDATE booking_contact SET phone = '02303 4711', street = 'Straße am Wäldchen 3', postcode = '59423', room = 'Zimmer 7' WHERE booking_id = ${made.first}`);
		});
		after(() => server.stop());

		test('the list of a day: both sides with their phones, those without anybody, and the next working day (S-INT-1)', async () => {
			const answer = await head.get(`${DESK}/day.pdf?day=${FRIDAY}`);
			assert.equal(answer.headers['content-type'], 'application/pdf');
			const text = pdfText(answer.bytes, 'pdftotext', '-layout').normalize('NFKC');
			assert.match(text, /Einsätze vom 23\.10\.2026 bis 26\.10\.2026/);
			for (const said of ['Märkische', 'حداد', 'نور', '0151 234567', 'Frau Terhorst', '02303 4711', 'Wäldchen', 'noch niemand', 'Öztürk', '26. Oktober 2026', 'Beratungsstelle Süd']) {
				assert.ok(text.includes(said), said);
			}
			assert.ok(!text.includes('Zu spät'), 'a day further on');
			assert.ok(!text.includes('24. Oktober'), 'a weekend without assignments');
			assert.match(pdfText(answer.bytes, 'pdfinfo'), /Tagged:\s+yes/);
			assert.match(pdfText((await head.get(`${DESK}/day.pdf?day=2024-01-05`)).bytes, 'pdftotext'), /Keine Einsätze/);
			assert.equal((await head.get(`${DESK}/day.pdf?day=31.02.2026`)).status, 422);
		});

		test('the sheet: two parts with what is known, room for what is not, on one page', async () => {
			const answer = await head.get(`${DESK}/bookings/${made.first}/sheet.pdf`);
			const text = pdfText(answer.bytes, 'pdftotext', '-layout').normalize('NFKC');
			for (const part of [/Teil für das Kommunale Integrationszentrum/, /Teil für die Einrichtung/]) {
				assert.match(text, part);
			}
			for (const said of [/23\.10\.2026, 10:00–11:00/g, /حداد/g, /Märkische/g, /Unterschrift und Stempel/g, /Fahrzeit/g, /Zimmer 7/g]) {
				assert.equal(text.match(said)?.length, 2, `${said} in both parts`);
			}
			const info = pdfText(answer.bytes, 'pdfinfo');
			assert.match(info, /Tagged:\s+yes/);
			assert.match(info, /Pages:\s+1\n/);
		});

		test('all sheets of a day in one file, a page each, without those for whom nobody comes', async () => {
			const answer = await head.get(`${DESK}/sheets.pdf?day=${FRIDAY}`);
			assert.match(pdfText(answer.bytes, 'pdfinfo'), /Pages:\s+2\n/);
			const text = pdfText(answer.bytes, 'pdftotext').normalize('NFKC');
			assert.ok(text.includes('Löwenzahn') && text.includes('Königsborn') && !text.includes('Jugendamt'));
			assert.match(pdfText((await head.get(`${DESK}/sheets.pdf?day=2024-01-05`)).bytes, 'pdftotext'), /Keine Einsätze/);
		});

		test('board and record lead there; who may not, and other KI, get nothing (P-SEC-1)', async () => {
			assert.match(plain((await head.get(DESK)).text), /Tagesliste drucken.*Einsatznachweise für heute/s);
			const { others } = (await head.json(`${DESK}/bookings/${made.first}`)).json();
			assert.ok(others.some(({ path }) => path === `${DESK}/bookings/${made.first}/sheet.pdf`));
			assert.ok(!(await head.json(`${DESK}/bookings/${made.open}`)).json().others.some(({ path }) => path.endsWith('.pdf')));
			const [ministry, foreign] = await Promise.all(['ministry@land', 'head@coesfeld'].map((login) => signedIn(server, login)));
			for (const tail of ['/day.pdf', '/sheets.pdf', `/bookings/${made.first}/sheet.pdf`]) {
				assert.equal((await ministry.get(DESK + tail)).status, 403, tail);
				assert.equal((await foreign.get(DESK + tail)).status, 404, tail);
				assert.equal((await new Client(server.base).json(DESK + tail)).status, 401, tail);
			}
			assert.equal((await foreign.get(`/centres/coesfeld/interpreters/bookings/${made.first}/sheet.pdf`)).status, 404, 'of another KI');
		});
	});
}
