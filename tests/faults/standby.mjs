// standby.mjs -- PostgreSQL with a streaming standby: the primary is killed with kill -9 while people write; the standby
// is promoted; the program goes on by itself, and every write that it acknowledged is there, exactly once. P-OPS-1.
//
//   node tests/faults/standby.mjs          (a step of `make check`; two clusters of its own, about a minute)
//
// The oracle is outside: each entry has a title of its own, noted as acknowledged when the 303 has come, else as unknown.
// The control, a primary that does not wait for its standby, must be found to lose: else the oracle sees nothing.

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';

import { Client, psql, run, signedIn, start } from '../http/client.mjs';

const PASSWORD = 'scratch';
const WRITERS = 6;
const PATH = '/centres/coesfeld/agreements';
const AGREEMENT = { partner: 'Land', goals: 'Beispiel', concluded_on: '', valid_from: '01.01.2098', valid_to: '31.12.2099', review: '' };

// --- clusters -------------------------------------------------------------------------------------------------------

const BIN = readdirSync('/usr/lib/postgresql', { withFileTypes: true })
	.map(({ name }) => `/usr/lib/postgresql/${name}/bin`).filter((dir) => existsSync(`${dir}/initdb`)).at(-1);
const number = (option, user) => Number(execFileSync('id', [option, user], { encoding: 'utf8' }));
/** PostgreSQL refuses root: then it runs as its own user. */
const OWNER = process.getuid() === 0 ? { uid: number('-u', 'postgres'), gid: number('-g', 'postgres') } : {};

function owned(command, ...args) {
	const options = { encoding: 'utf8', cwd: '/', env: { PATH: process.env.PATH, LC_ALL: 'C' }, stdio: ['ignore', 'pipe', 'pipe'], ...OWNER };
	return execFileSync(`${BIN}/${command}`, args, options);
}

const freePort = () => new Promise((resolve) => {
	const server = net.createServer().listen(0, '127.0.0.1', () => {
		const { port } = server.address();
		server.close(() => resolve(port));
	});
});

class Cluster {
	constructor(folder, name, port) {
		Object.assign(this, { folder, name, port, data: path.join(folder, name) });
	}

	get admin() {
		return `postgresql://postgres:${PASSWORD}@127.0.0.1:${this.port}/postgres`;
	}

	get scharnier() {
		return `postgresql://postgres:${PASSWORD}@127.0.0.1:${this.port}/scharnier`;
	}

	start() {
		const options = `-p ${this.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=${this.folder}`;
		// Its output goes to a file: whoever keeps our pipe open would be waited for.
		const args = ['-D', this.data, '-w', '-t', '60', '-l', `${this.data}.log`, '-o', options, 'start'];
		const { status } = spawnSync(`${BIN}/pg_ctl`, args, { cwd: '/', env: { PATH: process.env.PATH, LC_ALL: 'C' }, stdio: 'ignore', ...OWNER });
		assert.equal(status, 0, `${this.name} does not start`);
	}

	/** All its processes at once, as when the machine is switched off. */
	kill() {
		const postmaster = Number(readFileSync(`${this.data}/postmaster.pid`, 'utf8').split('\n')[0]);
		const children = spawnSync('pgrep', ['-P', String(postmaster)], { encoding: 'utf8' }).stdout.trim().split('\n').map(Number);
		for (const pid of [postmaster, ...children]) {
			process.kill(pid, 'SIGKILL');
		}
	}

	/** The process that takes in what the primary sends. */
	receiver() {
		return Number(psql(this.admin, 'SELECT pid FROM pg_stat_wal_receiver'));
	}

	end() {
		spawnSync(`${BIN}/pg_ctl`, ['-D', this.data, '-m', 'immediate', 'stop'], { cwd: '/', stdio: 'ignore', ...OWNER });
	}
}

