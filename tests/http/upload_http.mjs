// upload_http.mjs -- files that come with forms, the whole way: sent, looked at, used; what is refused on the way; and two
// processes on one PostgreSQL that share them. The program here is tests/kit/upload_house.c: the real one with a feature
// that takes files.

import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';

import { Client, DATABASES, formsOf, freshDatabase, multipart, NO_POSTGRESQL, PROGRAM, psql, signedIn, source } from './client.mjs';

const HOUSE = path.join(path.dirname(PROGRAM), 'src/app/upload_house');
const PASSWORD = 'ein langes Passwort';
const PAGE = '/centres/coesfeld/uploads';
const MEGABYTE = 1024 * 1024;

/** A migrated database with two heads. */
function houseDatabase(kind) {
	const db = freshDatabase(kind);
	const scharnier = (args, input) => execFileSync(PROGRAM, [...args, '--db', db.url], { input, stdio: ['pipe', 'ignore', 'inherit'] });
	scharnier(['migrate']);
	for (const [login, centre] of [['head@coesfeld', 'coesfeld'], ['second@coesfeld', 'coesfeld'], ['head@unna', 'unna']]) {
		scharnier(['user', 'add', login, '--name', 'Erika Muster', '--role', 'head', '--centre', centre], `${PASSWORD}\n`);
	}
	return db;
}

async function startHouse(db, minutes = 0) {
	assert.ok(existsSync(HOUSE), `${HOUSE} is missing`);
	const child = spawn(HOUSE, [db.url, String(minutes)], { stdio: ['ignore', 'pipe', 'inherit'] });
	process.on('exit', () => child.kill('SIGKILL')); // also when a test failed
	const ended = new Promise((resolve) => child.on('close', resolve));
	const base = await new Promise((resolve, reject) => {
		child.stdout.once('data', (line) => resolve(/http:\S+/.exec(line)[0]));
		ended.then((code) => reject(new Error(`the house ended with ${code}`)));
	});
	return { base, stop: () => (child.kill('SIGTERM'), ended) };
}

const signIn = (house, login = 'head@coesfeld') => signedIn(house, login, { password: PASSWORD });

const post = (client, { body, type }, target = PAGE) => client.request('POST', target, { body, headers: { 'content-type': type } });

/** What the German catalogue says, with its line. */
function word(key, line) {
	const words = new RegExp(`msgid "${key}"\\nmsgstr "([^"]*)"`).exec(source('messages/core.de.po'))[1];
	return words.replace('{line}', line);
}

/** Sends a file through the form, as a browser does. */
async function send(client, bytes, { filename = 'plan.csv', target = PAGE } = {}) {
	return post(client, multipart([['csrf', await client.csrf(target)], ['note', 'Größe'], ['file', { filename, bytes }]]), target);
}

