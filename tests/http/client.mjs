// client.mjs -- what the HTTP and browser tests share: the program on a fresh database, and a small client with cookies.
//
//   const server = await start({ database: 'sqlite' });         // or 'postgresql'; the demo data are in it
//   const head = await signedIn(server, 'head@coesfeld');
//   const page = await head.get('/centres/coesfeld');           // { status, headers, text, json() }
//   const saved = await head.submit('/centres/coesfeld/sites/new', { street: 'Markt 1' });   // the form, then its POST
//   await server.stop();

import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))));
export const PROGRAM = process.env.SCHARNIER_PROGRAM ?? path.join(ROOT, 'build/scharnier');
export const DEMO_PASSWORD = 'Scharnier-Demo-2026';

/** Both databases, or only SQLite where no PostgreSQL runs; the runner (tools/run-tests.mjs) brings one. */
export const DATABASES = process.env.SCHARNIER_TEST_PG ? ['sqlite', 'postgresql'] : ['sqlite'];
/** For `{ skip: ... }` of tests on PostgreSQL. */
export const NO_POSTGRESQL = process.env.SCHARNIER_TEST_PG ? false : 'SCHARNIER_TEST_PG is not set';

// --- databases ----------------------------------------------------------------------------------------------------

/** The address of another database of the same PostgreSQL server. */
function withDatabase(url, name) {
	return url.replace(/^(postgres(?:ql)?:\/\/[^/?]*)(?:\/[^?]*)?/, `$1/${name}`);
}

