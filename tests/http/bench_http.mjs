// bench_http.mjs -- `scharnier bench-data`: staff of a chosen size in an empty database, on both databases; what it makes is
// sound, every year of every KI is alike, and nothing that is there is touched. P-STA-1.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { DATABASES, freshDatabase, run } from './client.mjs';

const SIZE = /(\d+) KI, (\d+) Jahre?: (\d+) Stellen, (\d+) Personen, (\d+) Besetzungen/;
const POOL = /Sprachmittlung: (\d+) Personen, (\d+) Anfragen, (\d+) Ereignisse/;
const bench = (db, centres, years, requests = 0) =>
	run(['bench-data', '--db', db.url, '--centres', String(centres), '--years', String(years), '--requests', String(requests)]);

/** The state-wide list of that day by the name of the KI: filled posts. */
async function filledOn(db, day) {
	const csv = await run(['get', `/land/staff.csv?day=${day}`, '--as', 'ministry@land', '--db', db.url]);
	assert.equal(csv.code, 0, csv.stderr);
	const [head, ...rows] = csv.stdout.replace(/^\uFEFF/, '').trim().split('\r\n').map((line) => line.split(';'));
	const column = head.indexOf('Besetzt');
	assert.ok(column > 0, head.join());
	return new Map(rows.map((row) => [row[0], row[column]]));
}

for (const database of DATABASES) {
	describe(`staff for measuring on ${database}`, () => {
		test('two KI with two years: sizes, sums, days before and after', async () => {
			const db = freshDatabase(database);
			try {
				const made = await bench(db, 2, 2);
				assert.equal(made.code, 0, made.stderr);
				const [, centres, years, posts, people, shares] = SIZE.exec(made.stdout).map(Number);
				assert.deepEqual([centres, years], [2, 2]);
				assert.ok(posts >= 2 * 2 * 9 && posts <= 2 * 2 * 10, `${posts} posts`);
				assert.equal(shares, posts * 10);
				assert.ok(people >= 2 * 9 * 2, `${people} people`);
				const check = JSON.parse((await run(['check', '--db', db.url, '--json'])).stdout);
				const staff = check.findings.filter(({ part }) => part === 'staff');
				assert.deepEqual(staff.map(({ weight }) => weight), ['good'], JSON.stringify(staff));
				const added = await run(['user', 'add', 'ministry@land', '--name', 'M', '--role', 'ministry', '--db', db.url], { input: 'Scharnier-Messung-2026\n' });
				assert.equal(added.code, 0, added.stderr);
				const year = new Date().getUTCFullYear();
				const last = await filledOn(db, `${year - 1}-06-15`);
				assert.equal([...last.values()].filter((filled) => filled !== '0').length, 2);
				assert.equal(last.get('Kreis Coesfeld'), (await filledOn(db, `${year}-06-15`)).get('Kreis Coesfeld'), 'years are alike');
				assert.ok([...(await filledOn(db, `${year - 2}-12-31`)).values()].every((filled) => filled === '0'));
			} finally {
				db.drop();
			}
		});

		test('activities: about so many of each KI and year, with their sums; a second time nothing (P-ACT-2)', async () => {
			const db = freshDatabase(database);
			try {
				const args = ['bench-data', '--db', db.url, '--centres', '3', '--years', '2', '--requests', '0', '--activities', '400'];
				const made = await run(args);
				assert.equal(made.code, 0, made.stderr);
				const activities = Number(/Tätigkeiten: (\d+)/.exec(made.stdout)[1]);
				assert.ok(activities % 3 === 0 && activities > 3 * 2 * 300 && activities < 3 * 2 * 560, `${activities}`);
				const check = JSON.parse((await run(['check', '--db', db.url, '--json'])).stdout);
				assert.deepEqual(check.findings.filter(({ part }) => part === 'activities').map(({ weight }) => weight), ['good']);
				assert.equal((await run([...args.slice(0, -1), 'x'])).code, 2);
			} finally {
				db.drop();
			}
		});

		test('the pool: 300 people and so many requests for each KI and year; the events say what the lists say', async () => {
			const db = freshDatabase(database);
			try {
				const made = await bench(db, 2, 2, 500);
				assert.equal(made.code, 0, made.stderr);
				const [, people, requests, events] = POOL.exec(made.stdout).map(Number);
				assert.deepEqual([people, requests], [2 * 300, 2 * 2 * 500]);
				assert.ok(events > requests * 6, `${events} events`);
				const check = JSON.parse((await run(['check', '--db', db.url, '--json'])).stdout);
				const pool = check.findings.filter(({ part }) => part === 'interpreters');
				assert.ok(pool.every(({ weight }) => weight === 'good'), JSON.stringify(pool));
				const added = await run(['user', 'add', 'head@coesfeld', '--name', 'H', '--role', 'head', '--centre', 'coesfeld', '--db', db.url], { input: 'Scharnier-Messung-2026\n' });
				assert.equal(added.code, 0, added.stderr);
				const board = await run(['get', '/centres/coesfeld/interpreters', '--as', 'head@coesfeld', '--json', '--db', db.url]);
				const columns = JSON.parse(board.stdout).columns.filter(({ n }) => n > 0).map(({ code }) => code);
				assert.deepEqual(columns.filter((code) => code !== 'late').sort(), ['check', 'come', 'find', 'settle', 'times', 'wait']);
			} finally {
				db.drop();
			}
		});

		test('what is there stays: a second call is refused', async () => {
			const db = freshDatabase(database);
			try {
				assert.equal((await bench(db, 1, 1)).code, 0);
				const again = await bench(db, 1, 1);
				assert.equal(again.code, 1);
				assert.match(again.stderr, /gibt es schon Stellen oder Personen/);
				assert.equal(again.stdout, '');
			} finally {
				db.drop();
			}
		});
	});
}

test('sizes that cannot be meant are refused before a database is opened', async () => {
	const db = freshDatabase('sqlite');
	try {
		for (const [centres, years] of [[0, 1], [55, 1], [1, 0], [1, 15], ['x', 1], [-1, 1]]) {
			const answer = await bench(db, centres, years);
			assert.equal(answer.code, 2, `${centres} ${years}`);
			assert.match(answer.stderr, /--centres 1 … 54 und --years 1 … 14/);
		}
		assert.equal((await run(['bench-data', '--db', db.url, '--centres', '1'])).code, 2);
		assert.equal((await bench(db, 1, 1, 100001)).code, 2);
	} finally {
		db.drop();
	}
});
