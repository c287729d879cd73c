// check_http.mjs -- `scharnier check`: a sound instance has no findings, and each fault is found, weighed and told with
// what to do, beside a serving process too. P-OPS-1.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';

import { DEMO_PASSWORD, freshDatabase, NO_POSTGRESQL, run, signedIn, start } from './client.mjs';

const folder = mkdtempSync(path.join(tmpdir(), 'scharnier-check-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const key = path.join(folder, 'key');

/** A database as an installed instance has it: migrated, with an administrator and a backup. */
async function installed(kind) {
	const db = freshDatabase(kind);
	assert.equal((await run(['migrate', '--db', db.url])).code, 0);
	await addUser(db, 'admin@haus', 'technical', 'ein langes Passwort');
	if (!existsSync(key)) {
		assert.equal((await run(['backup', '--new-key', key])).code, 0);
	}
	db.note = path.join(folder, `note-${Math.random()}`);
	const done = await run(['backup', '--db', db.url, '--to', `${db.note}.bak`, '--key', key], { env: { SCHARNIER_BACKUP_NOTE: db.note } });
	assert.equal(done.code, 0, done.stderr);
	return db;
}

async function addUser(db, login, role, password, ...more) {
	const added = await run(['user', 'add', login, '--name', 'X Beispiel', '--role', role, '--db', db.url, ...more], { input: `${password}\n` });
	assert.equal(added.code, 0, added.stderr);
}

/** { code, worst, of(part): [findings], text } of an instance behind nginx. */
async function check(db, ...args) {
	const env = { SCHARNIER_BACKUP_NOTE: db.note ?? path.join(folder, 'none'), SCHARNIER_SECURE: 'yes', SCHARNIER_BEHIND_PROXY: 'yes' };
	const answer = await run(['check', '--db', db.url, '--json', ...args], { env });
	const { worst, findings } = JSON.parse(answer.stdout);
	return { code: answer.code, worst, of: (part) => findings.filter((one) => one.part === part && one.weight !== 'good'), findings };
}

async function finds(db, code, part, weight, pattern, ...args) {
	const found = await check(db, ...args);
	const [first] = found.of(part);
	assert.ok(first, `${part}: ${JSON.stringify(found.findings)}`);
	assert.equal(first.weight, weight);
	assert.match(first.text, pattern);
	assert.equal(found.code, code);
}

test('a sound instance has nothing to be mended, also while it serves; what was looked at is said', async () => {
	const db = await installed();
	const sound = await check(db);
	assert.equal(sound.code, 0, JSON.stringify(sound.findings));
	assert.ok(['good', 'hint'].includes(sound.worst));
	for (const part of ['schema', 'durability', 'integrity', 'audit', 'files', 'disk', 'backup', 'https', 'demo', 'accounts', 'jobs', 'staff']) {
		assert.ok(sound.findings.some((one) => one.part === part), part);
	}
	const was = readFileSync(db.file);
	assert.equal((await check(db)).code, 0);
	assert.deepEqual(readFileSync(db.file), was, 'it writes nothing');
	const server = await start({ database: db, command: 'serve' });
	assert.equal((await check(db)).code, 0);
	await server.end();
	db.drop();
});

test('in words the worst stands first', async () => {
	const db = await installed();
	chmodSync(db.file, 0o644);
	const { stdout, code } = await run(['check', '--db', db.url], { env: { SCHARNIER_BACKUP_NOTE: db.note } });
	assert.equal(code, 1);
	assert.match(stdout, /^MANGEL {2}Die Datei .* chmod 600/);
	assert.match(stdout, /\nHINWEIS /);
	assert.match(stdout, /\ngut {5}Das Protokoll ist unversehrt\.\n/);
	db.drop();
});

test('rights of files, folder and configuration', async () => {
	const db = await installed();
	chmodSync(db.file, 0o640);
	await finds(db, 1, 'files', 'mend', /chmod 600/);
	chmodSync(db.file, 0o600);
	chmodSync(path.dirname(db.file), 0o777);
	await finds(db, 1, 'files', 'mend', /chmod 700/);
	chmodSync(path.dirname(db.file), 0o700);
	const conf = path.join(folder, 'conf');
	writeFileSync(conf, 'log = text\n');
	chmodSync(conf, 0o666);
	await finds(db, 1, 'files', 'mend', /Konfiguration/, '--config', conf);
	chmodSync(conf, 0o644);
	assert.deepEqual((await check(db, '--config', conf)).of('files'), []);
	const unreadable = await run(['check', '--config', path.join(folder, 'gibt-es-nicht')]);
	assert.equal(unreadable.code, 2);
	assert.match(unreadable.stderr, /Konfiguration .* lässt sich nicht lesen/);
	db.drop();
});

test('no backup, an old one, one that is not encrypted', async () => {
	const db = await installed();
	const { note } = db;
	await finds({ ...db, note: undefined }, 1, 'backup', 'mend', /nichts bekannt/);
	writeFileSync(note, `made_at = ${Date.now() - 50 * 3_600_000}\nfile = /b\nhash = 0\nrows = 1\nsealed = yes\n`);
	await finds(db, 1, 'backup', 'mend', /50 Stunden alt .*täglich/);
	writeFileSync(note, `made_at = ${Date.now() - 1000}\nfile = /b\nhash = 0\nrows = 1\nsealed = no\n`);
	await finds(db, 0, 'backup', 'hint', /nicht verschlüsselt/);
	db.drop();
});

test('the way to the browser: open network, https without proxy', async () => {
	const db = await installed();
	await finds(db, 1, 'https', 'mend', /0\.0\.0\.0:80.*offenen Netz/, '--listen', '0.0.0.0:80');
	const env = { SCHARNIER_BACKUP_NOTE: db.note };
	const alone = JSON.parse((await run(['check', '--db', db.url, '--json', '--secure'], { env })).stdout);
	assert.ok(alone.findings.some(({ part, weight, text }) => part === 'https' && weight === 'mend' && /behind_proxy/.test(text)));
	const plain = JSON.parse((await run(['check', '--db', db.url, '--json'], { env })).stdout);
	assert.ok(plain.findings.some(({ part, weight }) => part === 'https' && weight === 'hint'));
	db.drop();
});

test('accounts: the known password of the demo, nobody for the technical administration', async () => {
	const db = await installed();
	await addUser(db, 'leitung@unna', 'head', DEMO_PASSWORD, '--centre', 'unna');
	await finds(db, 3, 'accounts', 'broken', /Passwort der Demo öffnet diese Konten: leitung@unna/);
	execFileSync('sqlite3', [db.file, "UPDATE account SET closed_at = 1 WHERE role = 'technical'"]);
	const { findings } = await check(db);
	assert.ok(findings.some(({ part, weight }) => part === 'accounts' && weight === 'mend'));
	db.drop();
	const demo = await start();
	await finds({ ...demo.db, note: undefined }, 1, 'demo', 'mend', /Demo mit bekannten Passwörtern/);
	await demo.stop();
});

test('damage: a forged log, a foreign key that does not hold, a page of the file', async () => {
	const db = await installed();
	execFileSync('sqlite3', [db.file, "UPDATE audit SET actor = 'niemand' WHERE seq = 1"]);
	await finds(db, 3, 'audit', 'broken', /ab Eintrag 1 .*verändert/);
	execFileSync('sqlite3', [db.file, 'PRAGMA foreign_keys=OFF; UPDATE centre_population SET centre_id = 999 WHERE centre_id = 1']);
	await finds(db, 3, 'integrity', 'broken', /foreign key: centre_population/);
	const bytes = readFileSync(db.file);
	bytes.fill(0x5a, bytes.length - 3 * 4096, bytes.length - 4096);
	writeFileSync(db.file, bytes);
	const damaged = await run(['check', '--db', db.url]);
	assert.equal(damaged.code, 3, damaged.stdout + damaged.stderr);
	db.drop();
});

test('sums of the staff plan that no longer fit: which KI, and the import of its own export mends them (P-OPS-1)', async () => {
	const demo = await start();
	const head = await signedIn(demo, 'head@coesfeld');
	const table = path.join(folder, 'coesfeld.csv');
	writeFileSync(table, (await head.get('/centres/coesfeld/staff.csv?all=1')).bytes);
	await demo.end();
	assert.deepEqual((await check(demo.db)).of('staff'), []);
	execFileSync('sqlite3', [demo.db.file, "UPDATE staff_sum SET teacher_filled = teacher_filled + 1 WHERE centre_id = (SELECT id FROM centre WHERE slug = 'coesfeld')"]);
	const found = await check(demo.db);
	assert.equal(found.code, 3);
	assert.equal(found.of('staff').length, 1, 'no other KI');
	assert.match(found.of('staff')[0].text, /^Kommunales Integrationszentrum Kreis Coesfeld: .*Summen .*import staff --centre coesfeld/);
	const taken = await run(['import', 'staff', '--centre', 'coesfeld', table, '--db', demo.db.url]);
	assert.equal(taken.code, 0, taken.stdout + taken.stderr);
	assert.deepEqual((await check(demo.db)).of('staff'), []);
	demo.db.drop();
});

test('an older schema is told, and the rest is looked at all the same', async () => {
	const db = await installed();
	const last = execFileSync('sqlite3', [db.file, 'SELECT max(name) FROM migration'], { encoding: 'utf8' }).trim();
	execFileSync('sqlite3', [db.file, `DELETE FROM migration WHERE name = '${last}'`]);
	await finds(db, 1, 'schema', 'mend', /fehlen 1 Migration.*scharnier migrate/);
	assert.ok((await check(db)).findings.some(({ part }) => part === 'audit'));
	db.drop();
});

test('a clock that is behind the log', async () => {
	const db = await installed();
	await addUser(db, 'zukunft@haus', 'technical', 'ein langes Passwort', '--now', '2126-01-01');
	await finds(db, 3, 'clock', 'broken', /Die Uhr geht nach.*01\.01\.2126/);
	db.drop();
});

test('on PostgreSQL: integrity and log are looked at, and what makes it lose data', { skip: NO_POSTGRESQL }, async () => {
	const db = await installed('postgresql');
	const found = await check(db);
	assert.deepEqual([found.of('integrity'), found.of('audit'), found.of('schema')], [[], [], []]);
	const [durability] = found.of('durability');
	if (durability) { // the scratch server of the tests runs without fsync
		assert.match(durability.text, /fsync=off/);
	}
	const server = await start({ database: db, command: 'serve' });
	assert.ok((await check(db)).code < 3);
	await server.end();
	db.drop();
});