/** The status of a request whose client goes on sending although it was refused. */
function statusOf(client, { body, type }, target = PAGE, headers = {}) {
	return new Promise((resolve) => {
		const cookie = [...client.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
		const rq = http.request(client.base + target, { method: 'POST', headers: { cookie, accept: 'text/html', 'accept-language': 'de', 'content-type': type, ...headers } }, (rs) => {
			let text = '';
			rs.on('data', (bytes) => (text += bytes));
			rs.on('close', () => resolve({ status: rs.statusCode, text }));
		});
		rq.on('error', () => {}); // the server closes while we still send; what it answered counts
		rq.end(body);
	});
}

for (const kind of DATABASES) {
	describe(`uploads on ${kind}`, () => {
		let db, house, head;
		before(async () => {
			db = houseDatabase(kind);
			house = await startHouse(db);
			head = await signIn(house);
		});
		after(async () => {
			await house.stop();
			db.drop();
		});

		test('the form shows a file field that works without JavaScript', async () => {
			const page = await head.get(PAGE);
			assert.match(page.text, /<form[^>]* enctype="multipart\/form-data"/);
			assert.match(page.text, /<input[^>]* name="file" type="file" accept="\.csv,text\/csv"/);
			assert.match(page.text, /<label class="kern-label" for="f-file">Datei<\/label>/);
		});

		test('a file is sent, looked at, used once', async () => {
			const answer = await send(head, 'a;b\r\n1;"x\r\ny"\r\n', { filename: 'C:\\Daten\\Plan Münster.csv' });
			assert.equal(answer.status, 303, answer.text);
			const look = await head.get(answer.location);
			assert.match(look.text, /^Plan Münster\.csv 2 rows, last in line 2 begins with 1/);
			const csrf = await head.csrf(PAGE);
			assert.equal((await head.post(answer.location, { csrf })).status, 303);
			assert.equal((await head.get(answer.location)).status, 404);
			assert.equal((await head.post(answer.location, { csrf })).status, 404);
		});

		test('Windows-1252 becomes UTF-8', async () => {
			const answer = await send(head, Buffer.from('M\xFCller \x80;\n', 'latin1'));
			assert.match((await head.get(answer.location)).text, /begins with Müller €/);
		});

		test('5 MiB fit; a byte more is told at the field, much more with 413 in words', async () => {
			const most = Buffer.alloc(5 * MEGABYTE, 'x;y\n');
			assert.equal((await send(head, most)).status, 303);
			const more = await send(head, Buffer.alloc(5 * MEGABYTE + 1, 'x;y\n'));
			assert.equal(more.status, 422);
			assert.match(more.text, /Die Datei ist zu groß – höchstens 5 MB\./);
			const much = multipart([['csrf', await head.csrf(PAGE)], ['file', { filename: 'x.csv', bytes: Buffer.alloc(6 * MEGABYTE, 'x') }]]);
			const told = await statusOf(head, much, PAGE, { 'content-length': much.body.length });
			assert.equal(told.status, 413);
			assert.match(told.text, /Die Datei ist zu groß\. Es wurde nichts gespeichert\./);
			assert.equal((await statusOf(head, much, PAGE, { 'transfer-encoding': 'chunked' })).status, 413);
			assert.equal((await head.get(PAGE)).status, 200);
		});

		test('what is no table is refused with its line, and nothing typed is lost', async () => {
			for (const [bytes, words] of [['', 'Die Datei ist leer'], ['\n\n', word('csv.empty', 1)], ['%PDF-1.7\n\x00', word('csv.bytes', 1)],
				['a;b\n1;"2\n', word('csv.unclosed', 2)]]) {
				const answer = await send(head, bytes);
				assert.equal(answer.status, 422);
				assert.ok(answer.text.includes(words), words);
				assert.match(answer.text, /name="note" type="text" value="Größe"/);
				assert.match(answer.text, /<input[^>]* type="file"[^>]* aria-describedby="[^"]*f-file-error" aria-invalid="true"/);
			}
			const none = await post(head, multipart([['csrf', await head.csrf(PAGE)], ['file', { filename: '', bytes: '' }]]));
			assert.equal(none.status, 422);
			assert.ok(none.text.includes('Bitte wählen Sie eine Datei aus.'));
			/* a form without files on a route that takes them: the file is missing, that is all */
			const plain = await head.post(PAGE, { csrf: await head.csrf(PAGE), file: 'a;b' });
			assert.equal(plain.status, 422);
		});

		test('broken framing, no boundary, 10,000 parts: 400 in words; nothing was kept', async () => {
			const csrf = await head.csrf(PAGE);
			const good = multipart([['csrf', csrf], ['file', { filename: 'x.csv', bytes: 'a' }]]);
			const bad = [
				{ ...good, body: good.body.subarray(0, -10) },
				{ ...good, type: 'multipart/form-data' },
				{ ...good, type: 'multipart/form-data; boundary=other' },
				{ ...good, body: Buffer.concat([Buffer.from('preamble\r\n'), good.body]) },
				multipart([['csrf', csrf], ...Array.from({ length: 10000 }, (_, i) => [`n${i}`, '1'])]),
			];
			for (const request of bad) {
				const answer = await post(head, request);
				assert.equal(answer.status, 400);
				assert.match(answer.text, /Die Datei kam unvollständig oder fehlerhaft an\./);
			}
		});

		test('without the token, from another site, on a route without files', async () => {
			const csrf = await head.csrf(PAGE);
			const file = ['file', { filename: 'x.csv', bytes: 'a' }];
			assert.equal((await post(head, multipart([file]))).status, 403);
			assert.equal((await post(head, multipart([['csrf', 'x'.repeat(64)], file]))).status, 403);
			const { body, type } = multipart([['csrf', csrf], file]);
			const foreign = await head.request('POST', PAGE, { body, headers: { 'content-type': type, 'sec-fetch-site': 'cross-site' } });
			assert.equal(foreign.status, 403);
			assert.equal((await post(head, { body, type }, '/account')).status, 415);
			assert.equal((await post(head, { body: Buffer.alloc(5 * MEGABYTE), type: 'text/csv' })).status, 413);
		});

		test('another account, another KI: as if it did not exist', async () => {
			const { location } = await send(head, 'a;b\n');
			assert.equal((await head.get(location)).status, 200);
			const second = await signIn(house, 'second@coesfeld');
			assert.equal((await second.get(location)).status, 404);
			assert.equal((await second.post(location, { csrf: await second.csrf(PAGE) })).status, 404);
			const unna = await signIn(house, 'head@unna');
			assert.equal((await unna.get(location)).status, 404);
			assert.equal((await unna.get(location.replace('coesfeld', 'unna'))).status, 404);
			assert.equal((await head.get(location)).status, 200);
		});
	});

	test(`an hour later it is gone, on ${kind}`, async (t) => {
		const db = houseDatabase(kind);
		let house = await startHouse(db);
		t.after(() => house.stop().then(() => db.drop()));
		const { location } = await send(await signIn(house), 'a;b\n');
		await house.stop();
		house = await startHouse(db, 61);
		const later = await signIn(house);
		assert.equal((await later.get(location)).status, 404);
		if (kind === 'postgresql') {
			assert.equal(psql(db.url, 'SELECT count(*) FROM upload'), '0');
		}
	});
}

test('two processes on one PostgreSQL: uploaded at A, looked at and used at B, gone at A', { skip: NO_POSTGRESQL }, async (t) => {
	const db = houseDatabase('postgresql');
	const [a, b] = await Promise.all([startHouse(db), startHouse(db)]);
	t.after(() => Promise.all([a.stop(), b.stop()]).then(() => db.drop()));
	const head = await signIn(a);
	const { location } = await send(head, 'a;b\n1;2\n');
	head.base = b.base; // the next request goes to the other one, with the same session
	assert.match((await head.get(location)).text, /^plan\.csv 2 rows, last in line 2 begins with 1/);
	const csrf = formsOf((await head.get(PAGE)).text).map((form) => form.fields.csrf).find(Boolean);
	/* pressed twice at once, at both: one of them wins */
	const atA = Object.assign(new Client(a.base), { cookies: new Map(head.cookies) });
	const both = await Promise.all([head.post(location, { csrf }), atA.post(location, { csrf })]);
	const won = both.map(({ status }) => status).sort();
	assert.equal(won[0], 303);
	assert.ok([404, 409].includes(won[1]), String(won));
	assert.equal((await atA.get(location)).status, 404);
});
