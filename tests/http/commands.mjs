// commands.mjs -- the command line: help, exit codes, and one sentence for everything that can be in the way.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';

import { DATABASES, freshDatabase, NO_POSTGRESQL, psql, run, start } from './client.mjs';

const COMMANDS = ['serve', 'demo', 'migrate', 'user', 'rules', 'tariff', 'routes', 'sql', 'templates', 'get', 'backup', 'restore', 'audit', 'privacy', 'check'];

/** Exactly one sentence on standard error, no stack and no password. */
function oneSentence({ stderr }, pattern) {
	const lines = stderr.trim().split('\n');
	assert.match(lines[0], pattern);
	assert.ok(lines.length <= 3, stderr);
}

test('every command explains itself; a wrong one lists them all', async () => {
	const { stdout, code } = await run(['--help']);
	assert.equal(code, 0);
	for (const command of COMMANDS) {
		assert.match(stdout, new RegExp(`scharnier ${command} `));
		const help = await run([command, '--help']);
		assert.equal(help.code, 0, command);
		assert.match(help.stdout, new RegExp(`^scharnier ${command}`), command);
		const wrong = await run([command, '--gibtesnicht']);
		assert.equal(wrong.code, 2, command);
	}
	assert.equal((await run(['tanzen'])).code, 2);
	assert.equal((await run([])).code, 2);
});

for (const database of DATABASES) {
	test(`every SQL text can be prepared on ${database}`, async () => {
		const db = freshDatabase(database);
		assert.equal((await run(['migrate', '--db', db.url])).code, 0);
		const { stdout, code } = await run(['sql', '--db', db.url]);
		assert.equal(code, 0, stdout);
		assert.match(stdout, new RegExp(`^\\d{2,} Anweisungen auf ${database} vorbereitet, 0 Fehler`, 'm'));
		db.drop();
	});

	test(`accounts by command line on ${database}: made, refused, never with the password as an argument`, async () => {
		const db = freshDatabase(database);
		assert.equal((await run(['migrate', '--db', db.url])).code, 0);
		const add = ['user', 'add', 'leitung@unna', '--name', 'Jutta Beispiel', '--role', 'head', '--centre', 'unna', '--db', db.url];
		assert.equal((await run(add, { input: 'kurz\n' })).code, 1);
		assert.equal((await run(add, { input: 'ein langes Passwort\n' })).code, 0);
		const twice = await run(add, { input: 'ein langes Passwort\n' });
		assert.equal(twice.code, 1);
		assert.match(twice.stderr, /gibt es schon/);
		assert.match((await run(['user', 'list', '--db', db.url])).stdout, /leitung@unna\s+head\s+unna\s+Jutta Beispiel/);
		assert.equal((await run(['get', '/account', '--as', 'leitung@unna', '--json', '--db', db.url])).code, 0);
		assert.equal((await run(['get', '/accounts', '--as', 'leitung@unna', '--json', '--db', db.url])).code, 1);
		db.drop();
	});
}

test('the pages and all words in both languages are complete', async () => {
	const { stdout, code } = await run(['templates']);
	assert.equal(code, 0, stdout);
});

test('a second process on the same SQLite file is told what to do; reading beside it works', async () => {
	const server = await start();
	const second = await run(['serve', '--db', server.db.url, '--listen', '127.0.0.1:0']);
	assert.equal(second.code, 3);
	oneSentence(second, new RegExp(`${server.child.pid}`));
	const reading = await run(['user', 'list', '--db', server.db.url]);
	assert.equal(reading.code, 0, reading.stderr);
	await server.stop();
});

test('a demo never mixes with real accounts, and check says that a demo is not for use', async () => {
	const db = freshDatabase();
	await run(['migrate', '--db', db.url]);
	await run(['user', 'add', 'x@system', '--name', 'X Beispiel', '--role', 'technical', '--db', db.url], { input: 'ein langes Passwort\n' });
	const refused = await run(['demo', '--db', db.url, '--listen', '127.0.0.1:0']);
	assert.equal(refused.code, 1);
	assert.match(refused.stderr, /keine Demo/);
	assert.equal((await run(['backup', '--db', db.url, '--to', `${db.file}.bak`])).code, 0);
	assert.equal((await run(['check', '--db', db.url])).code, 0);
	db.drop();
	const server = await start();
	const check = await run(['check', '--db', server.db.url]);
	assert.equal(check.code, 1);
	assert.match(check.stdout, /MANGEL {2}Diese Datenbank ist eine Demo/);
	await server.stop();
});

test('a port in use, an address that is none, a folder that is not there: one sentence and 3', async () => {
	const taken = net.createServer().listen(0, '127.0.0.1');
	await new Promise((resolve) => taken.once('listening', resolve));
	const db = freshDatabase();
	const busy = await run(['serve', '--db', db.url, '--listen', `127.0.0.1:${taken.address().port}`]);
	assert.equal(busy.code, 3);
	oneSentence(busy, /belegt|benutzt|verwendet/);
	taken.close();
	assert.equal((await run(['serve', '--db', db.url, '--listen', 'nirgendwo:x'])).code, 3);
	const nowhere = await run(['migrate', '--db', 'sqlite:/gibt/es/nicht/x.db']);
	assert.equal(nowhere.code, 3);
	oneSentence(nowhere, /\/gibt\/es\/nicht/);
	db.drop();
});

