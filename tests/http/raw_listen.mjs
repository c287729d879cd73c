// Where the server listens, and how it ends.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync, existsSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { HOST, echoPath, exchange, file, receives, startEcho, statusesOf, tcp } from './raw_kit.mjs';

const get = (path, headers = '') => `GET ${path} HTTP/1.1\r\nHost: ${HOST}\r\n${headers}\r\n`;
const closing = get('/', 'Connection: close\r\n');
let folder;
before(() => (folder = mkdtempSync(join(tmpdir(), 'scharnier-'))));
after(() => rmSync(folder, { recursive: true }));

test('a socket file: only owner and group, gone afterwards', async () => {
	const path = join(folder, 'a.sock');
	const echo = await startEcho(['--listen', `unix:${path}`]);
	assert.equal(echo.address, `unix:${path}`);
	assert.equal(statSync(path).mode & 0o777, 0o660);
	const { received } = await exchange(file(path), closing);
	assert.match(received, /"address":"local"/);
	await echo.stop();
	assert.equal(existsSync(path), false);
});

test('a socket file whose server died is replaced', async () => {
	const path = join(folder, 'b.sock');
	const dead = await startEcho(['--listen', `unix:${path}`]);
	dead.process.kill('SIGKILL');
	await dead.ended;
	assert.ok(existsSync(path));
	const echo = await startEcho(['--listen', `unix:${path}`]);
	assert.deepEqual((await exchange(file(path), closing)).statuses, [200]);
	await echo.stop();
});

test('a socket file that somebody answers on is left alone', async () => {
	const path = join(folder, 'c.sock');
	const echo = await startEcho(['--listen', `unix:${path}`]);
	await assert.rejects(startEcho(['--listen', `unix:${path}`]), /antwortet bereits ein anderer Prozess/);
	assert.deepEqual((await exchange(file(path), closing)).statuses, [200]);
	await echo.stop();
});

test('a file that is no socket is left alone', async () => {
	const path = join(folder, 'plain');
	writeFileSync(path, 'precious');
	await assert.rejects(startEcho(['--listen', `unix:${path}`]), /keine Socket-Datei/);
	assert.equal(statSync(path).size, 8);
});

for (const [where, words] of [
	['127.0.0.1', /keine Adresse/], ['127.0.0.1:http', /keine Adresse/], ['127.0.0.1:70000', /keine Adresse/],
	[':8080', /keine Adresse/], ['::1:8080', /keine Adresse/], ['', /keine Adresse/], ['256.0.0.1:80', /keine Adresse/],
	['unix:', /1 bis 107 Zeichen/], ['unix:/' + 'a'.repeat(200), /1 bis 107 Zeichen/],
	['unix:/nowhere/at/all.sock', /lässt sich nicht anlegen/], ['systemd', /systemd hat nicht/],
])
	test(`cannot listen on "${where.slice(0, 30)}"`, async () => {
		await assert.rejects(startEcho(['--listen', where]), words);
	});

test('a port in use is named', async () => {
	const echo = await startEcho();
	await assert.rejects(startEcho(['--listen', `127.0.0.1:${echo.port}`]), /ist bereits belegt/);
	await echo.stop();
});

test('IPv6', async (t) => {
	const echo = await startEcho(['--listen', '[::1]:0']).catch(() => null);
	if (!echo) return t.skip('no IPv6 here');
	assert.match(echo.address, /^http:\/\/\[::1\]:\d+$/);
	assert.match((await exchange(tcp(echo.port, '::1'), closing)).received, /"address":"::1"/);
	await echo.stop();
});

const activate = 'systemd-socket-activate';
const noActivate = spawnSync(activate, ['--version']).error && `${activate} is missing`;
test('a socket that systemd opened', { skip: noActivate }, async () => {
	const path = join(folder, 'lent.sock');
	const starting = startEcho([], { before: [activate, '-l', path, echoPath, '--listen', 'systemd'] });
	/* It starts the server when somebody knocks; that one is served. */
	let first;
	while (!first) first = await exchange(file(path), closing).then((r) => (r.error ? null : r));
	assert.deepEqual(first.statuses, [200]);
	const echo = await starting;
	assert.equal(echo.address, `unix:${path}`);
	await echo.stop();
	assert.ok(existsSync(path), 'the socket file is systemd’s');
});

test('SIGTERM: requests in flight are answered, and those that were sent already', async () => {
	const echo = await startEcho(['--threads', '1']);
	const connect = () => net.connect({ port: echo.port });
	const all = Array.from({ length: 5 }, connect);
	const [slow, kept, idle, halfSent, silent] = all;
	await Promise.all(all.map((s) => new Promise((r) => s.once('connect', r))));
	/* Two connections have had an answer before, so that the server keeps them. */
	for (const s of [kept, idle]) {
		const answer = receives(s, /"target":"[^}]*}\n/);
		s.write(get('/'));
		await answer;
	}
	const ended = all.map((s) => new Promise((r) => s.once('close', r).on('error', () => {}).resume()));
	const slowAnswer = receives(slow, /"target":"[^}]*}\n/);
	slow.write(get('/slow/1500'));
	kept.write(get('/kept'));
	const keptAnswer = receives(kept, /"target":"[^}]*}\n/);
	halfSent.write('GET / HTTP/1.1\r\n');
	await echo.busy; /* so that the signal comes while the handler works */
	echo.process.kill('SIGTERM');
	for (const answer of [await slowAnswer, await keptAnswer]) {
		assert.deepEqual(statusesOf(answer), [200]);
		assert.match(answer, /^Connection: close\r$/m);
	}
	await Promise.all(ended);
	assert.equal(silent.bytesRead, 0);
	assert.deepEqual(await echo.ended, { code: 0, signal: null });
	await assert.rejects(
		exchange(tcp(echo.port), closing).then((r) => (r.error ? Promise.reject(r.error) : r)),
		/ECONNREFUSED/,
	);
});

test('SIGTERM under load: every request that was begun is answered', async () => {
	const echo = await startEcho(['--threads', '2']);
	let answered = 0;
	let stopping = false;
	const client = async () => {
		for (;;) {
			const { statuses, received, error } = await exchange(tcp(echo.port), get('/slow/5', 'Connection: close\r\n'));
			if (statuses.length === 0) {
				/* Not let in any more: nothing of the request was read. */
				assert.ok(stopping, `${error} ${received}`);
				return;
			}
			assert.deepEqual(statuses, [200]);
			assert.match(received, /}\n$/);
			if (++answered === 100) {
				stopping = true;
				echo.process.kill('SIGTERM');
			}
		}
	};
	await Promise.all(Array.from({ length: 20 }, client));
	assert.deepEqual(await echo.ended, { code: 0, signal: null });
	assert.ok(answered >= 100);
});
