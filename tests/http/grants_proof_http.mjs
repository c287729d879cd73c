// grants_proof_http.mjs -- the proof of use from outside, on both databases: prepared from what is recorded, filled without
// network, handed in once, checked, closed by two people, paid back; what is refused and who may not. S-FUN-4, P-FUN-1,
// P-FUN-3, P-FUN-6, P-FUN-7.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { DATABASES, formsOf, multipart, signedIn, start } from './client.mjs';
import { checked, drafted, json, people, prepared, submitted, verdict } from './grants_kit.mjs';
import { pdfText } from './pdf_kit.mjs';
import { plain } from './rulebook_kit.mjs';
import { part } from './workbook_kit.mjs';

const GRANTS = '/centres/coesfeld/grants';
const YEAR = new Date().getFullYear() + 2;
const today = () => new Date().toISOString().slice(0, 10).split('-').reverse().join('.');
const CONFIRMED = { kept: '1', necessary: '1', booked: '1' };

for (const database of DATABASES) {
	describe(`proof of use on ${database}`, () => {
		let server, head, administrator, first, second, unna;
		let path; // a fresh case, of which 10,000 EUR for interpreters were paid
		let proven; // address of the proof that was handed in
		before(async () => {
			server = await start({ database });
			({ head, administrator, first, second } = await people(server));
			unna = await signedIn(server, 'head@unna');
			path = await prepared(head, YEAR);
			await submitted(head, path);
			await checked(first, path);
			await verdict(second, await drafted(first, path));
		});
		after(() => server.stop());

		const proof = async (client = head) => json(client, `${path}/proof`);
		const handIn = (fields = CONFIRMED) => head.submit(`${path}/proof`, fields, { action: `${path}/proof` });
		const state = async () => (await json(head, path)).stage;
		/** Where the button of the case leads. */
		const next = async (client) => (await json(client, path)).primary.path.slice(path.length);

		test('no proof before the decision is final; money is called and paid', async () => {
			const { why_not: whyNot } = await proof();
			assert.match(whyNot, /bestandskräftig/);
			assert.equal((await head.get(`${path}/proof/text`)).status, 422);
			assert.equal(await next(head), '/submit/waived');
			assert.equal((await head.submit(`${path}/submit/waived`, { day: today() })).status, 303);
			assert.equal(await next(head), '/calls/new', 'in the year itself no proof');
			const call = { from: today(), until: today(), account: 'Kreiskasse', declared: '1', cents_interpreter_costs: '10000,00' };
			assert.equal((await head.submit(`${path}/calls/new`, call, { action: `${path}/calls/new` })).status, 303);
			const [{ path: one }] = (await json(head, `${path}/calls`)).calls;
			const { duties } = await json(first, one);
			assert.equal(path + await next(first), `${one}/payout`, 'the call before any change of the decision');
			const payout = await first.submit(`${one}/payout`, { cents: '10000,00', ...(duties.length ? { despite: 'Beispiel' } : {}) });
			assert.equal(payout.status, 303, payout.text);
			assert.match(await next(second), /^\/drafts\//);
			assert.equal((await verdict(second, `${path}/drafts/${(await json(first, path)).seen}`)).status, 303);
			assert.equal(path + await next(first), `${one}/paid`);
			assert.equal((await first.submit(`${one}/paid`, { day: today() })).status, 303);
			assert.equal((await proof()).proof.paid_cents, 1000000);
		});

		test('texts are proposed with figures and their counting rules; a text typed stays, a proposal follows', async () => {
			const { proof: now } = await proof();
			assert.match(now.use, new RegExp(`${YEAR}`));
			assert.equal(now.success, null);
			const refused = await handIn();
			assert.equal(refused.status, 422);
			assert.match(plain(refused.text), /Erfolg und Auswirkungen.*fehlt noch ein Text/);
			const form = formsOf((await administrator.get(`${path}/proof/text`)).text).find(({ html }) => html.includes('name="success"'));
			assert.equal((await administrator.post(form.action, { ...form.fields, success: 'Mehr Anfragen zur rechten Zeit.' })).status, 303);
			const old = await administrator.post(form.action, { ...form.fields, success: 'Anderes' });
			assert.equal(old.status, 409, 'an old page');
			assert.match(old.text, /Mehr Anfragen zur rechten Zeit/);
			assert.equal((await proof()).proof.success, 'Mehr Anfragen zur rechten Zeit.');
		});

		test('figures are taken along as Excel, filled, and read back with what changed (P-FUN-3)', async () => {
			const send = async (bytes, filename) => {
				const target = `${GRANTS}/proof/import`;
				const { body, type } = multipart([['csrf', await administrator.csrf(target)], ['file', { filename, bytes }]]);
				const sent = await administrator.request('POST', target, { body, headers: { 'content-type': type } });
				assert.equal(sent.status, 303, sent.text);
				return sent.location;
			};
			const workbook = await administrator.get(`${GRANTS}/proof.xlsx`);
			assert.equal(workbook.bytes.subarray(0, 2).toString(), 'PK');
			const same = await json(administrator, await send(workbook.bytes, 'zahlen.xlsx'));
			assert.deepEqual([same.good, same.nothing_new], [true, true], JSON.stringify(same.messages));
			const head_ = 'Programm;Förderjahr;Position;nach Büchern;Grund\r\n';
			const row = `Grundförderung;${YEAR};Laiensprachmittlung (Sachausgaben);`;
			const bad = await json(administrator, await send(`${head_}${row}viel;\r\nGrundförderung;2013;Fachkräfte;1;\r\n`, 'zahlen.csv'));
			assert.deepEqual(bad.messages.map(({ line }) => line), [2, 3]);
			const waiting = await send(`${head_}${row}6000,00;nach der Jahresrechnung\r\n`, 'zahlen.csv');
			assert.deepEqual((await json(administrator, waiting)).counts.map(({ code, n }) => [code, n]), [['changed', 1], ['unchanged', 0]]);
			assert.equal((await administrator.submit(waiting, {}, { action: waiting })).status, 303);
			const { proof: now } = await proof();
			const line = now.expenses.find(({ item }) => item === 'interpreter_costs');
			assert.deepEqual([line.cents, line.used_cents, line.back_cents, line.note], [600000, 600000, 400000, 'nach der Jahresrechnung']);
			assert.match(line.calculation, /Kleinster Betrag aus: bewilligt 30\.000,00/);
			assert.equal(now.used_cents + now.back_cents, now.paid_cents);
			assert.equal(now.income_cents, now.expense_cents + now.back_cents);
		});

		test('amounts by the books on a page', async () => {
			const at = `${path}/proof/amounts`;
			const wrong = await administrator.submit(at, { cents_interpreter_costs: 'viel' }, { action: at });
			assert.equal(wrong.status, 422);
			assert.equal(formsOf(wrong.text).find(({ action }) => action === at).fields.cents_interpreter_costs, 'viel');
			assert.equal((await administrator.submit(at, { cents_interpreter_costs: '7000,00' }, { action: at })).status, 303);
			assert.equal((await proof()).proof.used_cents, 700000);
		});

		test('only the head hands in, with all confirmations, once, and what was looked at', async () => {
			const form = formsOf((await head.get(`${path}/proof`)).text).find(({ html }) => html.includes('name="kept"'));
			assert.match((await proof(administrator)).why_not, /Leitung/);
			assert.equal((await administrator.post(`${path}/proof`, { ...form.fields, ...CONFIRMED, csrf: await administrator.csrf(`${path}/proof/text`) })).status, 403);
			const unconfirmed = await handIn({ kept: '1', necessary: '1' });
			assert.equal(unconfirmed.status, 422);
			assert.equal((await administrator.submit(`${path}/proof/amounts`, { cents_interpreter_costs: '6000,00' }, { action: `${path}/proof/amounts` })).status, 303);
			const stale = await head.post(form.action, { ...form.fields, ...CONFIRMED });
			assert.equal(stale.status, 409, 'an amount changed meanwhile');
			assert.match(plain(stale.text), /etwas geändert/);
			const fresh = formsOf((await head.get(`${path}/proof`)).text).find(({ html }) => html.includes('name="kept"'));
			const answer = await head.post(fresh.action, { ...fresh.fields, ...CONFIRMED });
			assert.equal(answer.status, 303, answer.text);
			proven = answer.location;
			assert.equal((await head.post(fresh.action, { ...fresh.fields, ...CONFIRMED })).status, 409, 'twice');
			assert.equal(await state(), 'proven');
			assert.equal(await next(first), '/check/checked_content');
			assert.equal((await json(head, path)).primary, null, 'the KI waits');
			const { cases } = await json(head, GRANTS);
			const running = cases.find(({ year, programme }) => year === new Date().getFullYear() && programme === 'base');
			assert.match((await json(head, running.path)).primary.path, /\/calls\/\d+\/use$/, 'money whose term is near comes before all that may be done');
		});

		test('what was handed in stays the same to the byte', async () => {
			const files = async () => Promise.all(['proof.pdf', 'proof.xlsx'].map(async (name) => (await first.get(`${proven}/${name}`)).bytes.toString('base64')));
			const before_ = await files();
			const text = pdfText(Buffer.from(before_[0], 'base64'), 'pdftotext', '-layout').replace(/\s+/g, ' ');
			assert.match(text, /Aktenzeichen Betrag [\d.]+ 36\.07-05558000-\d{4} /, 'the decision by its file number');
			assert.match(text, /Vorgelegt von: Annegret Terhorst \(Leitung\).* Annegret Terhorst \(Leitung\)/, 'who signs');
			assert.doesNotMatch(text, /[^.]\.\.[^.]/, 'a unit that ends with a stop gets no second one');
			assert.equal((await administrator.submit(`${path}/proof/amounts`, { cents_interpreter_costs: '1,00' }, { action: `${path}/proof/amounts` })).status, 303);
			assert.deepEqual(await files(), before_);
			const { proof: frozen } = await json(first, proven);
			assert.equal(frozen.used_cents, 600000);
			assert.match(frozen.keep_until, new RegExp(`^${new Date().getFullYear() + 5}`));
		});

		test('the workbook of the authority: filled cell by cell from the frozen proof; a mapping that points outside is refused (P-FUN-3)', async () => {
			const SHEETS = '/land/sheets/grant_proof';
			const ministry = await signedIn(server, 'ministry@land');
			const { lines, newest } = await json(ministry, SHEETS);
			assert.ok(lines.length > 20 && lines.every(({ fits }) => fits), JSON.stringify(lines.filter(({ fits }) => !fits)));
			const { proof: frozen, sheet_path: at } = await json(first, proven);
			assert.equal(at, `${proven}/template.xlsx`);
			assert.match(plain((await head.get(proven)).text), /Vordruck/);
			const { bytes } = await head.get(at);
			const sheet = part(bytes, 'xl/worksheets/sheet1.xml');
			const cell = (ref) => new RegExp(`<c r="${ref}"[^>]*?(?:/>|>(.*?)</c>)`).exec(sheet)[1] ?? '';
			const text = (ref) => cell(ref).replace(/<[^>]*>/g, '');
			assert.deepEqual(['B3', 'B6', 'A15', 'B67'].map(text), [frozen.carrier, `${YEAR}`, frozen.success, frozen.submitted_by]);
			assert.match(frozen.submitted_by, / \(Leitung\)$/);
			const cents = (ref) => (text(ref) === '' ? null : Math.round(Number(text(ref)) * 100));
			frozen.income.forEach((line, i) => assert.deepEqual([text(`A${20 + i}`), cents(`B${20 + i}`), cents(`C${20 + i}`)], [line.label, line.decision_cents, line.cents]));
			frozen.expenses.forEach((line, i) => assert.deepEqual([text(`A${33 + i}`), cents(`C${33 + i}`), cents(`D${33 + i}`), cents(`E${33 + i}`)],
				[line.label, line.cents, line.used_cents, line.back_cents]));
			assert.match(cell('D63'), /<f>SUM\(D33:D62\)<\/f>/, 'formulas stay');
			assert.deepEqual((await first.get(at)).bytes, bytes, 'the same bytes for whoever reads');
			assert.equal((await unna.get(at)).status, 404);
			const map = (mapping) => ministry.submit(`${SHEETS}/mapping`, { mapping, valid_from: today() }, { action: `${SHEETS}/mapping` });
			const told = await map('carrier = Anlage!B3\nyear = Verwendungsnachweis!C63\ncentre = Verwendungsnachweis!ZZZ1\nnix = Verwendungsnachweis!B3\nincome.label = Verwendungsnachweis!A20');
			assert.equal(told.status, 422);
			for (const message of [/Zeile 1: Ein Blatt „Anlage“ gibt es in der Mappe nicht/, /Zeile 2: .*Formel der Vorlage/, /Zeile 3: „ZZZ1“ ist keine Zelle/, /Zeile 4: Ein Feld „nix“ gibt es nicht/, /Zeile 5: .*Schritt und Höchstzahl/]) {
				assert.match(plain(told.text), message);
			}
			assert.equal((await json(ministry, SHEETS)).versions.length, 1, 'nothing of it is saved');
			assert.equal((await map('income.label = Verwendungsnachweis!A20; 1; 2')).status, 303);
			const full = await head.get(at);
			assert.equal(full.status, 422, 'more lines than the workbook has room for are not cut off in silence');
			assert.equal((await map(newest.mapping)).status, 303);
			assert.equal((await head.get(at)).status, 200);
			assert.equal((await (await signedIn(server, 'head@unna')).json(SHEETS)).status, 403);
		});

		test('nobody does or sees what is not his', async () => {
			for (const at of [`${path}/proof`, proven, `${proven}/proof.pdf`, `${proven}/proof.xlsx`, `${path}/proof/text`]) {
				assert.equal((await unna.get(at)).status, 404, at);
			}
			for (const at of [`${path}/proof/text`, `${path}/proof/amounts`, `${GRANTS}/proof.xlsx`, `${GRANTS}/proof/import`]) {
				assert.equal((await first.get(at)).status, 403, at);
			}
			assert.equal((await head.get(`${path}/closing`)).status, 403);
			const ministry = await signedIn(server, 'ministry@land');
			assert.equal((await ministry.get(proven)).status, 403);
		});

		test('closing: checks first, at most what was proven, less with a reason, waiver with reasons', async () => {
			assert.equal((await first.get(`${path}/closing`)).status, 422);
			await checked(first, path);
			assert.equal(await next(first), '/closing');
			const close = (fields) => first.submit(`${path}/closing`, fields, { action: `${path}/closing` });
			assert.match(plain((await close({ admitted_interpreter_costs: '6000,01' })).text), /höchstens 6\.000,00/);
			assert.match(plain((await close({ admitted_interpreter_costs: '5900,00' })).text), /Nennen Sie den Grund/);
			assert.match(plain((await close({ waived: '1' })).text), /Nennen Sie den Grund/);
			assert.equal((await close({ due_on: '01.01.2020' })).status, 422);
			const reason = 'Ein Einsatz mit Rechtswirkung.';
			const sent = await close({ admitted_interpreter_costs: '5900,00', reason_interpreter_costs: reason });
			assert.equal(sent.status, 303, sent.text);
			assert.equal((await verdict(second, sent.location, 'rejected', 'Die Frist der Zahlung fehlt.')).status, 303);
			const page = await first.get(`${path}/closing`);
			assert.match(plain(page.text), /Ihr Entwurf kam zurück.*Die Frist der Zahlung fehlt\./);
			const { fields } = formsOf(page.text).find(({ action }) => action === `${path}/closing`);
			assert.deepEqual([fields.admitted_interpreter_costs, fields.reason_interpreter_costs], ['5.900,00', reason], 'nothing is typed anew');
			const drafted_ = await close({});
			assert.equal(drafted_.status, 303, drafted_.text);
			const { closing } = await json(first, drafted_.location);
			assert.deepEqual([closing.back_cents, closing.interest.cents, closing.demand_cents], [410000, 0, 410000]);
			assert.equal((await first.get(`${path}/closing`)).status, 422, 'a draft waits already');
		});

		test('a second person approves; the letter; repayment to the cent', async () => {
			const draft = `${path}/drafts/${(await json(first, path)).seen}`;
			assert.equal((await head.get(draft)).status, 404, 'not for the KI before it is approved');
			const letter = draft.replace('/drafts/', '/closings/') + '/letter.pdf';
			assert.equal((await first.get(letter)).status, 404);
			await assert.rejects(verdict(first, draft), /No such form/);
			assert.equal((await verdict(second, draft)).status, 303);
			assert.equal(await state(), 'repaying');
			const said = pdfText((await head.get(letter)).bytes, 'pdftotext', '-layout').replace(/\s+/g, ' ');
			for (const words of ['Musterweg 12 48249 Dülmen', 'Aktenzeichen 36.07-05558000', 'Sehr geehrte Damen und Herren,', 'Zuwendungsbescheid vom', 'Insgesamt zu zahlen 4.100,00', 'geprüft und freigegeben am']) {
				assert.ok(said.includes(words), `${words}: ${said}`);
			}
			assert.equal((await unna.get(letter)).status, 404);
			const late = await head.get(`${path}/proof/text`);
			assert.equal(late.status, 422, 'it is closed');
			assert.match(plain(late.text), /Das geht jetzt nicht.*abgeschlossen.*Zurück zu: Grundförderung/);
			assert.ok(late.text.includes(`href="${path}"`), 'the way back to the case');
			for (const reader of [head, first]) {
				assert.equal((await reader.get(`${path}/proof`)).location, proven, 'what was handed in, not what a new one would say');
			}
			const calls = await json(head, `${path}/calls`);
			assert.match(calls.why_not, /./);
			assert.equal(calls.outside, null, 'no word of calling all the same');
			assert.equal((await first.submit(`${path}/check/repaid`, { day: today(), cents: '4099,99' })).status, 303);
			assert.equal(await state(), 'repaying');
			assert.equal((await first.submit(`${path}/check/repaid`, { day: today(), cents: '0,01' })).status, 303);
			assert.equal(await state(), 'closed');
		});
	});
}
