// Slow, many and demanding clients (research/trust.md F2): absolute deadlines, the cap per address, many connections.
import assert from 'node:assert/strict';
import net from 'node:net';
import { networkInterfaces } from 'node:os';
import { after, before, describe, test } from 'node:test';
import { HOST, exchange, receives, startEcho, statusesOf, tcp } from './raw_kit.mjs';

const get = (path, headers = '') => `GET ${path} HTTP/1.1\r\nHost: ${HOST}\r\n${headers}\r\n`;

/** Sends `piece` again and again, and resolves with what came when the other side ends the connection. */
function drip(port, start, piece, everyMs) {
	return new Promise((resolve, reject) => {
		const socket = net.connect({ port });
		const began = Date.now();
		let received = '';
		let timer;
		const limit = setTimeout(() => {
			clearInterval(timer);
			socket.destroy();
			reject(new Error('the slow client was never cut'));
		}, 15000);
		socket.on('connect', () => {
			socket.write(start);
			timer = setInterval(() => socket.write(piece), everyMs);
		});
		socket.on('data', (d) => (received += d));
		socket.on('error', () => {});
		socket.on('close', () => {
			clearInterval(timer);
			clearTimeout(limit);
			resolve({ received, ms: Date.now() - began });
		});
	});
}

describe('deadlines', { concurrency: 4 }, () => {
	let echo;
	before(async () => (echo = await startEcho(['--head', '1', '--body', '1', '--idle', '1', '--threads', '2'])));
	after(() => echo.stop());

	test('a head that never ends is cut, however often a byte comes', async () => {
		const { received } = await drip(echo.port, 'GET / HTTP/1.1\r\n', 'X: y\r\n', 100);
		assert.equal(received, '');
		assert.match(echo.log(), /http\.cut stage=head/);
	});
	test('a request line that never ends is cut', async () => {
		assert.equal((await drip(echo.port, 'GET /', 'a', 100)).received, '');
	});
	test('empty lines for ever are cut', async () => {
		assert.equal((await drip(echo.port, '\r\n', '\r\n', 100)).received, '');
	});
	test('a body that never ends is cut', async () => {
		const start = `POST / HTTP/1.1\r\nHost: ${HOST}\r\nContent-Length: 100000\r\n\r\n`;
		const { received } = await drip(echo.port, start, 'x', 100);
		assert.equal(received, '');
		assert.match(echo.log(), /http\.cut stage=body/);
	});
	test('a chunked body that never ends is cut', async () => {
		const start = `POST / HTTP/1.1\r\nHost: ${HOST}\r\nTransfer-Encoding: chunked\r\n\r\n`;
		assert.equal((await drip(echo.port, start, '1\r\nx\r\n', 100)).received, '');
	});
	test('a connection without any byte is cut', async () => {
		assert.equal((await drip(echo.port, '', '', 60000)).received, '');
	});
	test('a second head on a kept connection is cut, too', async () => {
		const { received } = await drip(echo.port, get('/') + 'GET / HT', '', 60000);
		assert.deepEqual(statusesOf(received), [200]);
	});
	test('a slow handler is no slow client', async () => {
		const { statuses } = await exchange(tcp(echo.port), get('/slow/2000', 'Connection: close\r\n'));
		assert.deepEqual(statuses, [200]);
	});
	test('a client that never reads is cut', async () => {
		const socket = net.connect({ port: echo.port });
		socket.pause();
		/* More than all buffers between us hold; each answer has its own short deadline. */
		socket.write(get('/large/100000').repeat(400));
		/* No 'close' comes while nobody reads: the server's log tells. */
		const deadline = Date.now() + 20000;
		while (!/http\.cut stage=answer/.test(echo.log()) && Date.now() < deadline)
			await receivesLog(echo.process.stderr, deadline - Date.now());
		socket.destroy();
		assert.match(echo.log(), /http\.cut stage=answer/);
	});
	test('honest clients are served while many are slow', async () => {
		const slow = Array.from({ length: 300 }, () => net.connect({ port: echo.port }).on('error', () => {}));
		for (const s of slow) s.write('GET / HTTP/1.1\r\nX: ');
		for (let i = 0; i < 20; i++) {
			const { statuses } = await exchange(tcp(echo.port), get('/', 'Connection: close\r\n'));
			assert.deepEqual(statuses, [200]);
		}
		await Promise.all(slow.map((s) => new Promise((r) => (s.destroyed ? r() : s.once('close', r).resume()))));
	});
});

function receivesLog(stream, ms) {
	return new Promise((resolve) => {
		const timer = setTimeout(resolve, ms);
		stream.once('data', () => {
			clearTimeout(timer);
			resolve();
		});
	});
}

