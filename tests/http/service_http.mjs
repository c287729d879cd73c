// service_http.mjs -- under a service manager: what we tell it, the socket it hands over, the watchdog, the sandbox.

import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';

import { freshDatabase, NO_POSTGRESQL, PROGRAM, ROOT, start } from './client.mjs';

const has = (command) => spawnSync('sh', ['-c', `command -v ${command}`]).status === 0;
const NO_PYTHON = has('python3') ? false : 'python3 is not installed';
const NO_ANALYZE = has('systemd-analyze') ? false : 'systemd-analyze is not installed';
const NO_ACTIVATE = has('systemd-socket-activate') ? false : 'systemd-socket-activate is not installed';

// Node has no datagram sockets of files.
const EAR = `
import os, socket, sys
ear = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
ear.bind(sys.argv[1].replace('@', '\\0', 1))
print('listening', flush=True)
while True:
    print(ear.recv(4096).decode().strip().replace('\\n', ' | '), flush=True)
`;

/** The service manager's ear: { path, heard: [datagram], hears(pattern, from), close() }. */
async function manager(t, { file } = {}) {
	const folder = mkdtempSync(path.join(tmpdir(), 'scharnier-notify-'));
	file ??= path.join(folder, 'notify');
	const child = spawn('python3', ['-c', EAR, file], { stdio: ['ignore', 'pipe', 'inherit'] });
	const heard = [];
	let listeners = [];
	let rest = '';
	child.stdout.on('data', (bytes) => {
		const lines = (rest + bytes).split('\n');
		rest = lines.pop();
		heard.push(...lines);
		listeners = listeners.filter((look) => !look());
	});
	const hears = (pattern, from = 0) =>
		new Promise((resolve, reject) => {
			const timer = setTimeout(() => reject(new Error(`not heard: ${pattern}; heard: ${heard.join('; ')}`)), 20_000);
			const look = () => {
				const at = heard.findIndex((line, i) => i >= from && pattern.test(line));
				if (at >= 0) {
					clearTimeout(timer);
					resolve(at);
				}
				return at >= 0;
			};
			if (!look()) {
				listeners.push(look);
			}
		});
	const close = () => {
		child.kill();
		rmSync(folder, { recursive: true, force: true });
	};
	t.after(close);
	await hears(/^listening$/);
	return { path: file, heard, hears, close };
}

/** The program under this manager; it ends with the test. */
async function serve(t, m, { database = 'sqlite', ...env } = {}) {
	const server = await start({ command: 'serve', database, env: { NOTIFY_SOCKET: m.path, ...env } });
	let stopped;
	const stop = server.stop;
	server.stop = () => (stopped ??= stop());
	t.after(() => server.stop());
	return server;
}

