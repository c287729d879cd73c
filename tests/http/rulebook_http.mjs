// rulebook_http.mjs -- the rulebook from outside, on both databases: what was funded on a day (page, JSON, command), the
// list and its exports. S-RUL-1 ... 6, S-RUL-8, P-RUL-1 ... 3, P-FUN-6, S-CEN-10.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { Client, DATABASES, decodeEntities, formsOf, run, signedIn, start } from './client.mjs';
import { entitlementOn, itemOf, plain, programmeOf } from './rulebook_kit.mjs';

/* In euro: staff, interpreters and Ziffer 2.3 where in force, without teachers. As given by the ministry's tables. */
const TOTALS = [
	['2013-06-01', 'kreis', 170_000], ['2013-06-01', 'kreisfreie_stadt', 170_000],
	['2018-06-01', 'kreis', 370_000], ['2018-06-01', 'kreisfreie_stadt', 320_000],
	['2021-06-01', 'kreis', 402_500], ['2021-06-01', 'kreisfreie_stadt', 347_500],
	['2024-06-01', 'kreis', 414_500], ['2024-06-01', 'kreisfreie_stadt', 357_500],
	['2025-06-01', 'kreis', 452_500], ['2025-06-01', 'kreisfreie_stadt', 395_500],
];

const ask = (...args) => run(['rules', 'entitlement', ...args]);
async function told(...args) {
	const { code, stdout, stderr } = await ask(...args, '--json');
	assert.equal(code, 0, stderr);
	return JSON.parse(stdout);
}