export function psql(url, sql) {
	const options = ['-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', '-d', url, '-c', sql];
	return execFileSync('psql', options, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trimEnd();
}

/** An empty database: { url, kind, file (SQLite), drop() }. `template`: of PostgreSQL. */
export function freshDatabase(kind = 'sqlite', template = 'template0') {
	if (kind === 'sqlite') {
		const folder = mkdtempSync(path.join(tmpdir(), 'scharnier-db-'));
		const file = path.join(folder, 'scharnier.db');
		return { kind, file, url: `sqlite:${file}`, drop: () => rmSync(folder, { recursive: true, force: true }) };
	}
	const server = process.env.SCHARNIER_TEST_PG;
	const name = `test_${randomBytes(6).toString('hex')}`;
	const admin = withDatabase(server, 'postgres');
	psql(admin, `CREATE DATABASE ${name} TEMPLATE ${template} ENCODING 'UTF8' STRATEGY FILE_COPY`);
	return { kind, url: withDatabase(server, name), drop: () => psql(admin, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

const TEMPLATES = process.env.SCHARNIER_TEST_TEMPLATES; // a folder of this run; without it every test makes its own demo
const DEMO = 'demo_of_this_run';

/** Statements on a database that nobody serves. */
function change(db, sql) {
	if (db.kind === 'sqlite') {
		execFileSync('sqlite3', [db.file], { input: sql });
	} else {
		psql(db.url, sql);
	}
}

/** Takes most of what KI did and reported out of the demo: it is copied a hundred times. What stays is whole: of these KI all
 * years, of the others those from `year` on (absent: none); sums fit. */
export function thinOut(db, slugs, year) {
	const others = `centre_id NOT IN (SELECT id FROM centre WHERE slug IN (${slugs.map((slug) => `'${slug}'`).join(', ')}))`;
	const before = (column) => (year ? `${column} < '${year}' AND ` : ''); // '2024-12-31' and '2024', but not '2025'
	const parts = [`DELETE FROM activity WHERE ${before('day')}${others}`, `DELETE FROM activity_sum WHERE ${before('period')}${others}`];
	if (!year) {
		parts.push(...['report', 'report_figure', 'report_sum'].map((table) => `DELETE FROM ${table} WHERE ${others}`));
	}
	change(db, `${parts.join(';\n')};`);
	change(db, db.kind === 'sqlite' ? 'VACUUM;' : 'VACUUM (FULL, ANALYZE);');
}

/** Makes the demo once for all files of a run; of two that do so at the same time, one is kept. */
export async function prepareDemo(kind) {
	const made = freshDatabase(kind);
	await (await start({ database: made })).end();
	thinOut(made, ['coesfeld', 'bottrop', 'unna'], new Date().getFullYear() - 1);
	if (kind === 'sqlite') {
		if (existsSync(`${made.file}-wal`)) {
			throw new Error('the program left a WAL behind');
		}
		renameSync(made.file, path.join(TEMPLATES, 'demo.db'));
	} else {
		try {
			psql(withDatabase(made.url, 'postgres'), `ALTER DATABASE ${new URL(made.url).pathname.slice(1)} RENAME TO ${DEMO}`);
		} catch (error) {
			if (!/already exists/.test(error.stderr)) {
				throw error;
			}
		}
	}
	made.drop();
}

/** A database with the demo data, as if `scharnier demo` had just made it; see freshDatabase(). */
export async function demoDatabase(kind = 'sqlite') {
	if (!TEMPLATES) {
		const made = freshDatabase(kind);
		await (await start({ database: made })).end();
		return made;
	}
	if (kind === 'sqlite') {
		const prepared = path.join(TEMPLATES, 'demo.db');
		if (!existsSync(prepared)) {
			await prepareDemo(kind);
		}
		const copy = freshDatabase(kind);
		copyFileSync(prepared, copy.file);
		return copy;
	}
	const admin = withDatabase(process.env.SCHARNIER_TEST_PG, 'postgres');
	if (psql(admin, `SELECT 1 FROM pg_database WHERE datname = '${DEMO}'`) !== '1') {
		await prepareDemo(kind);
	}
	return freshDatabase(kind, DEMO);
}

// --- the program ----------------------------------------------------------------------------------------------------

/** Runs a command to its end: { code, signal, stdout, stderr }. `input` is a text for its standard input. */
export function run(args, { env = {}, input, cwd = ROOT } = {}) {
	return new Promise((resolve, reject) => {
		const child = spawn(PROGRAM, args, { cwd, env: { ...process.env, ...env } });
		const result = { stdout: '', stderr: '' };
		child.stdout.on('data', (bytes) => (result.stdout += bytes));
		child.stderr.on('data', (bytes) => (result.stderr += bytes));
		child.on('error', reject);
		child.on('close', (code, signal) => resolve({ ...result, code, signal }));
		child.stdin.on('error', () => {}); // a command that ends without reading
		child.stdin.end(input);
	});
}

/** An address of this machine where nobody listens. */
export function freeAddress() {
	return new Promise((resolve, reject) => {
		const probe = net.createServer();
		probe.on('error', reject);
		probe.listen(0, '127.0.0.1', () => {
			const address = `127.0.0.1:${probe.address().port}`;
			probe.close(() => resolve(address));
		});
	});
}

/** The address from the line that the program prints when it is ready. */
function readyAddress(child, output) {
	return new Promise((resolve, reject) => {
		const look = () => {
			const address = /https?:\/\/[^\s/]+:\d+/.exec(output.stdout);
			if (address) {
				resolve(address[0]);
			}
		};
		child.stdout.on('data', look);
		child.on('error', reject);
		child.on('close', (code, signal) =>
			reject(new Error(`The program ended (${signal ?? code}) before it was ready:\n${output.stdout}${output.stderr}`)));
	});
}

/**
 * Starts the program on a free port of the loopback address and waits until /healthz answers.
 * Options: database ('sqlite', 'postgresql' or the result of freshDatabase), command ('demo' or 'serve'), args, env,
 * listen (for programs that must know their own address beforehand: freeAddress()).
 */
export async function start({ database = 'sqlite', command = 'demo', args = [], env = {}, listen = '127.0.0.1:0' } = {}) {
	const wantsDemo = TEMPLATES && command === 'demo' && !args.includes('--now'); // the demo is one of its day
	const db = typeof database !== 'string' ? database : wantsDemo ? await demoDatabase(database) : freshDatabase(database);
	const child = spawn(PROGRAM, [command, '--db', db.url, '--listen', listen, ...args], {
		cwd: ROOT,
		env: { ...process.env, ...env },
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	const output = { stdout: '', stderr: '' };
	child.stdout.on('data', (bytes) => (output.stdout += bytes));
	child.stderr.on('data', (bytes) => (output.stderr += bytes));
	const ended = new Promise((resolve) => child.on('close', (code, signal) => resolve({ code, signal })));
	const atExit = () => child.kill('SIGKILL');
	process.on('exit', atExit);
	const server = {
		db,
		child,
		output,
		ended,
		/** Ends the program as an administrator would; resolves to { code, signal }. The database stays. */
		async end(signal = 'SIGTERM') {
			process.removeListener('exit', atExit);
			child.kill(signal);
			return ended;
		},
		/** Ends it and removes the database. */
		async stop() {
			const result = await server.end();
			db.drop();
			return result;
		},
	};
	try {
		server.base = await readyAddress(child, output);
		await untilHealthy(server.base);
	} catch (error) {
		await server.stop();
		throw error;
	}
	return server;
}

async function untilHealthy(base) {
	const answer = await new Client(base).get('/healthz');
	if (answer.status !== 200) {
		throw new Error(`/healthz answers ${answer.status}: ${answer.text}`);
	}
}

// --- forms ----------------------------------------------------------------------------------------------------------

const ENTITIES = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", '#x27': "'", apos: "'", nbsp: '\u00a0' };

export function decodeEntities(text) {
	return text.replace(/&(#?\w+);/g, (whole, name) => {
		if (name in ENTITIES) {
			return ENTITIES[name];
		}
		const number = /^#(x?)([\da-f]+)$/i.exec(name);
		return number ? String.fromCodePoint(parseInt(number[2], number[1] ? 16 : 10)) : whole;
	});
}

function attributesOf(tag) {
	const attributes = {};
	for (const [, name, , quoted, single, bare] of tag.matchAll(/([\w:-]+)(\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+)))?/g)) {
		attributes[name.toLowerCase()] = decodeEntities(quoted ?? single ?? bare ?? '');
	}
	return attributes;
}

function optionChosen(body) {
	const options = [...body.matchAll(/<option\b([^>]*)>([^<]*)/g)].map(([, tag, text]) => {
		const attributes = attributesOf(tag);
		return { value: attributes.value ?? decodeEntities(text).trim(), chosen: 'selected' in attributes };
	});
	return (options.find((option) => option.chosen) ?? options[0])?.value ?? '';
}

/** All forms of a page, with the values that a browser would send: [{ action, method, fields, html }]. */
export function formsOf(html) {
	return [...html.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gs)].map(([, tag, body]) => {
		const form = { action: '', method: 'get', ...attributesOf(tag), fields: {}, html: body };
		form.method = form.method.toLowerCase();
		for (const [, input] of body.matchAll(/<input\b([^>]*)>/g)) {
			const { name, type = 'text', value = '', ...rest } = attributesOf(input);
			const isSent = !['checkbox', 'radio'].includes(type) || 'checked' in rest;
			if (name && isSent && !['submit', 'button', 'image', 'reset'].includes(type)) {
				form.fields[name] = type === 'checkbox' && value === '' ? 'on' : value;
			}
		}
		for (const [, open, text] of body.matchAll(/<textarea\b([^>]*)>(.*?)<\/textarea>/gs)) {
			form.fields[attributesOf(open).name] = decodeEntities(text.replace(/^\r?\n/, ''));
		}
		for (const [, open, options] of body.matchAll(/<select\b([^>]*)>(.*?)<\/select>/gs)) {
			form.fields[attributesOf(open).name] = optionChosen(options);
		}
		return form;
	});
}

/** The body of a form with files; `parts` are [name, value] or [name, { filename, type, bytes }]. */
export function multipart(parts, boundary = '----scharnier-test') {
	const pieces = parts.flatMap(([name, value]) => {
		const isFile = typeof value === 'object';
		const head = isFile
			? `; filename="${value.filename}"\r\nContent-Type: ${value.type ?? 'text/csv'}`
			: '';
		return [Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${name}"${head}\r\n\r\n`),
			Buffer.from(isFile ? value.bytes : value), Buffer.from('\r\n')];
	});
	return { body: Buffer.concat([...pieces, Buffer.from(`--${boundary}--\r\n`)]), type: `multipart/form-data; boundary=${boundary}` };
}

// --- the client -----------------------------------------------------------------------------------------------------

const JSON_TYPE = 'application/json';

export class Client {
	constructor(base, { language = 'de', headers = {} } = {}) {
		this.base = base;
		this.headers = { 'accept-language': language, ...headers };
		this.cookies = new Map();
		this.agent = new http.Agent({ keepAlive: false });
	}

	/** One request as it is, without following redirects: { status, headers, text, bytes, location, json() }. */
	request(method, target, { headers = {}, body } = {}) {
		const all = { accept: 'text/html', ...this.headers, ...headers };
		if (this.cookies.size > 0 && !('cookie' in all)) {
			all.cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
		}
		if (body !== undefined) {
			all['content-length'] = Buffer.byteLength(body);
		}
		return new Promise((resolve, reject) => {
			const rq = http.request(this.base + target, { method, headers: all, agent: this.agent }, (rs) => {
				const parts = [];
				rs.on('data', (bytes) => parts.push(bytes));
				rs.on('error', reject);
				rs.on('end', () => resolve(this.#answer(rs, Buffer.concat(parts))));
			});
			rq.on('error', reject);
			rq.end(body);
		});
	}

	#answer(rs, bytes) {
		for (const line of rs.headers['set-cookie'] ?? []) {
			const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
			if (/;\s*max-age=0\b/i.test(line)) {
				this.cookies.delete(name);
			} else {
				this.cookies.set(name, value);
			}
		}
		const text = bytes.toString('utf8');
		return {
			status: rs.statusCode,
			headers: rs.headers,
			rawHeaders: rs.rawHeaders,
			location: rs.headers.location,
			bytes,
			text,
			json: () => JSON.parse(text),
		};
	}

	get(target, options) {
		return this.request('GET', target, options);
	}

	/** The JSON face of a page. */
	json(target, options = {}) {
		return this.get(target, { ...options, headers: { accept: JSON_TYPE, ...options.headers } });
	}

	/** A form as a browser sends it; `fields` is an object or a list of pairs. */
	post(target, fields = {}, options = {}) {
		const body = new URLSearchParams(fields).toString();
		const headers = { 'content-type': 'application/x-www-form-urlencoded', ...options.headers };
		return this.request('POST', target, { ...options, headers, body });
	}

	/** The same as a program sends it; the token stands in a header. */
	postJson(target, object, { csrf, ...options } = {}) {
		const headers = { accept: JSON_TYPE, 'content-type': JSON_TYPE, ...(csrf && { 'x-csrf-token': csrf }), ...options.headers };
		return this.request('POST', target, { ...options, headers, body: JSON.stringify(object) });
	}

	/** Goes where a redirect leads, at most five times. */
	async follow(answer) {
		for (let i = 0; i < 5 && answer.location && answer.status >= 300 && answer.status < 400; i++) {
			answer = await this.get(answer.location);
		}
		return answer;
	}

	/** The CSRF token that stands in the page's forms. */
	async csrf(target) {
		const page = await this.get(target);
		const token = formsOf(page.text).map((form) => form.fields.csrf).find(Boolean);
		if (!token) {
			throw new Error(`No form with a CSRF token on ${target} (${page.status})`);
		}
		return token;
	}

	/**
	 * Opens the page, takes the form that has all of `fields` (or whose action starts with `action`), fills it in and
	 * sends it. Returns the answer to the POST; the form stands in `answer.form`.
	 */
	async submit(target, fields = {}, { action } = {}) {
		const page = await this.get(target);
		const forms = formsOf(page.text).filter((form) => form.method === 'post');
		const form = forms.find((one) =>
			action ? one.action.startsWith(action) : Object.keys(fields).every((name) => one.html.includes(`name="${name}"`)));
		if (!form) {
			throw new Error(`No such form on ${target} (${page.status}): ${Object.keys(fields)}`);
		}
		const answer = await this.post(form.action || target, { ...form.fields, ...fields });
		return Object.assign(answer, { form });
	}
}

/** A client that signed in through the form. */
export async function signedIn(server, login, { password = DEMO_PASSWORD, ...options } = {}) {
	const client = new Client(server.base, options);
	const answer = await client.submit('/login', { login, password });
	if (answer.status !== 303) {
		throw new Error(`${login} cannot sign in: ${answer.status}\n${answer.text.slice(0, 2000)}`);
	}
	return client;
}

/** The lines of a file of the tree, for tests that compare with what is written there. */
export function source(file) {
	return readFileSync(path.join(ROOT, file), 'utf8');
}
