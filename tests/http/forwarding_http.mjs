// forwarding_http.mjs -- money for third parties from outside, on both databases: from the call over the application without an
// account to the decision by two people, the contract, the proof and the repayment; who may what; links that are guessed;
// files that are refused; forms that are sent twice. P-VOL-1, P-FUN-5, P-FUN-6, P-FUN-7, P-SEC-1; T20, T21, T34.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, describe, test } from 'node:test';

import { Client, DATABASES, DEMO_PASSWORD, PROGRAM, demoDatabase, formsOf, multipart, psql, signedIn, start } from './client.mjs';
import { mailbox } from './mailbox.mjs';
import { plain } from './rulebook_kit.mjs';
import { Schemas } from './openapi_kit.mjs';
import { german, inDays } from './staff_kit.mjs';
import { JPEG, PDF, PNG, macroXlsx, packedPdf, scanPdf, svg } from './forward_files.mjs';

const OWN = '/centres/unna/forwarding';
const IBAN = 'DE89 3704 0044 0532 0130 00';

for (const database of DATABASES) {
	describe(`forwarding on ${database}`, () => {
		const sql = (text) => (db.kind === 'sqlite' ? execFileSync('sqlite3', ['-cmd', '.timeout 5000', db.file, text], { encoding: 'utf8' }).trimEnd() : psql(db.url, text));
		let db, box, server, head, clerk, foreign;
		const json = async (client, path) => {
			const answer = await client.json(path);
			assert.equal(answer.status, 200, `${path}: ${answer.text.slice(0, 300)}`);
			return answer.json();
		};
		/** A round of Unna; its id. */
		async function round(title, fields = {}) {
			const answer = await clerk.submit(`${OWN}/rounds/new`, { title, programme: 'komman', year: '2024', opens_on: german(inDays(-30)), closes_on: german(inDays(30)),
				from_day: '01.01.2024', to_day: german(inDays(300)), proof_due: german(inDays(360)), budget_cents: '20.000,00', ...fields });
			assert.equal(answer.status, 303, plain(answer.text).slice(0, 600));
			return Number(/(\d+)$/.exec(answer.location)[1]);
		}
		/** Begins a bid as somebody without an account: its client and the path of its link. */
		async function begin(id, client = new Client(server.base)) {
			const page = await client.get('/apply/unna');
			const form = formsOf(page.text).find(({ fields }) => fields.round === String(id));
			const answer = await client.post(form.action, form.fields);
			assert.equal(answer.status, 303, answer.text);
			return { client, path: answer.location, form };
		}
		async function addLine({ client, path }, block, fields) {
			return client.submit(`${path}/lines/new?block=${block}`, { units: '1', reason: 'Für die Gruppe', ...fields }, { action: `${path}/lines/new` });
		}
		/** A whole bid, sent; the number that the KI knows it by. */
		async function sent(id, { name = 'Freundeskreis Lünen e. V.', lines = [['meeting', { units: '4' }]], email = 'gruppe@verein.example' } = {}) {
			const bid = await begin(id);
			const { client, path } = bid;
			const towns = formsOf((await client.get(`${path}/group`)).text)[0].html;
			const [, town] = /<option value="(\d{8})"/.exec(towns);
			assert.equal((await client.submit(`${path}/group`, { name, kind: 'association', ags8: town, volunteers: '12', about: 'Treffen für alle' })).location, `${path}/contact`);
			assert.equal((await client.submit(`${path}/contact`, { contact_name: 'Erika Muster', street: 'Markt 1', postcode: '59423', place: 'Unna', email })).location, `${path}/bank`);
			assert.equal((await client.submit(`${path}/bank`, { iban: IBAN, holder: name })).location, `${path}/blocks`);
			for (const [block, fields] of lines) {
				assert.equal((await addLine(bid, block, fields)).status, 303, block);
			}
			const answer = await client.submit(`${path}/check`, {}, { action: `${path}/check` });
			assert.equal(answer.status, 303, plain(answer.text));
			const { items } = await json(clerk, `${OWN}?round=${id}`);
			return { ...bid, id: items.find((row) => row.name === name).id, town };
		}
		/** All fields of a form that repeats their names, as a browser sends them. */
		const pairsOf = ({ html }) => [...html.matchAll(/<input\b[^>]*?name="(\w+)"[^>]*?type="(?:hidden|text)"[^>]*?value="([^"]*)"|<input type="hidden" name="(\w+)" value="([^"]*)"/g)].map(([, a, x, b, y]) => [a ?? b, x ?? y]);
		/** Proposes what the rules give. */
		async function propose(client, id, fields = {}) {
			const page = await client.get(`${OWN}/bids/${id}/propose`);
			const form = formsOf(page.text).find(({ action }) => action.endsWith('/propose'));
			return client.post(form.action, [...pairsOf(form), ...Object.entries({ verdict: 'grant', reason: 'passt zum Aufruf', ...fields })]);
		}
		const decide = (client, id, fields = {}) => client.submit(`${OWN}/bids/${id}/decide`, { answer: 'agree', ...fields });
		/** All mails that were due are out; those that nobody asked for. */
		async function settled() {
			while (sql("SELECT count(*) FROM job WHERE kind IN ('forward.mail', 'forward.lost') AND due_at IS NOT NULL") !== '0') {
				await new Promise((resolve) => setTimeout(resolve, 50));
			}
			return box.left().splice(0);
		}
		/** The next mail to somebody; those to others before it are thrown away. */
		async function mailTo(address) {
			for (;;) {
				const mail = await box.next();
				if (mail.to.some((to) => to === address)) {
					return mail;
				}
			}
		}
		const stage = async (id) => (await json(clerk, `${OWN}/bids/${id}`)).stage;

		before(async () => {
			db = await demoDatabase(database);
			for (const [login, name, role] of [['clerk@unna', 'Karla Kasse', 'specialist'], ['second@unna', 'Dirk Wegener', 'head'], ['third@unna', 'Petra Probe', 'head']]) {
				execFileSync(PROGRAM, ['user', 'add', login, '--name', name, '--role', role, '--centre', 'unna', '--db', db.url], { input: `${DEMO_PASSWORD}\n`, stdio: ['pipe', 'ignore', 'inherit'] });
			}
			box = await mailbox({ tls: true });
			server = await start({ database: db, env: box.env() });
			[head, clerk, foreign] = await Promise.all(['head@unna', 'clerk@unna', 'head@coesfeld'].map((login) => signedIn(server, login)));
		});
		after(async () => {
			await server.stop();
			await box.close();
		});

		test('the whole way: call, application on the phone, two people, contract, payment, proof with photo, repayment', async () => {
			const id = await round('Ganzer Weg', { calls: '1', decide_by: german(inDays(40)) });
			const bid = await sent(id, { lines: [['meeting', { units: '4' }], ['internet', { units: '1' }]] });
			const { client, path } = bid;
			const mail = await box.next();
			assert.match(mail.subject, /Ihr Antrag ist eingegangen: Ganzer Weg/);
			assert.match(mail.text, new RegExp(`Antragsnummer: ${bid.id}\\n`));
			assert.match(mail.text, /So geht es weiter:\n- [^\n]*vergleicht ihn mit den anderen\.[^\n]*\n- Die Entscheidung kommt bis zum \d+\. \w+ \d{4}/u);
			const told = plain((await client.get(path)).text);
			assert.match(told, new RegExp(`Antragsnummer ${bid.id} `));
			assert.match(told, /Die Entscheidung kommt bis zum/);
			assert.match(told, /zurückziehen und den Vertrag annehmen\. Ändern lässt er sich nicht mehr/);
			const [, link] = /https:\/\/scharnier\.example(\/apply\/bids\/[\w-]{43})\n/.exec(mail.text);
			assert.notEqual(link, path, 'each mail has a link of its own');
			assert.equal((await new Client(server.base).get(link)).status, 200);
			assert.equal((await clerk.submit(`${OWN}/bids/${bid.id}/rank`, { points: '80', note: 'erreicht viele' })).status, 303);
			assert.equal((await propose(clerk, bid.id)).status, 303);
			const seen = await client.get(path);
			assert.deepEqual(seen.text.match(/erreicht viele|80 Punkte|Mehmet Kaplan|Birgit Schulze|Vorgeschlagen:/g), null, 'what the KI weighs is not for the party');
			assert.deepEqual((await json(client, path)).events.map(({ kind }) => kind), ['started', 'submitted']);
			assert.equal((await decide(head, bid.id)).status, 303);
			const shown = await json(clerk, `${OWN}/bids/${bid.id}`);
			assert.equal(shown.stage, 'granted');
			assert.equal(shown.granted, '1.500,00\u00a0€');
			assert.match((await box.next()).text, /1\.500,00\s€ bewilligt/);
			for (const [reader, file] of [[clerk, `${OWN}/bids/${bid.id}/letter.pdf`], [client, `${path}/letter.pdf`]]) {
				const pdf = await reader.get(file);
				assert.equal(pdf.status, 200);
				assert.match(pdf.bytes.subarray(0, 5).toString(), /%PDF-/);
			}
			assert.equal((await client.submit(path, {}, { action: `${path}/accept` })).status, 303);
			assert.equal((await json(clerk, `${OWN}/payments`)).items.length, 0, 'it is to be called first');
			assert.equal((await client.submit(path, {}, { action: `${path}/call` })).status, 303);
			const [payment] = (await json(clerk, `${OWN}/payments`)).items;
			assert.equal(payment.cents, 150000);
			assert.equal(payment.iban, IBAN.replace(/ /g, ''));
			assert.match((await clerk.get(`${OWN}/payments.csv`)).text, /DE89370400440532013000/);
			assert.equal((await clerk.submit(`${OWN}/bids/${bid.id}/hand-over`, { day: german(inDays(0)) })).status, 303);
			const { proofs } = await json(client, path);
			assert.deepEqual(proofs.map(({ missing }) => missing), [true, true]);
			const early = await client.submit(path, {}, { action: `${path}/proof` });
			assert.equal(early.status, 422);
			assert.match(plain(early.text), /Im Nachweis fehlt noch etwas/);
			assert.equal((await client.submit(`${path}/proof/${proofs[0].line_id}`, { units: '3' })).status, 303);
			assert.equal((await client.submit(`${path}/proof/${proofs[1].line_id}`, { units: '1' })).status, 303);
			assert.equal((await client.submit(path, {}, { action: `${path}/proof` })).status, 303);
			assert.equal(await stage(bid.id), 'proof');
			const page = await clerk.get(`${OWN}/bids/${bid.id}/check`);
			const [form] = formsOf(page.text).filter(({ action }) => action.endsWith('/check'));
			const lines = [...form.html.matchAll(/name="line" value="(\d+)"/g)].map(([, line]) => line);
			const pairs = (amounts, reason) => [['csrf', form.fields.csrf], ['version', form.fields.version], ...lines.flatMap((line, i) => [['line', line], ['admitted_cents', amounts[i]], ['reason', i ? '' : reason]])];
			const noReason = await clerk.post(form.action, pairs(['750,00', '500,00'], ''));
			assert.equal(noReason.status, 422);
			assert.match(plain(noReason.text), /Bitte sagen, warum/);
			assert.equal((await clerk.post(form.action, pairs(['1.000,01', '500,00'], ''))).status, 422);
			assert.equal((await clerk.post(form.action, pairs(['750,00', '500,00'], 'ein Treffen fiel aus'))).status, 303);
			assert.equal((await clerk.post(form.action, pairs(['750,00', '500,00'], 'ein Treffen fiel aus'))).status, 409, 'sent twice');
			assert.equal((await json(client, path)).stage, 'repay');
			const repaid = (cents) => clerk.submit(`${OWN}/bids/${bid.id}/repaid`, { day: german(inDays(0)), cents });
			assert.equal((await repaid('100,00')).status, 303);
			assert.equal((await repaid('150,01')).status, 422);
			assert.equal((await repaid('150,00')).status, 303);
			assert.equal((await json(client, path)).stage, 'closed');
		});

		test('T20, T21 and the amounts: the rules of the rulebook by the day, said with their reason (P-FUN-6)', async () => {
			const id = await round('Rechnen');
			const bid = await begin(id);
			const house = { building: 'Haus der Begegnung' };
			for (const [block, fields] of [['renovation', { ...house, units: '1' }], ['equipment', { ...house, units: '1' }], ['running', { ...house, units: '12' }], ['accompaniment', { units: '10' }],
				['meeting', { units: '8' }], ['print', {}], ['internet', {}], ['translation', { units: '6' }], ['speaker', { units: '8' }], ['exchange', { units: '6' }]]) {
				const answer = await addLine(bid, block, fields);
				assert.equal(answer.status, 303, `${block}: ${plain(answer.text)}`);
			}
			let page = await json(bid.client, `${bid.path}/blocks`);
			assert.equal(page.sum, '11.550,00\u00a0€');
			assert.match(page.lines[2].trace, /^12 × 400,00\s€ = 4\.800,00\s€$/);
			const refused = await addLine(bid, 'renovation', { ...house, units: '1' });
			assert.equal(refused.status, 422);
			assert.match(plain(refused.text), /Je Gebäude gibt es höchstens 2 Pauschalen/);
			page = await json(bid.client, `${bid.path}/blocks`);
			assert.equal(page.sum, '11.550,00\u00a0€');
			assert.equal((await addLine(bid, 'digital', {})).status, 303);
			assert.match((await json(bid.client, `${bid.path}/blocks`)).sum, /und ein Betrag, der noch nicht bekannt ist/);
		});

		test('a room has one lump sum in a year, over all bids and calls; the reason is said, and to the KI which bid it was (T21, Köln A1)', async () => {
			const room = { building: 'Bürgerhaus', units: '1', rooms: '1' };
			const first = await sent(await round('Raum eins', { room_once: '1' }), { name: 'Club', lines: [['renovation', room]] });
			const id = await round('Raum zwei', { room_once: '1' });
			const bid = await begin(id);
			const unsaid = await addLine(bid, 'equipment', { building: 'Bürgerhaus', units: '1' });
			assert.equal(unsaid.status, 422);
			assert.match(plain(unsaid.text), /Bitte sagen, wie viele Räume es dort gibt/);
			const refused = await addLine(bid, 'equipment', { ...room, building: ' bürgerhaus ' });
			assert.equal(refused.status, 422);
			assert.match(plain(refused.text), /Je Raum gibt es im Jahr eine Pauschale.*In diesem Gebäude bleiben 0/);
			assert.doesNotMatch(refused.text, /Club/, 'who it was is not for others');
			assert.equal((await addLine(await begin(await round('Raum Vorjahr', { room_once: '1', year: '2023' })), 'equipment', room)).status, 303, 'another year');
			const second = await sent(id, { name: 'Club', lines: [['equipment', { ...room, units: '2', rooms: '2' }]] });
			const shown = await clerk.get(`${OWN}/bids/${second.id}`);
			assert.match(plain(shown.text), new RegExp(`Schon gezählt: Antrag ${first.id}`));
			assert.equal((await json(clerk, `${OWN}/bids/${second.id}`)).asked, '1.000,00\u00a0€');
			const early = await clerk.submit(`${OWN}/rounds/new`, { title: 'Zu früh', programme: 'komman', year: '2024', opens_on: german(inDays(0)), closes_on: german(inDays(30)), decide_by: german(inDays(29)),
				from_day: '01.01.2024', to_day: german(inDays(300)), proof_due: german(inDays(360)), budget_cents: '1.000,00' });
			assert.equal(early.status, 422);
			assert.match(plain(early.text), /vor dem Ende der Frist/);
		});

		test('what is wrong is said at its field, and nothing typed is lost', async () => {
			const id = await round('Fehler');
			await clerk.submit(`${OWN}/rounds/${id}/blocks/renovation`, { use_percent: '33', plan_above_cents: '1.000,00' });
			const bid = await begin(id);
			const { client, path } = bid;
			const bank = await client.submit(`${path}/bank`, { iban: 'DE89 3704 0044 0532 0130 01', holder: 'Gruppe' });
			assert.equal(bank.status, 422);
			assert.match(plain(bank.text), /Diese IBAN stimmt nicht/);
			assert.match(bank.text, /value="Gruppe"/);
			const contact = await client.submit(`${path}/contact`, { contact_name: 'A', street: 'B', postcode: '4825x', place: 'C', email: 'keine' });
			assert.equal(contact.status, 422);
			assert.match(plain(contact.text), /Eine Postleitzahl hat fünf Ziffern, zum Beispiel 48249/);
			const elsewhere = await client.submit(`${path}/group`, { name: 'Gruppe', kind: 'group', ags8: '05315000', volunteers: '3', about: 'Treffen' });
			assert.equal(elsewhere.status, 422);
			assert.match(plain(elsewhere.text), /gehört nicht zu .*Möglich sind: [^.]*Unna.*ein anderes Kommunales Integrationszentrum zuständig/);
			for (const [fields, words] of [[{ planned_cents: '1.000,00', use_percent: '50' }, /höher sein als 1\.000,00/], [{ planned_cents: '2.000', use_percent: '32' }, /mindestens 33 Prozent/]]) {
				const answer = await addLine(bid, 'renovation', { building: 'Haus', rooms: '1', ...fields });
				assert.equal(answer.status, 422);
				assert.match(plain(answer.text), words);
			}
			const check = await client.get(`${path}/check`);
			assert.match(plain(check.text), /Es fehlt noch etwas/);
			assert.equal(formsOf(check.text).filter(({ action }) => action.endsWith('/check')).length, 0);
			const csrf = await client.csrf(path).catch(() => client.csrf(`${path}/group`));
			assert.equal((await client.post(`${path}/check`, { csrf, version: '7' })).status, 409, 'an old version');
			const { version } = await json(client, path);
			assert.equal((await client.post(`${path}/check`, { csrf, version: String(version) })).status, 422);
			const group = formsOf((await client.get(`${path}/group`)).text)[0];
			await client.submit(`${path}/bank`, { iban: IBAN, holder: 'Gruppe' });
			const stale = await client.post(group.action, { ...group.fields, name: 'Alt', kind: 'group', volunteers: '1', about: 'x' });
			assert.equal(stale.status, 422);
			assert.match(plain(stale.text), /an anderer Stelle geändert/);
			assert.match(stale.text, /value="Alt"/);
		});

		test('late applications are marked, not refused (T34); sent twice it is one', async () => {
			const id = await round('Verspätet', { opens_on: german(inDays(-60)), closes_on: german(inDays(-1)) });
			const bid = await sent(id);
			const { items } = await json(clerk, `${OWN}?round=${id}`);
			assert.equal(items[0].late, true);
			const again = await bid.client.post(bid.form.action, bid.form.fields);
			assert.equal(again.status, 422, 'the form of a bid that was sent opens nothing any more');
			assert.match(plain(again.text), /schon einmal abgeschickt/);
			assert.equal(Number(sql(`SELECT count(*) FROM forward_bid WHERE round_id = ${id}`)), 1);
			const csrf = await bid.client.csrf(bid.path);
			assert.equal((await bid.client.post(`${bid.path}/check`, { csrf, version: '9' })).status, 303, 'it was sent already');
			assert.equal(Number(sql(`SELECT count(*) FROM forward_event e JOIN forward_bid b ON b.id = e.bid_id WHERE b.round_id = ${id} AND e.kind = 'submitted'`)), 1);
			assert.equal((await bid.client.get(`${bid.path}/group`)).status, 409);
			const ends = `${OWN}/bids/${bid.id}/links`;
			assert.equal((await clerk.submit(ends, { answer: 'end' })).status, 303);
			assert.equal((await bid.client.get(bid.path)).status, 404, 'every link has ended');
			assert.equal(Number(sql(`SELECT count(*) FROM audit WHERE action = 'forward.links_ended'`)), 1);
		});

		test('a lost link: new ones by mail, the same answer for an address that is not known, not too often, never for another KI (P-SEC-1)', async () => {
			const id = await round('Verloren');
			const bid = await sent(id, { name: 'Verlierer', email: 'Verein@Verlierer.example' });
			await mailTo('Verein@Verlierer.example'); // it has arrived
			const ask = (email, slug = 'unna') => new Client(server.base).submit(`/apply/${slug}/link`, { email });
			const [known, unknown, elsewhere] = [await ask('verein@verlierer.example'), await ask('niemand@verlierer.example'), await ask('verein@verlierer.example', 'coesfeld')];
			assert.deepEqual([known.status, unknown.status, elsewhere.status], [200, 200, 200]);
			const bare = (answer) => plain(answer.text).replaceAll(/\w+@verlierer\.example/g, '');
			assert.equal(bare(known), bare(unknown));
			const mail = await mailTo('verein@verlierer.example');
			assert.match(mail.text, /Verlierer, Verloren\n/);
			const [, link] = /https:\/\/scharnier\.example(\/apply\/bids\/[\w-]{43})\n/.exec(mail.text);
			assert.equal((await new Client(server.base).get(link)).status, 200);
			assert.equal((await bid.client.get(bid.path)).status, 200, 'the older one is good for a week');
			const week = 7 * 86_400_000;
			assert.equal(Number(sql(`SELECT count(*) FROM forward_link WHERE bid_id = ${bid.id} AND expires_at > ${Date.now() + week}`)), 1, 'after it the newest alone');
			assert.deepEqual((await settled()).map(({ to }) => to), [], 'none to the address that is not known, none from the other KI');
			assert.equal((await ask('keine')).status, 422);
			let last;
			for (let i = 0; i < 6; i++) {
				last = await ask('oft@verlierer.example');
			}
			assert.equal(last.status, 422);
			assert.match(plain(last.text), /sehr oft gefragt\. Bitte in \d+ Sekunden/);
			assert.equal((await ask('andere@verlierer.example')).status, 200);
			sql(`UPDATE forward_link SET expires_at = ${Date.now() - 1} WHERE bid_id = ${bid.id}`);
			const over = await new Client(server.base).get(link);
			assert.equal(over.status, 404);
			assert.match(plain(over.text), /gilt nicht mehr.*lässt sich ein neuer zusenden/);
		});

		test('the KI ends all links at once and sends a new one; refused without an address, to strangers and to other KI', async () => {
			const id = await round('Beenden');
			const bid = await sent(id, { name: 'Beender', email: 'beender@verein.example' });
			await mailTo('beender@verein.example'); // it has arrived
			const ends = `${OWN}/bids/${bid.id}/links`;
			assert.equal((await clerk.submit(ends, { answer: '' })).status, 422);
			assert.equal((await foreign.get(ends.replace('unna', 'coesfeld'))).status, 404);
			assert.equal((await new Client(server.base).json(ends)).status, 401);
			assert.equal((await clerk.submit(ends, { answer: 'renew' })).status, 303);
			assert.equal((await bid.client.get(bid.path)).status, 404, 'the older one ends at once');
			const mail = await mailTo('beender@verein.example');
			assert.match(mail.subject, /Neuer Link zu Ihrem Antrag/);
			const [, link] = /https:\/\/scharnier\.example(\/apply\/bids\/[\w-]{43})\n/.exec(mail.text);
			assert.equal((await new Client(server.base).get(link)).status, 200);
			sql(`UPDATE forward_contact SET email = NULL WHERE bid_id = ${bid.id}`);
			const none = await clerk.submit(ends, { answer: 'renew' });
			assert.equal(none.status, 422);
			assert.match(plain(none.text), /Die E-Mail-Adresse fehlt|E-Mail-Adresse fehlt/);
			assert.equal((await new Client(server.base).get(link)).status, 200, 'nothing was ended');
		});

		test('four eyes: nobody decides what he proposed, also with a second account; nor what is changed (P-FUN-7, B3)', async () => {
			const id = await round('Vier Augen');
			const bid = await sent(id);
			assert.equal((await propose(head, bid.id)).status, 303);
			const own = await decide(head, bid.id);
			assert.equal(own.status, 403);
			const second = await signedIn(server, 'second@unna'); // the same name as head@unna
			assert.equal((await decide(second, bid.id)).status, 403);
			assert.equal((await clerk.get(`${OWN}/bids/${bid.id}/decide`)).status, 403);
			const version = (await json(clerk, `${OWN}/bids/${bid.id}`)).seen;
			const csrf = (await json(clerk, '/account')).csrf;
			assert.equal((await clerk.postJson(`${OWN}/bids/${bid.id}/decide`, { version, answer: 'agree' }, { csrf })).status, 403);
			assert.equal(sql(`SELECT count(*) FROM forward_decision d JOIN forward_bid b ON b.id = d.bid_id WHERE b.round_id = ${id}`), '0');
			const insert = `INSERT INTO forward_decision (proposal_id, bid_id, centre_id, proposed_by, content_hash, agreed, decided_by, decided_at) SELECT id, bid_id, centre_id, proposed_by, content_hash, 1, proposed_by, 1 FROM forward_proposal WHERE bid_id = ${bid.id}`;
			assert.throws(() => sql(insert), /CHECK|violates check/, 'the database is the last wall');
			const otherContent = insert.replace('proposed_by, content_hash, 1, proposed_by', `proposed_by, '${'0'.repeat(64)}', 1, (SELECT MIN(id) FROM account)`);
			assert.throws(() => sql(`${db.kind === 'sqlite' ? 'PRAGMA foreign_keys = ON; ' : ''}${otherContent}`), /FOREIGN KEY|violates foreign/);
			sql(`UPDATE forward_contact SET iban = 'DE02120300000000202051' WHERE bid_id = ${bid.id}`);
			const third = await signedIn(server, 'third@unna');
			const changed = await decide(third, bid.id);
			assert.equal(changed.status, 409);
			assert.match(plain(changed.text), /nicht mehr der, über den vorgeschlagen wurde/);
			assert.equal((await decide(third, bid.id, { answer: 'send_back', note: '' })).status, 422);
			sql(`UPDATE forward_contact SET iban = '${IBAN.replace(/ /g, '')}' WHERE bid_id = ${bid.id}`);
			assert.equal((await decide(third, bid.id, { answer: 'send_back', note: 'Begründung fehlt' })).status, 303);
			assert.equal(await stage(bid.id), 'submitted');
			assert.equal((await propose(clerk, bid.id, { verdict: 'refuse', reason: 'passt nicht zum Programm' })).status, 303);
			assert.equal((await decide(third, bid.id)).status, 303);
			assert.equal(await stage(bid.id), 'refused');
			assert.equal((await bid.client.get(`${bid.path}/letter.pdf`)).status, 200);
		});

		test('never more than there is, of the call and of the town; two who grant at once are not both right', async () => {
			const id = await round('Grenzen', { budget_cents: '1.500,00' });
			const [one, two] = [await sent(id, { name: 'Eins' }), await sent(id, { name: 'Zwei' })];
			for (const bid of [one, two]) {
				assert.equal((await propose(clerk, bid.id)).status, 303); // 1,000 € each
			}
			const answers = await Promise.all([decide(head, one.id), decide(head, two.id)]);
			assert.deepEqual(answers.map(({ status }) => status).sort(), [303, 422]);
			assert.match(plain(answers.find(({ status }) => status === 422).text), /nur noch 500,00/);
			assert.equal(sql(`SELECT granted_cents FROM forward_round WHERE id = ${id}`), '100000');
			const towns = (await json(clerk, `${OWN}/rounds/${id}/quota`)).towns;
			const csrf = await clerk.csrf(`${OWN}/rounds/${id}/quota`);
			const quota = async (weight) => clerk.post(`${OWN}/rounds/${id}/quota`, [['csrf', csrf], ['version', String((await json(clerk, `${OWN}/rounds/${id}/quota`)).version)], ...towns.flatMap(({ ags8 }, i) => [['ags8', ags8], ['weight', weight(i)]])]);
			const less = await quota(() => '1');
			assert.equal(less.status, 422);
			assert.match(plain(less.text), /schon mehr bewilligt/);
			assert.equal((await quota((i) => (i === 0 ? '3' : '0,1'))).status, 303);
			const { quotas } = await json(clerk, `${OWN}/rounds/${id}`);
			assert.equal(quotas.reduce((sum, { quota_cents: cents }) => sum + cents, 0), 150000, 'shares add up');
			assert.equal(quotas[0].granted_cents, 100000);
			const loser = answers[0].status === 422 ? one : two;
			assert.equal((await decide(head, loser.id)).status, 422);
			const winner = loser === one ? two : one;
			assert.equal((await winner.client.submit(winner.path, {}, { action: `${winner.path}/withdraw` })).status, 303);
			assert.equal(sql(`SELECT granted_cents FROM forward_round WHERE id = ${id}`), '0', 'what was granted is free again');
			assert.equal((await decide(head, loser.id)).status, 303);
		});

		test('a draft is nobody’s business; a link is not guessed; a foreign KI sees nothing (P-SEC-1)', async () => {
			const id = await round('Fremd');
			const draft = await begin(id);
			const number = Number(sql(`SELECT id FROM forward_bid WHERE round_id = ${id}`));
			assert.equal((await clerk.json(`${OWN}/bids/${number}`)).status, 404);
			assert.match((await json(clerk, `${OWN}?round=${id}`)).drafts, /Ein Entwurf/);
			const bid = await sent(id);
			for (const path of [`${OWN}/bids/${bid.id}`, `${OWN}/rounds/${id}`, OWN, `${OWN}/payments`]) {
				assert.equal((await foreign.json(path)).status, 404, path);
			}
			assert.equal((await foreign.json(`/centres/coesfeld/forwarding/bids/${bid.id}`)).status, 404);
			assert.equal((await foreign.json(`/centres/coesfeld/forwarding/rounds/${id}`)).status, 404);
			const stranger = new Client(server.base);
			assert.equal((await stranger.json(OWN)).status, 401);
			for (const code of ['x', 'A'.repeat(43), `${bid.path.slice(-43, -1)}${bid.path.endsWith('A') ? 'B' : 'A'}`]) {
				assert.equal((await stranger.get(`/apply/bids/${code}`)).status, 404);
				assert.equal((await stranger.get(`/apply/bids/${code}/letter.pdf`)).status, 404);
			}
			assert.equal(sql(`SELECT count(*) FROM forward_link WHERE hash = '${bid.path.slice(-43)}'`), '0', 'codes are not stored');
			const other = await draft.client.get(`${draft.path}/lines/${sql(`SELECT MIN(id) FROM forward_line WHERE bid_id = ${bid.id}`)}`);
			assert.equal(other.status, 404, 'a line of another bid');
			for (const login of ['authority@arnsberg', 'ministry@land', 'admin@system']) {
				assert.ok([403, 404].includes((await (await signedIn(server, login)).json(`${OWN}/bids/${bid.id}`)).status), login);
			}
		});

		test('vouchers: photos and PDFs by their content; all else is refused with the reason', async () => {
			const id = await round('Belege');
			await clerk.submit(`${OWN}/rounds/${id}/blocks/meeting`, { paperless: '' });
			sql(`UPDATE forward_block SET paperless = 0 WHERE round_id = ${id}`);
			const bid = await sent(id);
			const { client, path } = bid;
			await propose(clerk, bid.id);
			await decide(head, bid.id);
			await client.submit(path, {}, { action: `${path}/accept` });
			await clerk.submit(`${OWN}/bids/${bid.id}/hand-over`, { day: german(inDays(0)) });
			const [{ line_id: line }] = (await json(client, path)).proofs;
			const target = `${path}/proof/${line}`;
			const send = async (filename, bytes, type = 'image/jpeg') => {
				const form = formsOf((await client.get(target)).text).find(({ action }) => action === target);
				const { body, type: content } = multipart([['csrf', form.fields.csrf], ['version', form.fields.version], ['units', '4'], ['note', ''], ['file', { filename, type, bytes }]]);
				return client.request('POST', target, { body, headers: { 'content-type': content } });
			};
			for (const [filename, bytes, words] of [
				['beleg.jpg', Buffer.from('MZ\x90\0program'), /kein PDF, kein Foto/], ['beleg.png', Buffer.from(svg), /kein PDF, kein Foto/],
				['beleg.pdf', Buffer.from('<!DOCTYPE html><script>alert(1)</script>'), /kein PDF/], ['beleg.pdf', Buffer.concat([Buffer.from('%PDF-1.4 <html><script>x</script>'), Buffer.from('\n%%EOF')]), /kein PDF/],
				['beleg.pdf', Buffer.from('%PDF-1.4\n<</OpenAction<</S/JavaScript>>>>\n%%EOF'), /enthält Programme/], ['tabelle.xlsx', macroXlsx(), /Makros/],
				['beleg.pdf', packedPdf('<</S/JavaScript/JS(app.alert(1))>>'), /als PDF neu drucken.* oder ein Foto hochladen/], ['beleg.pdf', packedPdf('<</S/Launch/F(cmd.exe)>>'), /enthält Programme/],
				['beleg.pdf', packedPdf('<</Type/Filespec/EF<</F 7 0 R>>>>'), /andere Dateien/], ['beleg.pdf', Buffer.from('%PDF-1.4\ntrailer\n<</Encrypt 5 0 R>>\n%%EOF'), /verschlüsselt/],
				['beleg.jpg', Buffer.alloc(0), /leer/], ['beleg.jpg', JPEG().subarray(0, 60), /beschädigt/],
			]) {
				const answer = await send(filename, bytes);
				assert.equal(answer.status, 422, filename);
				assert.match(plain(answer.text), words, filename);
			}
			const large = await send('zu-gross.jpg', Buffer.alloc(5 * 1024 * 1024 + 1, 1));
			assert.equal(large.status, 422);
			assert.match(plain(large.text), /zu groß/);
			for (const [filename, bytes] of [['foto.jpg', JPEG()], ['foto.jpg', JPEG()], ['bild.png', PNG()], ['Rechnung <1>.pdf', PDF()], ['Scan.pdf', scanPdf()], ['Neu.pdf', packedPdf('<</Type/Font>>')]]) {
				assert.equal((await send(filename, bytes)).status, 303, filename);
			}
			assert.equal(Number(sql(`SELECT count(*) FROM evidence WHERE owner_id = ${bid.id}`)), 5, 'the same photo twice is one');
			const { files } = await json(client, target);
			const photo = await client.get(files[0].path);
			assert.equal(photo.headers['content-type'], 'image/jpeg');
			assert.match(photo.headers['content-disposition'], /^attachment; /);
			assert.match(photo.headers['content-security-policy'], /sandbox/);
			assert.equal(photo.headers['x-content-type-options'], 'nosniff');
			assert.ok(!photo.bytes.includes('GPS'), 'where it was taken is not kept');
			assert.match(plain((await client.get(target)).text), /nicht auf Viren geprüft/);
			const file = Number(/(\d+)$/.exec(files[0].path)[1]);
			assert.equal((await clerk.get(`${OWN}/bids/${bid.id}/files/${file}`)).status, 200);
			assert.equal((await foreign.get(`/centres/coesfeld/forwarding/bids/${bid.id}/files/${file}`)).status, 404);
			assert.equal((await new Client(server.base).json(`${OWN}/bids/${bid.id}/files/${file}`)).status, 401);
			const other = await begin(id);
			assert.equal((await other.client.get(`${other.path}/files/${file}`)).status, 404, 'under another link');
			assert.equal((await client.submit(target, {}, { action: `${path}/files/${file}/remove` })).status, 303);
			assert.equal((await client.get(files[0].path)).status, 404);
			assert.equal((await client.submit(path, {}, { action: `${path}/proof` })).status, 303);
			assert.equal((await client.get(target)).status, 409);
		});

		test('what programs get under the link fits /openapi.json; the profile leads to the call while it is open', async () => {
			const id = await round('Schema');
			const bid = await begin(id);
			const schemas = new Schemas((await json(bid.client, '/openapi.json')));
			await addLine(bid, 'meeting', { units: '2' });
			const line = sql(`SELECT MAX(id) FROM forward_line WHERE bid_id = (SELECT MAX(id) FROM forward_bid WHERE round_id = ${id})`);
			for (const [tail, path] of [['', ''], ['/group', '/group'], ['/contact', '/contact'], ['/bank', '/bank'], ['/blocks', '/blocks'], ['/lines/new?block=print', '/lines/new'], [`/lines/${line}`, '/lines/{id}'], ['/check', '/check']]) {
				assert.deepEqual(schemas.errorsOfAnswer(await json(bid.client, `${bid.path}${tail}`), `/apply/bids/{code}${path}`, 'get', 200), [], tail);
			}
			assert.equal((await bid.client.submit(`${bid.path}/lines/${line}`, {}, { action: `${bid.path}/lines/${line}/remove` })).status, 303);
			assert.equal((await json(bid.client, `${bid.path}/blocks`)).lines.length, 0);
			assert.match((await bid.client.get('/centres/unna')).text, /href="\/apply\/unna"/);
		});

		test('easy language goes along from page to page', async () => {
			const client = new Client(server.base);
			const page = await client.get('/apply/unna?easy=1');
			assert.match(plain(page.text), /Geld für Ihre Gruppe/);
			const form = formsOf(page.text).find(({ fields }) => fields.round);
			const answer = await client.post(form.action, form.fields);
			assert.match(answer.location, /\?easy=1$/);
			const own = await client.get(answer.location);
			assert.match(plain(own.text), /Der Antrag ist noch nicht fertig/);
			const [, group] = /href="([^"]*\/group\?easy=1)"/.exec(own.text);
			assert.match(plain((await client.get(group)).text), /Wie heißt Ihre Gruppe\?/);
		});
	});
}
