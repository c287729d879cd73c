// proposals_http.mjs -- changing the rulebook from outside, on both databases: the whole life of a proposal with four
// eyes. S-RUL-7, S-RUL-8, P-RUL-1, P-RUL-3, P-FUN-7.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { Client, DATABASES, decodeEntities, formsOf, run, signedIn, start } from './client.mjs';
import { entitlementOn, itemOf, plain } from './rulebook_kit.mjs';

const KREISE = 31; // of the 54 KI, StädteRegion Aachen among them
const ALL_KI = 54;
const MINISTRY = 'ministry@land'; // proposes
const AUTHORITY = 'authority@arnsberg'; // decides

for (const database of DATABASES) {
	describe(`changing the rulebook on ${database}`, () => {
		let server;
		let ministry;
		let authority;
		const open = async () => {
			ministry = await signedIn(server, MINISTRY);
			authority = await signedIn(server, AUTHORITY);
		};
		before(async () => {
			server = await start({ database });
			await open();
		});
		after(() => server.stop());

		const WHY = { source: 'MBl. NRW. 2026 S. 999', reason: 'Die Tarife sind gestiegen.' };
		const send = (client, path, fields) => client.submit(path, { ...WHY, ...fields }, { action: path });
		/** Proposes and returns the number of the proposal. */
		async function propose(path, fields, client = ministry) {
			const answer = await send(client, path, fields);
			assert.equal(answer.status, 303, plain(answer.text).slice(0, 1500));
			return Number(/^\/rules\/proposals\/(\d+)$/.exec(answer.location)[1]);
		}
		const decide = async (client, id, verdict, fields = {}) =>
			client.post(`/rules/proposals/${id}/${verdict}`, { csrf: (await client.json('/account')).json().csrf, ...fields });
		const proposal = async (id) => (await authority.json(`/rules/proposals/${id}`)).json();
		const stateOf = async (id) => (await proposal(id)).proposal.state;
		const anyone = () => new Client(server.base);
		/** What stood in the rulebook for all days up to one: the answers as they were given then. */
		const answersBefore = async (days) => Promise.all(days.flatMap((day) => ['kreis', 'kreisfreie_stadt'].map((kind) => entitlementOn(anyone(), day, { authority: kind }))));

		test('the ministry replaces a rule: it sees the effect on all KI, the authority approves, older days stay (S-RUL-7, P-FUN-7)', async () => {
			const past = ['2013-06-01', '2018-06-01', '2025-06-01', '2026-12-31'];
			const earlier = await answersBefore(past);
			const id = await propose('/rules/specialist-2025-kreis/replace', { unit_cents: '60.000', valid_from: '1.1.2027' });
			const seen = await proposal(id);
			assert.equal(seen.on, '2027-01-01');
			assert.equal(seen.changed, KREISE);
			assert.equal(seen.changed_rows.length + seen.other_rows.length, ALL_KI);
			assert.equal(seen.difference, KREISE * 6 * 3_000_00);
			assert.match((await authority.get(`/rules/proposals/${id}`)).text, /action="[^"]*\/approve"[^]*<details[^>]*>\s*<summary>31 Kommunale Integrationszentren, für die sich etwas ändert</, 'the decision first');
			const coesfeld = seen.changed_rows.find(({ slug }) => slug === 'coesfeld');
			assert.deepEqual([coesfeld.before_cents, coesfeld.after_cents, coesfeld.before_total, coesfeld.after_total], [34_200_000, 36_000_000, 45_250_000, 47_050_000]);
			const page = await ministry.get(`/rules/proposals/${id}`);
			assert.equal(seen.title, 'Ersatz einer Regel: Fachkräfte, Kreise', 'not to be taken for the rule of the cities');
			assert.match(plain(page.text), /etwas für 31 Kommunale Integrationszentren, für das Land zusammen \+558\.000,00 € im Jahr/);
			assert.match(page.text, /Ihr eigener Vorschlag/);
			assert.match(plain(page.text), /eine eigene Regel, die dieser Vorschlag nicht ändert: Fachkräfte, Kreisfreie Städte : 5 × 57\.000,00 € je Stelle/);
			assert.ok(!formsOf(page.text).some(({ action }) => action.endsWith('/approve')), 'no button for the proposer');
			assert.deepEqual(await answersBefore(past), earlier, 'a proposal changes nothing');
			assert.equal(itemOf(await entitlementOn(anyone(), '2027-01-01'), 'specialist').total_cents, 34_200_000);

			const own = await decide(ministry, id, 'approve');
			assert.equal(own.status, 403);
			assert.match(own.text, /Das haben Sie selbst eingegeben\. Entscheiden muss eine andere Person/);
			assert.equal((await decide(ministry, id, 'refuse', { reason: 'Doch nicht.' })).status, 403);
			assert.equal(await stateOf(id), 'pending');
			assert.equal(itemOf(await entitlementOn(anyone(), '2027-01-01'), 'specialist').total_cents, 34_200_000);

			const done = await authority.submit(`/rules/proposals/${id}`, {}, { action: `/rules/proposals/${id}/approve` });
			assert.equal(done.status, 303);
			assert.match((await authority.follow(done)).text, /Vorschlag genehmigt\. Das Regelwerk ist geändert\./);
			const decided = (await proposal(id)).proposal;
			assert.deepEqual([decided.state, decided.proposer, decided.decider], ['approved', 'Dr. Jonas Reinders', 'Christiane Vogt']);
			assert.deepEqual(await answersBefore(past), earlier, 'the days before stay to the letter, trace and all');
			const now = await entitlementOn(anyone(), '2027-01-01');
			assert.deepEqual([itemOf(now, 'specialist').total_cents, now.total_cents], [36_000_000, 47_050_000]);
			assert.deepEqual(itemOf(now, 'specialist').rules.map(({ code }) => code), [decided.new_code]);
			assert.equal((await entitlementOn(anyone(), '2027-01-01', { authority: 'kreisfreie_stadt' })).total_cents, 39_550_000);
			const old = (await anyone().json('/rules/specialist-2025-kreis')).json().rule;
			assert.deepEqual([old.valid_to, old.unit_cents], ['2026-12-31', 5_700_000], 'ended, not overwritten');
			const still = await proposal(id);
			assert.deepEqual([still.changed, still.difference], [KREISE, KREISE * 6 * 3_000_00], 'the effect stays as it was decided on');
		});

		test('rules come in pairs: the second proposal starts with source and reason of the first that still waits', async () => {
			const formOf = async (path, client = ministry) => {
				const { text } = await client.get(path);
				return { text, fields: formsOf(text).find(({ action }) => action === path).fields };
			};
			const pair = { source: 'MBl. NRW. 2027 S. 1', reason: 'Zeile eins\nZeile zwei' };
			const id = await propose('/rules/teacher-2018/end', { ends_on: '2033-12-31', ...pair });
			for (const path of ['/rules/teacher-2018/end', '/rules/teacher-2018/replace', '/rules/teacher-2018/confirm']) {
				const { text, fields } = await formOf(path);
				assert.deepEqual([fields.source, fields.reason], [pair.source, pair.reason], path);
				assert.match(text, /aus Ihrem Vorschlag vom [^<]* übernommen/);
			}
			for (const [path, client] of [['/rules/teacher-2018/end', authority], ['/rules/kim-case-2023/end', ministry]]) {
				const { text, fields } = await formOf(path, client);
				assert.deepEqual([fields.source, fields.reason], ['', ''], 'nothing of another person or about another item');
				assert.doesNotMatch(text, /übernommen/);
			}
			assert.equal((await decide(authority, id, 'refuse', { reason: 'Nein.' })).status, 303);
			assert.equal((await formOf('/rules/teacher-2018/end')).fields.source, '', 'decided: no longer a pair');
			const added = await propose('/rules/new', { item: 'other_costs', part: 'extra', authority: 'kreis', centre_slug: '', quantity: '1', unit_cents: '1', valid_from: '2040-01-01', mark: 'read', ...pair });
			assert.equal((await formOf('/rules/new')).fields.source, pair.source);
			assert.equal((await decide(authority, added, 'refuse', { reason: 'Nein.' })).status, 303);
		});

		test('the ministry ends a rule: until its last day all is as before, then it is gone (S-RUL-7)', async () => {
			const past = ['2024-06-01', '2026-12-31', '2027-12-31'];
			const earlier = await answersBefore(past);
			const id = await propose('/rules/interpreter-costs-2025/end', { ends_on: '31.12.2027' });
			const seen = await proposal(id);
			assert.deepEqual([seen.on, seen.changed, seen.difference], ['2028-01-01', ALL_KI - 1, -(ALL_KI - 1) * 30_000_00], 'StädteRegion Aachen has its own rule');
			assert.match((await authority.get(`/rules/proposals/${id}`)).text.replace(/&#x27;|&nbsp;/g, ' '), /−1\.590\.000,00/);
			assert.equal((await decide(authority, id, 'approve')).status, 303);
			assert.deepEqual(await answersBefore(past), earlier);
			assert.equal(itemOf(await entitlementOn(anyone(), '2028-01-01'), 'interpreter_costs'), undefined);
			assert.ok(itemOf(await entitlementOn(anyone(), '2028-01-01', { centre: 'staedteregion-aachen' }), 'interpreter_costs'));
		});

		test('a number of posts changes for one KI alone (S-RUL-7, P-RUL-3)', async () => {
			const id = await propose('/rules/new', { item: 'other_posts', part: 'extra', authority: '', centre_slug: 'unna', quantity: '1,5', unit_cents: '57.000,00', valid_from: '2027-03-01', mark: 'read' });
			assert.equal((await proposal(id)).changed, 1);
			assert.doesNotMatch((await authority.get(`/rules/proposals/${id}`)).text, /<summary>1 Kommunales/, 'a short list is not folded');
			assert.equal((await decide(authority, id, 'approve')).status, 303);
			assert.equal(itemOf(await entitlementOn(anyone(), '2027-03-01', { centre: 'unna' }), 'other_posts').total_cents, 8_550_000);
			assert.equal(itemOf(await entitlementOn(anyone(), '2027-02-28', { centre: 'unna' }), 'other_posts'), undefined);
			assert.equal(itemOf(await entitlementOn(anyone(), '2027-03-01', { centre: 'coesfeld' }), 'other_posts'), undefined);
			assert.equal(itemOf(await entitlementOn(anyone(), '2027-03-01'), 'other_posts'), undefined);
		});

		test('a refused proposal changes nothing and needs a reason', async () => {
			const id = await propose('/rules/assistant-2025/replace', { quantity: '1', valid_from: '01.01.2027' });
			const { new_code: code } = (await proposal(id)).proposal;
			assert.equal((await anyone().get(`/rules/${code}`)).status, 404, 'nobody outside sees what is only proposed');
			assert.match((await authority.get(`/rules/${code}`)).text, /Nur vorgeschlagen/);
			for (const reason of ['', '   ']) {
				const empty = await decide(authority, id, 'refuse', { reason });
				assert.equal(empty.status, 422);
				assert.match(empty.text, /id="f-reason"[^>]*aria-invalid="true"/);
			}
			assert.equal(await stateOf(id), 'pending');
			assert.equal((await decide(authority, id, 'refuse', { reason: 'Dafür sind keine Mittel da.' })).status, 303);
			const after = await proposal(id);
			assert.deepEqual([after.proposal.state, after.proposal.decision_reason], ['refused', 'Dafür sind keine Mittel da.']);
			assert.equal(itemOf(await entitlementOn(anyone(), '2027-06-01'), 'assistant').total_cents, 2_250_000);
			assert.equal((await anyone().json('/rules/assistant-2025')).json().rule.valid_to, null);
			assert.equal((await anyone().get(`/rules/${code}`)).status, 404);
		});

		test('an overlapping rule is refused with the name of the other one, and everything typed is kept', async () => {
			const typed = { item: 'specialist', part: 'base', authority: 'kreisfreie_stadt', centre_slug: '', quantity: '5,25', unit_cents: '58.123,45', value: '', financing: 'full_capped', valid_from: '3.7.2026', valid_to: '31.12.2029', source: 'Erlass „X" & Söhne', mark: 'inferred', note: 'Zeile eins\nZeile zwei', reason: 'Weil <so> gewünscht' };
			const answer = await send(ministry, '/rules/new', typed);
			assert.equal(answer.status, 422);
			assert.match(answer.text, /<title>Fehler/);
			assert.match(answer.text, /gilt für denselben Gegenstand schon die Regel „specialist-2025-stadt“ \(01\.01\.2025 bis kein Ende bekannt\)/);
			const { csrf, once, ...kept } = formsOf(answer.text).find((form) => form.action === '/rules/new').fields;
			assert.ok(csrf && once);
			assert.deepEqual(kept, typed);
			const json = await ministry.postJson('/rules/new', typed, { csrf });
			assert.deepEqual([json.status, json.json().errors.map(({ field }) => field)], [422, ['valid_from']]);
		});

		test('reason and source are required everywhere; slips of the keyboard are named at their field', async () => {
			const { csrf } = (await ministry.json('/account')).json();
			const wrong = async (path, fields) => {
				const answer = await ministry.postJson(path, fields, { csrf });
				assert.equal(answer.status, 422, `${path} ${JSON.stringify(fields)}: ${answer.text}`);
				return answer.json().errors.map(({ field }) => field).sort();
			};
			const replace = { quantity: '6', unit_cents: '60000', valid_from: '2028-01-01', mark: 'read' };
			const rule = '/rules/specialist-2025-stadt';
			assert.deepEqual(await wrong(`${rule}/replace`, replace), ['reason', 'source']);
			assert.deepEqual(await wrong(`${rule}/replace`, { ...replace, source: '  ', reason: '\n' }), ['reason', 'source']);
			assert.deepEqual(await wrong(`${rule}/end`, {}), ['ends_on', 'reason', 'source']);
			assert.deepEqual(await wrong(`${rule}/confirm`, {}), ['reason', 'source']);
			assert.deepEqual(await wrong('/rules/new', { ...WHY }), ['item', 'mark', 'part', 'valid_from']);
			for (const [fields, field] of [
				[{ valid_from: '31.02.2028' }, 'valid_from'], [{ valid_from: '29.02.2027' }, 'valid_from'], [{ valid_from: '01.01.2150' }, 'valid_from'],
				[{ valid_from: '2024-12-31' }, 'valid_from'], [{ valid_to: '2027-12-31' }, 'valid_to'], [{ unit_cents: 'viel' }, 'unit_cents'], [{ unit_cents: '-1' }, 'unit_cents'],
				[{ unit_cents: '1.000.000.000' }, 'unit_cents'], [{ quantity: '1,2345' }, 'quantity'], [{ mark: 'geraten' }, 'mark'], [{ financing: 'geschenkt' }, 'financing'],
				[{ quantity: '', unit_cents: '' }, 'unit_cents'], [{ mark: 'unknown' }, 'mark'],
			]) {
				assert.deepEqual(await wrong(`${rule}/replace`, { ...WHY, ...replace, ...fields }), [field], JSON.stringify(fields));
			}
			assert.deepEqual(await wrong('/rules/teacher-2018/replace', { ...WHY, ...replace }), ['unit_cents'], 'S-RUL-8: teachers are no money');
			assert.deepEqual(await wrong('/rules/recognition-section-2022/replace', { ...WHY, ...replace }), ['quantity', 'value']);
			assert.deepEqual(await wrong(`${rule}/end`, { ...WHY, ends_on: '2024-12-30' }), ['ends_on']);
			assert.deepEqual(await wrong('/rules/new', { ...WHY, ...replace, item: 'other_posts', part: 'base', centre_slug: 'nirgendwo' }), ['centre_slug']);
			assert.deepEqual(await wrong('/rules/new', { ...WHY, ...replace, item: 'other_posts', part: 'base', centre_slug: 'unna', authority: 'kreisfreie_stadt' }), ['authority']);
		});

		test('the form of a replacement asks only for what its kind of rule has', async () => {
			const asked = async (code) => Object.keys(formsOf((await ministry.get(`/rules/${code}/replace`)).text).find(({ action }) => action.endsWith('/replace')).fields)
				.filter((name) => ['quantity', 'unit_cents', 'value', 'financing'].includes(name));
			assert.deepEqual(await asked('specialist-2025-stadt'), ['quantity', 'unit_cents', 'financing']);
			assert.deepEqual(await asked('teacher-2018'), ['quantity']);
			assert.deepEqual(await asked('recognition-section-2022'), ['value']);
		});

		test('a value of 200 characters is taken, 201 are refused, and so for source and reason', async () => {
			const target = '/rules/proof-due-2012/replace';
			for (const [field, most] of [['value', 200], ['source', 500], ['reason', 1000]]) {
				const fields = { value: '31.03.', valid_from: '01.01.2030', mark: 'read', [field]: 'ä'.repeat(most + 1) };
				const refused = await send(ministry, target, fields);
				assert.equal(refused.status, 422, field);
				assert.match(refused.text, new RegExp(`höchstens ${most.toLocaleString('de-DE').replace('.', '\\.?')} Zeichen`), field);
				assert.equal(formsOf(refused.text).find((form) => form.action === target).fields[field], fields[field], 'nothing typed is lost');
			}
			const id = await propose(target, { value: 'ä'.repeat(200), valid_from: '01.01.2030', mark: 'read', source: 'ß'.repeat(500), reason: '€'.repeat(1000) });
			assert.match((await proposal(id)).changed_rows[0].after_value, /^ä{200}$/);
			assert.equal((await decide(authority, id, 'refuse', { reason: 'Nur eine Probe.' })).status, 303);
		});

		test('confirming turns an inferred rule into a read one with its source; amounts stay (P-RUL-1)', async () => {
			const earlier = await entitlementOn(anyone(), '2024-06-01');
			const id = await propose('/rules/specialist-2023-kreis/confirm', { source: 'MBl. NRW. 2023 S. 225, Nr. 5.4' });
			assert.deepEqual([(await proposal(id)).difference, (await proposal(id)).proposal.kind], [0, 'confirm']);
			assert.equal((await anyone().json('/rules/specialist-2023-kreis')).json().rule.mark, 'inferred', 'not before somebody else agrees');
			assert.equal((await decide(authority, id, 'approve')).status, 303);
			const { rule } = (await anyone().json('/rules/specialist-2023-kreis')).json();
			assert.deepEqual([rule.mark, rule.source, rule.unit_cents], ['read', 'MBl. NRW. 2023 S. 225, Nr. 5.4', 5_700_000]);
			const now = await entitlementOn(anyone(), '2024-06-01');
			assert.equal(itemOf(now, 'specialist').mark, 'read');
			assert.equal(now.total_cents, earlier.total_cents);
			for (const [code, words] of [['specialist-2023-kreis', /schon als gelesen gekennzeichnet/], ['fathers-work-2025', /Hier ist ein Wert unbekannt/]]) {
				const answer = await send(ministry, `/rules/${code}/confirm`, {});
				assert.equal(answer.status, 422);
				assert.match(answer.text, words);
			}
		});

		test('deciding twice: the second is told who decided, also when both press at once', async () => {
			const id = await propose('/rules/volunteering-prevention-2025/end', { ends_on: '2029-12-31' });
			const both = await Promise.all([decide(authority, id, 'approve'), decide(authority, id, 'refuse', { reason: 'Nein.' })]);
			assert.deepEqual(both.map(({ status }) => status).sort(), [303, 409]);
			const late = await decide(authority, id, 'approve');
			assert.equal(late.status, 409);
			assert.match(late.text, /Über diesen Vorschlag hat Christiane Vogt schon entschieden/);
		});

		test('two proposals for the same days: after one is approved the other one no longer fits', async () => {
			const fields = { item: 'other_costs', part: 'base', authority: '', centre_slug: '', quantity: '1', unit_cents: '1000', valid_from: '2031-01-01', mark: 'read' };
			const first = await propose('/rules/new', fields);
			const second = await propose('/rules/new', { ...fields, valid_from: '2031-06-01' });
			assert.equal((await decide(authority, first, 'approve')).status, 303);
			const answer = await decide(authority, second, 'approve');
			assert.equal(answer.status, 422);
			assert.match(answer.text, /schon die Regel „other-costs-2031“/);
			assert.equal(await stateOf(second), 'pending');
			assert.equal(itemOf(await entitlementOn(anyone(), '2031-07-01'), 'other_costs').total_cents, 100_000);
		});

		test('what people write is shown as text, never as markup', async () => {
			const evil = '<script>alert(1)</script><img src=x onerror="alert(2)"> & \'Söhne\'';
			const id = await propose('/rules/kim-workplace-2025/end', { ends_on: '2030-12-31', reason: evil, source: evil });
			for (const path of [`/rules/proposals/${id}`, '/rules/proposals', '/rules/kim-workplace-2025']) {
				const { status, text } = await authority.get(path);
				assert.equal(status, 200, path);
				assert.doesNotMatch(text, /<script>alert|<img src=x/, path);
				assert.ok(decodeEntities(text).includes(evil), path);
			}
			assert.equal((await decide(authority, id, 'refuse', { reason: evil })).status, 303);
			assert.doesNotMatch((await authority.get(`/rules/proposals/${id}`)).text, /<script>alert|<img src=x/);
		});

		test('the same person with a second account does not count as another one (P-FUN-7)', async () => {
			const id = await propose('/rules/budget-proviso-2012/end', { ends_on: '2035-12-31' });
			const admin = await signedIn(server, 'admin@system');
			const made = await admin.submit('/accounts/new', { login: 'reinders@land', name: 'dr. jonas reinders', role: 'ministry', centre_slug: '', password: 'ein langes Passwort' });
			assert.equal(made.status, 303, plain(made.text).slice(0, 500));
			const twin = await signedIn(server, 'reinders@land', { password: 'ein langes Passwort' });
			const answer = await decide(twin, id, 'approve');
			assert.equal(answer.status, 403);
			assert.match(answer.text, /von einem anderen Konto derselben Person/);
			assert.equal(await stateOf(id), 'pending');
		});

		test('a KI and the technical administration propose and decide nothing; the LaSI only reads (P-FUN-7)', async () => {
			const id = await propose('/rules/kim-costs-2025/end', { ends_on: '2030-12-31' });
			const rule = '/rules/specialist-2025-stadt';
			for (const login of ['head@coesfeld', 'specialist@coesfeld', 'lasi@land', 'admin@system']) {
				const client = await signedIn(server, login);
				const { csrf } = (await client.json('/account')).json();
				for (const path of ['/rules/new', `${rule}/replace`, `${rule}/end`, `${rule}/confirm`]) {
					assert.equal((await client.get(path)).status, 403, `${login} ${path}`);
					assert.equal((await client.postJson(path, WHY, { csrf })).status, 403, `${login} posts ${path}`);
				}
				for (const verdict of ['approve', 'refuse']) {
					assert.equal((await client.postJson(`/rules/proposals/${id}/${verdict}`, { reason: 'x' }, { csrf })).status, 403, `${login} ${verdict}`);
				}
				assert.equal((await client.get(`/rules/proposals/${id}`)).status, login === 'admin@system' ? 403 : 200, login);
				assert.doesNotMatch((await client.get(rule)).text, /\/replace"/);
			}
			assert.equal((await anyone().get(`/rules/proposals/${id}`)).status, 303, 'a visitor is asked to sign in');
			assert.equal(await stateOf(id), 'pending');
		});

		test('what is not there is 404: proposals, rules, and forms of rules', async () => {
			const { csrf } = (await authority.json('/account')).json();
			for (const path of ['/rules/proposals/987654', '/rules/proposals/0', '/rules/proposals/-1', '/rules/proposals/abc', '/rules/proposals/99999999999999999999', '/rules/nichts/replace', '/rules/nichts/end', '/rules/nichts/confirm']) {
				assert.equal((await authority.get(path)).status, 404, path);
			}
			const decision = { reason: 'Nein.' };
			for (const [path, fields] of [['/rules/proposals/987654/approve', decision], ['/rules/proposals/987654/refuse', decision],
				['/rules/nichts/end', { ...WHY, ends_on: '2030-01-01' }], ['/rules/nichts/replace', { ...WHY, valid_from: '2030-01-01', mark: 'read' }]]) {
				assert.equal((await authority.postJson(path, fields, { csrf })).status, 404, path);
			}
		});

		test('long lists of proposals have pages, each proposal once', async () => {
			for (let n = 0; n < 26; n++) {
				await propose('/rules/kim-costs-2025/end', { ends_on: '2030-12-31', reason: `Probe ${n}` });
			}
			const seen = [];
			for (let next = '/rules/proposals'; next;) {
				const page = (await authority.json(next)).json();
				seen.push(...page.items.map(({ proposal: { id, state } }) => (assert.equal(state, 'pending'), id)));
				next = page.next;
			}
			assert.ok(seen.length > 26);
			assert.deepEqual(seen, [...new Set(seen)].sort((a, b) => b - a));
		});

		test('the command line is no way around the four eyes; the server afterwards knows what it did (P-FUN-7)', async () => {
			const id = await propose('/rules/kim-case-2023/end', { ends_on: '2030-12-31' });
			await server.end();
			const approve = (login) => run(['get', `/rules/proposals/${id}/approve`, '--as', login, '--post', 'reason=', '--json', '--db', server.db.url]);
			const own = await approve(MINISTRY);
			assert.equal(own.code, 1, own.stderr);
			assert.match(own.stderr, /^403 /m);
			assert.match(own.stdout, /Entscheiden muss eine andere Person/);
			assert.equal((await approve('head@coesfeld')).code, 1);
			const other = await approve(AUTHORITY);
			assert.equal(other.code, 0, other.stdout + other.stderr);
			server = await start({ database: server.db });
			await open();
			assert.equal(await stateOf(id), 'approved');
			assert.equal((await anyone().json('/rules/kim-case-2023')).json().rule.valid_to, '2030-12-31');
		});
	});
}
