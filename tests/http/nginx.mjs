// The same vectors through a real nginx with the configuration we ship: only ports, paths and some limits are
// replaced. What nginx lets through must have one meaning only.
import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import http2 from 'node:http2';
import net from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import tls from 'node:tls';
import { HOST, exchange, startEcho, statusesOf, wasSeen } from './raw_kit.mjs';
import { vectors } from './raw_list.mjs';

const nginxPath = ['/usr/sbin/nginx', '/usr/bin/nginx', 'nginx'].find((p) => !spawnSync(p, ['-v']).error);
const missing = !nginxPath ? 'nginx is missing' : spawnSync('openssl', ['version']).error ? 'openssl is missing' : false;
const shipped = new URL('../../packaging/nginx/', import.meta.url).pathname;

async function freePorts(n) {
	const servers = await Promise.all(
		Array.from({ length: n }, () => new Promise((r) => { const s = net.createServer().listen(0, '127.0.0.1', () => r(s)); })),
	);
	const ports = servers.map((s) => s.address().port);
	await Promise.all(servers.map((s) => new Promise((r) => s.close(r))));
	return ports;
}

function makeCertificate(folder) {
	execFileSync('openssl', [
		'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2',
		'-subj', `/CN=${HOST}`, '-addext', `subjectAltName=DNS:${HOST}`,
		'-keyout', join(folder, 'privkey.pem'), '-out', join(folder, 'fullchain.pem'),
	], { stdio: 'pipe' });
}

function adapt(folder, plainPort, tlsPort) {
	let site = readFileSync(join(shipped, 'scharnier.conf'), 'utf8');
	const replace = (from, to) => {
		assert.ok(site.includes(from), `scharnier.conf has no "${from}"`);
		site = site.replaceAll(from, to);
	};
	site = site.replace(/^\s*listen \[::\].*$/gm, ''); /* machines without IPv6 */
	replace('listen 80;', `listen 127.0.0.1:${plainPort};`);
	replace('listen 443 ', `listen 127.0.0.1:${tlsPort} `);
	replace('unix:/run/scharnier/http.sock', `unix:${folder}/http.sock`);
	replace('/etc/ssl/scharnier/', `${folder}/`);
	replace('/usr/share/scharnier/nginx', shipped.replace(/\/$/, ''));
	/* The vectors come faster than any person, and expect the limits of raw_vectors.mjs. */
	replace('rate=60r/s', 'rate=5000r/s');
	replace('client_max_body_size 6m', 'client_max_body_size 1000000');
	replace('client_body_timeout 10s', 'client_body_timeout 1s');
	replace('client_header_timeout 10s', 'client_header_timeout 2s');
	return site;
}

function mainConfiguration(folder) {
	const user = userInfo().uid === 0 ? 'user root;' : '';
	const temp = ['client_body', 'proxy', 'fastcgi', 'scgi', 'uwsgi']
		.map((n) => `${n}_temp_path ${folder}/${n};`).join('\n');
	return `daemon off; ${user} worker_processes 1; pid ${folder}/pid; error_log ${folder}/error.log info;
events { worker_connections 1024; }
http { access_log off; ${temp}
include ${folder}/site.conf; }\n`;
}

/** Resolves when something listens there. */
async function listening(port) {
	for (;;) {
		const open = await new Promise((r) => {
			const s = net.connect({ port }).on('connect', () => (s.destroy(), r(true))).on('error', () => r(false));
		});
		if (open) return;
		await new Promise((r) => setImmediate(r));
	}
}