test('a file that is no database, a newer one and a damaged one are refused in words', async () => {
	const folder = mkdtempSync(path.join(tmpdir(), 'scharnier-bad-'));
	const file = path.join(folder, 'x.db');
	writeFileSync(file, 'Das ist ein Brief und keine Datenbank.\n'.repeat(100));
	const letter = await run(['migrate', '--db', `sqlite:${file}`]);
	assert.equal(letter.code, 3);
	oneSentence(letter, /keine.*Datenbank/);
	const db = freshDatabase();
	await run(['migrate', '--db', db.url]);
	execFileSync('sqlite3', [db.file, "INSERT INTO migration SELECT '9999_future', checksum, applied_at FROM migration LIMIT 1"]);
	const newer = await run(['serve', '--db', db.url, '--listen', '127.0.0.1:0']);
	assert.equal(newer.code, 3);
	oneSentence(newer, /neuer/);
	db.drop();
	rmSync(folder, { recursive: true });
});

test('a full disk is told as such, and nothing is half written', { skip: process.getuid() !== 0 && 'needs root for a small file system' }, async () => {
	const folder = mkdtempSync(path.join(tmpdir(), 'scharnier-full-'));
	try {
		execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=200k', 'tmpfs', folder], { stdio: 'ignore' });
	} catch {
		rmSync(folder, { recursive: true });
		return; // no right to mount here: src/db's own test fills the file by a page limit
	}
	try {
		const answer = await run(['migrate', '--db', `sqlite:${folder}/x.db`]);
		assert.equal(answer.code, 3);
		oneSentence(answer, /voll|Platz/);
	} finally {
		execFileSync('umount', [folder]);
		rmSync(folder, { recursive: true });
	}
});

test('PostgreSQL with a wrong password or a wrong port: one sentence without the password', { skip: NO_POSTGRESQL }, async () => {
	const db = freshDatabase('postgresql');
	const url = new URL(db.url);
	url.password = 'ganz-falsch';
	const wrong = await run(['migrate', '--db', url.href]);
	assert.equal(wrong.code, 3);
	oneSentence(wrong, /Passwort/);
	assert.doesNotMatch(wrong.stderr, /ganz-falsch/);
	url.port = '1';
	const away = await run(['migrate', '--db', url.href]);
	assert.equal(away.code, 3);
	assert.doesNotMatch(away.stderr, /ganz-falsch/);
	db.drop();
});

test('the audit log is verified from the command line; a changed row is found by its number', async () => {
	const server = await start();
	const good = await run(['audit', 'verify', '--json', '--db', server.db.url]);
	assert.equal(good.code, 0);
	const { rows, head } = JSON.parse(good.stdout);
	assert.ok(rows > 5);
	await server.end();
	assert.equal((await run(['audit', 'verify', '--head', `${rows}:${head}`, '--db', server.db.url])).code, 0);
	assert.equal((await run(['audit', 'verify', '--head', `${rows}:${'0'.repeat(64)}`, '--db', server.db.url])).code, 1);
	execFileSync('sqlite3', [server.db.file, "UPDATE audit SET action = 'nichts' WHERE seq = 3"]);
	const bad = await run(['audit', 'verify', '--json', '--db', server.db.url]);
	assert.equal(bad.code, 1);
	assert.equal(JSON.parse(bad.stdout).first_bad, 3);
	server.db.drop();
});

test('without --db the rulebook answers from the default database if there is one, else from the built-in rules (S-RUL-1)', async () => {
	const folder = mkdtempSync(path.join(tmpdir(), 'scharnier-state-'));
	const env = { XDG_STATE_HOME: path.join(folder, 'new') };
	const total = async () => JSON.parse((await run(['rules', 'entitlement', '--authority', 'kreis', '--date', '2024-06-01', '--json'], { env })).stdout).total_cents;
	assert.equal(await total(), 41_450_000);
	assert.equal(existsSync(env.XDG_STATE_HOME), false, 'asking creates nothing');
	assert.equal((await run(['migrate'], { env })).code, 0);
	execFileSync('sqlite3', [path.join(env.XDG_STATE_HOME, 'scharnier/scharnier.db'), "UPDATE rule SET unit_cents = 6000000 WHERE code = 'specialist-2023-kreis'"]);
	assert.equal(await total(), 43_250_000);
	rmSync(folder, { recursive: true });
});

test('SIGTERM ends the server with 0 after what is in flight', async () => {
	const server = await start();
	assert.deepEqual(await server.stop(), { code: 0, signal: null });
});

test('configuration comes from file, environment and flag, in this order; a wrong name in the file is named', async () => {
	const folder = mkdtempSync(path.join(tmpdir(), 'scharnier-config-'));
	const file = path.join(folder, 'scharnier.conf');
	const one = freshDatabase();
	const two = freshDatabase();
	writeFileSync(file, `# Datenbank\ndb = ${one.url}\n`);
	assert.equal((await run(['migrate', '--config', file])).code, 0);
	assert.equal((await run(['user', 'list', '--config', file])).code, 0);
	assert.equal((await run(['user', 'list', '--config', file], { env: { SCHARNIER_DB: two.url } })).code, 3, 'nothing there yet');
	assert.equal((await run(['user', 'list', '--config', file, '--db', one.url], { env: { SCHARNIER_DB: two.url } })).code, 0);
	writeFileSync(file, 'datenbank = x\n');
	const wrong = await run(['user', 'list', '--config', file]);
	assert.equal(wrong.code, 2);
	assert.match(wrong.stderr, /Zeile 1: .*»datenbank«/);
	chmodSync(file, 0o600);
	rmSync(folder, { recursive: true });
	one.drop();
	two.drop();
});