async function until(happened, words) {
	const end = Date.now() + 60_000;
	while (!happened()) {
		assert.ok(Date.now() < end, `${words}: waited for a minute`);
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
}

/** A primary and a standby that is in step: { primary, standby, url }. `synchronous`: a commit waits for the standby. */
async function pair(t, { synchronous }) {
	const folder = mkdtempSync(path.join(tmpdir(), 'scharnier-standby-'));
	chmodSync(folder, 0o755);
	if (OWNER.uid) {
		chownSync(folder, OWNER.uid, OWNER.gid);
	}
	const primary = new Cluster(folder, 'primary', await freePort());
	const standby = new Cluster(folder, 'standby', await freePort());
	t.after(() => {
		primary.end();
		standby.end();
		rmSync(folder, { recursive: true, force: true });
	});
	writeFileSync(`${folder}/password`, PASSWORD, { mode: 0o644 });
	owned('initdb', '-D', primary.data, '-U', 'postgres', '-E', 'UTF8', '--locale=C', '--auth=scram-sha-256', `--pwfile=${folder}/password`);
	primary.start();
	psql(primary.admin, `CREATE ROLE scharnier LOGIN PASSWORD '${PASSWORD}'`);
	psql(primary.admin, 'CREATE DATABASE scharnier OWNER scharnier');
	owned('pg_basebackup', '-d', primary.admin, '-D', standby.data, '-R', '-C', '-S', 'standby', '-X', 'stream', '-c', 'fast');
	standby.start();
	if (synchronous) {
		psql(primary.admin, "ALTER SYSTEM SET synchronous_standby_names = '*'");
		psql(primary.admin, 'SELECT pg_reload_conf()');
	}
	const wanted = synchronous ? 'sync' : 'async';
	await until(() => psql(primary.admin, "SELECT sync_state FROM pg_stat_replication WHERE state = 'streaming'") === wanted, `the standby is ${wanted}`);
	const hosts = `127.0.0.1:${primary.port},127.0.0.1:${standby.port}`;
	return { primary, standby, url: `postgresql://scharnier:${PASSWORD}@${hosts}/scharnier?target_session_attrs=read-write` };
}

// --- people who write -----------------------------------------------------------------------------------------------

async function program(t, url) {
	const server = await start({ database: { kind: 'postgresql', url, drop() {} }, command: 'demo' });
	t.after(() => server.end());
	return server;
}

/** Writers that go on until end(): { acknowledged: [{ title, at }], unknown: [title], statuses, end() }. */
async function writers(t, server, name) {
	const notes = { acknowledged: [], unknown: [], statuses: {} };
	let ended = false;
	const csrf = [];
	const clients = [];
	for (let w = 0; w < WRITERS; w++) {
		clients.push(await signedIn(server, 'head@coesfeld'));
		csrf.push(await clients[w].csrf('/account'));
	}
	const work = clients.map(async (client, w) => {
		for (let n = 0; !ended; n++) {
			const title = `${name} ${w}-${n}`;
			const status = await client.post(PATH, { ...AGREEMENT, csrf: csrf[w], title }).then((answer) => answer.status, () => 0);
			notes.statuses[status] = (notes.statuses[status] ?? 0) + 1;
			if (status === 303) {
				notes.acknowledged.push({ title, at: Date.now() });
			} else {
				notes.unknown.push(title);
			}
		}
	});
	notes.end = async () => {
		ended = true;
		await Promise.all(work);
	};
	t.after(notes.end);
	return notes;
}

/** What is there of a round: { lost, doubled, stray, unknownThere }. */
function compare(url, name, { acknowledged, unknown }) {
	const rows = psql(url, `SELECT title FROM centre_agreement WHERE title LIKE '${name} %'`).split('\n').filter(Boolean);
	const count = new Map();
	for (const title of rows) {
		count.set(title, (count.get(title) ?? 0) + 1);
	}
	const said = new Set([...acknowledged.map(({ title }) => title), ...unknown]);
	return {
		lost: acknowledged.filter(({ title }) => !count.has(title)).length,
		doubled: [...count.values()].filter((n) => n > 1).length,
		stray: rows.filter((title) => !said.has(title)).length,
		unknownThere: unknown.filter((title) => count.has(title)).length,
	};
}

const answers = (cluster) => {
	try {
		return psql(cluster.admin, 'SELECT 1') === '1';
	} catch {
		return false; /* psql has said why */
	}
};

const seconds = (ms) => (ms / 1000).toFixed(1);

async function failover(t, { synchronous }) {
	const { primary, standby, url } = await pair(t, { synchronous });
	const server = await program(t, url);
	const name = synchronous ? 'Gewartet' : 'Nicht gewartet';
	const notes = await writers(t, server, name);
	await until(() => notes.acknowledged.length >= 100, 'writing begins');
	if (!synchronous) {
		process.kill(standby.receiver(), 'SIGSTOP'); // what is acknowledged from here on, the standby has not
		const before = notes.acknowledged.length;
		await until(() => notes.acknowledged.length >= before + 20, 'writing goes on');
	}
	const killed = Date.now();
	primary.kill();
	const atKill = notes.acknowledged.length;
	if (!synchronous) {
		process.kill(standby.receiver(), 'SIGKILL');
		await until(() => answers(standby), 'the standby recovers');
	}
	owned('pg_ctl', '-D', standby.data, '-w', 'promote');
	const promoted = Date.now();
	await until(() => notes.acknowledged.some(({ at }) => at > promoted), 'writing goes on');
	const first = notes.acknowledged.find(({ at }) => at > promoted).at;
	await until(() => notes.acknowledged.length >= atKill + 100, 'writing goes on');
	await notes.end();
	const found = compare(standby.scharnier, name, notes);
	t.diagnostic(`acknowledged ${notes.acknowledged.length} (${atKill} before the kill), of these lost ${found.lost}, doubled ${found.doubled}; ` +
		`unknown ${notes.unknown.length}, of these there ${found.unknownThere}; statuses ${JSON.stringify(notes.statuses)}`);
	t.diagnostic(`promoted ${seconds(promoted - killed)} s after the kill, first write ${seconds(first - promoted)} s after that`);
	return { notes, found, server, standby, url, pause: first - promoted };
}

test('a killed primary loses no acknowledged write, and the program finds the promoted standby by itself', async (t) => {
	const { found, notes, server, standby, url, pause } = await failover(t, { synchronous: true });
	assert.deepEqual([found.lost, found.doubled, found.stray], [0, 0, 0]);
	assert.ok(Object.keys(notes.statuses).every((status) => ['303', '500', '503'].includes(status)), JSON.stringify(notes.statuses));
	assert.ok(pause < 5000, `${pause} ms until the first write`);
	const audit = await run(['audit', 'verify', '--db', url]);
	assert.equal(audit.code, 0, audit.stdout + audit.stderr);
	assert.equal((await new Client(server.base).get('/centres/coesfeld')).status, 200);

	// The same process, the new primary: now all its sessions are ended again and again while people write.
	const storm = await writers(t, server, 'Sturm');
	let ended = 0;
	for (let round = 0; round < 40; round++) {
		const target = storm.acknowledged.length + 3;
		await until(() => storm.acknowledged.length >= target, 'writing goes on in the storm');
		ended += Number(psql(standby.admin, "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = 'scharnier' AND usename = 'scharnier'"));
	}
	await storm.end();
	const after = compare(standby.scharnier, 'Sturm', storm);
	t.diagnostic(`storm: ${ended} sessions ended; acknowledged ${storm.acknowledged.length}, lost ${after.lost}, doubled ${after.doubled}; ` +
		`unknown ${storm.unknown.length}, of these there ${after.unknownThere}; statuses ${JSON.stringify(storm.statuses)}`);
	assert.deepEqual([after.lost, after.doubled, after.stray], [0, 0, 0]);
	assert.ok(ended >= 40);
	assert.equal((await run(['audit', 'verify', '--db', url])).code, 0);
});

test('the control: a primary that does not wait for its standby is found to lose', async (t) => {
	const { found } = await failover(t, { synchronous: false });
	assert.ok(found.lost > 0, 'the oracle sees nothing');
	assert.equal(found.doubled, 0);
});
