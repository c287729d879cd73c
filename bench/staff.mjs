// staff.mjs -- the staff plan with one KI and one year against all 54 KI with ten years: both served at once, asked in
// turn by one client, so that noise of the machine meets both alike. Only the ratio of the medians counts.

import { execFileSync } from 'node:child_process';
import http from 'node:http';
import path from 'node:path';

const PASSWORD = 'Scharnier-Messung-2026';
const ASKED = Number(process.env.BENCH_STAFF ?? 400); // of each page and database
const PARTS = 5; // the least and most of the ratio are those of the parts
const YEARS = 10;

/** Days that look random and are the same in every run. */
function chance(seed) {
	let state = seed;
	return (below) => {
		state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
		return Math.floor((state / 2 ** 32) * below);
	};
}

const dayBefore = (days) => new Date(Date.now() - days * 86400000).toISOString().slice(0, 10);

function makeDatabase(file, centres, years) {
	const db = ['--db', `sqlite:${file}`];
	const said = execFileSync('build/scharnier', ['bench-data', ...db, '--centres', String(centres), '--years', String(years)], { encoding: 'utf8' });
	const input = `${PASSWORD}\n`;
	const add = (login, role, more) => execFileSync('build/scharnier', ['user', 'add', login, '--name', 'Messung', '--role', role, ...more, ...db], { input });
	add('head@coesfeld', 'head', ['--centre', 'coesfeld']);
	add('ministry@land', 'ministry', []);
	return said.trim();
}

/** One keep-alive connection with a session. */
class Visitor {
	constructor(base) {
		this.base = base;
		this.agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
		this.cookies = new Map();
	}

	request(method, target, body) {
		const headers = { cookie: [...this.cookies].map((pair) => pair.join('=')).join('; '), 'accept-language': 'de' };
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

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];

/** The same number of questions to both, in turn, who is first changing; ratio of the medians, and that of each part. */
async function compare(small, large, smallDay, largeDay, target) {
	const times = { small: [], large: [] };
	const asked = [['small', small, smallDay], ['large', large, largeDay]];
	for (let i = -20; i < ASKED; i++) { // the first warm the caches
		for (const [name, visitor, day] of i % 2 ? asked : [...asked].reverse()) {
			const ms = await visitor.time(`${target}?day=${day()}`);
			if (i >= 0) {
				times[name].push(ms);
			}
		}
	}
	const size = Math.floor(ASKED / PARTS);
	const parts = Array.from({ length: PARTS }, (_, i) => i * size)
		.map((from) => median(times.large.slice(from, from + size)) / median(times.small.slice(from, from + size)));
	const ms = { small: median(times.small), large: median(times.large) };
	return { ...ms, median: ms.large / ms.small, least: Math.min(...parts), most: Math.max(...parts) };
}

/** start(url): a server on that database, as { child, base }; end(child) ends it. */
export async function measureStaff(scratch, start, end) {
	const files = { small: path.join(scratch, 'staff-small.db'), large: path.join(scratch, 'staff-large.db') };
	const size = { small: makeDatabase(files.small, 1, 1), large: makeDatabase(files.large, 54, YEARS) };
	const small = await start(`sqlite:${files.small}`);
	const large = await start(`sqlite:${files.large}`);
	const heads = [await new Visitor(small.base).signIn('head@coesfeld'), await new Visitor(large.base).signIn('head@coesfeld')];
	const ministries = [await new Visitor(small.base).signIn('ministry@land'), await new Visitor(large.base).signIn('ministry@land')];
	// The small one has only the present year: both are asked for its days, the large one also for those of all years.
	const now = new Date();
	const ofYear = Math.floor((now - Date.UTC(now.getUTCFullYear(), 0, 1)) / 86400000);
	const recent = (seed) => {
		const next = chance(seed);
		return () => dayBefore(next(ofYear));
	};
	const any = (seed) => {
		const next = chance(seed);
		return () => dayBefore(next(ofYear + (YEARS - 1) * 365));
	};
	const plan = '/centres/coesfeld/staff';
	const result = {
		size,
		recent: await compare(...heads, recent(1), recent(1), plan),
		past: await compare(...heads, recent(2), any(2), plan),
		land: await compare(...ministries, recent(3), recent(3), '/land/staff'),
		landPast: await compare(...ministries, recent(4), any(4), '/land/staff'),
	};
	for (const visitor of [...heads, ...ministries]) {
		visitor.agent.destroy();
	}
	await end(small.child);
	await end(large.child);
	return result;
}
