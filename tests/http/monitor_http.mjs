// monitor_http.mjs -- /healthz, /readyz and /metrics on both databases, read by a strict parser of OpenMetrics; what
// strangers see of them, and what is in them. P-OPS-1.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';

import { Client, DATABASES, NO_POSTGRESQL, psql, run, signedIn, start } from './client.mjs';

// --- a parser that accepts nothing else than the specification (OpenMetrics 1.0) --------------------------------------

const SUFFIXES = { counter: ['_total', '_created'], gauge: [''], histogram: ['_bucket', '_sum', '_count', '_created'], info: ['_info'] };
const NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;

function labelsOf(text) {
	const labels = {};
	for (let rest = text; rest !== '';) {
		const found = /^([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\"n])*)"(,(?=.)|$)/.exec(rest);
		assert.ok(found, `labels: ${text}`);
		assert.ok(!(found[1] in labels), `label twice: ${text}`);
		labels[found[1]] = found[2];
		rest = rest.slice(found[0].length);
	}
	return labels;
}

/** { family: { type, unit, help, samples: [{ name, labels, value }] } }; throws at the first line that does not fit. */
function parse(text) {
	assert.ok(text.endsWith('\n# EOF\n'), 'ends with # EOF and one line feed');
	assert.ok(!text.includes('\r') && !/\n\n/.test(text), 'no empty lines');
	const families = {};
	let current;
	for (const line of text.slice(0, -'# EOF\n'.length).trimEnd().split('\n')) {
		const meta = /^# (TYPE|UNIT|HELP) (\S+) (.+)$/.exec(line);
		if (meta) {
			const [, what, name, value] = meta;
			if (what === 'TYPE') {
				assert.match(name, NAME);
				assert.ok(!(name in families), `${name} twice`);
				assert.ok(value in SUFFIXES, `${name}: type ${value}`);
				current = families[name] = { name, type: value, samples: [] };
			} else {
				assert.equal(name, current?.name, `${line} stands where it belongs`);
				assert.ok(!(what.toLowerCase() in current) && current.samples.length === 0, line);
				current[what.toLowerCase()] = value;
				assert.ok(what !== 'UNIT' || name.endsWith(`_${value}`), `${name} ends in its unit ${value}`);
			}
			continue;
		}
		const sample = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (-?\d+(?:\.\d+)?)$/.exec(line);
		assert.ok(sample && current, `no line of OpenMetrics: ${line}`);
		const [, name, labels = '', value] = sample;
		assert.ok(SUFFIXES[current.type].some((suffix) => name === current.name + suffix), `${name} is no ${current.type} of ${current.name}`);
		const one = { name, labels: labelsOf(labels), value: Number(value) };
		assert.ok(!current.samples.some((other) => other.name === name && JSON.stringify(other.labels) === JSON.stringify(one.labels)), `twice: ${line}`);
		assert.ok(current.type === 'gauge' || one.value >= 0, line);
		current.samples.push(one);
	}
	for (const family of Object.values(families)) {
		assert.ok(family.help, `${family.name} has a help`);
		if (family.type === 'histogram') {
			checkHistogram(family);
		}
	}
	return families;
}

function checkHistogram({ name, samples }) {
	const buckets = samples.filter((one) => one.name === `${name}_bucket`);
	const bounds = buckets.map(({ labels }) => (labels.le === '+Inf' ? Infinity : Number(labels.le)));
	assert.ok(buckets.length <= 12 && bounds.at(-1) === Infinity);
	for (let i = 1; i < buckets.length; i++) {
		assert.ok(bounds[i] > bounds[i - 1] && buckets[i].value >= buckets[i - 1].value, 'buckets add up');
	}
	assert.equal(samples.find((one) => one.name === `${name}_count`).value, buckets.at(-1).value);
	assert.equal(samples.filter((one) => one.name === `${name}_sum`).length, 1);
}

const valueOf = (families, name, sample, labels = {}) => families[name]?.samples.find((one) =>
	one.name === sample && Object.entries(labels).every(([key, value]) => one.labels[key] === value))?.value;

test('the parser itself refuses what is not OpenMetrics', () => {
	const good = '# TYPE a counter\n# HELP a Help.\na_total{x="1"} 1\n# EOF\n';
	parse(good);
	for (const bad of [good.replace('# EOF\n', ''), good.replace('a_total', 'a'), good.replace('counter', 'untyped'), good.replace('{x="1"}', '{x=1}'),
		good.replace('a_total{x="1"} 1', 'a_total{x="1"} 1\na_total{x="1"} 2'), good.replace('# HELP a', '# HELP b'), good.replace(' 1\n', ' one\n'),
		`${good}\n`, good.replace('# TYPE a counter\n', '')]) {
		assert.throws(() => parse(bad), bad);
	}
});

// --- the program ------------------------------------------------------------------------------------------------------

const TOKEN = 'a'.repeat(40);

for (const database of DATABASES) {
	describe(`monitoring on ${database}`, () => {
		const folder = mkdtempSync(path.join(tmpdir(), 'scharnier-monitor-'));
		const token = path.join(folder, 'token');
		const note = path.join(folder, 'note');
		let server;
		let local;
		let stranger;
		before(async () => {
			writeFileSync(token, `${TOKEN}\n`, { mode: 0o600 });
			server = await start({ database, env: { SCHARNIER_METRICS_TOKEN: token, SCHARNIER_BACKUP_NOTE: note } });
			local = new Client(server.base);
			stranger = new Client(server.base, { headers: { 'x-forwarded-for': '203.0.113.7' } });
		});
		after(async () => {
			await server.stop();
			rmSync(folder, { recursive: true });
		});

		const metrics = async (client = local, options = {}) => {
			const answer = await client.get('/metrics', options);
			assert.equal(answer.status, 200);
			assert.equal(answer.headers['content-type'], 'application/openmetrics-text; version=1.0.0; charset=utf-8');
			assert.equal(answer.headers['cache-control'], 'no-store');
			return parse(answer.text);
		};

		test('/metrics counts requests by route and class, connections, transactions, and tells about the process', async () => {
			const before = await metrics();
			const head = await signedIn(server, 'head@coesfeld');
			for (const slug of ['coesfeld', 'unna', 'bochum']) {
				assert.equal((await local.get(`/centres/${slug}`)).status, 200);
			}
			assert.equal((await local.get('/gibt-es-nicht')).status, 404);
			assert.equal((await head.get('/centres/unna/checks')).status, 404);
			const now = await metrics();
			const requests = (route, type) => (valueOf(now, 'scharnier_requests', 'scharnier_requests_total', { route, class: type }) ?? 0) -
				(valueOf(before, 'scharnier_requests', 'scharnier_requests_total', { route, class: type }) ?? 0);
			assert.equal(requests('/centres/{slug}', '2xx'), 3);
			assert.equal(requests('none', '4xx'), 1);
			assert.equal(requests('/centres/{slug}/checks', '4xx'), 1);
			assert.equal(requests('/login', '3xx'), 1);
			const count = (families) => valueOf(families, 'scharnier_request_duration_seconds', 'scharnier_request_duration_seconds_count');
			assert.ok(count(now) - count(before) >= 7);
			assert.ok(valueOf(now, 'scharnier_db_transactions', 'scharnier_db_transactions_total', { end: 'committed' }) >
				valueOf(before, 'scharnier_db_transactions', 'scharnier_db_transactions_total', { end: 'committed' }), 'signing in writes');
			assert.ok(valueOf(now, 'scharnier_connections_open', 'scharnier_connections_open') >= 1);
			assert.ok(valueOf(now, 'scharnier_connections', 'scharnier_connections_total') >= 8);
			assert.equal(valueOf(now, 'scharnier_build', 'scharnier_build_info', { database }), 1);
			assert.ok(valueOf(now, 'process_resident_memory_bytes', 'process_resident_memory_bytes') > 5e6);
			assert.ok(valueOf(now, 'process_open_fds', 'process_open_fds') > 5);
			const started = valueOf(now, 'process_start_time_seconds', 'process_start_time_seconds');
			assert.ok(Math.abs(started - Date.now() / 1000) < 120, `${started}`);
			assert.equal(valueOf(now, 'scharnier_part_ok', 'scharnier_part_ok', { part: 'database' }), 1);
			assert.equal(valueOf(now, 'scharnier_jobs', 'scharnier_jobs', { state: 'late' }), 0);
		});

		test('no label names a KI, a person, an account or an address, and there are few of them', async () => {
			await (await signedIn(server, 'head@unna')).get('/centres/unna/settings');
			const { text } = await local.get('/metrics');
			assert.doesNotMatch(text, /coesfeld|unna|@|Terhorst|Wegener|127\.0\.0\.1|203\.0/);
			assert.ok(text.split('\n').length < 300, 'no explosion of labels');
		});

		test('strangers do not find /metrics; with the token they do; a wrong one does not help', async () => {
			assert.equal((await stranger.get('/metrics')).status, 404);
			for (const wrong of ['Bearer', 'Bearer ', `Bearer ${TOKEN}x`, `Bearer ${TOKEN.slice(1)}`, TOKEN, `Basic ${TOKEN}`]) {
				assert.notEqual((await stranger.get('/metrics', { headers: { authorization: wrong } })).status, 200, wrong);
			}
			await metrics(stranger, { headers: { authorization: `Bearer ${TOKEN}` } });
			for (const proxy of ['forwarded', 'x-real-ip', 'via']) {
				assert.equal((await local.get('/metrics', { headers: { [proxy]: '127.0.0.1' } })).status, 404, proxy);
			}
			assert.equal((await local.request('POST', '/metrics', { body: '' })).status, 404);
		});

		test('/readyz names each part; the facts only for those who may; no secret in it', async () => {
			const answer = await local.json('/readyz');
			assert.equal(answer.status, 200);
			const { ready, parts } = answer.json();
			const part = (name) => parts.find((one) => one.name === name);
			assert.equal(ready, true);
			assert.ok(['database', 'writable', 'schema'].every((name) => part(name).ok && part(name).vital));
			assert.equal(part('durability').ok, !/fsync=off/.test(part('durability').text), 'a scratch server may run without fsync: told, and no reason to stop');
			assert.match(part('durability').text, database === 'sqlite' ? /synchronous=2 journal=wal/ : /synchronous_commit=on fsync=o(n|ff) standby=f/);
			assert.match(part('schema').text, /migrations=\d+ missing=0/);
			assert.equal(part('disk') !== undefined, database === 'sqlite');
			assert.deepEqual([part('jobs').ok, part('jobs').vital], [true, false]);
			assert.match(part('jobs').text, /^thread=alive waiting=\d+ running=\d+ late=0 given_up=0$/);
			assert.deepEqual([part('backup').ok, part('backup').vital], [false, false], 'no backup yet is no reason to stop serving');
			const plain = await local.get('/readyz');
			assert.match(plain.text, /^ready\ndatabase {3}ok {2}/);
			const seen = await stranger.get('/readyz');
			assert.match(seen.text, /^ready\ndatabase {3}ok\nwritable {3}ok\ndurability (not )?ok\n/);
			assert.doesNotMatch(seen.text, /=/);
			assert.ok((await stranger.json('/readyz')).json().parts.every((one) => !('text' in one)));
			assert.doesNotMatch(plain.text + answer.text, /scratch|postgresql:\/\//);
		});

		test('the last backup shows with its age', async () => {
			const file = path.join(folder, 'backup');
			const done = await run(['backup', '--db', server.db.url, '--to', file], { env: { SCHARNIER_BACKUP_NOTE: note } });
			assert.equal(done.code, 0, done.stderr);
			const { parts } = (await local.json('/readyz')).json();
			assert.equal(parts.find(({ name }) => name === 'backup').ok, true);
			const age = valueOf(await metrics(), 'scharnier_backup_age_seconds', 'scharnier_backup_age_seconds');
			assert.ok(age >= 0 && age < 60);
			const old = Date.now() - 40 * 3600 * 1000;
			writeFileSync(note, `made_at = ${old}\nfile = /x\nhash = 0\nrows = 1\nsealed = no\n`);
			const later = (await local.json('/readyz')).json();
			assert.deepEqual([later.ready, later.parts.find(({ name }) => name === 'backup').ok], [true, false], 'older than a day');
		});
	});
}

test('without PostgreSQL /readyz answers 503 and names the part; /healthz and /metrics still answer', { skip: NO_POSTGRESQL }, async (t) => {
	const server = await start({ database: 'postgresql' });
	t.after(() => server.stop());
	const local = new Client(server.base);
	const name = new URL(server.db.url).pathname.slice(1);
	const admin = server.db.url.replace(/\/[^/]*$/, '/postgres');
	psql(admin, `ALTER DATABASE ${name} ALLOW_CONNECTIONS false`);
	psql(admin, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}'`);
	const answer = await local.json('/readyz');
	assert.equal(answer.status, 503);
	assert.deepEqual([answer.json().ready, answer.json().parts[0].name, answer.json().parts[0].ok], [false, 'database', false]);
	assert.doesNotMatch(answer.text, /scratch/);
	assert.equal((await local.get('/healthz')).status, 200);
	assert.equal(valueOf(parse((await local.get('/metrics')).text), 'scharnier_part_ok', 'scharnier_part_ok', { part: 'database' }), 0);
	psql(admin, `ALTER DATABASE ${name} ALLOW_CONNECTIONS true`);
	assert.equal((await local.get('/readyz')).status, 200, 'and is ready again by itself');
});

test('a schema that is behind the program is not ready', async (t) => {
	const server = await start();
	t.after(() => server.stop());
	execFileSync('sqlite3', [server.db.file, "DELETE FROM migration WHERE name LIKE '0001%'"]);
	const answer = await new Client(server.base).json('/readyz');
	assert.equal(answer.status, 503);
	assert.equal(answer.json().parts.find(({ name }) => name === 'schema').ok, false);
});

test('a token file that is short, missing or readable by others is refused at the start', async () => {
	const folder = mkdtempSync(path.join(tmpdir(), 'scharnier-token-'));
	const file = path.join(folder, 'token');
	const start = () => run(['routes', '--config', path.join(folder, 'conf')]);
	writeFileSync(path.join(folder, 'conf'), `metrics_token = ${file}\n`);
	assert.match((await start()).stderr, /lässt sich nicht lesen/);
	writeFileSync(file, TOKEN, { mode: 0o644 });
	assert.match((await start()).stderr, /chmod 600/);
	rmSync(file);
	writeFileSync(file, 'kurz', { mode: 0o600 });
	const short = await start();
	assert.equal(short.code, 2);
	assert.match(short.stderr, /mindestens 32 Zeichen/);
	rmSync(folder, { recursive: true });
});