for (const database of DATABASES) {
	describe(`asking the rulebook on ${database}`, () => {
		let server;
		let visitor;
		before(async () => {
			server = await start({ database });
			visitor = new Client(server.base);
		});
		after(() => server.stop());

		for (const [day, authority, euro] of TOTALS) {
			test(`on ${day} a ${authority} could get ${euro} euro: page, JSON and command agree (S-RUL-1, S-RUL-3, S-RUL-5, S-RUL-6)`, async () => {
				const entitlement = await entitlementOn(visitor, day, { authority });
				const command = await told('--authority', authority, '--date', day, '--db', server.db.url);
				const { text } = await visitor.get(`/rules/entitlement?day=${day}&authority=${authority}`);
				assert.equal(entitlement.total_cents, euro * 100);
				assert.equal(command.total_cents, euro * 100);
				assert.ok(plain(text).includes(`Höchstbetrag der Grundförderung ${euro.toLocaleString('de-DE')},00 €`));
				assert.equal(entitlement.complete, day < '2025');
				assert.equal(command.complete, day < '2025');
				const money = entitlement.items.filter(({ is_post }) => !is_post).map(({ total_cents }) => total_cents ?? 0);
				assert.equal(money.reduce((sum, cents) => sum + cents, 0), euro * 100, 'the items make up the total');
			});
		}

		test('teachers are posts and never money, 2 from 2012 and more in 2017 (S-RUL-2, S-RUL-5, S-RUL-8)', async () => {
			for (const [day, authority, posts] of [['2013-06-01', 'kreis', 2], ['2017-06-01', 'kreis', 3.5], ['2017-06-01', 'kreisfreie_stadt', 3], ['2024-06-01', 'kreis', 2]]) {
				const teachers = itemOf(await entitlementOn(visitor, day, { authority }), 'teacher');
				assert.deepEqual([teachers.quantity, teachers.unit_cents, teachers.total_cents, teachers.is_post], [posts, null, 0, true], `${day} ${authority}`);
			}
		});

		test('KOMM-AN and KIM are programmes of their own, in no total of the KI guideline (S-RUL-4)', async () => {
			const before2016 = await entitlementOn(visitor, '2015-06-01');
			assert.deepEqual(before2016.programmes.map(({ programme }) => programme), []);
			const e = await entitlementOn(visitor, '2018-06-01');
			assert.ok(programmeOf(e, 'komman').items.some(({ item }) => item === 'komman_posts'));
			assert.ok(e.items.every(({ item }) => !/^(komman|kim)_/.test(item)));
			const { text } = await visitor.get('/rules/entitlement?day=2018-06-01&authority=kreis');
			assert.match(plain(text), /KOMM-AN NRW Höchstbetrag dieses Programms unbekannt unvollständig/, 'nothing known is not 0,00 €');
			const steps = await visitor.json('/rules?day=2016-06-01&programme=komman');
			assert.ok(steps.json().items.some(({ item }) => item === 'komman_posts'), 'the 1.5 posts of 2016');
		});

		test('what is unknown is said to be unknown and never counts as zero (S-RUL-1)', async () => {
			const e = await entitlementOn(visitor, '2025-06-01');
			const fathers = itemOf(e, 'fathers_work');
			assert.deepEqual([fathers.total_cents, fathers.unknown, fathers.mark], [null, true, 'unknown']);
			assert.equal(e.assumed, true);
			const { text } = await visitor.get('/rules/entitlement?day=2025-06-01&authority=kreis');
			assert.match(plain(text), /452\.500,00 € unvollständig .*enthält Annahmen/);
			assert.match(plain(text), /Was unbekannt ist .*Väterarbeit/);
		});

		test('the type of financing is per item and day (P-RUL-2)', async () => {
			for (const [day, item, financing] of [['2018-06-01', 'specialist', 'lump_sum'], ['2020-12-31', 'specialist', 'lump_sum'], ['2021-01-01', 'specialist', 'full_capped'], ['2024-06-01', 'assistant', 'full_capped'], ['2018-06-01', 'komman_local', 'lump_sum']]) {
				const e = await entitlementOn(visitor, day);
				assert.equal((itemOf(e, item) ?? itemOf(programmeOf(e, 'komman'), item)).financing, financing, `${day} ${item}`);
			}
		});

		test('every amount names its rules, their source, mark and the calculation (P-FUN-6, P-RUL-1)', async () => {
			const e = await entitlementOn(visitor, '2024-06-01');
			for (const item of e.items) {
				assert.ok(item.rules.length > 0, item.item);
				for (const use of item.rules) {
					const { rule } = (await visitor.json(use.path)).json();
					assert.deepEqual([rule.code, rule.source, rule.mark], [use.code, use.source, use.mark]);
				}
			}
			const [use] = itemOf(e, 'specialist').rules;
			assert.match(use.calculation.replaceAll('\u00a0', ' '), /^6 × 57\.000,00 € = 342\.000,00 €$/);
			const { text } = await visitor.get('/rules/entitlement?day=2024-06-01&authority=kreis');
			assert.match(plain(text), /So ist gerechnet: Fachkräfte .*6 × 57\.000,00 € = 342\.000,00 €/);
		});

		test('a rule for one KI goes before the general one, for that KI alone (P-RUL-3)', async () => {
			const rulesOf = async (centre) => itemOf(await entitlementOn(visitor, '2025-06-01', { centre }), 'interpreter_costs').rules.map(({ code }) => code);
			const [own] = await rulesOf('staedteregion-aachen');
			const [general] = await rulesOf('coesfeld');
			assert.equal(general, 'interpreter-costs-2025');
			assert.notEqual(own, general);
			assert.equal((await visitor.json(`/rules/${own}`)).json().rule.centre_slug, 'staedteregion-aachen');
		});

		test('an RAA could be funded in the old form until 31 July 2013 (S-CEN-10)', async () => {
			for (const [day, expected] of [['2013-07-31', ['31.07.2013']], ['2013-08-01', []]]) {
				const { items } = (await visitor.json(`/rules?day=${day}&programme=terms`)).json();
				assert.deepEqual(items.filter(({ item }) => item === 'raa_transition').map(({ amount }) => amount), expected, day);
			}
		});

		test('a person of a KI is not asked for what the system knows: the own KI comes first', async () => {
			const head = await signedIn(server, 'head@coesfeld');
			for (const path of ['/rules/entitlement', '/rules/compare']) {
				assert.equal((await head.json(path)).json().centre_slug, 'coesfeld', path);
				assert.equal((await head.json(`${path}?authority=kreisfreie_stadt`)).json().centre_slug, null, path);
				assert.equal((await visitor.json(path)).json().centre_slug, null, path);
			}
			assert.equal((await head.json('/rules/history')).status, 200);
		});

		test('before the first decree nothing is funded, and the page says so', async () => {
			const e = await entitlementOn(visitor, '2011-06-01');
			assert.deepEqual([e.items, e.total_cents], [[], 0]);
			assert.match((await visitor.get('/rules/entitlement?day=2011-06-01')).text, /ist keine Förderregel in Kraft/);
		});

		test('the command prints the JSON that the issue asks for, with the database and with the built-in rules alike', async () => {
			const args = ['--authority', 'kreis', '--date', '01.06.2025'];
			const object = await told(...args, '--db', server.db.url);
			assert.deepEqual(Object.keys(object), ['date', 'authority', 'items', 'total_cents', 'complete', 'programmes']);
			assert.deepEqual([object.date, object.authority, object.total_cents, object.complete], ['2025-06-01', 'kreis', 45_250_000, false]);
			for (const item of [...object.items, ...object.programmes.flatMap(({ items }) => items)]) {
				assert.deepEqual(Object.keys(item), ['item', 'quantity', 'unit_cents', 'total_cents', 'rules', 'mark']);
				assert.ok(item.rules.length > 0 && item.rules.every((code) => /^[a-z\d-]+$/.test(code)), item.item);
			}
			assert.deepEqual(object.items.map(({ item }) => item), ['specialist', 'assistant', 'interpreter_costs', 'volunteering_prevention', 'fathers_work', 'teacher']);
			assert.deepEqual(itemOf(object, 'specialist'), { item: 'specialist', quantity: 6, unit_cents: 5_700_000, total_cents: 34_200_000, rules: ['specialist-2025-kreis'], mark: 'assumed' });
			assert.deepEqual(await told(...args), object);
			const coesfeld = await told('--centre', 'coesfeld', '--date', '2025-06-01', '--db', server.db.url);
			assert.deepEqual([coesfeld.authority, coesfeld.total_cents], ['kreis', 45_250_000]);
		});

		test('the list: filters narrow it, stand in the links, and 25 rules make a page (S-RUL-1)', async () => {
			const { items, sentence } = (await visitor.json('/rules?day=2024-06-01&programme=base&authority=kreis')).json();
			assert.deepEqual(items.map(({ code }) => code), ['specialist-2023-kreis', 'assistant-2023', 'interpreter-costs-2023']);
			assert.match(sentence, /^3 Regeln gelten am 01\.06\.2024/);
			const read = (await visitor.json('/rules?day=all&mark=read&programme=kim')).json().items;
			assert.ok(read.length > 0 && read.every(({ mark, programme }) => mark === 'read' && programme === 'kim'));
			const { text } = await visitor.get('/rules?day=2024-06-01&programme=base&authority=kreis&mark=inferred');
			const chosen = [...text.matchAll(/<a href="\/rules\?[^>]*aria-current="true">([^<]*)</g)].map(([, words]) => words);
			assert.deepEqual(chosen, ['Grundförderung', 'Kreis', 'abgeleitet'], 'the filters in force can be seen; the day is another one');
			for (const [, path] of text.matchAll(/href="(\/rules\?day=[^"]*)"/g)) {
				assert.equal((await visitor.get(decodeEntities(path))).status, 200, path);
			}
			const none = await visitor.get('/rules?day=1995-01-01');
			assert.equal(none.status, 200);
			assert.match(none.text, /Keine Regel passt zu dieser Auswahl/);
		});

		test('all pages of the list together give every rule once and in order', async () => {
			const seen = [];
			let next = '/rules?day=all';
			for (let pages = 0; next && pages < 20; pages++) {
				const page = (await visitor.json(next)).json();
				assert.ok(page.items.length === 25 || !page.next, next);
				seen.push(...page.items.map(({ code }) => code));
				next = page.next;
			}
			const csv = (await visitor.get('/rules.csv?day=all')).text.trimEnd().split(/\r?\n/).slice(1);
			assert.equal(seen.length, new Set(seen).size, 'each once');
			assert.ok(seen.length > 75);
			assert.deepEqual(seen, csv.map((line) => line.split(';')[0]));
			const page = (await visitor.json('/rules?day=all')).json();
			assert.ok(page.sentence.startsWith(`${seen.length} Regeln`));
			const lost = await visitor.json('/rules?day=all&after=gibt-es-nicht');
			assert.ok([200, 404, 422].includes(lost.status), `an unknown place: ${lost.status}`);
		});

		test('exports open in German spreadsheet programs: BOM, semicolons, decimal comma, umlauts', async () => {
			const csv = await visitor.get('/rules.csv?day=2024-06-01&authority=kreis');
			assert.match(csv.headers['content-type'], /^text\/csv; charset=utf-8/);
			assert.equal(csv.headers['content-disposition'], 'attachment; filename="regelwerk.csv"');
			assert.deepEqual([...csv.bytes.subarray(0, 3)], [0xef, 0xbb, 0xbf]);
			const [head, first] = csv.text.slice(1).split(/\r?\n/);
			assert.match(head, /^Kurzname;Programm;Gegenstand;Teil;Träger;/);
			assert.match(first, /^specialist-2023-kreis;Grundförderung;Fachkräfte;Grundbestand;Kreis;;;6;Stellen;57000,00;;Vollfinanzierung bis zum Höchstbetrag;01\.01\.2023;31\.12\.2024;"/);
			assert.match(csv.text, /\nassistant-2023;[^\n]*;0,5;Stellen;45000,00;/);
			const xlsx = await visitor.get('/rules.xlsx?day=2024-06-01&authority=kreis');
			assert.equal(xlsx.headers['content-type'], 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet');
			assert.equal(xlsx.headers['content-disposition'], 'attachment; filename="regelwerk.xlsx"');
			assert.equal(xlsx.bytes.subarray(0, 4).toString('latin1'), 'PK\x03\x04');
			assert.ok(xlsx.bytes.includes('xl/worksheets/sheet1.xml'));
			assert.equal((await visitor.get('/rules.csv?day=31.02.2024')).status, 422);
		});

		test('one rule: whom, how much, since when, by which source, and what stood before and after (S-RUL-1, P-RUL-1)', async () => {
			const page = (await visitor.json('/rules/specialist-2021-kreis')).json();
			assert.deepEqual([page.state, page.whom, page.rule.mark, page.rule.valid_from, page.rule.valid_to], ['Ausgelaufen', 'Kreise', 'inferred', '2021-01-01', '2022-12-31']);
			assert.deepEqual(page.siblings.map(({ code }) => code), ['specialist-2012', 'specialist-2017-kreis', 'specialist-2021-kreis', 'specialist-2023-kreis', 'specialist-2025-kreis']);
			const { text } = await visitor.get('/rules/specialist-2021-kreis');
			for (const words of ['Kreise: 6 × 55.000,00 € je Stelle', 'abgeleitet', 'Änderung vom 30.10.2020, MBl. NRW. 2020 S. 769', 'Davor und danach']) {
				assert.ok(plain(text).includes(words), words);
			}
			assert.doesNotMatch(text, /Ersetzen|Beenden|Vorschläge und Entscheidungen/i, 'not for visitors');
			for (const path of ['/rules/gibt-es-nicht', '/rules/specialist-2021-kreis%00', '/rules/%E2%98%83', '/rules/entitlement?centre=nirgendwo', '/rules/specialist-2021-kreis/nichts']) {
				assert.ok([400, 404].includes((await visitor.get(path)).status), path);
			}
		});

		test('two days side by side: what rose, what came, and the sum (S-RUL-1, S-RUL-5)', async () => {
			const page = (await visitor.json('/rules/compare?authority=kreisfreie_stadt&from=2016-06-01&to=2017-06-01')).json();
			assert.deepEqual([page.before_cents, page.after_cents, page.difference_cents, page.same], [17_000_000, 32_000_000, 15_000_000, false]);
			const row = (name) => page.rows.find(({ item }) => item === name);
			assert.deepEqual([row('specialist').before_quantity, row('specialist').after_quantity, row('specialist').difference_cents], [3, 5, 10_000_000]);
			assert.deepEqual([row('interpreter_costs').before_in_force, row('interpreter_costs').difference_cents], [false, 5_000_000]);
			assert.deepEqual([row('teacher').before_quantity, row('teacher').after_quantity], [2, 3]);
			assert.equal(row('komman_posts').difference_cents, null, 'unknown cannot be compared');
			const said = async (query) => plain((await visitor.get(`/rules/compare?${query}`)).text);
			assert.match(await said('authority=kreisfreie_stadt&from=2016-06-01&to=2017-06-01'), /steigt der Höchstbetrag der Grundförderung um 150\.000,00 €\..* Fachkräfte [^+]*\+100\.000,00 €.* \+1 Stelle /);
			assert.match(await said('authority=kreis&from=2018-06-01&to=2016-06-01'), /sinkt der Höchstbetrag der Grundförderung um 200\.000,00 €\..* −1,5 Stellen /);
			assert.match(await said('authority=kreis&from=2019-12-31&to=2020-01-01'), /bleibt der Höchstbetrag der Grundförderung gleich\./, 'only teachers changed');
			const same = await visitor.get('/rules/compare?authority=kreis&from=2018-06-01&to=2018-07-01');
			assert.match(plain(same.text), /zwischen dem 1\. Juni 2018 und dem 1\. Juli 2018 ändert sich nichts/);
			const { code, stdout } = await run(['rules', 'compare', '--authority', 'kreisfreie_stadt', '--from', '2016-06-01', '--to', '2017-06-01', '--json']);
			assert.equal(code, 0);
			assert.equal(JSON.parse(stdout).difference_cents, 15_000_000);
		});

		test('two days of one KI: its own rules count, its kind of authority follows, and its page leads here (S-RUL-1, P-RUL-3)', async () => {
			const page = (await visitor.json('/rules/compare?centre=staedteregion-aachen&authority=kreisfreie_stadt&from=2024-06-01&to=2025-06-01')).json();
			assert.deepEqual([page.title, page.authority, page.centre_slug], ['Zwei Tage vergleichen: Kommunales Integrationszentrum StädteRegion Aachen', 'kreis', 'staedteregion-aachen']);
			assert.deepEqual([page.before_cents, page.after_cents], [41_450_000, 45_250_000]);
			const local = ({ rows }) => rows.find(({ item }) => item === 'komman_local')?.before_cents;
			const general = (await visitor.json('/rules/compare?authority=kreis&from=2024-06-01&to=2025-06-01')).json();
			assert.notEqual(local(page), local(general), 'its own amount for KOMM-AN');
			assert.equal((await visitor.get('/rules/compare?centre=nirgendwo')).status, 404);
			for (const language of ['de', 'en']) {
				const reader = new Client(server.base, { language });
				const { text } = await reader.get('/centres/coesfeld/entitlement?day=2013-06-01');
				const form = formsOf(text).find(({ action }) => action === '/rules/compare');
				assert.deepEqual(form.fields, { centre: 'coesfeld', from: '2013-06-01', to: '' });
				const answer = await reader.json(`${form.action}?${new URLSearchParams({ ...form.fields, to: '1.6.2018' })}`);
				assert.deepEqual([answer.json().centre_slug, answer.json().from, answer.json().difference_cents], ['coesfeld', '2013-06-01', 20_000_000], 'T03');
			}
		});

		test('over the years: one row a year from 2012, the same figures as day by day, and the picture in words', async () => {
			const { years } = (await visitor.json('/rules/history?authority=kreis')).json();
			assert.equal(years[0].year, '2012');
			const cents = Object.fromEntries(years.map(({ year, total_cents }) => [year, total_cents / 100]));
			assert.deepEqual([cents[2013], cents[2018], cents[2021], cents[2024], cents[2025]], [170_000, 370_000, 402_500, 414_500, 452_500]);
			const { text } = await visitor.get('/rules/history?authority=kreis');
			assert.match(text, /<svg[^>]*role="img"/);
			assert.match(text, /<table/);
		});

		test('a day that is none gets a message at its field and stays as it was typed', async () => {
			const wrong = ['31.02.2024', '29.02.2023', '01.13.2024', '01.01.2500', '2200-01-01', 'morgen', '<b>1</b>', '1'.repeat(500)];
			for (const path of ['/rules', '/rules/entitlement']) {
				for (const typed of wrong) {
					const answer = await visitor.get(`${path}?day=${encodeURIComponent(typed)}`);
					assert.equal(answer.status, 422, `${path} ${typed}`);
					assert.match(answer.text, /Das ist kein Tag des Kalenders [^<]*– bitte als TT\.MM\.JJJJ angeben/);
					assert.match(answer.text, /name="day"[^>]*aria-invalid="true"/);
					assert.equal(formsOf(answer.text).find((form) => 'day' in form.fields).fields.day, typed);
					const problem = (await visitor.json(`${path}?day=${encodeURIComponent(typed)}`)).json();
					assert.deepEqual(problem.errors.map(({ field }) => field), ['day']);
				}
			}
			const both = await visitor.get('/rules/compare?from=31.04.2020&to=gestern');
			assert.equal(both.status, 422);
			const { fields } = formsOf(both.text).find((form) => 'from' in form.fields);
			assert.deepEqual([fields.from, fields.to], ['31.04.2020', 'gestern']);
			assert.equal((await visitor.get('/rules?day=29.02.2024')).status, 200);
			assert.equal((await visitor.get('/rules?day=+')).status, 200, 'blank is today');
		});

		test('in English the same facts with English words', async () => {
			const page = await new Client(server.base, { language: 'en' }).get('/rules/entitlement?day=2024-06-01&authority=kreis');
			assert.match(page.text, /414,500\.00/);
			assert.doesNotMatch(plain(page.text.replace(/<li>.*?<\/li>/gs, '')), /Höchstbetrag|Fachkräfte|Grundförderung/);
		});
	});
}

test('the built-in rules answer without a database, for people in words (S-RUL-1)', async () => {
	for (const [day, authority, euro] of TOTALS) {
		assert.equal((await told('--authority', authority, '--date', day)).total_cents, euro * 100, `${day} ${authority}`);
	}
	const { stdout, code } = await ask('--authority', 'kreis', '--date', '01.06.2024');
	assert.equal(code, 0);
	assert.match(stdout, /Ein Kreis: So viel fördert das Land am 01\.06\.2024 höchstens/);
	assert.match(stdout.replaceAll('\u00a0', ' '), /Höchstbetrag der Grundförderung +414\.500,00 €/);
	const { stdout: komman } = await ask('--authority', 'kreis', '--date', '2018-06-01');
	assert.match(komman, /\nKOMM-AN NRW\n[^]*Höchstbetrag dieses Programms +unbekannt +unvollständig\n/, 'nothing known is not 0,00 €');
	assert.match((await ask('--authority', 'kreis', '--date', '2011-01-01')).stdout, /keine Förderregel in Kraft/);
});

test('wrong use of the command: 2 and one sentence that says what is right; what is not there: 1', async () => {
	for (const [args, words] of [
		[['--authority', 'kreis', '--date', '31.02.2024'], /--date: »31\.02\.2024« ist kein Tag des Kalenders/],
		[['--authority', 'kreis', '--date', '29.02.2023'], /kein Tag des Kalenders/],
		[['--authority', 'kreis', '--date', ''], /kein Tag des Kalenders/],
		[['--authority', 'gemeinde', '--date', '2024-06-01'], /»gemeinde« gibt es nicht; möglich sind kreis und kreisfreie_stadt/],
		[['--date', '2024-06-01'], /--authority fehlt/],
		[[], /--authority fehlt/],
		[['--authority'], /--authority/],
		[['--authority', 'kreis', '--from', '2024-06-01'], /gehören zu compare/],
		[['--centre', 'coesfeld', '--authority', 'kreisfreie_stadt'], /passt nicht zu --centre/],
		[['--authority', 'kreis', '--gibtesnicht'], /gibtesnicht/],
	]) {
		const { code, stdout, stderr } = await ask(...args);
		assert.equal(code, 2, `${args}: ${code} ${stderr}`);
		assert.match(stderr, words);
		assert.ok(stderr.trim().split('\n').length <= 3, stderr);
		assert.equal(stdout, '');
	}
	const absent = await ask('--centre', 'nirgendwo', '--date', '2024-06-01');
	assert.equal(absent.code, 1);
	assert.match(absent.stderr, /»nirgendwo« gibt es nicht/);
	for (const args of [['rules'], ['rules', 'tanzen'], ['rules', 'compare', '--authority', 'kreis'], ['rules', 'compare', '--authority', 'kreis', '--from', '30.02.2020']]) {
		assert.equal((await run(args)).code, 2, args.join(' '));
	}
});
