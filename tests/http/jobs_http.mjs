// jobs_http.mjs -- background jobs as the technical administration sees them: what waits and why it failed, without
// content; trying again and giving up; two processes on one PostgreSQL; a process that is killed. P-OPS-1.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, describe, test } from 'node:test';

import { DATABASES, NO_POSTGRESQL, formsOf, demoDatabase, psql, run, signedIn, start } from './client.mjs';

/** Runs SQL beside the program; SQLite: while no process serves. */
function sql(db, text) {
	return db.kind === 'sqlite' ? execFileSync('sqlite3', [db.file, text], { encoding: 'utf8' }).trimEnd() : psql(db.url, text);
}

const SECRET = 'geheim@example.org';
const add = (db, n, kind = 'gone.kind') => sql(db, Array.from({ length: n }, () =>
	`INSERT INTO job (kind, arguments, created_at, due_at) VALUES ('${kind}', '{"to":"${SECRET}"}', 1700000000000, 1700000000000);`).join('\n'));

/** Asks again until the page is as wished. */
async function until(client, wish) {
	for (const end = Date.now() + 30000; Date.now() < end; ) {
		const page = (await client.json('/jobs')).json();
		if (wish(page)) {
			return page;
		}
	}
	throw new Error('the jobs did not get there');
}

for (const database of DATABASES) {
	describe(`background jobs on ${database}`, () => {
		let db;
		let server;
		let admin;
		before(async () => {
			db = await demoDatabase(database);
			add(db, 2);
			server = await start({ database: db });
			admin = await signedIn(server, 'admin@system');
		});
		after(() => server.stop());

		test('what cannot be done is given up visibly, with its reason and without content', async () => {
			const page = await until(admin, ({ counts }) => counts.given_up === 2);
			assert.deepEqual(page.items.map(({ state }) => state), ['given_up', 'given_up']);
			assert.equal(page.items[0].reason, 'job.unknown_kind');
			const html = await admin.get('/jobs');
			assert.match(html.text, /Diese Art von Aufgabe kennt das Programm nicht\./);
			assert.match(html.text, /<h1>Hintergrundaufgaben<\/h1>/);
			for (const text of [html.text, JSON.stringify(page)]) {
				assert.ok(!text.includes(SECRET), 'no address');
			}
		});

		test('trying again runs it at once; giving up is refused for what is over', async () => {
			const { items } = (await admin.json('/jobs')).json();
			const again = await admin.submit('/jobs', {}, { action: `/jobs/${items[0].id}/again` });
			assert.equal(again.location, '/jobs');
			await until(admin, (page) => page.counts.given_up === 2 && page.items.find(({ id }) => id === items[0].id).at > items[0].at);
			const csrf = formsOf((await admin.get('/jobs')).text).map(({ fields }) => fields.csrf).find(Boolean);
			const refused = await admin.post(`/jobs/${items[0].id}/give-up`, { csrf });
			assert.equal(refused.status, 409);
			assert.match(refused.text, /läuft gerade, ist erledigt oder schon aufgegeben/);
			assert.equal((await admin.post('/jobs/987654/again', { csrf })).status, 404);
			const audit = (await admin.json('/audit')).json().items.find(({ action }) => action === 'job.again');
			assert.equal(audit.object, `jobs/${items[0].id}`);
			assert.equal(audit.actor, 'admin@system');
		});

		test('only the technical administration sees them, and has them in the menu', async () => {
			assert.match((await admin.get('/')).text, /<a href="\/jobs">Hintergrundaufgaben<\/a>/);
			const head = await signedIn(server, 'head@coesfeld');
			assert.doesNotMatch((await head.get('/')).text, /href="\/jobs"/);
			assert.equal((await head.get('/jobs')).status, 403);
		});

		test('the command lists them and runs what is due without a server', async () => {
			await server.end();
			const listed = await run(['jobs', 'list', '--db', db.url]);
			assert.equal(listed.code, 0);
			assert.match(listed.stdout, /gone\.kind: aufgegeben, 1 Versuche\. Diese Art von Aufgabe kennt das Programm nicht\./);
			assert.ok(!listed.stdout.includes(SECRET));
			add(db, 1);
			const done = await run(['jobs', 'run', '--due', '--db', db.url]);
			assert.equal(done.stdout, '1 ausgeführt, 0 warten, 3 aufgegeben\n');
			assert.equal(done.code, 1);
			for (const args of [['jobs'], ['jobs', 'run'], ['jobs', 'list', '--due'], ['jobs', 'sing']]) {
				assert.equal((await run([...args, '--db', db.url])).code, 2, args.join(' '));
			}
			const checked = await run(['check', '--db', db.url]);
			assert.match(checked.stdout, /MANGEL[^]*Hintergrundaufgaben? wurden? aufgegeben/);
			server = await start({ database: db });
			admin = await signedIn(server, 'admin@system');
		});
	});
}

describe('two processes on one PostgreSQL', { skip: NO_POSTGRESQL }, () => {
	test('run each job once, and one takes over what the other one held when it was killed', async () => {
		const db = await demoDatabase('postgresql');
		const first = await start({ database: db });
		const second = await start({ database: db, command: 'serve' });
		const admin = await signedIn(second, 'admin@system');
		try {
			add(db, 60);
			await until(admin, ({ counts }) => counts.given_up === 60);
			assert.equal(psql(db.url, "SELECT count(*) FROM job_event WHERE event = 'started'"), '60');
			assert.equal(psql(db.url, "SELECT count(*) FROM job_event WHERE event = 'given_up'"), '60');
			await first.end('SIGKILL');
			// as the killed one left it: begun and not ended, its lease over
			psql(db.url, `WITH j AS (INSERT INTO job (kind, arguments, created_at, due_at, attempts, lease_owner, lease_until)
				VALUES ('gone.kind', '{}', 1700000000000, 1700000000000, 1, 'host/1/dead', 1700000180000) RETURNING id)
				INSERT INTO job_event (job_id, at, event, actor, reason) SELECT id, 1700000000000, 'started', 'host/1/dead', '' FROM j`);
			const page = await until(admin, ({ counts }) => counts.given_up === 61);
			assert.equal(page.items.at(-1).attempts, 2);
		} finally {
			await second.end();
			db.drop();
		}
	});
});
