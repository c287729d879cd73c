// grants_apply_http.mjs -- a KI applies, the authority checks and decides, the papers stay as they were; what is refused
// at the door and what is only flagged; what the queue shows to whom. S-FUN-1 ... 3, P-FUN-1, P-FUN-6, T27, T34, T36.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { Client, DATABASES, signedIn, start } from './client.mjs';
import { caseOf, checked, drafted, json, people, prepared, submitted, verdict } from './grants_kit.mjs';
import { pdfText } from './pdf_kit.mjs';

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
			const { rows, sum } = await json(first, `/land/what-if?item=specialist&cents=59000&year=${year}`);
			assert.equal(rows.length, 54);
			assert.equal(sum.ceiling_after - sum.ceiling_before, 60_200_000, '31 × 6 + 23 × 5 posts');
			assert.equal(rows.reduce((all, row) => all + row.difference, 0), sum.difference);
			const coesfeld = rows.find(({ slug, path: at }) => (slug ?? at).includes('coesfeld'));
			assert.ok(coesfeld.planned_before > 0, 'posts are held');
			assert.equal(coesfeld.difference * 57, coesfeld.planned_before * 2, 'the same share of the year, 2,000 more for each');
			assert.ok(sum.difference > 0 && sum.difference < 60_200_000, 'vacant posts draw nothing');
			assert.equal((await head.get(`/land/what-if?item=specialist&cents=59000&year=${year}`)).status, 403);
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
			for (const words of ['Kreis Coesfeld', '05558000', 'Mehmet Kaplan', 'DE89 3704 0044 0532 0130 00', '342.000,00', 'Seiteneinstieg']) {
				assert.ok(text.includes(words), words);
			}
			await head.submit(`${path}/application/answers/contact`, { contact_name: 'Später', contact_phone: '1' });
			assert.ok((await head.get(`${path}/applications/1/letter`)).bytes.equals(paper.bytes));
			assert.match(textOf((await head.get(`${path}/application/letter`)).bytes), /Entwurf – noch nicht eingereicht/);
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
			assert.match(textOf((await first.get(`${letter}/letter`)).bytes), /Entwurf – noch nicht freigegeben/);
			assert.ok(!(await json(head, path)).happenings.some(({ text }) => /Entwurf|geprüft/.test(text)));
			assert.equal((await verdict(second, draft)).status, 303);
			const bytes = (await head.get(`${letter}/letter`)).bytes;
			const text = textOf(bytes);
			for (const words of ['Rechtsbehelfsbelehrung', 'ANBest-G', 'Die Mittel reichen nicht.', '8.000,00', `Haushaltsjahr ${YEAR}`, `31.03.${YEAR + 1}`]) {
				assert.ok(text.includes(words), words);
			}
			const english = await signedIn(server, 'second@arnsberg', { language: 'en' });
			assert.ok((await english.get(`${letter}/letter`)).bytes.equals(bytes), 'the same at any time, for any reader');
		});

		test('a changed application shows what has changed, and a change decision follows', async () => {
			await head.submit(`${path}/application/positions/specialist`, { quantity: '5' });
			await head.submit(`${path}/application/answers/declarations`, { not_begun: '1', truthful: '1' });
			assert.equal((await submitted(head, path)).status, 303);
			const { seen } = await json(first, path);
			const { changes } = await json(first, `${path}/applications/${seen}`);
			assert.deepEqual(changes.map(({ before: old, after: now }) => [old, now].map((x) => x.replaceAll('\u00a0', ' '))),
				[['342.000,00 €', '285.000,00 €'], ['Mehmet Kaplan', 'Später'], ['02541 000001', '1']]);
			assert.equal((await first.get(`${path}/decision/grant`)).status, 422);
			await checked(first, path);
			assert.equal((await verdict(second, await drafted(first, path, 'change'))).status, 303);
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

		test('the queue: what waits for the authority, a late one flagged (T34), amounts alone for the ministry', async () => {
			const queue = await json(first, '/land/grants?year=2027&programme=base');
			assert.ok(queue.waiting.some(({ wait }) => wait === 'approve') && queue.waiting.every(({ wait }) => wait !== 'own_draft'));
			assert.deepEqual(queue.rows.filter(({ late }) => late).map(({ name }) => name), ['Kommunales Integrationszentrum Kreis Höxter']);
			const asked = await json(first, '/land/grants?year=2027&at_stage=asked');
			assert.ok(asked.rows.length >= 1 && asked.rows.every(({ stage }) => stage === 'asked'));
			const ministry = await signedIn(server, 'ministry@land');
			const seen = await json(ministry, '/land/grants?year=2026');
			assert.ok(seen.granted_cents > 0 && seen.waiting.length === 0 && seen.rows.every((row) => row.path === null));
			assert.equal((await ministry.get(await caseOf(first, 'Borken', 2026))).status, 403);
			assert.equal((await head.get('/land/grants')).status, 403);
			assert.equal((await new Client(server.base).json('/land/grants')).status, 401);
			assert.match((await first.get('/')).text, /Zuwendungsvorgänge warten/);
			assert.match((await head.get('/')).text, /Rückfrage der Bewilligungsbehörde beantworten/);
		});
	});
}
