// mail_http.mjs -- mail through a real SMTP server: encrypted and signed in, refused, delayed, misconfigured. P-OPS-1.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { run } from './client.mjs';
import { mailbox } from './mailbox.mjs';

describe('mail', () => {
	let open, closed;
	before(async () => {
		[open, closed] = [await mailbox(), await mailbox({ tls: true })];
	});
	after(() => Promise.all([open.close(), closed.close()]));
	const send = (box, address, more) => run(['mail', 'test', address], { env: box.env(more) });

	test('goes out with STARTTLS and AUTH, German and whole', async () => {
		const sent = await send(closed, 'anna@coesfeld.example');
		assert.equal(sent.stderr, '');
		assert.equal(sent.code, 0);
		const mail = await closed.next();
		assert.deepEqual([mail.from, mail.to, mail.user, mail.tls], ['scharnier@land.example', ['anna@coesfeld.example'], 'app', true]);
		assert.equal(mail.subject, 'Scharnier: Probe des Mailversands');
		assert.equal(mail.text, 'Guten Tag,\n\ndiese Mail prüft, ob Scharnier (https://scharnier.example) Mails verschicken kann. Umlaute: äöüß ÄÖÜ.\nSie brauchen nichts zu tun.\n');
		assert.equal(mail.headers.from, 'Scharnier <scharnier@land.example>');
		assert.equal(mail.headers['auto-submitted'], 'auto-generated');
		assert.match(mail.headers.date, /^\w{3}, \d{1,2} \w{3} \d{4} \d\d:\d\d:\d\d \+0000$/);
		assert.match(mail.headers['message-id'], /^<[\w-]+@land\.example>$/);
	});

	test('goes out plain only where that was asked for, and never with a server that does not encrypt', async () => {
		assert.equal((await send(open, 'anna@coesfeld.example')).code, 0);
		assert.equal((await open.next()).tls, false);
		const refused = await send(open, 'anna@coesfeld.example', { SCHARNIER_SMTP_TLS: 'starttls' });
		assert.equal(refused.code, 3);
		assert.match(refused.stderr, /Die verschlüsselte Verbindung zum Mailserver kommt nicht zustande/);
		assert.deepEqual(open.left(), []);
	});

	test('a certificate that nobody vouches for, a wrong password, no server: said in words, to be tried again', async () => {
		const unknown = await send(closed, 'anna@coesfeld.example', { SCHARNIER_SMTP_CA: '' });
		assert.equal(unknown.code, 3);
		assert.match(unknown.stderr, /smtp_ca und smtp_tls prüfen/);
		const wrong = await send(closed, 'anna@coesfeld.example', { SCHARNIER_SMTP_USER: 'niemand' });
		assert.equal(wrong.code, 3);
		assert.match(wrong.stderr, /smtp_user und smtp_password_file prüfen/);
		const nobody = await send(closed, 'anna@coesfeld.example', { SCHARNIER_SMTP: 'smtp://localhost:1' });
		assert.equal(nobody.code, 3);
		assert.match(nobody.stderr, /Der Mailserver ist nicht erreichbar/);
	});

	test('what is refused for good is told apart from what may come later; the log has no address', async () => {
		const bounced = await send(closed, 'bounce@coesfeld.example');
		assert.equal(bounced.code, 1);
		assert.match(bounced.stderr, /lehnt die Mail endgültig ab/);
		assert.ok(!bounced.stderr.includes('bounce@'));
		const later = await send(closed, 'later@coesfeld.example');
		assert.equal(later.code, 3);
		assert.match(later.stderr, /nimmt die Mail gerade nicht an/);
		assert.equal((await send(closed, 'later@coesfeld.example')).code, 0);
		assert.equal((await closed.next()).to[0], 'later@coesfeld.example');
		assert.equal((await send(closed, 'keine Adresse')).code, 1);
	});

	test('settings that do not fit are told at the start', async () => {
		for (const [more, words] of [
			[{ SCHARNIER_SMTP: 'http://localhost' }, /smtp:\/\/RECHNER:PORT/],
			[{ SCHARNIER_MAIL_FROM: '' }, /fehlt die Einstellung »mail_from«/],
			[{ SCHARNIER_PUBLIC_URL: '' }, /fehlt die Einstellung »public_url«/],
			[{ SCHARNIER_PUBLIC_URL: 'scharnier.example' }, /öffentliche Adresse ohne Pfad/],
			[{ SCHARNIER_SMTP_TLS: 'ja' }, /starttls oder none/],
			[{ SCHARNIER_SMTP_PASSWORD_FILE: '' }, /fehlt die Einstellung »smtp_password_file«/],
			[{ SCHARNIER_SMTP_PASSWORD_FILE: closed.cert }, /dürfen auch andere lesen|kein Geheimnis/],
			[{ SCHARNIER_SMTP: 'smtp://mail.example.org', SCHARNIER_SMTP_TLS: 'none' }, /lesbar über das Netz/],
		]) {
			const answer = await send(closed, 'anna@coesfeld.example', more);
			assert.equal(answer.code, 2, JSON.stringify(more));
			assert.match(answer.stderr, words);
		}
		const none = await run(['mail', 'test', 'anna@coesfeld.example']);
		assert.equal(none.code, 3);
		assert.match(none.stderr, /Es ist kein Mailserver eingerichtet/);
		assert.equal((await run(['mail', 'sing'])).code, 2);
	});
});
