// centres_http.mjs -- the KI from outside, on both databases, as anyone sees them: the 54 in list, export and map, the
// page of each with the recognition notice of a day, what the Land funds, and who may apply.
// S-CEN-1, S-CEN-3, S-CEN-10, P-CEN-1. What a KI records about itself: centre_records_http.mjs.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, describe, test } from 'node:test';

import { Client, DATABASES, formsOf, signedIn, start } from './client.mjs';
import { plain } from './rulebook_kit.mjs';

const ALL_KI = 54;
/* How many Kreise and kreisfreie Städte each Regierungsbezirk has; StädteRegion and Stadt Aachen are one of each. */
const DISTRICTS = { arnsberg: [7, 5], detmold: [6, 1], duesseldorf: [5, 10], koeln: [8, 4], muenster: [5, 3] };
const PAGE_ROWS = 25;
/* In euro, of one Kreis and one kreisfreie Stadt. */
const TOTALS = [
	['2013-06-01', 170_000, 170_000],
	['2018-06-01', 370_000, 320_000],
	['2021-06-01', 402_500, 347_500],
	['2024-06-01', 414_500, 357_500],
	['2025-06-01', 452_500, 395_500],
];
const NOTICE = (section) => `Anerkannt durch das Land NRW als Kommunales Integrationszentrum nach ${section} Teilhabe- und Integrationsgesetz`;
const NO_DAYS = ['31.02.2024', '29.02.2023', 'gestern', '00.00.0000', '<b>1.1.2024</b>', '2024-13-01'];

const inNames = (one, other) => (one.slug < other.slug ? -1 : 1);
const letter = (bytes) => execFileSync('pdftotext', ['-layout', '-', '-'], { input: bytes, encoding: 'utf8' }).replace(/\s+/g, ' ');

/** The rows of a CSV of this program: semicolons, quotes where needed, a byte order mark in front. */
function csvRows(text) {
	assert.equal(text[0], '\ufeff', 'Excel takes it as UTF-8');
	return text.slice(1).trimEnd().split(/\r?\n/).map((line) => line.split(';'));
}

