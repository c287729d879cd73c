// backup_http.mjs -- backup and restore as an administrator runs them, beside a serving process, on both databases: under
// write load, from one database to the other, with wrong keys, full disks and kill -9. P-OPS-1.

import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';

import { DATABASES, demoDatabase, freshDatabase, NO_POSTGRESQL, PROGRAM, psql, run, signedIn, start, thinOut } from './client.mjs';

const folder = mkdtempSync(path.join(tmpdir(), 'scharnier-backup-'));
const key = path.join(folder, 'key');
const other = path.join(folder, 'other');
const at = (name) => path.join(folder, name);

async function good(...args) {
	const answer = await run(args);
	assert.equal(answer.code, 0, `${args.join(' ')}\n${answer.stdout}${answer.stderr}`);
	return answer;
}

async function refused(code, pattern, ...args) {
	const answer = await run(args);
	assert.equal(answer.code, code, `${args.join(' ')}\n${answer.stdout}${answer.stderr}`);
	assert.match(answer.stderr, pattern);
	assert.doesNotMatch(answer.stderr, /scratch|postgresql:\/\//, 'no password');
}

/** What the backup says of itself. */
const backup = async (db, file, ...more) => JSON.parse((await good('backup', '--db', db.url, '--to', file, '--json', ...more)).stdout);

/** The hash of the whole content of a database. */
async function hashOf(db) {
	const file = at(`hash-${Math.random()}`);
	const { hash } = await backup(db, file);
	rmSync(file);
	return hash;
}

before(async () => {
	await good('backup', '--new-key', key);
	await good('backup', '--new-key', other);
});
after(() => rmSync(folder, { recursive: true, force: true }));

test('a key file is private, never written over, and refused if others may read it', async () => {
	assert.equal(statSync(key).mode & 0o777, 0o600);
	assert.match(readFileSync(key, 'utf8'), /^[\da-f]{64}\n$/);
	const was = readFileSync(key, 'utf8');
	await refused(1, /lässt sich nicht anlegen/, 'backup', '--new-key', key);
	assert.equal(readFileSync(key, 'utf8'), was);
	const db = freshDatabase();
	await good('migrate', '--db', db.url);
	chmodSync(key, 0o640);
	await refused(1, /chmod 600/, 'backup', '--db', db.url, '--to', at('x'), '--key', key);
	chmodSync(key, 0o600);
	writeFileSync(at('short'), 'abc\n', { mode: 0o600 });
	await refused(1, /keine Schlüsseldatei/, 'backup', '--db', db.url, '--to', at('x'), '--key', at('short'));
	await refused(1, /lässt sich nicht lesen/, 'backup', '--db', db.url, '--to', at('x'), '--key', at('nothing'));
	await refused(2, /--to/, 'backup', '--db', db.url);
	await refused(2, /--from/, 'restore', '--db', db.url);
	assert.ok(!existsSync(at('x')));
	db.drop();
});

for (const database of DATABASES) {
	describe(`backup and restore on ${database}`, () => {
		let server;
		before(async () => {
			const db = await demoDatabase(database);
			thinOut(db, ['coesfeld']); // every byte goes to and fro a dozen times
			server = await start({ database: db });
		});
		after(() => server.stop());

		test('under write load: every write acknowledged before is in it, the chain holds, the file is private', async () => {
			const specialist = await signedIn(server, 'specialist@coesfeld');
			const { fields } = (await specialist.submit('/centres/coesfeld/checks', { kind: 'agreement', day: '2.11.2026', result: 'met', evidence: 'Beispiel 0' })).form;
			let written = 1;
			let ended = false;
			const load = (async () => {
				for (let i = 1; !ended; i++) {
					const answer = await specialist.post('/centres/coesfeld/checks', { ...fields, kind: 'agreement', day: '2.11.2026', result: 'met', evidence: `Beispiel ${i}` });
					assert.equal(answer.status, 303);
					written = i + 1;
				}
			})();
			while (written < 20) {
				await new Promise((resolve) => setImmediate(resolve));
			}
			const before = written;
			const files = [at(`${database}-1`), at(`${database}-2`), at(`${database}-3`)];
			for (const file of files) {
				const said = await backup(server.db, file, '--key', key);
				assert.ok(said.sealed && said.rows > 800 && said.tables > 20);
				assert.equal(statSync(file).size, said.bytes);
				assert.equal(statSync(file).mode & 0o777, 0o600);
			}
			ended = true;
			await load;
			const target = freshDatabase();
			const restored = await good('restore', '--db', target.url, '--from', files[2], '--key', key);
			assert.match(restored.stdout, /Eingespielt und geprüft: \d+ Tabellen/);
			const count = Number(execFileSync('sqlite3', [target.file, "SELECT count(*) FROM centre_check WHERE evidence LIKE 'Beispiel %'"], { encoding: 'utf8' }));
			assert.ok(count >= before && count <= written, `${before} <= ${count} <= ${written}`);
			await good('audit', 'verify', '--db', target.url);
			assert.equal(execFileSync('sqlite3', [target.file, 'PRAGMA integrity_check; PRAGMA foreign_key_check'], { encoding: 'utf8' }), 'ok\n');
			assert.equal(statSync(target.file).mode & 0o777, 0o600);
			target.drop();
		});

		test('restored on either database the content is the same, and the program serves it', async () => {
			const file = at(`${database}-same`);
			const said = await backup(server.db, file);
			assert.match((await good('backup', '--db', server.db.url, '--to', `${file}-words`)).stdout, /^Gesichert und zurückgelesen: \d+ Tabellen, [\d.]+ Zeilen, [\d.]+ Bytes, nicht verschlüsselt$/m);
			for (const kind of DATABASES) {
				const target = freshDatabase(kind);
				await good('restore', '--db', target.url, '--from', file);
				assert.equal(await hashOf(target), said.hash, `${database} to ${kind}`);
				const again = await start({ database: target, command: 'serve' });
				const head = await signedIn(again, 'head@coesfeld');
				const added = await head.submit('/centres/coesfeld/checks', { kind: 'agreement', day: '3.11.2026', result: 'met', evidence: 'nach dem Einspielen' });
				assert.equal(added.status, 303, 'numbers go on where they were');
				await again.end();
				await good('audit', 'verify', '--db', target.url, '--head', said.audit);
				target.drop();
			}
		});

		test('a database that is in use or holds data is not replaced; with --overwrite a free one is', async () => {
			const file = at(`${database}-over`);
			await backup(server.db, file);
			await refused(database === 'sqlite' ? 3 : 1, /wird schon vom Prozess|enthält schon Daten/, 'restore', '--db', server.db.url, '--from', file);
			await refused(3, /Prozess|wird noch benutzt/, 'restore', '--db', server.db.url, '--from', file, '--overwrite');
			const target = freshDatabase(database);
			await good('migrate', '--db', target.url);
			const was = await hashOf(target);
			await refused(1, /enthält schon Daten.*--overwrite/, 'restore', '--db', target.url, '--from', file);
			assert.equal(await hashOf(target), was);
			await good('restore', '--db', target.url, '--from', file, '--overwrite');
			assert.equal(await hashOf(target), await hashOf(server.db));
			target.drop();
		});

		test('with no key, a wrong key or a changed byte nothing is restored', async () => {
			const file = at(`${database}-sealed`);
			await backup(server.db, file, '--key', key);
			const target = freshDatabase(database);
			await refused(1, /verschlüsselt.*--key/, 'restore', '--db', target.url, '--from', file);
			await refused(1, /anderen Schlüssel/, 'restore', '--db', target.url, '--from', file, '--key', other);
			copyFileSync(file, `${file}-bad`);
			const bytes = readFileSync(file);
			bytes[bytes.length >> 1] ^= 1;
			writeFileSync(`${file}-bad`, bytes);
			await refused(1, /beschädigt oder verändert/, 'restore', '--db', target.url, '--from', `${file}-bad`, '--key', key);
			writeFileSync(`${file}-bad`, readFileSync(file).subarray(0, -1));
			await refused(1, /endet zu früh/, 'restore', '--db', target.url, '--from', `${file}-bad`, '--key', key);
			await refused(1, /keine Sicherung/, 'restore', '--db', target.url, '--from', key);
			const empty = database === 'sqlite' ? !existsSync(target.file) : psql(target.url, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") === '0';
			assert.ok(empty, 'the target is as it was');
			target.drop();
		});

		test('a file that is there is not written over; the note says which backup was the last', async () => {
			const file = at(`${database}-there`);
			const note = at(`${database}-note`);
			writeFileSync(file, 'Brief');
			await refused(1, /gibt es schon/, 'backup', '--db', server.db.url, '--to', file);
			assert.equal(readFileSync(file, 'utf8'), 'Brief');
			const answer = await run(['backup', '--db', server.db.url, '--to', `${file}-2`], { env: { SCHARNIER_BACKUP_NOTE: note } });
			assert.equal(answer.code, 0, answer.stderr);
			assert.match(readFileSync(note, 'utf8'), new RegExp(`^file = ${file}-2$`, 'm'));
			assert.match(readFileSync(note, 'utf8'), /^made_at = \d{13}$/m);
		});
	});
}

// --- faults -----------------------------------------------------------------------------------------------------------

/** A database large enough that a backup takes a while. */
async function largeDatabase() {
	const db = freshDatabase();
	await good('migrate', '--db', db.url);
	execFileSync('sqlite3', [db.file, `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 150000)
		INSERT INTO login_failure (subject, at) SELECT 'adresse-' || i || '-' || hex(randomblob(20)), i FROM n`]);
	return db;
}

/** Starts a command and kills it after some milliseconds. */
function killed(args, milliseconds) {
	return new Promise((resolve) => {
		const child = spawn(PROGRAM, args, { stdio: 'ignore' });
		setTimeout(() => child.kill('SIGKILL'), milliseconds);
		child.on('close', (code, signal) => resolve(signal === 'SIGKILL'));
	});
}

test('kill -9 during a backup leaves no file of that name, or a whole one; the next run goes through', async () => {
	const db = await largeDatabase();
	const is = await hashOf(db);
	let kills = 0;
	for (let i = 0; i < 16; i++) {
		const file = at(`killed-${i}`);
		kills += await killed(['backup', '--db', db.url, '--to', file, '--key', key], 20 + i * 35);
		if (existsSync(file)) {
			const target = freshDatabase();
			await good('restore', '--db', target.url, '--from', file, '--key', key);
			target.drop();
		} else {
			// Killed while it was read back, the part is whole; else it does not look so.
			const never = freshDatabase();
			const part = await run(['restore', '--db', never.url, '--from', `${file}.part`, '--key', key]);
			if (part.code === 0) {
				assert.equal(await hashOf(never), is);
			} else {
				assert.match(part.stderr, /endet zu früh|keine Sicherung|lässt sich nicht öffnen/);
			}
			never.drop();
			await good('backup', '--db', db.url, '--to', file, '--key', key);
			assert.ok(!existsSync(`${file}.part`));
		}
	}
	assert.ok(kills > 5, `${kills} killed`);
	db.drop();
});

test('kill -9 during a restore leaves the old database as it was', async () => {
	const db = await largeDatabase();
	const file = at('large');
	await backup(db, file);
	const target = freshDatabase();
	await good('migrate', '--db', target.url);
	const was = await hashOf(target);
	const is = await hashOf(db);
	let kept = 0;
	for (let i = 0; i < 9; i++) {
		await killed(['restore', '--db', target.url, '--from', file, '--overwrite'], 50 + i * 150);
		const now = await hashOf(target);
		assert.ok(now === was || now === is, 'the old one or the new one');
		kept += now === was;
	}
	assert.ok(kept > 2);
	await good('restore', '--db', target.url, '--from', file, '--overwrite');
	assert.deepEqual(readdirSync(path.dirname(target.file)).filter((name) => !name.includes('backup-note')), ['scharnier.db'], 'nothing stays behind');
	assert.equal(await hashOf(target), is);
	target.drop();
	db.drop();
});

test('a damaged SQLite file is replaced with --overwrite and kept beside', async () => {
	const db = freshDatabase();
	await good('migrate', '--db', db.url);
	await backup(db, at('sound'));
	const bytes = readFileSync(db.file);
	bytes.fill(0x5a, 0, 4096);
	writeFileSync(db.file, bytes);
	await refused(3, /keine Datenbank|beschädigt/, 'restore', '--db', db.url, '--from', at('sound'));
	const answer = await good('restore', '--db', db.url, '--from', at('sound'), '--overwrite');
	assert.match(answer.stdout, /beschädigte Datenbank liegt in .*\.damaged/);
	assert.deepEqual(readFileSync(`${db.file}.damaged`), bytes);
	await good('audit', 'verify', '--db', db.url);
	db.drop();
});

test('a backup in bounded memory: not more for 150,000 rows than for 800', async () => {
	const small = freshDatabase();
	await good('migrate', '--db', small.url);
	const large = await largeDatabase();
	const peak = (db, file) => Number(/(\d+)\n?$/.exec(execFileSync('bash', ['-c',
		'"$0" backup --db "$1" --to "$2" >/dev/null & p=$!; m=0; while v=$(awk "/VmHWM/ {print \\$2}" /proc/$p/status 2>/dev/null) && [ -n "$v" ]; do m=$v; done; wait $p; echo $m',
		PROGRAM, db.url, file], { encoding: 'utf8' }))[1]);
	const few = peak(small, at('few'));
	const many = peak(large, at('many'));
	assert.ok(many < few + 20_000, `${few} kB, ${many} kB`); // SQLite's page cache has 8 MB
	small.drop();
	large.drop();
});

const mountable = process.getuid() === 0 ? false : 'needs root for a small file system';
test('a full disk: one sentence, and no half file', { skip: mountable }, async (t) => {
	const small = at('full');
	execFileSync('mkdir', [small]);
	try {
		execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', small], { stdio: 'ignore' });
	} catch {
		t.skip('no right to mount here');
		return;
	}
	const db = await largeDatabase();
	try {
		await refused(3, /kein Platz.*keine halbe Datei/, 'backup', '--db', db.url, '--to', path.join(small, 'x'));
		assert.deepEqual(readdirSync(small), []);
		await backup(db, at('for-full'));
		await refused(3, /Speicherplatz ist voll/, 'restore', '--db', `sqlite:${small}/x.db`, '--from', at('for-full'));
		assert.deepEqual(readdirSync(small), [], 'and no half database');
	} finally {
		execFileSync('umount', [small]);
		db.drop();
	}
});

test('on PostgreSQL a restore that fails half way rolls everything back', { skip: NO_POSTGRESQL }, async () => {
	const source = freshDatabase();
	await good('migrate', '--db', source.url);
	await good('user', 'list', '--db', source.url);
	execFileSync('sqlite3', [source.file, 'PRAGMA foreign_keys=OFF; UPDATE centre_population SET centre_id = 99999 WHERE centre_id = 1']);
	await backup(source, at('broken-keys'));
	const target = freshDatabase('postgresql');
	await good('migrate', '--db', target.url);
	const was = await hashOf(target);
	const answer = await run(['restore', '--db', target.url, '--from', at('broken-keys'), '--overwrite']);
	assert.notEqual(answer.code, 0);
	assert.match(answer.stderr, /es wurde nichts eingespielt/);
	assert.equal(await hashOf(target), was);
	const file = freshDatabase();
	assert.notEqual((await run(['restore', '--db', file.url, '--from', at('broken-keys')])).code, 0, 'nor on SQLite');
	assert.ok(!existsSync(file.file));
	for (const db of [source, target, file]) {
		db.drop();
	}
});
