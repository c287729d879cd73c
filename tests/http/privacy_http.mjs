// privacy_http.mjs -- every column states purpose, legal basis and retention (P-SEC-1): what the build refuses, the
// record of processing on the command line, and the page for everybody.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';

import { Client, ROOT, run, start } from './client.mjs';

/** The tool on a copy of the tree's migrations and register, after `change` had its way with them. */
function judge(change) {
	const folder = mkdtempSync(path.join(tmpdir(), 'scharnier-privacy-'));
	for (const part of ['migrations', 'privacy']) {
		cpSync(path.join(ROOT, part), path.join(folder, part), { recursive: true });
	}
	const file = (name) => path.join(folder, name);
	change({
		edit: (name, from, to) => {
			const text = readFileSync(file(name), 'utf8');
			assert.ok(text.includes(from), `${name} has no »${from}«`);
			writeFileSync(file(name), text.replace(from, to));
		},
		add: (name, text) => writeFileSync(file(name), text, { flag: 'a' }),
	});
	const { status, stdout } = spawnSync(path.join(ROOT, 'tools/privacy.sh'), [folder], { encoding: 'utf8' });
	rmSync(folder, { recursive: true });
	return { status, stdout };
}

function refused(change, pattern) {
	const { status, stdout } = judge(change);
	assert.equal(status, 1, stdout);
	assert.match(stdout, pattern);
}