describe('many connections', () => {
	let echo;
	before(async () => (echo = await startEcho(['--listen', '0.0.0.0:0', '--per-address', '20', '--threads', '2'])));
	after(() => echo.stop());

	test('200 kept-alive connections at once, three requests each', async () => {
		const sockets = Array.from({ length: 200 }, () => net.connect({ port: echo.port }));
		for (let round = 0; round < 3; round++)
			await Promise.all(
				sockets.map((s, i) => {
					const answer = receives(s, /"target":"[^}]*}\n/);
					s.write(get(`/${i}/${round}`));
					return answer.then((text) => assert.ok(text.includes(`"path":"/${i}/${round}"`), text));
				}),
			);
		for (const s of sockets) s.destroy();
	});

	test('1,500 connections at once', async () => {
		const sockets = Array.from({ length: 1500 }, () => net.connect({ port: echo.port }));
		await Promise.all(
			sockets.map((s) => {
				const answer = receives(s, /"target":"[^}]*}\n/, 20000);
				s.write(get('/'));
				return answer;
			}),
		);
		for (const s of sockets) s.destroy();
	});

	test('1,000 requests in one go are answered in order', async () => {
		const all = Array.from({ length: 1000 }, (_, i) => get(`/${i}`, i === 999 ? 'Connection: close\r\n' : '')).join('');
		const { received } = await exchange(tcp(echo.port), all);
		const paths = [...received.matchAll(/"path":"\/(\d+)"/g)].map((m) => Number(m[1]));
		assert.deepEqual(paths, Array.from({ length: 1000 }, (_, i) => i));
	});

	const outside = Object.values(networkInterfaces()).flat().find((a) => a.family === 'IPv4' && !a.internal)?.address;
	test('the cap per address holds, and not for loopback', { skip: !outside && 'no address besides loopback' }, async () => {
		const open = Array.from({ length: 30 }, () => net.connect({ port: echo.port, host: outside }));
		const results = await Promise.all(
			open.map((s) => {
				s.on('error', () => {});
				const answer = receives(s, /HTTP\/1\.1 200/).then(() => true, () => false);
				s.write(get('/'));
				return answer;
			}),
		);
		assert.equal(results.filter(Boolean).length, 20);
		const { statuses } = await exchange(tcp(echo.port), get('/', 'Connection: close\r\n'));
		assert.deepEqual(statuses, [200], 'loopback is not counted');
		for (const s of open) s.destroy();
	});
});

describe('answers', () => {
	let echo;
	before(async () => (echo = await startEcho(['--behind-proxy'])));
	after(() => echo.stop());
	const ask = async (path, headers = '') =>
		(await exchange(tcp(echo.port), get(path, `${headers}Connection: close\r\n`))).received;

	test('HEAD has the length but no body', async () => {
		const { received } = await exchange(
			tcp(echo.port),
			`HEAD /large/1000 HTTP/1.1\r\nHost: ${HOST}\r\nConnection: close\r\n\r\n`,
		);
		assert.match(received, /^Content-Length: 1000\r$/m);
		assert.ok(received.endsWith('\r\n\r\n'));
	});
	for (const [accepted, packed] of [
		['gzip, deflate, br', true], ['*', true], ['GZIP;q=0.5', true],
		['', false], ['br', false], ['gzip;q=0', false], ['gzip; q=0.000, *', false], ['*;q=0', false],
	])
		test(`packed body for Accept-Encoding "${accepted}"`, async () => {
			const received = await ask('/packed', accepted && `Accept-Encoding: ${accepted}\r\n`);
			assert.equal(/^Content-Encoding: gzip\r$/m.test(received), packed);
			assert.match(received, /^Vary: Accept-Encoding\r$/m);
			if (!packed) assert.ok(received.endsWith('\r\n\r\nhello, packed world\n'));
		});
	test('a redirect', async () => {
		const received = await ask('/redirect');
		assert.match(received, /^HTTP\/1\.1 303 /);
		assert.match(received, /^Location: \/elsewhere\r$/m);
	});
	test("behind a proxy its own entry counts, not the client's", async () => {
		const received = await ask('/', 'X-Forwarded-For: 192.0.2.1, 198.51.100.7\r\nX-Forwarded-Proto: https\r\n');
		assert.match(received, /"secure":true/);
		assert.match(received, /"address":"198\.51\.100\.7"/);
	});
	test('an entry that is no address is not believed', async () => {
		assert.match(await ask('/', 'X-Forwarded-For: 192.0.2.1, <script>\r\n'), /"address":"127\.0\.0\.1"/);
	});
	test('a broken cookie does not take the others with it', async () => {
		const { received } = await exchange(
			tcp(echo.port),
			Buffer.from(get('/', 'Cookie: a=1; b=\xFF; c=3\r\nConnection: close\r\n'), 'latin1'),
		);
		assert.match(received, /"cookies":\[\["a","1"\],\["c","3"\]\]/);
	});
});

test('without a proxy nobody can claim an address', async () => {
	const echo = await startEcho();
	const { received } = await exchange(
		tcp(echo.port),
		get('/', 'X-Forwarded-For: 192.0.2.1\r\nX-Forwarded-Proto: https\r\nConnection: close\r\n'),
	);
	assert.match(received, /"secure":false.*"address":"127\.0\.0\.1"/);
	await echo.stop();
});
