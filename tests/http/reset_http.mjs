// reset_http.mjs -- a new password by mail, through a real SMTP server, on both databases: the link works once, for 30
// minutes, for its account; nothing tells who has an account; who asks too often waits. P-SEC-1.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, describe, test } from 'node:test';

import { Client, DATABASES, DEMO_PASSWORD, demoDatabase, psql, signedIn, start } from './client.mjs';
import { mailbox } from './mailbox.mjs';

const linkIn = (mail) => {
	const found = /https:\/\/scharnier\.example(\/login\/reset\/[\w-]{43})\n/.exec(mail.text);
	assert.ok(found, mail.text);
	return found[1];
};
const NEW = 'ein ganz neues Passwort';

for (const database of DATABASES) {
	describe(`a new password by mail on ${database}`, () => {
		let db;
		const sql = (text) => (db.kind === 'sqlite' ? execFileSync('sqlite3', [db.file, text], { encoding: 'utf8' }).trimEnd() : psql(db.url, text));
		let box, server, admin;
		const launch = () => start({ database: db, env: box.env(), args: ['--behind-proxy'] });
		/** From an address of its own, so that waiting is not mixed up between tests. */
		let places = 0;
		const visitor = () => new Client(server.base, { headers: { 'x-forwarded-for': `192.0.2.${++places}` } });
		const ask = (who, client = visitor()) => client.submit('/login/forgotten', { who });
		const mailOf = async (login, email) => {
			const { items } = (await admin.json('/accounts')).json();
			const set = await admin.submit(`/accounts/${items.find((one) => one.login === login).id}`, { email });
			assert.equal(set.status, 303);
		};
		const use = (link, password = NEW, client = visitor()) => client.submit(link, { password });
		before(async () => {
			box = await mailbox({ tls: true });
			db = await demoDatabase(database);
			server = await launch();
			admin = await signedIn(server, 'admin@system');
			await mailOf('head@coesfeld', 'Anna.Muster@Coesfeld.example');
		});
		after(async () => {
			await server.stop();
			await box.close();
		});

		test('the mail is German and right; the link sets the password, ends all sessions, and works once', async () => {
			const head = await signedIn(server, 'head@coesfeld');
			assert.equal((await ask('head@coesfeld')).status, 200);
			const mail = await box.next();
			assert.deepEqual(mail.to, ['anna.muster@coesfeld.example']);
			assert.equal(mail.from, 'scharnier@land.example');
			assert.equal(mail.tls, true);
			assert.equal(mail.subject, 'Neues Passwort für Scharnier');
			assert.match(mail.text, /^Guten Tag [^\n]+,\n\nfür Ihr Konto head@coesfeld wurde ein neues Passwort angefordert\./);
			assert.match(mail.text, /Der Link gilt 30 Minuten und nur einmal\./);
			const link = linkIn(mail);
			const client = visitor();
			assert.match((await client.get(link)).text, /<h1>Neues Passwort setzen<\/h1>/);
			const short = await use(link, 'kurz', client);
			assert.equal(short.status, 422);
			assert.ok(!short.text.includes('value="kurz"'));
			const done = await use(link, NEW, client);
			assert.equal(done.status, 303);
			assert.equal(done.location, '/login');
			assert.equal((await head.json('/account')).status, 401, 'the former session is over');
			await signedIn(server, 'head@coesfeld', { password: NEW });
			await assert.rejects(signedIn(server, 'head@coesfeld', { password: DEMO_PASSWORD }));
			for (const again of [await client.get(link), await client.json(link)]) {
				assert.equal(again.status, 404);
			}
			assert.match((await client.get(link)).text, /<h1>Dieser Link gilt nicht mehr<\/h1>/);
			const notice = await box.next();
			assert.equal(notice.subject, 'Ihr Passwort für Scharnier wurde geändert');
			assert.ok(!notice.text.includes('/login/reset/'));
			const actions = (await admin.json('/audit')).json().items.map(({ action }) => action);
			for (const action of ['password.asked', 'password.link', 'password.reset', 'account.password']) {
				assert.ok(actions.includes(action), action);
			}
		});

		test('the answer is the same whether there is an account or not, by login, by address, closed, or by no such name', async () => {
			const answers = [];
			for (const who of ['head@coesfeld', 'ANNA.muster@coesfeld.example', 'niemand@coesfeld', 'specialist@coesfeld', "x' OR '1'='1"]) {
				const client = visitor();
				const answer = await ask(who, client);
				assert.equal(answer.status, 200, who);
				answers.push(answer.text.replace(/name="csrf" value="[^"]*"/g, '').replaceAll(/value="[^"]*"/g, ''));
			}
			assert.equal(new Set(answers).size, 1);
			assert.match(answers[0], /<h1>Bitte sehen Sie in Ihr Postfach<\/h1>/);
			const links = [linkIn(await box.next()), linkIn(await box.next())];
			assert.notEqual(links[0], links[1]);
			assert.equal((await visitor().get(links[0])).status, 404, 'a newer link voids the older one');
			assert.equal((await visitor().get(links[1])).status, 200);
			let done = [];
			for (const end = Date.now() + 20000; Date.now() < end && done.length < 6; ) {
				done = (await admin.json('/jobs')).json().done.filter(({ kind }) => kind === 'password.reset');
			}
			assert.equal(done.length, 6, 'all were looked at, also those that led nowhere');
			assert.ok(!JSON.stringify(done).includes('coesfeld'));
			assert.deepEqual(box.left(), []);
		});

		test('an altered link is none; the fourth mail in an hour is not sent; an expired one is refused', async () => {
			await mailOf('lasi@land', 'eva@lasi.example');
			const links = [];
			for (let i = 0; i < 3; i++) {
				await ask('lasi@land');
				links.push(linkIn(await box.next()));
			}
			await ask('lasi@land');
			await ask('eva@lasi.example');
			const good = links[2];
			const flipped = good.slice(0, -1) + (good.endsWith('A') ? 'B' : 'A');
			for (const bad of [flipped, `${good}x`, good.slice(0, -1), links[0], '/login/reset/x']) {
				assert.equal((await visitor().get(bad)).status, 404, bad);
			}
			const client = visitor();
			const csrf = await client.csrf('/login');
			assert.equal((await client.post(flipped, { csrf, password: NEW })).status, 404);
			assert.equal((await client.post(good, { password: NEW })).status, 403, 'no token of the form');
			await server.end();
			const past = Date.now() - 1000;
			sql(`UPDATE password_reset SET expires_at = ${past} WHERE used_at IS NULL AND ended_at IS NULL`);
			assert.equal(sql("SELECT count(*) FROM password_reset WHERE token_hash LIKE '%" + good.slice(-43) + "%'"), '0', 'only hashes are kept');
			server = await launch();
			admin = await signedIn(server, 'admin@system');
			assert.equal((await visitor().get(good)).status, 404);
			await signedIn(server, 'lasi@land');
			assert.deepEqual(box.left(), [], 'no fourth mail');
		});

		test('who asks again and again from one place waits, whomever he asks for', async () => {
			const client = visitor();
			for (let i = 0; i < 5; i++) {
				assert.equal((await ask(`niemand${i}@nirgends`, client)).status, 200);
			}
			const refused = await ask('niemand@nirgends', client);
			assert.equal(refused.status, 422);
			assert.match(refused.text, /Zu viele Fehlversuche – bitte warten Sie \d+ Sekunden/);
			assert.equal((await ask('niemand@nirgends')).status, 200, 'another place does not wait');
			assert.equal((await (visitor()).submit('/login/forgotten', { who: '' })).status, 422);
		});

		test('an account that comes from the sign-in service gets no link; one that is only released for it does', async () => {
			await mailOf('specialist@coesfeld', 'fritz@coesfeld.example');
			await server.end();
			const link = (signedInAt) => sql(`DELETE FROM identity; INSERT INTO identity (issuer, subject, account_id, linked_at, signed_in_at)
				SELECT 'https://dienst.example', 'fritz', id, 1, ${signedInAt} FROM account WHERE login = 'specialist@coesfeld'`);
			link(1);
			server = await launch();
			admin = await signedIn(server, 'admin@system');
			await ask('fritz@coesfeld.example');
			await ask('specialist@coesfeld');
			let open = [null];
			for (const end = Date.now() + 20000; Date.now() < end && open.length; ) {
				open = (await admin.json('/jobs')).json().items.filter(({ kind }) => kind === 'password.reset');
			}
			assert.deepEqual(open, []);
			await server.end();
			link('NULL');
			server = await launch();
			admin = await signedIn(server, 'admin@system');
			await ask('specialist@coesfeld');
			assert.deepEqual((await box.next()).to, ['fritz@coesfeld.example'], 'the first mail of all');
			assert.deepEqual(box.left(), []);
		});

		test('a mailbox that does not exist is given up visibly; one that is slow gets a fresh link later', async () => {
			await mailOf('ministry@land', 'bounce@ministerium.example');
			await ask('ministry@land');
			await mailOf('authority@arnsberg', 'later@arnsberg.example');
			await ask('authority@arnsberg');
			const reasons = async () => Object.fromEntries((await admin.json('/jobs')).json().items.map(({ reason, state, id }) => [reason, { state, id }]));
			let found = {};
			for (const end = Date.now() + 20000; Date.now() < end && !(found['mail.refused'] && found['mail.later']); found = await reasons());
			assert.equal(found['mail.refused'].state, 'given_up');
			assert.equal(found['mail.later'].state, 'retry');
			const again = await admin.submit('/jobs', {}, { action: `/jobs/${found['mail.later'].id}/again` });
			assert.equal(again.status, 303);
			const mail = await box.next();
			assert.deepEqual(mail.to, ['later@arnsberg.example']);
			assert.equal((await visitor().get(linkIn(mail))).status, 200);
		});

		test('the own address is changed with the password alone; the former one is told, and links that went there are void', async () => {
			await mailOf('administrator@coesfeld', 'alt@borken.example');
			await ask('administrator@coesfeld');
			const link = linkIn(await box.next());
			const head = await signedIn(server, 'administrator@coesfeld');
			const refused = await head.submit('/account/email', { email: 'neu@borken.example', old_password: 'falsch geraten' });
			assert.equal(refused.status, 422);
			assert.match(refused.text, /Das bisherige Passwort stimmt nicht/);
			for (const bad of ['keine', 'a@b, c@d.de', 'a@b.de\r\nBcc: x@y.de']) {
				assert.equal((await head.submit('/account/email', { email: bad, old_password: DEMO_PASSWORD })).status, 422, bad);
			}
			assert.equal((await visitor().get(link)).status, 200);
			assert.equal((await head.submit('/account/email', { email: 'neu@borken.example', old_password: DEMO_PASSWORD })).status, 303);
			const told = await box.next();
			assert.deepEqual(told.to, ['alt@borken.example']);
			assert.equal(told.subject, 'Ihre Mailadresse in Scharnier wurde geändert');
			assert.ok(!told.text.includes('neu@borken.example'));
			assert.equal((await visitor().get(link)).status, 404);
			const audit = JSON.stringify((await admin.json('/audit')).json().items);
			assert.match(audit, /account\.email/);
			assert.doesNotMatch(audit, /borken\.example/);
		});
	});
}

test('without a mail server the page says whom to ask, and nothing is promised', async () => {
	const server = await start();
	try {
		const client = new Client(server.base);
		const page = await client.get('/login/forgotten');
		assert.match(page.text, /Dieser Dienst verschickt keine Mails/);
		const csrf = await client.csrf('/login');
		assert.match((await client.post('/login/forgotten', { csrf, who: 'head@coesfeld' })).text, /Dieser Dienst verschickt keine Mails/);
		const admin = await signedIn(server, 'admin@system');
		assert.deepEqual((await admin.json('/jobs')).json().items, []);
	} finally {
		await server.stop();
	}
});
