// Sends every vector of raw_list.mjs to our own server, with a marked request behind it, and looks what became of both.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { HOST, exchange, startEcho, tcp, wasSeen } from './raw_kit.mjs';
import { vectors } from './raw_list.mjs';

let echo;
before(async () => {
	echo = await startEcho(['--head', '2', '--body', '1', '--idle', '5', '--max-body', '1000000']);
});
after(async () => {
	const { code, signal } = await echo.stop();
	assert.deepEqual({ code, signal }, { code: 0, signal: null }, echo.log());
});

for (const v of vectors)
	test(v.name, async () => {
		const marked = `GET /mark/${v.id} HTTP/1.1\r\nHost: ${HOST}\r\nConnection: close\r\n\r\n`;
		const connect = tcp(echo.port);
		const { statuses, received, error } = await exchange(connect, Buffer.from(v.bytes(v.id) + marked, 'latin1'));
		assert.equal(error, undefined, 'the end is orderly, so that the client can read the answer');
		assert.equal(statuses[0] ?? 'closed', v.direct, received.slice(0, 500));
		assert.equal(await wasSeen(connect, `inner-${v.id}`), false, 'the hidden request was executed');
		assert.equal(await wasSeen(connect, v.id), v.go, 'the marked request');
		if (v.doubled) assert.deepEqual([...new Set(statuses)], [v.direct]);
		else assert.equal(statuses.length, (v.direct === 'closed' ? 0 : 1) + (v.go ? 1 : 0), received.slice(0, 500));
		if (statuses[0] >= 400) assert.match(received, /^Connection: close\r$/im);
		if (statuses[0] === 405) assert.match(received, /^Allow: GET, HEAD, POST\r$/m);
	});

test('there are enough vectors', () => assert.ok(vectors.length >= 80, `${vectors.length}`));