describe('behind nginx', { skip: missing }, () => {
	let folder, echo, nginx, plainPort, tlsPort, ended;
	const connect = () => tls.connect({ port: tlsPort, host: '127.0.0.1', servername: HOST, rejectUnauthorized: false });
	const plain = () => net.connect({ port: plainPort });
	const get = (path, headers = '') => `GET ${path} HTTP/1.1\r\nHost: ${HOST}\r\n${headers}Connection: close\r\n\r\n`;
	const log = () => readFileSync(join(folder, 'error.log'), 'utf8');

	before(async () => {
		folder = mkdtempSync(join(tmpdir(), 'scharnier-nginx-'));
		for (const n of ['client_body', 'proxy']) mkdirSync(join(folder, n));
		makeCertificate(folder);
		echo = await startEcho(['--listen', `unix:${folder}/http.sock`, '--behind-proxy', '--max-body', '1000000']);
		[plainPort, tlsPort] = await freePorts(2);
		writeFileSync(join(folder, 'site.conf'), adapt(folder, plainPort, tlsPort));
		writeFileSync(join(folder, 'nginx.conf'), mainConfiguration(folder));
		nginx = spawn(nginxPath, ['-p', folder, '-c', join(folder, 'nginx.conf'), '-e', join(folder, 'error.log')], {
			stdio: ['ignore', 'ignore', 'pipe'],
		});
		let words = '';
		nginx.stderr.on('data', (d) => (words += d));
		ended = new Promise((r) => nginx.on('close', r));
		await Promise.race([listening(tlsPort), ended.then(() => Promise.reject(new Error(words)))]);
	});
	after(async () => {
		nginx?.kill('SIGTERM');
		await ended;
		await echo?.stop();
		rmSync(folder, { recursive: true, force: true });
	});

	for (const v of vectors)
		test(v.name, async () => {
			const marked = get(`/mark/${v.id}`);
			const { statuses, received } = await exchange(connect, Buffer.from(v.bytes(v.id) + marked, 'latin1'));
			const wanted = [v.nginx ?? v.direct].flat();
			const got = statuses[0] ?? 'closed';
			assert.ok(wanted.includes(got), `${got} instead of ${wanted}: ${received.slice(0, 300)}\n${log().slice(-500)}`);
			assert.equal(await wasSeen(connect, `inner-${v.id}`), false, 'the hidden request was executed');
			/* Passed on and accepted: the connection goes on behind it, in step. */
			if (got === 200 && v.go) assert.equal(await wasSeen(connect, v.id), true, 'the marked request');
			if (got === 'closed') assert.equal(await wasSeen(connect, v.id), false, 'the marked request');
		});

	test('a client cannot claim an address, a scheme or a host', async () => {
		const { received } = await exchange(connect, get('/', 'X-Forwarded-For: 192.0.2.1\r\nX-Forwarded-Proto: http\r\n'));
		assert.match(received, /"address":"127\.0\.0\.1"/);
		assert.match(received, /"secure":true/);
	});
	test('plain HTTP leads to HTTPS, whatever host is asked for', async () => {
		const { received } = await exchange(plain, get('/a?b=c'));
		assert.match(received, /^HTTP\/1\.1 308 /);
		assert.match(received, new RegExp(`^Location: https://${HOST}/a\\?b=c\r$`, 'm'));
	});
	test('another name gets no certificate', async () => {
		const other = () => tls.connect({ port: tlsPort, servername: 'other.example', rejectUnauthorized: false });
		const { statuses, error } = await exchange(other, get('/'));
		assert.deepEqual(statuses, []);
		assert.match(String(error), /unrecognized name/i);
	});
	test('another host on our connection gets no page', async () => {
		const { statuses } = await exchange(connect, 'GET / HTTP/1.1\r\nHost: other.example\r\nConnection: close\r\n\r\n');
		assert.deepEqual(statuses, [421]);
	});
	test('HTTP/2', async () => {
		const session = http2.connect(`https://${HOST}:${tlsPort}`, {
			createConnection: () =>
				tls.connect({ port: tlsPort, servername: HOST, rejectUnauthorized: false, ALPNProtocols: ['h2'] }),
		});
		const bodies = await Promise.all(
			Array.from({ length: 50 }, (_, i) => new Promise((resolve, reject) => {
				const stream = session.request({ ':path': `/${i}`, cookie: ['a=1', 'b=2'] });
				let body = '';
				stream.on('data', (d) => (body += d)).on('end', () => resolve(body)).on('error', reject);
				stream.end();
			})),
		);
		session.close();
		bodies.forEach((body, i) => assert.match(body, new RegExp(`"path":"/${i}".*"cookies":\\[\\["a","1"\\],\\["b","2"\\]\\]`)));
	});
	test('texts are packed for those who take it', async () => {
		const { received } = await exchange(connect, get('/large/5000', 'Accept-Encoding: gzip\r\n'));
		assert.match(received, /^Content-Encoding: gzip\r$/m);
		assert.match(received, /^Vary: Accept-Encoding\r$/m);
	});
	test('what is packed already stays so', async () => {
		const { received } = await exchange(connect, get('/packed', 'Accept-Encoding: gzip\r\n'));
		assert.equal(received.match(/^Content-Encoding: gzip\r$/gm).length, 1);
	});
	test('signing in is limited per address', async () => {
		const answers = [];
		for (let i = 0; i < 15; i++) answers.push(...(await exchange(connect, get('/login'))).statuses);
		/* One and the burst of 10; and one more for every two seconds that the test takes. */
		const admitted = answers.filter((s) => s === 200).length;
		assert.ok(admitted >= 11 && admitted < 15, `${admitted}`);
		assert.deepEqual([...new Set(answers)], [200, 429]);
	});
	for (const [name, open] of [['plain', plain], ['TLS', connect]])
		test(`a head that never ends is cut: ${name}`, { timeout: 20000 }, async () => {
			const socket = open();
			socket.write('GET / HTTP/1.1\r\n');
			const timer = setInterval(() => socket.write('X: y\r\n'), 100);
			await new Promise((r) => socket.on('error', () => {}).on('close', r).resume());
			clearInterval(timer);
		});
	test('while the program is away there is a page for it', async () => {
		await echo.stop();
		const { received } = await exchange(connect, get('/'));
		assert.deepEqual(statusesOf(received), [503]);
		assert.match(received, /^Retry-After: 30\r$/m);
		assert.match(received, /Zurzeit nicht erreichbar/);
	});
});
