// centre_api_http.mjs -- a program keeps the records of a KI with nothing but /openapi.json and a token: suggestions,
// checks, involvement, site, conflicts, target agreements, local rules. P-SEC-1, S-CEN-3 … 8.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { DATABASES, signedIn, start } from './client.mjs';
import { ApiClient, tokenOf } from './openapi_client.mjs';

for (const database of DATABASES) {
	describe(`a program keeps the records of a KI on ${database}`, () => {
		let server, api, path;
		before(async () => {
			server = await start({ database });
			const { secret } = await tokenOf(await signedIn(server, 'head@coesfeld'));
			api = await ApiClient.open(server.base, secret);
			const { items } = await api.must('get_centres');
			({ path } = api.at(items.find(({ name }) => /Coesfeld/.test(name)).path));
		});
		after(() => server.stop());

		test('every write of the centres that a KI can do is open to a token', () => {
			for (const { id, method, security, ...rest } of api.tagged('centres')) {
				if (method === 'post' && rest['x-right'].startsWith('centre.')) {
					assert.ok(security.some((one) => 'token' in one), id);
				}
			}
		});

		test('a suggestion is recorded, read, answered once with its version, and not twice', async () => {
			const { municipalities } = await api.must('get_centres_slug', { path });
			const body = { ags8: municipalities[0].ags8, subject: 'Mehr Sprachkurse', received_on: '2026-02-02' };
			const { location, version } = await api.must('post_centres_slug_suggestions', { path, body });
			const one = await api.follow(location);
			assert.deepEqual([one.suggestion.subject, one.suggestion.open, one.suggestion.version, one.etag], ['Mehr Sprachkurse', true, version, '"v1"']);
			const at = { path: { ...path, id: one.suggestion.id }, etag: one.etag };
			const saved = await api.must('post_centres_slug_suggestions_id_answer', { ...at, body: { outcome: 'taken_up' } });
			assert.deepEqual([saved.version, saved.etag], [2, '"v2"']);
			const again = await api.call('post_centres_slug_suggestions_id_answer', { ...at, body: { outcome: 'declined' } });
			assert.equal(again.status, 412);
			assert.deepEqual(again.body.page.rows.filter(({ differs }) => differs).map(({ stored }) => stored).slice(0, 1), ['Aufgegriffen']);
			assert.equal((await api.follow(location)).suggestion.outcome, 'taken_up');
		});

		test('checks and involvement are recorded; a day in the query shows how it was', async () => {
			const wasMet = (await api.must('get_centres_slug_checks', { path, query: { day: '2013-01-01' } })).programmes.map(({ because }) => because);
			await api.must('post_centres_slug_checks', { path, body: { kind: 'concept', result: 'met', evidence: 'Ratsbeschluss' } });
			const now = await api.must('get_centres_slug_checks', { path });
			assert.ok(now.history.some(({ evidence }) => evidence === 'Ratsbeschluss'));
			assert.deepEqual((await api.must('get_centres_slug_checks', { path, query: { day: '2013-01-01' } })).programmes.map(({ because }) => because), wasMet);
			await api.must('post_centres_slug_bodies', { path, body: { body: 'welfare', partner: 'Caritasverband', manner: 'took_part' } });
			assert.ok((await api.must('get_centres_slug_bodies', { path })).entries.some(({ partner }) => partner === 'Caritasverband'));
		});

		test('the site moves with If-Match', async () => {
			const before = await api.must('get_centres_slug_site', { path });
			const { municipalities } = await api.must('get_centres_slug', { path });
			const body = { street: 'Am Schlosspark 1', postcode: '48653', ags8: municipalities[1].ags8, reason: 'Mehr Platz' };
			if (!before.present) {
				await api.must('post_centres_slug_site', { path, body: { ...body, reason: undefined, moved_in: '2020-01-01' } });
			}
			const { etag } = await api.must('get_centres_slug_site', { path });
			assert.match(etag, /^"v\d+"$/);
			await api.must('post_centres_slug_site_move', { path, body, etag });
			assert.equal((await api.must('get_centres_slug_site', { path })).present.street, 'Am Schlosspark 1');
			assert.equal((await api.call('post_centres_slug_site_move', { path, body, etag })).status, 412);
		});

		test('a conflict runs from its opening over a step to its conclusion', async () => {
			const { location } = await api.must('post_centres_slug_conflicts', { path, body: { subject: 'Dienstplan', employer: 'both' } });
			const at = api.at(location);
			assert.equal(at.operation.id, 'get_centres_slug_conflicts_id');
			await api.must('post_centres_slug_conflicts_id_steps', { path: at.path, body: { kind: 'talk' } });
			await api.must('post_centres_slug_conflicts_id_conclude', { path: at.path, body: { result: 'Einigung' } });
			const { conflict, timeline } = await api.follow(location);
			assert.equal(conflict.open, false);
			assert.equal(timeline.at(-1).result, 'Einigung');
			assert.equal((await api.call('post_centres_slug_conflicts_id_steps', { path: at.path, body: { kind: 'talk' } })).status, 422);
		});

		test('a target agreement is made and changed; a local rule holds from its day on', async () => {
			const { location } = await api.must('post_centres_slug_agreements', { path, body: { title: 'Ziele', valid_from: '2026-01-01', valid_to: '2026-12-31' } });
			const { agreement, etag } = await api.follow(location).then((one) => ({ ...one, etag: one.etag }));
			const body = { title: 'Ziele, ergänzt', partner: agreement.partner, goals: agreement.goals, valid_from: agreement.valid_from, valid_to: agreement.valid_to };
			assert.equal((await api.must('post_centres_slug_agreements_id', { path: api.at(location).path, body, etag })).version, 2);
			await api.must('post_centres_slug_settings', { path, query: { name: 'centre.third_party_ceiling' }, body: { amount: 1_234_500, valid_from: '2026-03-01', source: 'Beschluss' } });
			const value = async (day) => (await api.must('get_centres_slug_settings', { path, query: { day } })).lines.find(({ name }) => name === 'centre.third_party_ceiling').value;
			assert.match(await value('2026-03-01'), /12\.345,00/);
			assert.doesNotMatch((await value('2026-02-28')) ?? '', /12\.345,00/);
		});

		test('what the document forbids, the program refuses, and names it', async () => {
			const good = { ags8: '05558012', received_on: '2026-02-02', subject: 'x', wording: 'y' };
			for (const [body, field] of [[{ ...good, subject: undefined }, 'subject'], [{ ...good, received_on: '2026-02-30' }, 'received_on'], [{ ...good, wording: 'x'.repeat(4001) }, 'wording'], [{ ...good, urgent: true }, 'urgent']]) {
				const { status, body: problem } = await api.call('post_centres_slug_suggestions', { path, body, wrong: true });
				assert.deepEqual([status, problem.errors.map((one) => one.field)], [422, [field]]);
			}
			assert.equal((await api.call('get_centres_slug_checks', { path: { slug: 'borken' } })).status, 404);
			assert.equal((await api.call('get_centres_slug_suggestions_id', { path: { ...path, id: 987654 } })).status, 404);
			assert.equal((await api.call('get_rules_new')).status, 403);
			assert.equal((await api.call('get_centres_slug_entitlement', { path, query: { day: 'morgen' } })).status, 422);
		});

		test('files are as the document says', async () => {
			const csv = await api.call('get_centres_csv');
			assert.ok(csv.bytes.length > 1000);
			const pdf = await api.call('get_centres_slug_entitlement_pdf', { path, query: { day: '2024-06-01' } });
			assert.equal(pdf.bytes.subarray(0, 5).toString(), '%PDF-');
		});

		test('one that may only read sees the same and writes nothing', async () => {
			const { secret } = await tokenOf(await signedIn(server, 'head@coesfeld'), { access: 'read' });
			const reader = await ApiClient.open(server.base, secret, { language: 'en' });
			assert.ok((await reader.must('get_centres_slug_conflicts', { path })).conflicts.length > 0);
			const refused = await reader.call('post_centres_slug_conflicts', { path, body: { subject: 'x' } });
			assert.deepEqual([refused.status, refused.body.detail], [403, 'This token may only read.']);
		});
	});
}
