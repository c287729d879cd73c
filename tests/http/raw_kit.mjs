// Starts the echo server and talks to it byte by byte.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import net from 'node:net';
import { createInterface } from 'node:readline';

export const HOST = 'scharnier.example.org';
export const echoPath = process.env.SCHARNIER_ECHO || 'build/src/http/http_echo';

/** Starts the echo server and resolves once it listens. `busy` resolves when a handler works on /slow. */
export async function startEcho(flags = [], options = {}) {
	if (!existsSync(echoPath)) throw new Error(`${echoPath} is missing: build it or set SCHARNIER_ECHO`);
	const child = spawn(options.before?.[0] ?? echoPath, [...(options.before?.slice(1) ?? []), ...flags], {
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	let log = '';
	child.stderr.on('data', (d) => (log += d));
	const ended = new Promise((resolve) => child.on('close', (code, signal) => resolve({ code, signal })));
	const lines = createInterface({ input: child.stdout });
	const busy = new Promise((resolve) => lines.on('line', (line) => line === 'busy' && resolve()));
	const address = await Promise.race([
		new Promise((resolve) => lines.once('line', resolve)),
		ended.then(() => Promise.reject(new Error(`the echo server did not start: ${log}`))),
	]);
	const port = Number(/:(\d+)$/.exec(address)?.[1] ?? 0);
	const stop = () => {
		child.kill('SIGTERM');
		return ended;
	};
	return { process: child, address, port, ended, busy, stop, log: () => log };
}

/** All status codes in what a server sent; our bodies never contain a status line. 100 is not an answer. */
export function statusesOf(received) {
	return [...received.matchAll(/^HTTP\/1\.[01] (\d{3})/gm)].map((m) => Number(m[1])).filter((s) => s !== 100);
}

/** Sends bytes and collects what comes until the connection ends. */
export function exchange(connect, bytes, timeout = 15000) {
	return new Promise((resolve, reject) => {
		const socket = connect();
		const chunks = [];
		let error;
		const timer = setTimeout(() => {
			socket.destroy();
			reject(new Error(`no end after ${timeout} ms; received: ${Buffer.concat(chunks).toString('latin1')}`));
		}, timeout);
		const write = () => socket.write(bytes);
		socket.once(socket.encrypted ? 'secureConnect' : 'connect', write);
		socket.on('data', (d) => chunks.push(d));
		socket.on('error', (e) => (error = e));
		socket.on('close', () => {
			clearTimeout(timer);
			const received = Buffer.concat(chunks).toString('latin1');
			resolve({ received, statuses: statusesOf(received), error });
		});
	});
}

export const tcp = (port, host = '127.0.0.1') => () => net.connect({ port, host });
export const file = (path) => () => net.connect({ path });

/** Asks whether a marked request was executed. */
export async function wasSeen(connect, id) {
	const { received } = await exchange(connect, `GET /seen/${id} HTTP/1.1\r\nHost: ${HOST}\r\nConnection: close\r\n\r\n`);
	const answer = /\r\n\r\n(yes|no)$/.exec(received.replace(/\r\n0\r\n\r\n$/, '').replace(/\r\n\r\n\d+\r\n/, '\r\n\r\n'));
	if (!answer) throw new Error(`the oracle does not answer: ${received}`);
	return answer[1] === 'yes';
}

/** Resolves when the stream has received a text that matches. */
export function receives(socket, pattern, timeout = 10000) {
	return new Promise((resolve, reject) => {
		let text = '';
		const timer = setTimeout(() => reject(new Error(`waited for ${pattern}, received: ${text}`)), timeout);
		const look = (d) => {
			text += d.toString('latin1');
			if (!pattern.test(text)) return;
			clearTimeout(timer);
			socket.off('data', look);
			resolve(text);
		};
		socket.on('data', look);
		socket.once('close', () => {
			clearTimeout(timer);
			reject(new Error(`closed before ${pattern}, received: ${text}`));
		});
	});
}