const until = async (happened) => {
	const end = Date.now() + 20_000;
	while (!happened()) {
		assert.ok(Date.now() < end, 'waited for 20 s');
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
};

test('status, then ready when the address answers, then alive all the time, reloading, stopping', { skip: NO_PYTHON }, async (t) => {
	const m = await manager(t);
	const server = await serve(t, m, { WATCHDOG_USEC: '600000' });
	const status = await m.hears(/^STATUS=Öffnet die Datenbank/);
	const ready = await m.hears(/^READY=1 \| STATUS=Dient auf http:\/\/127\.0\.0\.1:\d+$/);
	const first = await m.hears(/^WATCHDOG=1$/);
	await m.hears(/^WATCHDOG=1$/, first + 1);
	assert.ok(status < ready && ready < first);
	const before = m.heard.length;
	server.child.kill('SIGHUP');
	const reloading = await m.hears(/^RELOADING=1 \| MONOTONIC_USEC=\d+$/, before);
	await m.hears(/^READY=1 \| STATUS=Dient auf/, reloading);
	await server.stop();
	const stopping = await m.hears(/^STOPPING=1 \| STATUS=/);
	assert.equal(m.heard.slice(stopping + 1).length, 0, 'nothing after the end');
});

test('the address in the abstract name space; no watchdog for another process', { skip: NO_PYTHON }, async (t) => {
	const m = await manager(t, { file: `@scharnier-test-${process.pid}` });
	const server = await serve(t, m, { WATCHDOG_USEC: '30000', WATCHDOG_PID: '1' });
	await server.stop();
	await m.hears(/^STOPPING=1/);
	assert.ok(!m.heard.includes('WATCHDOG=1'));
});

test('a database that cannot be opened is never ready; a manager that does not listen is no reason to fail', { skip: NO_PYTHON }, async (t) => {
	const m = await manager(t);
	await assert.rejects(start({
		command: 'serve',
		database: { url: 'sqlite:/nowhere/at/all.db', drop() {} },
		env: { NOTIFY_SOCKET: m.path },
	}));
	await m.hears(/^STATUS=/);
	assert.ok(!m.heard.some((line) => line.includes('READY')));
	m.close();
	const deaf = await serve(t, m, { WATCHDOG_USEC: '60000' });
	await deaf.stop();
	assert.match(deaf.output.stderr, /notify\.lost/);
});

test('when no worker comes round any more the watchdog hears nothing', { skip: NO_PYTHON || NO_POSTGRESQL }, async (t) => {
	const m = await manager(t);
	const server = await serve(t, m, { database: 'postgresql', WATCHDOG_USEC: '600000' });
	await m.hears(/^WATCHDOG=1$/);
	// A lock on the sessions holds each request with a session for two seconds, and with it its worker.
	const lock = spawn('psql', ['-X', '-q', '-d', server.db.url], { stdio: ['pipe', 'pipe', 'inherit'] });
	lock.stdin.write('BEGIN; LOCK TABLE session; SELECT 1 AS locked;\n');
	await new Promise((resolve) => lock.stdout.once('data', resolve));
	const agent = new http.Agent({ maxSockets: 16 });
	const asked = Array.from({ length: 12 }, () => new Promise((resolve) => {
		const headers = { cookie: 'session=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' };
		http.get(`${server.base}/account`, { agent, headers }, (rs) => rs.resume().on('end', resolve)).on('error', resolve);
	}));
	await until(() => /watchdog\.no_pulse/.test(server.output.stderr));
	const silent = m.heard.length;
	lock.stdin.end('ROLLBACK;\n');
	await m.hears(/^WATCHDOG=1$/, silent);
	await Promise.all(asked);
});

test('a socket handed over: the first request starts the program and waits for it', { skip: NO_ACTIVATE }, async () => {
	const db = freshDatabase();
	const port = await new Promise((resolve) => {
		const probe = net.createServer().listen(0, '127.0.0.1', () => {
			const { port } = probe.address();
			probe.close(() => resolve(port));
		});
	});
	const args = ['-l', `127.0.0.1:${port}`, PROGRAM, 'serve', '--db', db.url, '--listen', 'systemd'];
	const child = spawn('systemd-socket-activate', args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
	let errors = '';
	let output = '';
	child.stderr.on('data', (bytes) => (errors += bytes));
	child.stdout.on('data', (bytes) => (output += bytes));
	const ended = new Promise((resolve) => child.on('close', resolve));
	await until(() => /Listening on/.test(errors));
	const status = await new Promise((resolve, reject) =>
		http.get(`http://127.0.0.1:${port}/healthz`, (rs) => rs.resume().on('end', () => resolve(rs.statusCode))).on('error', reject));
	assert.equal(status, 200);
	await until(() => output.includes(`http://127.0.0.1:${port}`));
	child.kill('SIGTERM');
	assert.equal(await ended, 0);
	db.drop();
});

function exposure(...files) {
	const folder = mkdtempSync(path.join(tmpdir(), 'scharnier-units-'));
	// Drop-ins are read beside the unit; offline the lines behind it are the same.
	const unit = path.join(folder, 'scharnier.service');
	spawnSync('sh', ['-c', `cat ${files.join(' ')} >${unit}`], { cwd: path.join(ROOT, 'packaging/systemd') });
	const result = spawnSync('systemd-analyze', ['security', '--offline=true', '--no-pager', unit], { encoding: 'utf8' });
	rmSync(folder, { recursive: true });
	const [, score] = /exposure level for scharnier\.service: ([\d.]+)/.exec(result.stdout) ?? assert.fail(result.stderr);
	return score;
}

test('the backup runs in the same sandbox as the service', () => {
	const sandbox = (unit) => {
		const lines = readFileSync(path.join(ROOT, 'packaging/systemd', unit), 'utf8').split('\n');
		return lines.slice(lines.indexOf('# Rights'), lines.indexOf('# Amounts'));
	};
	assert.deepEqual(sandbox('scharnier-backup.service'), sandbox('scharnier.service'));
	assert.ok(sandbox('scharnier.service').length > 30);
});

test('the sandbox of the unit scores at most 0.5, with the network for mail and signing in at most 1.5', { skip: NO_ANALYZE }, () => {
	const alone = exposure('scharnier.service');
	const online = exposure('scharnier.service', 'network.conf');
	assert.ok(Number(alone) <= 0.5, alone);
	assert.ok(Number(online) <= 1.5, online);
	const said = readFileSync(path.join(ROOT, 'docs/operations.md'), 'utf8');
	assert.ok(said.includes(`${alone} of 10`) && said.includes(`${online} of 10`), `docs/operations.md must say ${alone} and ${online}`);
});
