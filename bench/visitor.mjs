// visitor.mjs -- one client that asks two servers in turn: what the comparisons of small and large databases share.

import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import { loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const PASSWORD = 'Scharnier-Messung-2026';
const PARTS = 5; // the least and most of the ratio are those of the parts

export const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];

/** Accounts for those who ask; by: part of their names, where those without it are taken. */
export function addAccounts(url, by) {
	const add = (role, place, more) => execFileSync('build/scharnier', ['user', 'add', `${role}${by ? `-${by}` : ''}@${place}`, '--name', 'Messung', '--role', role, ...more, '--db', url],
		{ input: `${PASSWORD}\n` });
	add('head', 'coesfeld', ['--centre', 'coesfeld']);
	add('administrator', 'coesfeld', ['--centre', 'coesfeld']);
	add('ministry', 'land', []);
}

/** bench-data with so many requests of the pool and activities for each KI and year, and accounts for those who ask. */
export function makeDatabase(file, centres, years, requests, activities = 0, bids = 0) {
	const db = ['--db', `sqlite:${file}`];
	const size = ['--centres', centres, '--years', years, '--requests', requests, '--activities', activities, '--bids', bids].map(String);
	const said = execFileSync('build/scharnier', ['bench-data', ...db, ...size], { encoding: 'utf8' });
	addAccounts(`sqlite:${file}`);
	return said.trim();
}

/** One keep-alive connection with a session. */
export class Visitor {
	constructor(base) {
		this.base = base;
		this.agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
		this.cookies = new Map();
	}

	request(method, target, body, more = {}) {
		const headers = { cookie: [...this.cookies].map((pair) => pair.join('=')).join('; '), 'accept-language': 'de', ...more };
		if (body) {
			headers['content-type'] = 'application/x-www-form-urlencoded';
			headers['content-length'] = Buffer.byteLength(body);
		}
		return new Promise((resolve, reject) => {
			const begin = performance.now();
			const asked = http.request(this.base + target, { method, headers, agent: this.agent }, (rs) => {
				const parts = [];
				rs.on('data', (bytes) => parts.push(bytes));
				rs.on('end', () => {
					const ms = performance.now() - begin;
					for (const cookie of rs.headers['set-cookie'] ?? []) {
						const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie);
						this.cookies.set(name, value);
					}
					resolve({ status: rs.statusCode, ms, body: Buffer.concat(parts) });
				});
			}).on('error', reject);
			asked.end(body);
		});
	}

	async signIn(login) {
		const form = (await this.request('GET', '/login')).body.toString();
		const [, csrf] = /name="csrf" value="([^"]+)"/.exec(form);
		const answer = await this.request('POST', '/login', new URLSearchParams({ csrf, login, password: PASSWORD }).toString());
		if (answer.status !== 303) {
			throw new Error(`${login} cannot sign in: ${answer.status}`);
		}
		return this;
	}

	async time(target) {
		const answer = await this.request('GET', target);
		if (answer.status !== 200) {
			throw new Error(`${target} answers ${answer.status}`);
		}
		return answer.ms;
	}
}

/** Both are asked `asked` times in turn, who is first changing: the ratio of the medians, and that of each part. small and
 * large give the address of each question. */
export async function compare(small, large, smallTarget, largeTarget, asked) {
	const times = { small: [], large: [] };
	const both = [['small', small, smallTarget], ['large', large, largeTarget]];
	for (let i = -20; i < asked; i++) { // the first warm the caches
		for (const [name, visitor, target] of i % 2 ? both : [...both].reverse()) {
			const ms = await visitor.time(target());
			if (i >= 0) {
				times[name].push(ms);
			}
		}
	}
	const size = Math.floor(asked / PARTS);
	const parts = Array.from({ length: PARTS }, (_, i) => i * size)
		.map((from) => median(times.large.slice(from, from + size)) / median(times.small.slice(from, from + size)));
	const ms = { small: median(times.small), large: median(times.large) };
	return { ...ms, median: ms.large / ms.small, least: Math.min(...parts), most: Math.max(...parts) };
}

/** Runs a measurement by itself, if `module` (import.meta.url) is what node was started with, and prints what it found. */
export async function alone(module, measure) {
	if (process.argv[1] !== fileURLToPath(module)) {
		return;
	}
	process.chdir(path.dirname(path.dirname(fileURLToPath(module))));
	const scratch = mkdtempSync(path.join(tmpdir(), 'scharnier-bench-'));
	chmodSync(scratch, 0o711); // PostgreSQL runs as another user there if we are root
	const children = [];
	process.on('exit', () => {
		children.forEach((child) => child.kill('SIGKILL'));
		rmSync(scratch, { recursive: true, force: true });
	});
	const start = (url, command = 'serve') => new Promise((resolve, reject) => {
		const child = spawn('build/scharnier', [command, '--db', url, '--listen', '127.0.0.1:0'], { stdio: ['pipe', 'pipe', 'inherit'] });
		children.push(child);
		child.stdout.on('data', (bytes) => {
			const found = /http:\/\/127\.0\.0\.1:\d+/.exec(bytes);
			if (found) {
				resolve({ child, base: found[0] });
			}
		});
		child.once('close', () => reject(new Error('the server ended')));
	});
	const end = (child) => new Promise((resolve) => {
		child.once('close', resolve);
		child.kill('SIGTERM');
	});
	console.log(JSON.stringify({ load: loadavg()[0], ...await measure(scratch, start, end) }, null, '\t'));
}
