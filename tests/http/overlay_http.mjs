// overlay_http.mjs -- words and pages of one's own: loaded at the start and at SIGHUP, swapped as one set while requests
// run, refused as a whole with file and line. P-OPS-1.

import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';

import { Client, freshDatabase, run, source, start } from './client.mjs';

const made = [];
after(() => made.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/** An overlay folder: files by name; `put` writes more of them. */
function overlay(files = {}) {
	const folder = mkdtempSync(path.join(tmpdir(), 'scharnier-overlay-'));
	made.push(folder);
	const put = (name, content) => {
		mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
		writeFileSync(path.join(folder, name), content);
	};
	Object.entries(files).forEach(([name, content]) => put(name, content));
	return { folder, put, remove: (name) => rmSync(path.join(folder, name)) };
}

const word = (key, text) => `msgid "${key}"\nmsgstr "${text}"\n`;
const ABOUT = source('src/core/views/about.html');
const about = (mark) => ABOUT.replace('<h1>', `<p>Seite ${mark}</p><h1>`);

/** Sends SIGHUP and waits for the line of the log that says what became of it. */
async function reload(server) {
	const before = server.output.stderr.length;
	server.child.kill('SIGHUP');
	for (let i = 0; i < 400; i++) {
		const line = /overlay\.(loaded|refused|none)/.exec(server.output.stderr.slice(before));
		if (line) {
			await new Promise((resolve) => setImmediate(resolve));
			return server.output.stderr.slice(before);
		}
		await new Promise((resolve) => setTimeout(resolve, 25));
	}
	throw new Error(`no line about the overlay: ${server.output.stderr.slice(before)}`);
}

test('words and a page of one\'s own are there from the start, in both languages', async (t) => {
	const { folder } = overlay({ 'messages/haus.de.po': word('nav.rules', 'Regeln & <Gesetze>'), 'messages/haus.en.po': word('nav.rules', 'Our rules'), 'views/about.html': about('A'), 'views/notizen.txt': 'x', 'views/.about.html.swp': 'x' });
	const server = await start({ args: ['--overlay', folder] });
	t.after(async () => assert.equal((await server.stop()).code, 0, server.output.stderr)); // under the sanitizer: nothing leaked
	assert.match(server.output.stderr, /overlay\.loaded.*words=2.*pages=1/);
	const german = await new Client(server.base).get('/about');
	assert.match(german.text, /Regeln &amp; &lt;Gesetze&gt;/, 'escaped like all words');
	assert.match(german.text, /Seite A/);
	const english = await new Client(server.base, { language: 'en' }).get('/about');
	assert.match(english.text, /Our rules/);
	assert.doesNotMatch(english.text, /Gesetze/);
});

test('SIGHUP swaps words and pages as one set while requests run, many times', async (t) => {
	const { folder, put } = overlay();
	const write = (mark) => {
		put('messages/haus.de.po', word('nav.rules', `Wort ${mark}.`));
		put('views/about.html', about(`${mark}.`));
	};
	write(0);
	const server = await start({ args: ['--overlay', folder] });
	t.after(async () => assert.equal((await server.stop()).code, 0, server.output.stderr)); // under the sanitizer: nothing leaked
	const seen = new Set();
	let ended = false;
	let requests = 0;
	const ask = async () => {
		const client = new Client(server.base);
		while (!ended) {
			const { status, text } = await client.get('/about');
			assert.equal(status, 200);
			const [, page] = /Seite (\d+)\./.exec(text);
			const [, said] = /Wort (\d+)\./.exec(text);
			assert.equal(said, page, 'never one half of each');
			seen.add(page);
			requests++;
		}
	};
	const askers = [ask(), ask(), ask(), ask(), ask(), ask()];
	for (let mark = 1; mark <= 25; mark++) {
		write(mark);
		assert.match(await reload(server), /overlay\.loaded/);
		assert.match((await new Client(server.base).get('/about')).text, new RegExp(`Seite ${mark}\\.`));
	}
	ended = true;
	await Promise.all(askers);
	assert.ok(seen.size > 10 && requests > 50, `${seen.size} sets in ${requests} requests`);
});

test('a faulty file is refused as a whole with its name and line, and what served before goes on', async (t) => {
	const { folder, put } = overlay({ 'messages/haus.de.po': word('nav.rules', 'Altes Wort'), 'views/about.html': about('alt') });
	const db = freshDatabase();
	const server = await start({ database: db, args: ['--overlay', folder] });
	t.after(async () => assert.equal((await server.stop()).code, 0, server.output.stderr)); // under the sanitizer: nothing leaked
	const local = new Client(server.base);
	put('messages/haus.de.po', word('nav.rules', 'Neues Wort'));
	put('views/about.html', about('neu').replace('{{title}}', '{{gibtesnicht}}'));
	const line = about('neu').split('\n').findIndex((one) => one.includes('{{title}}')) + 1;
	assert.match(await reload(server), new RegExp(`overlay\\.refused.*about\\.html:${line}:.*gibtesnicht`));
	const { text } = await local.get('/about');
	assert.match(text, /Seite alt/);
	assert.match(text, /Altes Wort/);
	const ready = await local.json('/readyz');
	assert.deepEqual([ready.status, ready.json().parts.find(({ name }) => name === 'overlay').ok], [200, false]);
	const check = await run(['check', '--db', db.url, '--overlay', folder, '--json']);
	assert.ok(JSON.parse(check.stdout).findings.some(({ part, weight }) => part === 'overlay' && weight === 'mend'), check.stdout);
	put('views/about.html', about('neu'));
	assert.match(await reload(server), /overlay\.loaded/);
	const mended = (await local.get('/about')).text;
	assert.match(mended, /Seite neu/);
	assert.match(mended, /Neues Wort/);
	assert.equal((await local.json('/readyz')).json().parts.find(({ name }) => name === 'overlay').ok, true);
});

test('a faulty overlay does not keep the service down: it starts with the built-in set and says so', async (t) => {
	const { folder } = overlay({ 'views/about.html': '{{> head}}<p>{{nichts}}</p>{{> foot}}' });
	const server = await start({ args: ['--overlay', folder] });
	t.after(async () => assert.equal((await server.stop()).code, 0, server.output.stderr)); // under the sanitizer: nothing leaked
	assert.match(server.output.stderr, /overlay\.refused.*about\.html:1/);
	assert.match((await new Client(server.base).get('/about')).text, /<h1>/);
});

test('SIGHUP without an overlay changes nothing and ends nothing', async (t) => {
	const server = await start();
	t.after(async () => assert.equal((await server.stop()).code, 0, server.output.stderr)); // under the sanitizer: nothing leaked
	await reload(server);
	assert.equal((await new Client(server.base).get('/about')).status, 200);
});

test('`scharnier templates` tries a folder: each fault with file and line', async () => {
	const faults = [
		['messages/x.de.po', word('gibt.es.nicht', 'x'), /messages\/x\.de\.po:1: das Wort »gibt\.es\.nicht« gibt es nicht/],
		['messages/x.de.po', `\n# a\n${word('nav.rules', '{wer} regelt')}`, /x\.de\.po:3: \{wer\} wird in »nav\.rules« nicht ausgefüllt/],
		['messages/x.de.po', word('audit.intact', 'nur eine Form'), /x\.de\.po:1: braucht Einzahl und Mehrzahl/],
		['messages/x.de.po', 'msgid "nav.rules"\nmsgid_plural "x"\nmsgstr[0] "a"\nmsgstr[1] "b"\n', /x\.de\.po:1: hat nur eine Form/],
		['messages/x.de.po', 'msgid "nav.rules"\nmsgstr "ohne Ende\n', /x\.de\.po:2: erwartet einen Text in Anführungszeichen/],
		['messages/x.de.po', 'msgid "nav.rules"\nmsgstr "a \\q"\n', /x\.de\.po:2: nach \\ steht/],
		['messages/x.de.po', 'msgid "nav.rules"\nmsgstr "ein "Wort""\n', /x\.de\.po:2: ein Anführungszeichen/],
		['messages/x.de.po', 'msgid "nav.rules"\n\nmsgid "nav.centres"\nmsgstr "x"\n', /x\.de\.po:1: msgid braucht genau ein msgstr/],
		['messages/x.de.po', word('nav.rules', 'a') + word('nav.rules', 'b'), /x\.de\.po:3: »nav\.rules« steht auch in messages\/x\.de\.po, Zeile 1/],
		['messages/x.de.po', 'Das ist ein Brief.\n', /x\.de\.po:1: erwartet msgid/],
		['messages/x.de.po', Buffer.from('msgid "nav.rules"\nmsgstr "\xe4"\n', 'latin1'), /x\.de\.po:1: .*UTF-8/],
		['messages/x.po', word('nav.rules', 'a'), /x\.po:1: der Name endet auf de\.po oder en\.po/],
		['views/gibtesnicht.html', '<p></p>', /views\/gibtesnicht\.html:1: eine Vorlage mit diesem Namen gibt es nicht/],
		['views/about.html', '{{> head}}\n<p>{{title</p>{{> foot}}', /about\.html:2/],
		['views/about.html', '{{> head}}\n<script>{{title}}</script>{{> foot}}', /about\.html:2/],
		['views/about.html', '{{> head}}\n\n{{t.gibt.es.nicht}}{{> foot}}', /about\.html:3/],
		['views/head.html', '{{#site}}', /head\.html:1/],
		['views/about.html', 'x'.repeat(1024 * 1024 + 1), /about\.html:1: ist keine Datei von höchstens 1 MiB/],
	];
	for (const [name, content, pattern] of faults) {
		const { folder } = overlay({ [name]: content });
		const answer = await run(['templates', '--overlay', folder]);
		assert.equal(answer.code, 1, `${name} ${String(content).slice(0, 80)}: ${answer.stdout}`);
		assert.match(answer.stdout, pattern);
	}
	const good = overlay({ 'messages/x.de.po': `# Kopf\nmsgid ""\nmsgstr "Language: de\\n"\n\n# a\n#: b.c:1\nmsgid "nav.rules"\nmsgstr ""\n"Zwei "\n"Teile"\n`, 'views/about.html': ABOUT });
	const answer = await run(['templates', '--overlay', good.folder]);
	assert.equal(answer.code, 0, answer.stdout);
	assert.match((await run(['get', '/about', '--db', await migrated(), '--overlay', good.folder])).stdout, /Zwei Teile/);
	const missing = await run(['templates', '--overlay', '/gibt/es/nicht']);
	assert.equal(missing.code, 1);
	assert.match(missing.stdout, /der Ordner ist nicht lesbar/);
});

async function migrated() {
	const folder = mkdtempSync(path.join(tmpdir(), 'scharnier-overlay-'));
	made.push(folder);
	const url = `sqlite:${folder}/x.db`;
	assert.equal((await run(['migrate', '--db', url])).code, 0);
	return url;
}

test('a folder into which others may write is a finding: who writes there writes the pages', async () => {
	const { folder } = overlay();
	chmodSync(folder, 0o777);
	const { stdout } = await run(['check', '--db', await migrated(), '--overlay', folder]);
	assert.match(stdout, new RegExp(`MANGEL {2}In den Ordner ${folder} dürfen auch andere schreiben`));
});
