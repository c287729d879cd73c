// grants_money_http.mjs -- calls for funds, payout by two people, use and costs from outside, on both databases: what is
// refused, what survives a second press of the button, who may not. S-FUN-2, S-FUN-5, P-FUN-2, P-FUN-4, P-FUN-5; T35, T37.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { DATABASES, formsOf, multipart, signedIn, start } from './client.mjs';
import { checked, drafted, json, people, prepared, submitted, verdict } from './grants_kit.mjs';
import { pdfText } from './pdf_kit.mjs';
import { plain } from './rulebook_kit.mjs';
import { JPEG, PDF, macroXlsx, svg } from './forward_files.mjs';

const GRANTS = '/centres/coesfeld/grants';
const YEAR = new Date().getFullYear();
const ACCOUNT = 'Kreiskasse Coesfeld, DE89 3704 0044 0532 0130 00';

const german = (day) => day.toISOString().slice(0, 10).split('-').reverse().join('.');
const today = () => german(new Date());

for (const database of DATABASES) {
	describe(`money of grants on ${database}`, () => {
		let server;
		let head;
		let administrator;
		let first;
		let second;
		let unna;
		let path; // a fresh case of next year, granted and final
		before(async () => {
			server = await start({ database });
			({ head, administrator, first, second } = await people(server));
			unna = await signedIn(server, 'head@unna');
			path = await prepared(head, YEAR + 2);
			await submitted(head, path);
			await checked(first, path);
			await verdict(second, await drafted(first, path));
		});
		after(() => server.stop());

		const call = (fields) => ({ from: today(), until: today(), account: ACCOUNT, declared: '1', ...fields });
		const submit = (fields) => head.submit(`${path}/calls/new`, call(fields), { action: `${path}/calls/new` });
		const calls = async () => (await json(head, `${path}/calls`)).calls;

		test('a ceiling that nobody knows is not zero', async () => {
			const { location } = await head.submit(GRANTS, { programme: 'komman', year: '2022' });
			const { staff } = await json(head, `${location}/costs`);
			assert.ok(staff.length > 0 && staff.every((post) => post.granted_cents === null), JSON.stringify(staff));
			assert.match(plain((await head.get(`${location}/costs`)).text), /Höchstbetrag unbekannt/);
		});

		test('no call before the decision is final (S-FUN-2)', async () => {
			const early = await head.get(`${path}/calls/new`);
			assert.equal(early.status, 422);
			assert.match(plain(early.text), /bestandskräftig/);
			assert.equal((await head.submit(`${path}/submit/waived`, { day: today() })).status, 303);
			assert.equal((await head.get(`${path}/calls/new`)).status, 200);
		});

		test('a mixed call is refused with its reason, and split on request; nothing typed is lost (T35)', async () => {
			const typed = { cents_specialist: '10000,00', cents_volunteering_prevention: '8000,00' };
			const refused = await submit(typed);
			assert.equal(refused.status, 422);
			assert.match(plain(refused.text), /2\.1\/2\.2 und 2\.3/);
			const form = formsOf(refused.text).find(({ html }) => html.includes('name="split"'));
			for (const [name, value] of Object.entries({ ...typed, account: ACCOUNT })) {
				assert.equal(form.fields[name], value, name);
			}
			assert.equal((await calls()).length, 0);
			assert.equal((await submit({ ...typed, split: '1' })).status, 303);
			const both = await calls();
			assert.deepEqual(both.map(({ group, cents }) => [group, cents]), [['basic', 1000000], ['prevention', 800000]]);
			const { trace } = await json(first, both[1].path);
			const { text: page } = await first.get(path);
			for (const at of [both[1].path, `${path}/calls`, `${path}/applications/1`]) {
				assert.ok(page.includes(`href="${at}"`), `P-FUN-6: an amount of the case leads to ${at}`);
			}
			const sums = trace.steps.filter(({ sum }) => sum);
			assert.deepEqual(sums.map((s) => [s.group, s.before_cents, s.cents]), [['basic', 1000000, 0], ['prevention', 0, 800000]], 'P-FUN-6: by group');
			assert.ok(trace.steps.every((s) => s.left_cents === s.granted_cents - s.before_cents - s.cents));
			assert.match(trace.file_number, /^36\.07-05558000-/);
			const english = await signedIn(server, 'second@arnsberg', { language: 'en' });
			const paper = pdfText((await english.get(`${both[1].path}/call.pdf`)).bytes, 'pdftotext', '-layout').replace(/\s+/g, ' ');
			assert.match(paper, /Summe Ziffern 2\.1 und 2\.2 [\d.,]+ € 10\.000,00 € 0,00 €/, 'German for any reader');
			assert.match(paper, /Bescheid vom [\d.]+, 36\.07-05558000-.*Regel call-window/);
		});

		test('more than is left, nothing, undeclared: each is told at its field', async () => {
			const much = await submit({ cents_specialist: '99999999' });
			assert.equal(much.status, 422);
			assert.match(plain(much.text), /nur noch [\d.,]+ € abrufbar/);
			assert.match(plain((await submit({})).text), /mindestens einer Position/);
			const undeclared = await head.submit(`${path}/calls/new`, { ...call({ cents_specialist: '1' }), declared: '' }, { action: `${path}/calls/new` });
			assert.equal(undeclared.status, 422);
			assert.equal((await calls()).length, 2);
		});

		const sendFile = async (client, target, bytes, filename = 'datei.csv') => {
			const { body, type } = multipart([['csrf', await client.csrf(target)], ['file', { filename, bytes }]]);
			return client.request('POST', target, { body, headers: { 'content-type': type } });
		};

		test('a call is filled without network and comes back into the form, with what has changed meanwhile', async () => {
			assert.equal((await head.get(`${path}/calls/blank.pdf`)).headers['content-type'], 'application/pdf');
			assert.match((await head.get(`${path}/calls/new.xlsx`)).headers['content-type'], /spreadsheetml/);
			const left = 'Position;Noch abrufbar;Abzurufen\nFachkräfte;999,00;500,00\n';
			const filled = await sendFile(head, `${path}/calls/file`, left);
			assert.equal(filled.status, 200, plain(filled.text).slice(0, 300));
			assert.equal(formsOf(filled.text).find(({ html }) => html.includes('cents_specialist')).fields.cents_specialist, '500,00');
			assert.match(plain(filled.text), /Fachkräfte: abrufbar, als die Datei mitgenommen wurde: 999,00 €, jetzt:/);
			const wrong = await sendFile(head, `${path}/calls/file`, `${left}Fachkräfte;1;99999999\nKIM: Koordination;1;1\n`);
			assert.equal(wrong.status, 422);
			assert.match(plain(wrong.text), /Zeile 3: Hier sind nur noch/);
			assert.equal((await calls()).length, 2, 'a file stores nothing');
		});

		test('the same form twice is one call', async () => {
			const { fields, action } = formsOf((await head.get(`${path}/calls/new`)).text).find(({ html }) => html.includes('cents_specialist'));
			const sent = { ...fields, ...call({ cents_specialist: '500,00' }) };
			assert.equal((await head.post(action, sent)).status, 303);
			const again = await head.post(action, sent);
			assert.equal(again.status, 409);
			assert.match(plain(again.text), /Inzwischen ist in diesem Vorgang etwas geschehen/);
			const kept = formsOf(again.text).find(({ html }) => html.includes('cents_specialist')).fields;
			assert.deepEqual([kept.cents_specialist, kept.version], ['500,00', String((await json(head, `${path}/calls`)).seen)], 'what was typed, for how it stands now');
			const now = await calls();
			assert.equal(now.length, 3);
			assert.equal((await head.submit(`${now[2].path}/withdraw`, { note: 'doppelt' })).status, 303);
			assert.equal((await calls())[2].state, 'withdrawn');
			assert.equal((await head.get(`${now[2].path}/withdraw`)).status, 422);
		});

		test('a missing monthly report holds the payout back until somebody says why not (S-FUN-5)', async () => {
			const [one] = await calls();
			const { duties } = await json(first, one.path);
			const fields = { cents: '9000,00', note: 'Kürzung nach Aktenlage' };
			if (duties.length) {
				const held = await first.submit(`${one.path}/payout`, fields);
				assert.equal(held.status, 422);
				assert.match(plain(held.text), /Monatsbericht/);
				fields.despite = 'Der Bericht liegt auf Papier vor.';
			}
			const less = await first.submit(`${one.path}/payout`, { ...fields, note: '' });
			assert.match(plain(less.text), /Sagen Sie, warum weniger ausgezahlt wird/);
			assert.match(plain((await first.submit(`${one.path}/payout`, { ...fields, cents: '10000,01' })).text), /Abgerufen sind nur/);
			assert.equal((await first.submit(`${one.path}/payout`, fields)).status, 303);
			assert.equal((await verdict(second, `${path}/drafts/${(await json(first, path)).seen}`, 'rejected', 'Der Anteil fehlt.')).status, 303);
			const back = await first.get(`${one.path}/payout`);
			assert.match(plain(back.text), /Ihr Entwurf kam zurück \(Holger Brandhoff\): „Der Anteil fehlt\.“/);
			const { fields: again } = formsOf(back.text).find(({ html }) => html.includes('name="cents"'));
			assert.deepEqual([again.cents, again.note, again.despite ?? ''], ['9.000,00', fields.note, fields.despite ?? ''], 'each as it was typed');
			assert.equal((await first.submit(`${one.path}/payout`, {}, { action: `${one.path}/payout` })).status, 303);
			assert.equal((await first.get(`${one.path}/paid`)).status, 422, 'nothing is paid before a second person has approved');
		});

		test('two people, then the day of payment; the list to hand over says what waits (P-FUN-5, P-FUN-7)', async () => {
			const [one] = await calls();
			assert.equal(one.state, 'called', 'what the authority drafts is its own');
			assert.equal((await json(first, `${path}/calls`)).calls[0].state, 'drafted');
			const draft = `${path}/drafts/${(await json(first, path)).seen}`;
			await assert.rejects(verdict(first, draft), /No such form/, 'nobody approves what he drafted');
			assert.equal((await verdict(second, draft)).status, 303);
			const { rows } = await json(first, '/land/payouts');
			const mine = rows.find((row) => row.path === one.path);
			assert.deepEqual([mine.cents, mine.account], [900000, ACCOUNT]);
			assert.match((await first.get('/land/payouts.csv')).text, /9000,00|9\.000,00/);
			const ministry = await json(await signedIn(server, 'ministry@land'), '/land/payouts');
			const told = ministry.rows.find((row) => row.reference === mine.reference);
			assert.deepEqual([told.cents, told.account, told.approved_by, told.path], [900000, null, null, null], 'amounts, no names');
			assert.equal((await first.submit(`${one.path}/paid`, { day: today() })).status, 303);
			assert.equal((await json(first, '/land/payouts')).rows.some((row) => row.path === one.path), false);
			const [paid] = await calls();
			assert.deepEqual([paid.state, paid.paid_cents, paid.unused_cents], ['paid', 900000, 900000]);
		});

		test('use: at most what is paid, and a second press changes nothing', async () => {
			const [one] = await calls();
			assert.match(plain((await administrator.submit(`${one.path}/use`, { day: today(), cents: '9000,01' })).text), /Noch nicht verwendet sind nur/);
			const form = formsOf((await administrator.get(`${one.path}/use`)).text).find(({ html }) => html.includes('name="cents"'));
			const sent = { ...form.fields, day: today(), cents: '9000,00' };
			assert.equal((await administrator.post(form.action, sent)).status, 303);
			const again = await administrator.post(form.action, { ...sent, cents: '12,34', note: 'Nachtrag' });
			assert.equal(again.status, 409);
			const kept = formsOf(again.text).find(({ html }) => html.includes('name="cents"')).fields;
			assert.deepEqual([kept.cents, kept.note, kept.version], ['12,34', 'Nachtrag', String((await json(head, path)).seen)]);
			assert.equal((await calls())[0].state, 'used');
			assert.match((await json(head, `${path}/budget`)).used_hint, /verwendet eingetragen sind 9\.000,00.*0,00/, 'no cost stands behind it');
		});

		test('the call as a paper', async () => {
			const pdf = await head.get(`${(await calls())[0].path}/call.pdf`);
			assert.equal(pdf.headers['content-type'], 'application/pdf');
			assert.match(pdf.text, /^%PDF-/);
		});

		test('another KI sees nothing, and nobody does what is not his', async () => {
			const [one] = await calls();
			for (const address of [`${path}/calls`, one.path, `${path}/costs`, `${path}/budget`, `${one.path}/call.pdf`]) {
				assert.equal((await unna.get(address)).status, 404, address);
			}
			assert.equal((await first.get(`${path}/calls/new`)).status, 403);
			assert.equal((await administrator.get(`${path}/calls/new`)).status, 403, 'administration prepares, the head calls');
			assert.equal((await head.get(`${one.path}/payout`)).status, 403);
			assert.equal((await first.get(`${one.path}/use`)).status, 403);
		});

		// --- costs ---

		const line = (fields) => ({ item: 'interpreter_costs', day: `15.01.${YEAR}`, cents: '480,00', payee: 'Druckerei Höller', voucher: 'RE 117', source: 'land', side: 'expense', invoice_cents: '', purpose: '', ...fields });
		const caseOfYear = async () => (await json(head, GRANTS)).cases.find(({ year, programme }) => year === YEAR && programme === 'base').path;

		test('the same voucher is not paid twice, in no case of the KI (P-FUN-4, T37)', async () => {
			const base = await caseOfYear();
			const kim = (await head.submit(GRANTS, { programme: 'kim', year: String(YEAR) })).location;
			assert.equal((await administrator.submit(`${base}/costs`, line(), { action: `${base}/costs` })).status, 303);
			const twice = await administrator.submit(`${base}/costs`, line(), { action: `${base}/costs` });
			assert.equal(twice.status, 422);
			assert.match(plain(twice.text), /schon erfasst: 15\.01\.\d+, Druckerei Höller, RE 117/);
			assert.equal(formsOf(twice.text).find(({ html }) => html.includes('name="payee"')).fields.payee, 'Druckerei Höller');
			const eu = await administrator.submit(`${kim}/costs`, line({ item: 'kim_costs', source: 'eu', payee: 'DRUCKEREI HOLLER', voucher: 're-117' }), { action: `${kim}/costs` });
			assert.equal(eu.status, 422);
			assert.match(plain(eu.text), /§ 9 Abs\. 4 TIntG/);
			const { items } = await json(head, `${base}/costs?item=interpreter_costs&source=land`);
			const mine = items.find(({ voucher }) => voucher === 'RE 117');
			assert.equal((await administrator.submit(mine.cancel_path, { reason: 'falsche Position' })).status, 303);
			assert.equal((await administrator.get(mine.cancel_path)).status, 409);
			assert.match(plain((await head.get(`${base}/costs`)).text), /storniert falsche Position/);
		});

		test('a table is looked at line by line and taken as a whole; what comes back is known', async () => {
			const base = await caseOfYear();
			const table = await administrator.get(`${base}/costs.csv`);
			const more = `${table.text.trimEnd()}\r\nGrundförderung;${YEAR};Laiensprachmittlung (Sachausgaben);16.01.${YEAR};12,00;Schreibwaren Kemper;9;Eigenmittel;;;\r\n`;
			const send = async (text) => {
				const sent = await sendFile(administrator, `${GRANTS}/costs/import`, text, 'ausgaben.csv');
				assert.equal(sent.status, 303, sent.text);
				return sent.location;
			};
			const bad = await json(administrator, await send(more.replace('12,00', 'zwölf')));
			assert.equal(bad.good, false);
			assert.equal(bad.messages[0].line, table.text.trimEnd().split('\r\n').length + 1);
			const waiting = await send(more);
			const good = await json(administrator, waiting);
			assert.deepEqual(good.counts.map(({ n }) => n), [1, table.text.trimEnd().split('\r\n').length - 1]);
			assert.equal((await administrator.submit(waiting, {}, { action: waiting })).status, 303);
			assert.ok((await json(head, `${base}/costs?source=own`)).items.some(({ payee }) => payee === 'Schreibwaren Kemper'));
			assert.equal((await administrator.get(waiting)).status, 404, 'it is used');
		});

		// --- vouchers as files ---

		test('vouchers as files: by their content, beside their line, taken away until the proof is handed in (P-VOL-1, T40)', async () => {
			const base = await caseOfYear();
			assert.equal((await administrator.submit(`${base}/costs`, line({ payee: 'Copy Shop', voucher: '7' }), { action: `${base}/costs` })).status, 303);
			const mine = async () => (await json(administrator, `${base}/costs?source=land`)).items.find(({ payee }) => payee === 'Copy Shop');
			const { bare, vouchers_path: at } = await mine();
			assert.equal(bare, true);
			assert.match(plain((await head.get(`${base}/costs`)).text), /\d+ Ausgaben? ohne Beleg als Datei/);
			const send = (filename, bytes) => sendFile(administrator, at, bytes, filename);
			const refused = [
				['beleg.pdf', Buffer.from('<!DOCTYPE html><script>alert(1)</script>'), 422, /kein PDF/], ['beleg.png', Buffer.from(svg), 422, /kein PDF/],
				['tabelle.xlsx', macroXlsx(), 422, /Makros/], ['leer.pdf', Buffer.alloc(0), 422, /leer/],
				['gross.pdf', Buffer.alloc(6 * 1024 * 1024, ' '), 413, /zu groß|höchstens/],
			];
			for (const [filename, bytes, status, words] of refused) {
				const answer = await send(filename, bytes);
				assert.equal(answer.status, status, filename);
				assert.match(plain(answer.text), words, filename);
			}
			assert.equal((await administrator.submit(at, {}, { action: at })).status, 422, 'no file at all');
			for (const [filename, bytes] of [['foto.jpg', JPEG()], ['foto.jpg', JPEG()], ['Rechnung <1>.pdf', PDF()]]) {
				assert.equal((await send(filename, bytes)).status, 303, filename);
			}
			const { files, bare: still } = await mine();
			assert.deepEqual([files.map(({ name, type, scan }) => [name, type, scan]), still], [[['foto.jpg', 'jpeg', 'unchecked'], ['Rechnung <1>.pdf', 'pdf', 'unchecked']], false]);
			assert.equal((await json(head, `${base}/costs?bare=1`)).items.some(({ payee }) => payee === 'Copy Shop'), false);
			const pdf = await head.get(files[1].path);
			assert.match(pdf.headers['content-disposition'], /^attachment; filename="beleg-\d+\.pdf"; filename\*=UTF-8''Rechnung%20%3C1%3E\.pdf$/);
			assert.deepEqual([pdf.headers['content-type'], pdf.headers['x-content-type-options'], pdf.bytes.toString()], ['application/pdf', 'nosniff', PDF().toString()]);
			assert.doesNotMatch((await head.get(files[0].path)).bytes.toString('latin1'), /GPS/, 'where a photo was taken is not kept');
			// the authority sees neither that there are files nor what is in them, by whatever address
			const others = { first: [first, 403], specialist: [await signedIn(server, 'specialist@coesfeld'), 403], ministry: [await signedIn(server, 'ministry@land'), 403], unna: [unna, 404] };
			for (const [who, [client, status]] of Object.entries(others)) {
				for (const address of [at, files[1].path]) {
					assert.equal((await client.get(address)).status, status, `${who} ${address}`);
				}
			}
			const byProof = files[1].path.replace('/vouchers/', '/proof/vouchers/');
			assert.equal((await first.get(byProof)).status, 404, 'no proof is handed in');
			assert.deepEqual((await json(first, `${base}/costs?bare=1`)).items.filter(({ files: seen, bare: lacks }) => seen.length || lacks), []);
			assert.doesNotMatch((await first.get(`${base}/costs`)).text, /foto\.jpg|ohne Beleg als Datei/);
			const csrf = await administrator.csrf(at);
			assert.equal((await unna.post(`${files[0].path}/remove`, { csrf: await unna.csrf('/centres/unna/grants') })).status, 404);
			assert.equal((await administrator.post(`${files[0].path}/remove`, { csrf })).status, 303);
			assert.equal((await administrator.post(`${files[0].path}/remove`, { csrf })).status, 404, 'it is gone');
			assert.equal((await head.get(files[0].path)).status, 404);
			assert.match(plain((await head.get(at)).text), /Rechnung <1>\.pdf|Rechnung &lt;1&gt;\.pdf/);
		});

		test('a proof that is handed in: more can come, nothing goes, and who checks it reads it; closed, it is as it was', async () => {
			const { cases } = await json(head, GRANTS);
			const path_ = (year) => cases.find((one) => one.year === year && one.programme === 'base').path;
			const proven = path_(YEAR - 1);
			const { items: [one] } = await json(head, `${proven}/costs`);
			assert.equal((await sendFile(administrator, one.vouchers_path, PDF(), 'nachgereicht.pdf')).status, 303);
			const page = await head.get(one.vouchers_path);
			assert.match(plain(page.text), /Der Nachweis ist eingereicht/);
			assert.match(plain(page.text), new RegExp(`aufbewahrt bis [\\d.]{6}${YEAR + 5}`));
			const isMine = ({ name }) => name === 'nachgereicht.pdf';
			const { path: own, remove_path: remove } = (await json(head, one.vouchers_path)).files.find(isMine);
			assert.equal(remove, null);
			const kept = await head.post(`${own}/remove`, { csrf: await head.csrf(one.vouchers_path) });
			assert.equal(kept.status, 409);
			assert.match(plain(kept.text), /Aufbewahrungsfrist/);
			const seen = (await json(first, `${proven}/costs`)).items.find(({ id }) => id === one.id).files.find(isMine).path;
			assert.equal((await first.get(seen)).bytes.toString(), PDF().toString());
			assert.match((await first.get(seen)).headers['content-disposition'], /^attachment/);
			for (const [client, status] of [[unna, 403], [await signedIn(server, 'ministry@land'), 403], [await signedIn(server, 'specialist@coesfeld'), 403], [head, 403]]) {
				assert.equal((await client.get(seen)).status, status, 'by the right alone');
			}
			assert.equal((await first.get(own)).status, 403, 'the address of the KI is not its');
			assert.equal((await first.get(seen.replace(proven, path_(YEAR)))).status, 404, 'of another case');
			const closed = path_(YEAR - 2);
			const { items: [old] } = await json(head, `${closed}/costs`);
			assert.equal(old.vouchers_path, null);
			const late = await sendFile(administrator, `${closed}/costs/${old.id}/vouchers`, PDF(), 'spaet.pdf');
			assert.equal(late.status, 422);
			assert.match(plain(late.text), /abgeschlossen/);
		});

		test('the outlook names for every amount how it was reckoned (P-FUN-6)', async () => {
			const { lines, granted_cents, forecast_cents, unused_cents } = await json(head, `${await caseOfYear()}/budget`);
			assert.ok(lines.every(({ spent_said, committed_said, forecast_said }) => spent_said && committed_said && forecast_said));
			assert.equal(lines.reduce((sum, line_) => sum + line_.granted_cents, 0), granted_cents);
			assert.equal(forecast_cents + unused_cents, granted_cents);
		});
	});
}