describe('what the build refuses', () => {
	test('the tree as it is stands', () => {
		const { status, stdout } = judge(() => {});
		assert.equal(status, 0, stdout);
		assert.match(stdout, /^privacy: \d{3,} columns of \d+ tables, all tagged$/m);
	});

	test('a new table, a new column, a renamed column, each named with its place', () => {
		refused((tree) => tree.add('migrations/9999_x.sql', 'CREATE TABLE x (\n  id @ID@,\n  a TEXT CHECK (a IN (\'(\', \';\'))\n) @STRICT@;\n'),
			/migrations\/9999_x\.sql:\d+: the table x does not stand in privacy\//);
		refused((tree) => tree.add('migrations/9999_x.sql', '-- later;\nALTER TABLE account ADD COLUMN shoe_size @INT@;\n'),
			/migrations\/9999_x\.sql:2: account\.shoe_size has no class/);
		refused((tree) => tree.add('migrations/9999_x.sql', 'ALTER TABLE account RENAME COLUMN name TO full_name;\n'),
			/account\.full_name has no class[^]*there is no column account\.name|there is no column account\.name[^]*account\.full_name has no class/);
		refused((tree) => tree.add('migrations/9999_x.sql', 'ALTER TABLE account RENAME TO x_account;\n'), /the table x_account does not stand in privacy/);
		refused((tree) => tree.add('migrations/9999_x.sql', 'CREATE TABLE y AS SELECT 1;\n'), /not understood/);
		refused((tree) => tree.add('migrations/9999_x.sql', 'CREATE VIEW v AS SELECT 1;\n'), /this statement is not understood/);
	});

	test('a column that is gone, a class that is not there or that nothing has, a column tagged twice', () => {
		refused((tree) => tree.add('migrations/9999_x.sql', 'DROP TABLE login_failure;\n'), /there is no table login_failure/);
		refused((tree) => tree.add('migrations/9999_x.sql', 'ALTER TABLE account DROP COLUMN language;\n'), /there is no column account\.language/);
		refused((tree) => tree.edit('privacy/core.txt', '\tlogin           account_person', '\tlogin           account_shoe'),
			/privacy\/core\.txt:\d+: account\.login has a class that is not there: account_shoe/);
		refused((tree) => tree.add('privacy/core.txt', 'class idle access\n\tname Nichts\n\tname.en Nothing\n'), /nothing has the class idle/);
		refused((tree) => tree.edit('privacy/core.txt', '\tlogin           account_person', '\tlogin           account_person\n\tlogin account_role'),
			/account\.login is tagged twice/);
	});

	test('no purpose, no basis, no term, no mark, a mark nobody knows, no English, half a term', () => {
		const without = (key) => (tree) => {
			const line = new RegExp(`\\t${key.replace('.', '\\.')} .*\n`).exec(readFileSync(path.join(ROOT, 'privacy/rulebook.txt'), 'utf8'))[0];
			tree.edit('privacy/rulebook.txt', line, '');
		};
		for (const key of ['purpose', 'basis', 'retention', 'deletion', 'persons', 'recipients', 'name.en']) {
			refused(without(key), new RegExp(`privacy/rulebook\\.txt:\\d+: activity rulebook lacks ${key.replace('.', '\\.')}`));
		}
		refused((tree) => tree.edit('privacy/rulebook.txt', 'I Kein Personenbezug', 'Kein Personenbezug'), /basis begins with its mark/);
		refused((tree) => tree.edit('privacy/rulebook.txt', 'I Kein Personenbezug', 'X Kein Personenbezug'), /basis begins with its mark/);
		refused((tree) => tree.edit('privacy/rulebook.txt', 'kept', 'perhaps'), /deletion is automatic, not_yet or kept, not perhaps/);
		refused((tree) => tree.edit('privacy/rulebook.txt', 'class rule_text rulebook', 'class rule_text rulebook\n\tretention A Immer'), /stand together/);
		refused((tree) => tree.edit('privacy/rulebook.txt', 'class rule_text rulebook', 'class rule_text elsewhere'), /belongs to no activity: elsewhere/);
		refused((tree) => tree.edit('privacy/rulebook.txt', 'table rule_item Wovon Regeln handeln können.', 'table rule_item'), /says no purpose/);
		refused((tree) => tree.edit('privacy/rulebook.txt', '\tpurpose  ', '\tporpoise '), /"porpoise" is no key of activity/);
	});
});

describe('the record of processing', () => {
	test('as text: controller, purposes, persons, kinds of data, recipients, terms, measures', async () => {
		const { code, stdout } = await run(['privacy', 'register']);
		assert.equal(code, 0);
		for (const part of ['Art. 30 DSGVO', 'Verantwortlich:', 'Zweck:', 'Rechtsgrundlage:', 'Betroffene Personen:', 'Arten der Daten:',
			'Empfänger:', 'Speicherdauer:', 'Drittländer:', 'Maßnahmen (Art. 32):', 'Wird noch nicht selbsttätig gelöscht.']) {
			assert.ok(stdout.includes(part), part);
		}
		assert.ok(!stdout.includes('Regelwerk der Förderung\n'), 'what has no reference to persons is no part of it');
	});

	test('as JSON and CSV, and each column by itself', async () => {
		const register = JSON.parse((await run(['privacy', 'register', '--json'])).stdout);
		assert.ok(register.activities.length >= 6 && register.measures.length >= 4);
		for (const activity of register.activities) {
			assert.match(activity.basis_mark, /^(read|seed|inferred|assumed|unknown)$/);
			assert.ok(activity.kinds.every((kind) => kind.name && kind.retention && kind.deletion), activity.name);
		}
		const columns = JSON.parse((await run(['privacy', 'columns', '--json'])).stdout);
		const login = columns.find((column) => column.table === 'account' && column.column === 'login');
		assert.equal(login.kind, 'Name und Anmeldename');
		assert.equal(login.personal, true);
		const csv = (await run(['privacy', 'columns', '--csv'])).stdout;
		assert.match(csv, /^\ufeffTabelle;Spalte;/);
		assert.equal(csv.split('\r\n').length, columns.length + 2);
		assert.match((await run(['privacy', 'columns'])).stdout, /^account – Wer sich anmelden darf\.$/m);
		assert.match((await run(['privacy', 'register', '--csv'])).stdout, /^\ufeffVerarbeitungstätigkeit;Zweck;/);
		for (const wrong of [['privacy'], ['privacy', 'tables'], ['privacy', 'register', '--json', '--csv']]) {
			assert.equal((await run(wrong)).code, 2, wrong.join(' '));
		}
	});
});

describe('the page Datenschutz', () => {
	let server;
	before(async () => {
		server = await start();
	});
	after(() => server.stop());

	test('tells everybody, in both languages, and is linked from every page', async () => {
		const anyone = new Client(server.base);
		const page = await anyone.get('/privacy');
		assert.equal(page.status, 200);
		for (const words of ['Datenschutz', 'Konten und Anmeldung', 'Wird noch nicht selbsttätig gelöscht.', 'Art. 15 DSGVO', '(abgeleitet)']) {
			assert.ok(page.text.includes(words), words);
		}
		assert.ok(!page.text.includes('Stand der Datenbank'));
		assert.match((await anyone.get('/')).text, /<a href="\/privacy">Datenschutz<\/a>/);
		const english = await anyone.get('/privacy', { headers: { 'accept-language': 'en' } });
		assert.ok(english.text.includes('Accounts and signing in') && !english.text.includes('Konten und Anmeldung'));
		const face = await anyone.json('/privacy');
		assert.ok(face.json().activities.length >= 6);
	});
});