for (const database of DATABASES) {
	describe(`the KI, as anyone sees them, on ${database}`, () => {
		let server;
		let visitor;
		let all;
		before(async () => {
			server = await start({ database });
			visitor = new Client(server.base);
			all = (await list('')).items;
		});
		after(() => server.stop());

		async function list(query) {
			const answer = await visitor.json(`/centres${query}`);
			assert.equal(answer.status, 200, `${query}: ${answer.text.slice(0, 300)}`);
			return answer.json();
		}

		test('there are 54, each with name, kind, Regierungsbezirk, seat, own AGS and a population with its day (P-CEN-1)', () => {
			assert.equal(all.length, ALL_KI);
			assert.equal(new Set(all.map(({ ags8 }) => ags8)).size, ALL_KI);
			for (const centre of all) {
				assert.match(centre.ags8, /^05\d{6}$/, centre.slug);
				assert.match(centre.counted_on, /^20\d\d-12-31$/, centre.slug);
				assert.ok(centre.inhabitants > 100_000 && centre.inhabitants < 1_200_000, centre.slug);
				assert.ok(centre.name && centre.carrier && centre.seat && centre.counted_by && centre.district in DISTRICTS, centre.slug);
			}
		});

		test('the 5-digit key 05334 has two KI: StädteRegion and Stadt Aachen (P-CEN-1)', () => {
			const aachen = all.filter(({ ags8 }) => ags8.startsWith('05334')).sort(inNames);
			assert.deepEqual(aachen.map(({ ags8, slug, kind, seat }) => [ags8, slug, kind, seat]), [
				['05334002', 'aachen', 'kreisfreie_stadt', 'Aachen'],
				['05334000', 'staedteregion-aachen', 'kreis', 'Aachen'],
			]);
			assert.ok(aachen.every(({ inhabitants }) => inhabitants < 400_000), 'the StädteRegion without the Stadt');
		});

		test('filters by Regierungsbezirk and kind, alone and together, and says how many (P-CEN-1)', async () => {
			for (const [district, [kreise, staedte]] of Object.entries(DISTRICTS)) {
				const both = await list(`?district=${district}`);
				assert.deepEqual([both.total, both.items.length], [kreise + staedte, kreise + staedte], district);
				assert.ok(both.items.every((centre) => centre.district === district));
				assert.equal((await list(`?district=${district}&kind=kreis`)).total, kreise, district);
				assert.equal((await list(`?district=${district}&kind=kreisfreie_stadt&view=list`)).total, staedte, district);
			}
			assert.match((await list('?district=muenster')).sentence, /^8 Kommunale Integrationszentren entsprechen der Auswahl/);
			const { text } = await visitor.get('/centres?district=muenster&kind=kreis');
			for (const chosen of ['Münster', 'Kreise']) {
				assert.match(text, new RegExp(`aria-current="true">${chosen}</a>`), 'the active filters are visible');
			}
		});

		test('what is no filter is no filter: nothing breaks, all are shown', async () => {
			for (const query of ['?district=bayern', '?kind=%27%3B--', '?sort=zufall', '?view=list&after=~~~', '?view=list&after=x~99999999999999999999', '?sort=inhabitants&view=list&after=name~3', '?sort=district&view=list&after=koeln']) {
				assert.equal((await list(query)).total, ALL_KI, query);
			}
		});

		test('sorts by name, population and Regierungsbezirk', async () => {
			const [byName, byPopulation, byDistrict] = [all, (await list('?sort=inhabitants')).items, (await list('?sort=district')).items];
			assert.deepEqual(byName.slice(0, 3).map(({ slug }) => slug), ['aachen', 'staedteregion-aachen', 'bielefeld']);
			assert.equal(byPopulation[0].slug, 'koeln');
			assert.deepEqual(byPopulation.map(({ inhabitants }) => inhabitants), byPopulation.map(({ inhabitants }) => inhabitants).sort((a, b) => b - a));
			assert.deepEqual(byDistrict.map(({ district }) => district), byDistrict.map(({ district }) => district).sort());
			const index = (slug) => byName.findIndex((centre) => centre.slug === slug);
			assert.ok(index('koeln') < index('krefeld') && index('muelheim-an-der-ruhr') < index('muenster'), 'umlauts stand with their letters');
		});

		test('the list has pages of 25 that together are exactly the 54, in every order', async () => {
			for (const sort of ['name', 'inhabitants', 'district']) {
				const whole = (await list(`?sort=${sort}`)).items.map(({ slug }) => slug);
				const seen = [];
				let pages = 0;
				for (let next = `?view=list&sort=${sort}`; next; pages++) {
					const page = await list(next);
					assert.ok(page.items.length <= PAGE_ROWS && page.total === ALL_KI);
					seen.push(...page.items.map(({ slug }) => slug));
					next = page.next?.replace('/centres', '');
				}
				assert.equal(pages, Math.ceil(ALL_KI / PAGE_ROWS), sort);
				assert.deepEqual(seen, whole, sort);
			}
		});

		test('a filter stays through the pages, and the first page is one click away', async () => {
			const first = await list('?view=list&kind=kreis');
			const { text } = await visitor.get(first.next);
			assert.match(first.next, /kind=kreis/);
			assert.match(text, /href="\/centres\?kind=kreis&amp;view=list">/);
			assert.equal((await list(first.next.replace('/centres', ''))).items.length, 31 - PAGE_ROWS);
		});

		test('the map has a link with a name for each of the 54, the list says the same', async () => {
			const { text } = await visitor.get('/centres?district=detmold');
			const map = /<svg[\s\S]*?<\/svg>/.exec(/app-chart--map[\s\S]*/.exec(text)[0])[0];
			const links = [...map.matchAll(/<a [^>]*href="(\/centres\/[^"]+)"/g)].map(([, path]) => path);
			assert.deepEqual(links.sort(), all.map(({ path }) => path).sort());
			assert.equal([...text.matchAll(/<th scope="row"><a href="\/centres\//g)].length, 7, 'the table under it has the chosen ones');
		});

		test('CSV and Excel have the chosen ones, with the keys as they are written', async () => {
			const csv = await visitor.get('/centres.csv?district=muenster&sort=inhabitants');
			assert.match(csv.headers['content-type'], /^text\/csv/);
			assert.match(csv.headers['content-disposition'], /attachment; filename="kommunale-integrationszentren\.csv"/);
			const [head, ...rows] = csvRows(csv.text);
			assert.deepEqual(head.slice(0, 6), ['Name', 'Träger', 'Art des Trägers', 'Regierungsbezirk', 'Verwaltungssitz', 'Amtlicher Gemeindeschlüssel']);
			assert.deepEqual([rows.length, rows[0][1], rows[0][3], rows[0][5]], [8, 'Kreis Recklinghausen', 'Münster', '05562000']);
			assert.equal(csvRows((await visitor.get('/centres.csv')).text).length, 1 + ALL_KI);
			const xlsx = await visitor.get('/centres.xlsx?kind=kreis');
			assert.match(xlsx.headers['content-type'], /spreadsheetml/);
			assert.equal(xlsx.bytes.subarray(0, 2).toString(), 'PK');
		});

		test('each of the 54 has its page with the recognition notice of § 8 today, also in JSON (S-CEN-3)', async () => {
			for (const { path, name, carrier } of all) {
				const { status, text } = await visitor.get(path);
				assert.equal(status, 200, path);
				const words = plain(text);
				assert.ok(words.includes(name) && words.includes(carrier) && words.includes(NOTICE('§ 8')), path);
			}
		});

		test('each of the 54: § 7 until 31.12.2021, § 8 from 01.01.2022, none before the law (S-CEN-3)', async () => {
			for (const { path } of all) {
				for (const [day, notice] of [['2012-02-13', null], ['2021-12-31', NOTICE('§ 7')], ['2022-01-01', NOTICE('§ 8')]]) {
					const answer = await visitor.json(`${path}?day=${day}`);
					assert.deepEqual([answer.status, answer.json().recognition], [200, notice], `${path} ${day}`);
				}
			}
			const { text } = await visitor.get('/centres/coesfeld?day=31.12.2021');
			assert.ok(plain(text).includes(`Am 31.12.2021: ${NOTICE('§ 7')}`));
			assert.match(plain((await visitor.get('/centres/coesfeld?day=13.02.2012')).text), /galt das Teilhabe- und Integrationsgesetz noch nicht/);
		});

		test('the letter carries name, sender, notice of the day, AGS, page number and the sum (S-CEN-3)', async () => {
			for (const [slug, day, section, words] of [
				['coesfeld', '2021-12-31', '§ 7', ['Kommunales Integrationszentrum Kreis Coesfeld', 'Kreis Coesfeld – Der Landrat', 'AGS 05558000', '31. Dezember 2021', '402.500,00 €', 'Seite 1 von 3']],
				['coesfeld', '2022-01-01', '§ 8', ['Förderung durch das Land am 1. Januar 2022']],
				['aachen', '2025-06-01', '§ 8', ['Kommunales Integrationszentrum Stadt Aachen', 'AGS 05334002', '395.500,00 €', 'unvollständig']],
			]) {
				const answer = await visitor.get(`/centres/${slug}/entitlement.pdf?day=${day}`);
				assert.equal(answer.headers['content-type'], 'application/pdf');
				const text = letter(answer.bytes);
				for (const word of [NOTICE(section), ...words]) {
					assert.ok(text.includes(word), `${slug} ${day}: ${word} is not in\n${text.slice(0, 1500)}`);
				}
			}
		});

		test('all 54 can have their letter of today', async () => {
			for (const { path } of all) {
				const answer = await visitor.get(`${path}/entitlement.pdf`);
				assert.deepEqual([answer.status, answer.bytes.subarray(0, 5).toString()], [200, '%PDF-'], path);
			}
		});

		for (const [day, kreis, stadt] of TOTALS) {
			test(`on ${day} the page of a Kreis says ${kreis} euro, of a kreisfreie Stadt ${stadt}`, async () => {
				for (const [slug, euro] of [['coesfeld', kreis], ['muenster', stadt]]) {
					const path = `/centres/${slug}/entitlement?day=${day}`;
					const { entitlement, verdict } = (await visitor.json(path)).json();
					assert.equal(entitlement.total_cents, euro * 100, path);
					assert.equal(entitlement.complete, day < '2025', path);
					const said = `${euro.toLocaleString('de-DE')},00 €`;
					assert.ok(verdict.replaceAll('\u00a0', ' ').includes(`mit bis zu ${said} im Jahr`), verdict);
					assert.ok(plain((await visitor.get(path)).text).replaceAll('\u00a0', ' ').includes(`Zusammen im Jahr bis zu ${said}`), path);
				}
			});
		}

		test('a day without any rule is said to be one, and a day as people write it is understood', async () => {
			const early = await visitor.json('/centres/coesfeld/entitlement?day=2005-01-01');
			assert.deepEqual([early.status, early.json().nothing, early.json().entitlement.items.length], [200, true, 0]);
			assert.equal((await visitor.json('/centres/coesfeld/entitlement?day=1.6.2021')).json().day, '2021-06-01');
		});

		test('the note on Regionale Arbeitsstellen stands until 31.07.2013 and not after, on page and letter (S-CEN-10)', async () => {
			for (const [day, there] of [['2012-07-01', true], ['2013-07-31', true], ['2013-08-01', false], ['2025-06-01', false]]) {
				const path = `/centres/hagen/entitlement?day=${day}`;
				assert.equal((await visitor.json(path)).json().raa !== null, there, day);
				assert.equal(/Regionale Arbeitsstelle/.test((await visitor.get(path)).text), there, day);
				assert.equal(/Regionale Arbeitsstelle/.test(letter((await visitor.get(path.replace('?', '.pdf?'))).bytes)), there, day);
			}
		});

		test('a day that is none: the message, what was typed, and the page as of today', async () => {
			for (const page of ['/centres/coesfeld', '/centres/coesfeld/entitlement']) {
				for (const day of NO_DAYS) {
					const answer = await visitor.get(`${page}?day=${encodeURIComponent(day)}`);
					assert.equal(answer.status, 422, `${page} ${day}`);
					assert.equal(formsOf(answer.text).find(({ fields }) => 'day' in fields).fields.day, day, page);
					assert.match(answer.text, /id="day-error"[\s\S]*?Das ist kein Tag des Kalenders/);
					assert.ok(plain(answer.text).includes(NOTICE('§ 8')), page);
				}
				const told = (await visitor.json(`${page}?day=31.02.2024`));
				assert.deepEqual([told.status, told.json().errors[0].field], [422, 'day']);
			}
			assert.equal((await visitor.get('/centres/coesfeld/entitlement.pdf?day=31.02.2024')).status, 422);
			const ministry = await signedIn(server, 'ministry@land');
			const land = await ministry.get('/land/settings?day=31.02.2024');
			assert.equal(land.status, 422);
			assert.match(land.text, /value="31\.02\.2024" aria-invalid="true"/);
		});

		test('what is no KI is not found, however it is written', async () => {
			for (const slug of ['nirgendwo', 'Coesfeld', 'coesfeld%00', '%C3%A4', 'a'.repeat(3000), "coesfeld'--"]) {
				for (const tail of ['', '/entitlement', '/entitlement.pdf']) {
					const { status } = await visitor.get(`/centres/${slug}${tail}`);
					assert.ok([400, 404, 414].includes(status), `${slug.slice(0, 20)}${tail}: ${status}`);
				}
			}
			assert.equal((await visitor.get('/centres/nirgendwo')).status, 404);
			assert.match((await visitor.get('/centres/nirgendwo')).headers['content-type'], /html/);
		});
	});

	describe(`may it apply? on ${database}`, () => {
		let server;
		let visitor;
		before(async () => {
			server = await start({ database });
			visitor = new Client(server.base);
		});
		after(() => server.stop());

		const ask = async (municipality) => {
			const answer = await visitor.json(`/may-apply?municipality=${encodeURIComponent(municipality)}`);
			assert.equal(answer.status, 200, municipality);
			return answer.json();
		};

		test('a Kreis and a kreisfreie Stadt may, in whatever way one writes them (S-CEN-1)', async () => {
			for (const [asked, slug] of [
				['Kreis Coesfeld', 'coesfeld'], ['kreis steinfurt', 'steinfurt'], ['HOCHSAUERLANDKREIS', 'hochsauerlandkreis'],
				['StädteRegion Aachen', 'staedteregion-aachen'], ['Aachen', 'aachen'], ['Münster', 'muenster'], ['Muenster', 'muenster'],
				['MÜNSTER', 'muenster'], ['  köln ', 'koeln'], ['Koeln', 'koeln'], ['Stadt Bonn', 'bonn'], ['05515000', 'muenster'],
			]) {
				const answer = await ask(asked);
				assert.deepEqual([answer.verdict, answer.centre_path], ['yes', `/centres/${slug}`], asked);
				assert.match(answer.sentence, /darf selbst einen Antrag stellen/);
				assert.equal(answer.rule.code, 'applicants-2012');
			}
		});

		test('a kreisangehörige municipality may not: it is told why, by which rule, and the way open to it (S-CEN-1)', async () => {
			for (const [asked, name, carrier] of [
				['Dülmen', 'Dülmen', 'Kreis Coesfeld'], ['DÜLMEN', 'Dülmen', 'Kreis Coesfeld'], ['Duelmen', 'Dülmen', 'Kreis Coesfeld'],
				['Stadt Dülmen', 'Dülmen', 'Kreis Coesfeld'], ['Coesfeld', 'Coesfeld', 'Kreis Coesfeld'],
				['gemeinde nottuln', 'Nottuln', 'Kreis Coesfeld'], ['Würselen', 'Würselen', 'StädteRegion Aachen'],
				['Oer-Erkenschwick', 'Oer-Erkenschwick', 'Kreis Recklinghausen'],
			]) {
				const answer = await ask(asked);
				assert.deepEqual([answer.verdict, answer.name, answer.carrier], ['no', name, carrier], asked);
				assert.match(answer.sentence, /kreisangehörig und darf selbst keinen Antrag stellen/);
				assert.match(answer.way, /Anregung an den eigenen Träger/);
				assert.ok(answer.rule.source.length > 0 && answer.centre_path.length > 0);
			}
			const page = plain((await visitor.get('/may-apply?municipality=D%C3%BClmen')).text);
			assert.match(page, /Nicht antragsberechtigt .*Zuständig ist: Kommunales Integrationszentrum Kreis Coesfeld/);
		});

		test('all 396 municipalities get an answer that fits their kind (S-CEN-1)', async () => {
			const { items } = (await visitor.json('/centres')).json();
			let municipalities = 0;
			for (const { path, kind } of items) {
				for (const { name, ags8, kind: town } of (await visitor.json(path)).json().municipalities) {
					const answer = await ask(ags8);
					assert.deepEqual([answer.name, answer.verdict], [name, town === 'kreisfreie_stadt' ? 'yes' : 'no'], ags8);
					assert.equal(town === 'kreisfreie_stadt', kind === 'kreisfreie_stadt', ags8);
					municipalities++;
				}
			}
			assert.equal(municipalities, 396);
		});

		test('a slip of the pen gets suggestions, what does not exist gets a way out, nothing typed is an empty question', async () => {
			const slip = await ask('Dülmn');
			assert.equal(slip.verdict, 'unknown');
			assert.ok(slip.similar.some(({ text }) => text === 'Dülmen'));
			const answer = await visitor.get(slip.similar.find(({ text }) => text === 'Dülmen').path);
			assert.match(answer.text, /name="municipality"[^>]*value="Dülmen"/, 'the name, not its key');
			const nowhere = await ask('Atlantis');
			assert.deepEqual([nowhere.verdict, nowhere.similar], ['unknown', []]);
			assert.match(nowhere.way, /Schreibweise/);
			for (const blank of ['', '   ']) {
				assert.equal((await ask(blank)).verdict, null);
			}
		});

		test('odd input is answered, never carried out', async () => {
			for (const odd of ['<script>alert(1)</script>', "'; DROP TABLE municipality; --", 'x'.repeat(2000), '%', '🏛️', '\u202eDülmen']) {
				const { status, text } = await visitor.get(`/may-apply?municipality=${encodeURIComponent(odd)}`);
				assert.equal(status, 200, odd.slice(0, 20));
				assert.ok(!text.includes('<script>alert'), 'escaped');
			}
			for (const broken of ['%00', '%FF', 'D%FClmen']) {
				assert.equal((await visitor.get(`/may-apply?municipality=${broken}`)).status, 400, broken);
			}
		});
	});
}
