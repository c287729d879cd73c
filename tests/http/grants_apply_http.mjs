// grants_apply_http.mjs -- a KI applies, the authority checks and decides, the papers stay as they were; what is refused
// at the door and what is only flagged; what the queue shows to whom. S-FUN-1 ... 3, P-FUN-1, P-FUN-6, T27, T34, T36.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { Client, DATABASES, formsOf, multipart, signedIn, start } from './client.mjs';
import { caseOf, checked, drafted, json, people, prepared, submitted, verdict } from './grants_kit.mjs';
import { pdfText } from './pdf_kit.mjs';
import { plain } from './rulebook_kit.mjs';

const YEAR = new Date().getUTCFullYear() + 2;
const FATHERS = 1_200_000;
const textOf = (bytes) => pdfText(bytes, 'pdftotext', '-layout').replace(/\s+/g, ' ');

for (const database of DATABASES) {
	describe(`applying for a grant on ${database}`, () => {
		let server, head, administrator, first, second, path;
		before(async () => {
			server = await start({ database });
			({ head, administrator, first, second } = await people(server));
			path = await prepared(head, YEAR);
		});
		after(() => server.stop());

		const lineOf = async (item) => (await json(head, `${path}/application`)).lines.find((line) => line.item === item);

		test('nothing is typed twice: posts, site, concept and amounts are there, with how they were reckoned', async () => {
			const { sections, lines, total_cents: total } = await json(head, `${path}/application`);
			assert.deepEqual(sections.filter(({ state }) => state === 'missing'), []);
			assert.equal(sections.find(({ code }) => code === 'qualifications').state, 'check');
			assert.equal(lines.reduce((sum, line) => sum + line.cents, 0), total);
			assert.match((await lineOf('specialist')).calculation, /6 × 57\.000,00\s€ = 342\.000,00\s€/);
			assert.equal((await lineOf('fathers_work')).ceiling_cents, null, 'unknown stays unknown');
		});

		test('P-FUN-6, S-RUL-7: 59,000 instead of 57,000 EUR a post, over all KI, as the staff plans stand', async () => {
			const year = new Date().getUTCFullYear() + 1;
			assert.match((await first.get('/land/what-if')).text, /name="euros" type="text" value=""/, 'no amount is asked for by itself');
			const { rows, sum } = await json(first, `/land/what-if?item=specialist&euros=59000&year=${year}`);
			assert.equal(rows.length, 54);
			assert.equal(sum.ceiling_after - sum.ceiling_before, 60_200_000, '31 × 6 + 23 × 5 posts');
			assert.equal(rows.reduce((all, row) => all + row.difference, 0), sum.difference);
			const coesfeld = rows.find(({ path: at }) => at.includes('/coesfeld?'));
			assert.ok(coesfeld.planned_before > 0, 'posts are held');
			assert.equal(coesfeld.difference * 57, coesfeld.planned_before * 2, 'the same share of the year, 2,000 more for each');
			assert.ok(sum.difference > 0 && sum.difference < 60_200_000, 'vacant posts draw nothing');
			const { posts, rules } = await json(first, coesfeld.path);
			assert.equal(posts.reduce((all, post) => all + post.difference, 0), coesfeld.difference, 'a row opens to its posts');
			assert.equal(posts.reduce((all, post) => all + post.before, 0), coesfeld.planned_before);
			assert.ok(posts.every((post) => /59\.000,00/.test(post.calculation_after) || post.months === 0), JSON.stringify(posts));
			assert.deepEqual(rules.map(({ after }) => after), [false, true]);
			assert.equal((await head.get(coesfeld.path)).status, 403);
			assert.equal((await first.get(coesfeld.path.replace('coesfeld', 'nirgendwo'))).status, 404);
			for (const no of [coesfeld.path.replace('euros=59000', 'euros=viel'), '/land/what-if/coesfeld', '/land/what-if.csv']) {
				assert.equal((await first.get(no)).status, 422, no);
			}
			assert.equal((await head.get(`/land/what-if?item=specialist&euros=59000&year=${year}`)).status, 403);
		});

		test('T27: more than the ceiling is never asked for silently; less is; an unknown amount is the KI’s own', async () => {
			assert.equal((await head.submit(`${path}/application/positions/specialist`, { quantity: '7' })).status, 303);
			const posts = await lineOf('specialist');
			assert.equal(posts.cents, 34_200_000);
			assert.match(posts.note, /57\.000,00\s€ über dem Höchstbetrag werden nicht beantragt/);
			await head.submit(`${path}/application/positions/interpreter_costs`, { cents: '25.000', note: 'Bedarf gesunken' });
			assert.equal((await lineOf('interpreter_costs')).cents, 2_500_000);
			await head.submit(`${path}/application/positions/fathers_work`, { cents: '12.000' });
			const fathers = await lineOf('fathers_work');
			assert.equal(fathers.cents, FATHERS);
			assert.match(fathers.note, /eigene Angabe des KI/);
			assert.equal((await head.get(`${path}/application/positions/nothing`)).status, 404);
		});

		test('a wrong account and an old page are told; the draft is one for both who prepare it', async () => {
			const wrong = await head.submit(`${path}/application/answers/bank`, { iban: 'DE88 3704 0044 0532 0130 00' });
			assert.equal(wrong.status, 422);
			assert.match(wrong.text, /Diese IBAN stimmt nicht/);
			const old = await administrator.post(`${path}/application/answers/contact`, {
				csrf: await administrator.csrf(`${path}/application/answers/contact`), version: '1', contact_name: 'X', contact_phone: '1' });
			assert.equal(old.status, 409);
			assert.equal((await administrator.get(`${path}/application/check`)).status, 200);
			const csrf = (await json(administrator, '/account')).csrf;
			assert.equal((await administrator.post(`${path}/application/submit`, { csrf, version: '0', digest: 'x' })).status, 403, 'the head submits');
		});

		test('the application is taken along, filled without network, and read back with what changed (P-FUN-3)', async () => {
			const at = `${path}/application/import`;
			const sent = async (bytes, filename, target = at, client = administrator) => {
				const { body, type } = multipart([['csrf', await client.csrf(target)], ['file', { filename, bytes }]]);
				return client.request('POST', target, { body, headers: { 'content-type': type } });
			};
			const look = async (bytes, filename, target) => {
				const answer = await sent(bytes, filename, target);
				assert.equal(answer.status, 303, answer.text);
				return { waiting: answer.location, ...(await json(administrator, answer.location)) };
			};
			const page = (await administrator.get(`${path}/application`)).text;
			assert.ok(page.includes(`href="${path}/application.xlsx"`) && page.includes(`href="${at}"`));
			const workbook = await administrator.get(`${path}/application.xlsx`);
			assert.equal(workbook.bytes.subarray(0, 2).toString(), 'PK');
			const same = await look(workbook.bytes, 'antrag.xlsx');
			assert.deepEqual([same.good, same.nothing_new], [true, true], JSON.stringify(same));
			const { version } = await json(head, `${path}/application`);
			const mark = `coesfeld/base/${YEAR}/${version}`;
			const file = (...rows) => `Kennung;Angabe;Stellen;Anteile;Betrag;Tag;ja/nein;Text\r\n${rows.join('\r\n')}\r\n`;
			const bad = await look(file(`${mark};Fachkräfte;viele;;;;;`, `${mark};IBAN;;;;;;DE88 3704 0044 0532 0130 00`, `${mark};Kaffee;;;1,00;;;`,
				`${mark};Telefon;;;5,00;;;`, `${mark};Telefon;;;;;;1`, `${mark};IBAN;;;;;;`), 'antrag.csv');
			assert.deepEqual(bad.messages.map(({ line, column }) => [line, column]),
				[[2, 'Stellen'], [3, 'Text'], [4, 'Angabe'], [5, 'Betrag'], [6, 'Angabe'], [7, 'Angabe']], JSON.stringify(bad.messages));
			assert.match(bad.messages[1].words, /Diese IBAN stimmt nicht/);
			for (const [wrong, words] of [[`unna/base/${YEAR}/${version}`, /anderen Kommunalen Integrationszentrum/], [`coesfeld/base/${YEAR - 1}/${version}`, /Förderjahr/],
				[`coesfeld/kim/${YEAR}/${version}`, /anderen Programm/], [`coesfeld/base/${YEAR}/${version - 1}`, /ist der Antrag geändert worden\. Nehmen Sie ihn neu mit/], ['egal', /Kennung wurde geändert/]]) {
				const { messages } = await look(file(`${wrong};Fachkräfte;5;;;;;`, `${wrong};IBAN;;;;;;x`), 'antrag.csv');
				assert.deepEqual(messages.map(({ line }) => line), [2], wrong);
				assert.match(messages[0].words, words);
			}
			const good = await look(file(`${mark};Fachkräfte;5;;;;;Eine Stelle weniger`, `${mark};Kreditinstitut;;;;;;Sparkasse Westmünsterland`,
				`${mark};Telefon;;;;;;02541 000000`), 'antrag.csv');
			assert.deepEqual(good.counts.map(({ code, n }) => [code, n]), [['changed', 2], ['unchanged', 1]]);
			assert.deepEqual(good.examples.map(({ cells }) => cells.map(({ text }) => text)),
				[['Fachkräfte', 'Stellen: 7', 'Stellen: 5 · Bemerkung: Eine Stelle weniger'], ['Kreditinstitut', '', 'Sparkasse Westmünsterland']]);
			assert.equal((await lineOf('specialist')).cents, 34_200_000, 'nothing is stored before the person confirms');
			assert.equal((await (await signedIn(server, 'head@unna')).json(good.waiting)).status, 404);
			assert.equal((await (await signedIn(server, 'specialist@coesfeld')).json(at)).status, 403);
			const csrf = (await json(administrator, '/account')).csrf;
			const twice = await Promise.all([1, 2].map(() => administrator.post(good.waiting, { csrf })));
			assert.match(twice.map(({ status }) => status).sort().join(), /^303,40[49]$/, 'sent twice, taken once');
			assert.equal((await lineOf('specialist')).cents, 28_500_000);
			assert.equal((await json(head, `${path}/application`)).version, version + 1);
			const meanwhile = await look(file(`coesfeld/base/${YEAR}/${version + 1};Fachkräfte;;;;;;`), 'antrag.csv');
			assert.equal((await head.submit(`${path}/application/positions/specialist`, { quantity: '6', note: '' })).status, 303);
			assert.equal((await administrator.post(meanwhile.waiting, { csrf })).status, 422, 'somebody has changed it meanwhile');
			assert.equal((await lineOf('specialist')).cents, 34_200_000);
		});

		test('the head names who may sign for the KI, from when until when; it counts in these days alone', async () => {
			const all = '/centres/coesfeld/grants/signatories';
			const day = (days) => new Date(Date.now() + days * 86_400_000).toLocaleDateString('de-DE', { day: '2-digit', month: '2-digit', year: 'numeric', timeZone: 'Europe/Berlin' });
			const [specialist, unna, technical, ministry, lasi] = await Promise.all(
				['specialist@coesfeld', 'head@unna', 'admin@system', 'ministry@land', 'lasi@land'].map((login) => signedIn(server, login)));
			const { people: rows } = await json(head, all);
			const at = rows.find(({ role }) => role === 'specialist').path;
			const form = await head.get(at);
			assert.equal(form.status, 200);
			const name = (from, until, more = {}) => head.submit(at, { valid_from: from, valid_until: until, ...more }, { action: at });
			const days = { valid_from: day(0), valid_until: '', version: '0' };
			for (const [client, seen, named] of [[administrator, 200, 403], [specialist, 403, 403], [first, 200, 403], [unna, 404, 404], [technical, 403, 403], [ministry, 403, 403], [lasi, 403, 403]]) {
				assert.equal((await client.json(all)).status, seen);
				assert.equal((await client.post(at, { csrf: (await json(client, '/account')).csrf, ...days })).status, named);
			}
			assert.deepEqual((await json(first, all)).people, [], 'nobody is named yet');
			const may = async () => (await specialist.post(`${path}/application/submit`, {
				csrf: (await json(specialist, '/account')).csrf, version: '0', digest: 'x' })).status;
			assert.equal(await may(), 403);
			assert.equal((await name(day(0), day(-1))).status, 422, 'the last day before the first');
			const csrf = (await json(head, '/account')).csrf;
			assert.equal((await name(day(1), '')).status, 303);
			assert.equal((await head.post(at, { csrf, ...days })).status, 409, 'an old page, or sent twice');
			assert.equal(await may(), 403, 'not before its first day');
			assert.equal((await name(day(-9), day(-1))).status, 303);
			assert.equal(await may(), 403, 'an entitlement that has ended does not count');
			assert.match((await json(first, all)).people[0].standing, /^beendet/);
			assert.equal((await name(day(-9), day(0))).status, 303);
			assert.equal(await may(), 409, 'entitled; only the page was old');
			assert.match((await specialist.get(`${path}/application/check`)).text, /name="digest"/);
			assert.equal((await specialist.get(at)).status, 403, 'whoever may sign names nobody');
			assert.equal((await specialist.post(`${path}/decision/grant`, {})).status, 403, 'nor decides');
			assert.equal((await specialist.json('/centres/unna/grants')).status, 404);
			assert.equal((await head.post(`${at}/end`, { csrf })).status, 303);
			assert.equal((await head.post(`${at}/end`, { csrf })).status, 409);
			assert.equal(await may(), 403);
			const other = (await json(head, all)).people.find(({ role }) => role === 'administrator').path;
			assert.equal((await head.submit(other, days, { action: other })).status, 303);
			assert.equal((await head.get(`${all}/999999`)).status, 404);
			assert.equal((await unna.get(`/centres/unna/grants/signatories/${other.split('/').at(-1)}`)).status, 404, 'not somebody else’s people');
		});

		test('submitted is what was looked at, once, and stays as it was', async () => {
			const looked = await json(head, `${path}/application/check`);
			const csrf = (await json(head, '/account')).csrf;
			await head.submit(`${path}/application/answers/contact`, { contact_name: 'Mehmet Kaplan', contact_phone: '02541 000001' });
			const stale = await head.post(`${path}/application/submit`, { csrf, version: '0', digest: looked.digest });
			assert.equal(stale.status, 409, 'somebody has changed it meanwhile');
			const { digest } = await json(head, `${path}/application/check`);
			const twice = await Promise.all([1, 2].map(() => head.post(`${path}/application/submit`, { csrf, version: '0', digest })));
			assert.deepEqual(twice.map(({ status }) => status).sort(), [303, 409]);
			const paper = await head.get(`${path}/applications/1/letter`);
			assert.equal(paper.headers['content-type'], 'application/pdf');
			const text = textOf(paper.bytes);
			for (const words of ['Kreis Coesfeld', '05558000', 'Mehmet Kaplan', 'DE89 3704 0044 0532 0130 00', '342.000,00', 'Seiteneinstieg', 'Grundlage:', 'Stellen nach Stellenplan', 'Umfang',
				'Elektronisch eingereicht von Annegret Terhorst (Leitung) am', 'Annegret Terhorst (Leitung) Ort, Datum, Unterschrift']) {
				assert.ok(text.includes(words), words);
			}
			await head.submit(`${path}/application/answers/contact`, { contact_name: 'Später', contact_phone: '1' });
			assert.ok((await head.get(`${path}/applications/1/letter`)).bytes.equals(paper.bytes));
			assert.doesNotMatch(text, /E-Mail-Adresse/, 'what was not said is no empty line of a paper that was handed in');
			assert.match(textOf((await head.get(`${path}/application/letter`)).bytes), /Entwurf – noch nicht eingereicht.*E-Mail-Adresse.*Unterschrift/);
		});

		test('the authority sees arithmetic beside it, checks content and figures apart, and decides in part', async () => {
			const { expected, sums } = await json(first, `${path}/applications/1`);
			assert.ok(sums);
			assert.deepEqual(expected.map(({ fine }) => fine), [true, true, true, true, false]);
			assert.equal((await first.get(`${path}/decision/grant`)).status, 422, 'not before the checks');
			await checked(first, path);
			const blank = await first.submit(`${path}/decision/grant`, { cents_fathers_work: '' });
			assert.equal(blank.status, 422, 'an empty amount is no zero');
			const more = await first.submit(`${path}/decision/grant`, { cents_fathers_work: '12000,01' });
			assert.match(more.text, /mehr kann nicht bewilligt werden/);
			const less = await first.submit(`${path}/decision/grant`, { cents_fathers_work: '8000' });
			assert.match(less.text, /Begründen Sie, warum weniger/);
			const draft = await drafted(first, path, 'grant', { cents_fathers_work: '8000', note_fathers_work: 'Die Mittel reichen nicht.' });
			assert.equal((await head.get(draft)).status, 404, 'a draft is not for the KI');
			const letter = draft.replace('/drafts/', '/decisions/');
			assert.equal((await head.get(`${letter}/letter`)).status, 404);
			assert.match(textOf((await first.get(`${letter}/letter`)).bytes), /Entwurf – noch nicht freigegeben.*Es fehlt die Freigabe durch eine zweite Person/);
			assert.ok(!(await json(head, path)).happenings.some(({ text }) => /Entwurf|geprüft/.test(text)));
			assert.equal((await verdict(second, draft)).status, 303);
			const bytes = (await head.get(`${letter}/letter`)).bytes;
			const text = textOf(bytes);
			for (const words of ['Rechtsbehelfsbelehrung', 'Angenommener Wortlaut: Die Bewilligungsbehörde prüft ihn', 'ANBest-G', 'Die Mittel reichen nicht.', '8.000,00', `Haushaltsjahr ${YEAR}`, `31.03.${YEAR + 1}`,
				'Kreis Coesfeld – Der Landrat', 'Musterweg 12', '48249 Dülmen', 'Aktenzeichen 36.07-05558000', 'Sehr geehrte Damen und Herren,', 'Ermittlung der Zuwendung', '6 × 57.000,00', 'Grundlage:']) {
				assert.ok(text.includes(words), words);
			}
			assert.match(text, /bewilligt 8\.000,00/, 'P-FUN-6: what became of what was asked');
			assert.match(text, /Im Auftrag (\S+ \S+) Erstellt am [\d.]+ von (?!\1)\S+ \S+, geprüft und freigegeben am [\d.]+ von \1\./, 'P-FUN-7: both people');
			assert.doesNotMatch(text, /\s0,00|02541/, 'no empty rows, no telephone in an address');
			const english = await signedIn(server, 'second@arnsberg', { language: 'en' });
			assert.ok((await english.get(`${letter}/letter`)).bytes.equals(bytes), 'the same at any time, for any reader');
		});

		test('a changed application shows what has changed, and a change decision follows', async () => {
			await head.submit(`${path}/application/positions/specialist`, { quantity: '5' });
			await head.submit(`${path}/application/answers/declarations`, { not_begun: '1', truthful: '1' });
			assert.equal((await submitted(administrator, path)).status, 303, 'named to sign for the KI');
			const { seen } = await json(first, path);
			assert.match(textOf((await head.get(`${path}/applications/${seen}/letter`)).bytes), /\(zeichnungsberechtigt\)/);
			const { changes } = await json(first, `${path}/applications/${seen}`);
			assert.deepEqual(changes.map(({ before: old, after: now }) => [old, now].map((x) => x.replaceAll('\u00a0', ' '))),
				[['342.000,00 €', '285.000,00 €'], ['Mehmet Kaplan', 'Später'], ['02541 000001', '1']]);
			assert.equal((await first.get(`${path}/decision/grant`)).status, 422);
			await checked(first, path);
			const technical = await signedIn(server, 'admin@system');
			const remedies = '/land/settings?name=grants.remedies';
			assert.equal((await head.get(remedies)).status, 403);
			const wording = { value: 'Klage beim Verwaltungsgericht Musterstadt,\nMusterstraße 1.', valid_from: new Date().toLocaleDateString('de-DE', { day: '2-digit', month: '2-digit', year: 'numeric', timeZone: 'Europe/Berlin' }), source: 'Beispiel: Rechtsamt', mark: 'read' };
			assert.equal((await technical.submit(remedies, wording)).status, 303, 'what it says about remedies is the authority’s own');
			const change = await drafted(first, path, 'change');
			const said = textOf((await first.get(`${change.replace('/drafts/', '/decisions/')}/letter`)).bytes);
			assert.match(said, /Verwaltungsgericht Musterstadt, Musterstraße 1\./);
			assert.doesNotMatch(said, /Angenommener Wortlaut/);
			assert.equal((await verdict(second, change)).status, 303);
			assert.equal((await json(head, path)).granted_cents, 28_500_000 + 2_250_000 + 2_500_000 + 5_800_000 + FATHERS);
			const cut = await first.submit(`${path}/decision/change`, { cents_fathers_work: '1', note_fathers_work: 'x' });
			assert.match(cut.text, /ist ein Widerruf und braucht eine Anhörung/);
		});

		test('a revocation: heard, drafted with what is left, approved; the letter names it', async () => {
			assert.equal((await first.submit(`${path}/check/hearing`, { note: 'Die Väterarbeit findet nicht statt.' })).status, 303);
			assert.match((await head.get('/')).text, /Zur Anhörung Stellung nehmen/);
			assert.equal((await first.get(`${path}/decision/revocation`)).status, 422);
			assert.equal((await head.submit(`${path}/submit/heard`, { note: 'Einverstanden.' })).status, 303);
			const { decision, revocable_until: until } = await json(first, `${path}/decision/revocation`);
			assert.ok(until > decision.applied_on);
			const left = Object.fromEntries(decision.asked.map(({ item, cents }) => [`cents_${item}`, item === 'fathers_work' ? '0' : `${cents / 100}`]));
			assert.equal((await first.submit(`${path}/decision/revocation`, { ...left, reason: '' })).status, 422, 'not without a reason');
			const draft = await drafted(first, path, 'revocation', { ...left, reason: 'Der Zweck wird in dieser Position nicht erfüllt.' });
			assert.equal((await verdict(second, draft)).status, 303);
			assert.equal((await json(head, path)).granted_cents, decision.asked_cents - FATHERS);
			const text = textOf((await head.get(`${draft.replace('/drafts/', '/decisions/')}/letter`)).bytes);
			assert.match(text, /Widerrufsbescheid/);
			assert.match(text, /Bisher bewilligt Widerrufen Bleibt bestehen/);
			assert.match(text, /Zurückzuzahlen sind 0,00/);
		});

		test('at the door: without a current concept a day is promised, within its term, and watched', async () => {
			await head.submit('/centres/coesfeld/checks', { kind: 'concept', day: '01.11.2026', result: 'not_met', evidence: 'überholt' });
			const other = await prepared(head, YEAR - 1, 'kim');
			const { sections } = await json(head, `${other}/application`);
			assert.equal(sections.find(({ code }) => code === 'concept').state, 'missing');
			const refused = await head.post(`${other}/application/submit`, {
				csrf: (await json(head, '/account')).csrf, version: '0', digest: (await json(head, `${other}/application/check`)).digest });
			assert.equal(refused.status, 422);
			assert.match(refused.text, /Ohne das wird der Antrag nicht angenommen \(RdErl\./);
			const promise = { concept_kind: 'update', work_starts: `01.01.${YEAR - 1}`, concept_by: `02.07.${YEAR - 1}` };
			const late = await head.submit(`${other}/application/answers/concept`, promise);
			assert.match(late.text, new RegExp(`Spätestens 01\\.07\\.${YEAR - 1}`));
			assert.equal((await head.submit(`${other}/application/answers/concept`, { ...promise, concept_by: `30.06.${YEAR - 1}` })).status, 303);
			assert.equal((await json(head, `${other}/application`)).sections.find(({ code }) => code === 'concept').state, 'done');
			// T23: each share by itself; then it goes out, and the promise is shown until the concept is there
			await head.submit(`${other}/application/positions/kim_case`, { shares: '1 + 1,19 + 0,38' });
			const { lines } = await json(head, `${other}/application`);
			const shares = lines.find(({ item }) => item === 'kim_case');
			assert.deepEqual([shares.quantity, shares.cents], [2.19, 12_483_000]);
			assert.match(shares.note, /0,38 liegen unter 0,5/);
			await head.submit('/centres/coesfeld/checks', { kind: 'kim_guideline', day: '01.11.2026', result: 'met', evidence: 'abgeglichen' });
			assert.equal((await submitted(head, other)).status, 303);
			assert.equal((await json(head, other)).concept_by, `${YEAR - 1}-06-30`);
			const today = new Date().toISOString().slice(0, 10);
			await head.submit('/centres/coesfeld/checks', { kind: 'concept', day: today, result: 'met', evidence: 'Beschluss des Kreistages' });
			assert.equal((await json(head, other)).concept_by, null);
		});

		test('a case made by mistake is discarded, hidden and found again; the same year is begun anew', async () => {
			const all = '/centres/coesfeld/grants';
			const komman = { programme: 'komman', year: String(YEAR) };
			const { location: at } = await administrator.submit(all, komman);
			assert.match((await administrator.get(at)).text, /Hier stehen die Positionen mit ihren Beträgen/);
			assert.equal((await first.get(`${at}/record/discarded`)).status, 403, 'the KI’s own');
			assert.equal((await administrator.submit(`${at}/record/discarded`, { note: '' })).status, 422, 'not without a reason');
			const [form] = formsOf((await administrator.get(`${at}/record/discarded`)).text).filter(({ action }) => action === `${at}/record/discarded`);
			const fields = { ...form.fields, note: 'Falsches Programm' };
			assert.equal((await administrator.post(`${at}/record/discarded`, fields)).status, 303);
			assert.ok([409, 422].includes((await administrator.post(`${at}/record/discarded`, fields)).status), 'sent twice');
			const shown = async (query = '') => (await json(head, `${all}${query}`)).cases.some(({ path: one }) => one === at);
			assert.deepEqual([await shown(), await shown('?discarded=1')], [false, true]);
			assert.match((await head.get(all)).text, /Verworfene Vorgänge zeigen/);
			const rows = async (query) => (await json(first, `/land/grants?year=${YEAR}${query}`)).rows.filter(({ path: one }) => one === at).length;
			assert.deepEqual([await rows(''), await rows('&at_stage=discarded')], [0, 1]);
			assert.match((await head.get(at)).text, /Falsches Programm/);
			assert.equal((await administrator.submit(all, komman)).location, at);
			assert.equal(await shown(), true);
			assert.equal((await administrator.get(`${path}/record/discarded`)).status, 422, 'what was submitted is withdrawn');
		});

		test('the queue: what waits for the authority, a late one flagged (T34), amounts alone for the ministry', async () => {
			const queue = await json(first, '/land/grants?year=2027&programme=base');
			assert.ok(queue.waiting.some(({ wait }) => wait === 'approve') && queue.waiting.every(({ wait }) => wait !== 'own_draft'));
			assert.deepEqual(queue.rows.filter(({ late }) => late).map(({ name }) => name), ['Kommunales Integrationszentrum Kreis Höxter']);
			const asked = await json(first, '/land/grants?year=2027&at_stage=asked');
			assert.ok(asked.rows.length >= 1 && asked.rows.every(({ stage }) => stage === 'asked'));
			const ministry = await signedIn(server, 'ministry@land');
			const seen = await json(ministry, '/land/grants?year=2026');
			assert.ok(seen.granted_cents > 0 && seen.waiting.length === 0 && seen.rows.every((row) => row.path === null));
			assert.ok(queue.overdue.length > 0 && queue.overdue.every(({ day, text }) => day < new Date().toISOString().slice(0, 10) && /vorzulegen|zurückzuzahlen/.test(text)));
			assert.equal(seen.overdue.length, 0);
			const past = await json(ministry, '/land/budget?year=2024');
			const back = past.rows.filter(({ demanded_cents: demanded }) => demanded > 0);
			assert.ok(back.some(({ slug, demanded_cents: demanded, repaid_cents: repaid }) => slug === 'coesfeld' && repaid === demanded), 'what was asked back stands beside what was paid');
			assert.equal(past.sum.demanded_cents, back.reduce((sum, row) => sum + row.demanded_cents, 0));
			assert.match(plain((await first.get('/')).text), new RegExp(`${queue.overdue.length} Vorgänge sind überfällig`));
			assert.equal((await ministry.get(await caseOf(first, 'Borken', 2026))).status, 403);
			assert.equal((await head.get('/land/grants')).status, 403);
			assert.equal((await new Client(server.base).json('/land/grants')).status, 401);
			assert.match((await first.get('/')).text, /Zuwendungsvorgänge warten/);
			assert.match((await head.get('/')).text, /Rückfrage der Bewilligungsbehörde beantworten/);
		});
	});
}
