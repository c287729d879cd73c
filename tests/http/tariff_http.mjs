// tariff_http.mjs -- the pages of tariff cards, on both databases: who sees and who changes them, nothing is overwritten,
// refusals keep what was typed, trying one gives the amount of the day with its calculation. P-INT-5, P-FUN-6.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { Client, DATABASES, formsOf, run, signedIn, start } from './client.mjs';
import { plain } from './rulebook_kit.mjs';

const CARDS = '/centres/unna/interpreters/tariffs';
const FLAT = { name: 'karte', service: 'interpreting', valid_from: '2026-01-01', standard: '1', basis: 'flat', first_cents: '25,00',
	travel_time: 'none', travel_cost: 'none', source: 'Beispiel: Beschluss vom 01.12.2025', mark: 'read' };
const BLOCKS = { ...FLAT, basis: 'time', first_minutes: '120', further_cents: '10,00', further_minutes: '60' };

for (const database of DATABASES) {
	describe(`tariff cards on ${database}`, () => {
		let server;
		let head;
		const clients = {};
		before(async () => {
			server = await start({ database });
			for (const login of ['head@unna', 'head@coesfeld', 'specialist@coesfeld', 'administrator@coesfeld', 'authority@arnsberg', 'ministry@land', 'lasi@land', 'admin@system'])
				clients[login] = await signedIn(server, login);
			head = clients['head@unna'];
			clients.nobody = new Client(server.base);
		});
		after(() => server.stop());

		const told = async (client, path) => {
			const answer = await client.json(path);
			assert.equal(answer.status, 200, `${path}: ${answer.text.slice(0, 300)}`);
			return answer.json();
		};
		/** Sends the form of that way of paying, filled in; the number of the new version. */
		async function added(client, fields) {
			const answer = await client.submit(`${CARDS}/new?basis=${fields.basis}`, fields, { action: `${CARDS}/new` });
			assert.equal(answer.status, 303, plain(answer.text).slice(0, 900));
			return Number(/\/(\d+)(?:$|\?)/.exec(answer.location)[1]);
		}
		const tried = async (query) => (await told(head, `${CARDS}/try?${new URLSearchParams(query)}`)).result;

		test('a KI without a card begins with a published one; the form has its figures', async () => {
			const page = await head.get(CARDS);
			assert.equal(page.status, 200);
			assert.match(plain(page.text), /Noch ist keine Tarifkarte eingetragen/);
			const { templates, cards, counting } = await told(head, CARDS);
			assert.equal(cards.length, 0);
			assert.ok(counting.every(({ name }) => name === null));
			assert.deepEqual(templates.map(({ name }) => name).slice(0, 7), ['heinsberg', 'soest', 'rhein-erft', 'borken', 'ennepe-ruhr', 'rheinisch-berg', 'steinfurt']);
			for (const { source, mark, use_path: path } of templates) {
				assert.ok(source && mark);
				assert.equal((await head.get(path)).status, 200);
			}
			const form = formsOf((await head.get(`${CARDS}/new?template=borken`)).text).find(({ html }) => html.includes('name="source"'));
			assert.equal(form.fields.first_cents, '7,50');
			assert.equal(form.fields.travel_from_km, '5');
			assert.equal(form.fields.name, 'unna');
			assert.ok(form.html.includes('name="travel_assumed" type="checkbox" value="1" checked') || /name="travel_assumed"[^>]*checked/.test(form.html));
		});

		test('the form asks only what fits the way of paying', async () => {
			const names = async (query) => {
				const form = formsOf((await head.get(`${CARDS}/new?${query}`)).text).find(({ html }) => html.includes('name="source"'));
				return { has: (name) => form.html.includes(`name="${name}"`), fields: form.fields };
			};
			const flat = await names('basis=flat');
			assert.ok(flat.has('first_cents') && flat.has('travel_time') && !flat.has('further_cents') && !flat.has('first_pages'));
			const pages = await names('basis=pages&template=heinsberg');
			assert.ok(pages.has('page_characters') && !pages.has('cancel_hours') && !pages.has('first_minutes'));
			assert.deepEqual([pages.fields.basis, pages.fields.travel_time, pages.fields.travel_cost, pages.fields.service], ['pages', 'none', 'none', 'translating']);
			const unknown = await names('basis=quatsch&template=nirgendwo&like=999999');
			assert.equal(unknown.fields.basis, 'time');
		});

		test('a change is a new version from a day on; each assignment counts by the card of its day', async () => {
			const first = await added(head, FLAT);
			const second = await added(head, { ...BLOCKS, valid_from: '01.03.2026', source: 'Beispiel: Beschluss vom 01.02.2026' });
			assert.notEqual(first, second);
			const { cards, counting } = await told(head, CARDS);
			assert.deepEqual(cards.map(({ id, state, valid_from: from, valid_to: to }) => [id, state, from, to]),
				[[second, 'in_force', '2026-03-01', null], [first, 'past', '2026-01-01', '2026-02-28']]);
			assert.equal(counting.find(({ service }) => service === 'interpreting').name, 'karte');
			const at = (day) => ({ card: 'karte', starts_at: `${day}T10:00`, ends_at: `${day}T12:30` });
			assert.equal((await tried(at('2026-02-28'))).amount_cents, 2500);
			assert.equal((await tried(at('2026-03-01'))).amount_cents, 3500);
			const before2026 = await head.json(`${CARDS}/try?${new URLSearchParams(at('2025-12-31'))}`);
			assert.equal(before2026.status, 422);
			const card = await told(head, `${CARDS}/${first}`);
			assert.equal(card.card.first_cents, 2500);
			assert.equal(card.versions.length, 2);
			assert.match(plain((await head.get(`${CARDS}/${second}`)).text), /25,00 € bis 2 Std\., danach 10,00 € je angefangene Stunde/);
			// the command line says the same
			if (database === 'sqlite') {
				const { stdout, stderr } = await run(['tariff', 'try', '--db', server.db.url, '--centre', 'unna', '--card', 'karte',
					'--start', '2026-02-28T10:00', '--end', '2026-02-28T12:30', '--json']);
				const answer = JSON.parse(stdout || '{}');
				assert.equal(answer.amount_cents, 2500, stderr);
				assert.match(answer.trace[0], /»karte«, gültig ab 01\.01\.2026/);
				const cardsSaid = await run(['tariff', 'cards', '--db', server.db.url, '--centre', 'unna', '--date', '2026-02-01']);
				assert.match(cardsSaid.stdout, /karte\n {2}25,00\s€ je Einsatz/);
			}
		});

		test('a slip is put right by another version of the same day; the first one stays visible', async () => {
			const wrong = await added(head, { ...FLAT, name: 'sonder', standard: '', first_cents: '250,00' });
			const right = await added(head, { ...FLAT, name: 'sonder', standard: '' });
			const { versions } = await told(head, `${CARDS}/${right}`);
			assert.deepEqual(versions.map(({ id, state }) => [id, state]), [[right, 'in_force'], [wrong, 'replaced']]);
			assert.equal((await tried({ card: 'sonder', starts_at: '2026-06-01T10:00', ends_at: '2026-06-01T11:00' })).amount_cents, 2500);
		});

		test('refusals say where, and lose nothing that was typed', async () => {
			const { cards } = await told(head, CARDS);
			const refusals = [
				[{ ...BLOCKS, name: 'Karte Unna' }, 'name', /kleinen Buchstaben/],
				[{ ...BLOCKS, further_cents: '' }, 'further_cents', /fehlt/],
				[{ ...BLOCKS, first_minutes: '' }, 'first_minutes', /fehlt/],
				[{ ...BLOCKS, step_minutes: '25' }, 'step_minutes', /ohne Rest/],
				[{ ...BLOCKS, first_cents: 'viel' }, 'first_cents', /Betrag|Zahl/],
				[{ ...BLOCKS, valid_from: '31.02.2026' }, 'valid_from', /kein Tag/],
				[{ ...BLOCKS, valid_from: '2040-01-01' }, 'valid_from', /Zukunft/],
				[{ ...BLOCKS, km_cents: '0,30' }, 'km_cents', /leer lassen/],
				[{ ...BLOCKS, travel_from_km: '5' }, 'travel_from_km', /leer lassen/],
				[{ ...BLOCKS, cancel_hours: '24' }, 'cancel_minutes', /fehlt/],
				[{ ...BLOCKS, source: ' ' }, 'source', /fehlt/],
				[{ ...FLAT, travel_time: 'joined' }, 'travel_time', /nach Zeit/],
			];
			for (const [fields, field, message] of refusals) {
				const answer = await head.submit(`${CARDS}/new?basis=${fields.basis}`, fields, { action: `${CARDS}/new` });
				assert.equal(answer.status, 422, field);
				const form = formsOf(answer.text).find(({ html }) => html.includes('name="source"'));
				for (const [name, value] of Object.entries(fields).filter(([name]) => name !== 'standard'))
					assert.equal(form.fields[name], value, `${field}: ${name} is lost`);
				assert.match(answer.text, new RegExp(`<a href="#f-${field}">`));
				assert.match(plain(answer.text), message);
			}
			assert.equal((await told(head, CARDS)).cards.length, cards.length);
		});

		test('who may: the KI sees, its head decides, nobody else comes in', async () => {
			const cards = '/centres/coesfeld/interpreters/tariffs';
			const [{ id }] = (await told(clients['head@coesfeld'], cards)).cards;
			for (const [login, see, change] of [['head@coesfeld', 200, 200], ['specialist@coesfeld', 200, 403], ['administrator@coesfeld', 200, 403],
				['head@unna', 404, 404], ['authority@arnsberg', 403, 403], ['ministry@land', 403, 403], ['lasi@land', 403, 403], ['admin@system', 403, 403]]) {
				const client = clients[login];
				for (const path of [cards, `${cards}/${id}`, `${cards}/try`])
					assert.equal((await client.json(path)).status, see, `${login} ${path}`);
				assert.equal((await client.json(`${cards}/new`)).status, change, login);
				if (change === 200)
					continue;
				const csrf = await client.csrf('/account');
				assert.equal((await client.post(`${cards}/new`, { ...FLAT, csrf })).status, change, login);
			}
			for (const path of [cards, `${cards}/${id}`, `${cards}/new`, `${cards}/try`])
				assert.ok([303, 401].includes((await clients.nobody.get(path)).status), path);
			assert.equal((await head.json(`${CARDS}/999999`)).status, 404);
			assert.equal((await head.json(`${CARDS}/${id}`)).status, 404, 'no number leads into another KI');
			const begun = await head.get(`${CARDS}/new?like=${id}`);
			assert.ok(!begun.text.includes('Kreistages'), 'nor is another KI a beginning');
			const page = await clients['specialist@coesfeld'].get(cards);
			assert.ok(page.text.includes('/tariffs/try') && !page.text.includes('/tariffs/new'), 'what one may not is not offered');
		});

		test('trying: parts, trace, refusals, and the usual before anybody asks', async () => {
			const borken = await tried({ card: 'borken', starts_at: '2026-06-01T10:00', ends_at: '2026-06-01T10:50', travel_minutes: '30', distance_km: '12' });
			assert.equal(borken.amount_cents, 2250);
			assert.deepEqual(borken.parts, [{ part: 'time', cents: 1500 }, { part: 'travel_time', cents: 750 }]);
			assert.ok(borken.assumed && borken.trace.some(({ assumed }) => assumed));
			assert.equal((await tried({ card: 'borken', starts_at: '1.6.2026, 10:00', ends_at: '1.6.2026, 10:50', travel_minutes: '30', distance_km: '3,0' })).amount_cents, 1500);
			const late = await tried({ card: 'ennepe-ruhr', starts_at: '2026-06-01T10:00', ends_at: '2026-06-01T12:00', cancelled_before_h: '20' });
			assert.equal(late.amount_cents, (await tried({ card: 'ennepe-ruhr', starts_at: '2026-06-01T10:00', ends_at: '2026-06-01T11:00' })).amount_cents);
			assert.equal((await tried({ card: 'ennepe-ruhr', starts_at: '2026-06-01T10:00', ends_at: '2026-06-01T12:00', travel_cost: '5,80' })).parts.at(-1).cents, 580);
			assert.ok((await tried({})).amount_cents > 0);
			for (const [query, field] of [
				[{ card: 'borken', starts_at: 'gestern', ends_at: '2026-06-01T10:50' }, 'starts_at'],
				[{ card: 'borken', starts_at: '2026-06-01T10:50', ends_at: '2026-06-01T10:00' }, 'ends_at'],
				[{ card: 'borken', starts_at: '2026-06-01T10:00', ends_at: '2026-06-01T10:50', travel_minutes: '30' }, 'distance_km'],
				[{ card: 'ennepe-ruhr', starts_at: '2026-06-01T10:00', ends_at: '2026-06-01T14:00' }, 'ends_at'],
				[{ card: 'ennepe-ruhr', starts_at: '2026-06-01T10:00', ends_at: '2026-06-01T12:00', cancelled_before_h: '-1' }, 'cancelled_before_h'],
				[{ card: 'nirgendwo' }, 'card'],
			]) {
				const answer = await head.get(`${CARDS}/try?${new URLSearchParams(query)}`);
				assert.equal(answer.status, 422, JSON.stringify(query));
				assert.match(answer.text, new RegExp(`<a href="#f-${field}">`));
				if (query.starts_at)
					assert.ok(answer.text.includes(query.starts_at), 'what was typed stands there again');
			}
		});

		test('pages are counted by a card of pages, with JSON as programs send it', async () => {
			const csrf = await head.csrf(`${CARDS}/new`);
			const card = { name: 'seiten', service: 'translating', valid_from: '2026-01-01', standard: true, basis: 'pages', first_cents: 1500, first_pages: 1,
				further_cents: 600, further_pages: 0.5, page_characters: 1500, travel_time: 'none', travel_cost: 'none', source: 'Beispiel', mark: 'assumed' };
			const answer = await head.postJson(`${CARDS}/new`, card, { csrf });
			assert.equal(answer.status, 200, answer.text);
			const stored = (await told(head, answer.json().location)).card;
			assert.deepEqual([stored.first_pages, stored.further_pages, stored.further_cents, stored.standard], [1, 0.5, 600, true]);
			assert.equal((await tried({ card: 'seiten', pages: '2,5' })).amount_cents, 3300);
			assert.equal((await tried({ card: 'seiten', characters: '4200' })).amount_cents, 3900);
			assert.equal((await head.postJson(`${CARDS}/new`, { ...card, centre_id: 1 }, { csrf })).status, 422);
			const form = (await head.get(`${CARDS}/try?card=seiten`)).text;
			assert.ok(form.includes('name="characters"') && !form.includes('name="starts_at"'));
		});

		test('each version leaves its trace in the audit log', async () => {
			const audit = await clients['admin@system'].get('/audit');
			assert.match(audit.text, /tariff\.card/);
		});
	});
}
