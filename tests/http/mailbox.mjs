// mailbox.mjs -- a real SMTP server for tests (sink.py), and what it was given, decoded.
//
//   const box = await mailbox();                        // or { tls: true }: STARTTLS and AUTH demanded
//   const server = await start({ env: box.env() });
//   const mail = await box.next();                      // { from, to, user, tls, headers, subject, text }
//   await box.close();

import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

import { ROOT } from './client.mjs';

const PATIENCE_MS = 20000;

/** RFC 2047, base64 alone: what we send. */
const decodeWords = (text) => text.replace(/\?=\r?\n? +=\?UTF-8\?B\?/g, '\u0000')
	.replace(/=\?UTF-8\?B\?([^?]*)\?=/g, (_, words) => Buffer.concat(words.split('\u0000').map((word) => Buffer.from(word, 'base64'))).toString('utf8'));

const decodeQuoted = (text) => Buffer.from(text.replace(/=\r?\n/g, '').replace(/=([\dA-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16))), 'latin1').toString('utf8');

function parse({ data, ...envelope }) {
	const [head, ...body] = data.split('\r\n\r\n');
	const headers = Object.fromEntries(head.replace(/\r\n +/g, ' ').split('\r\n').map((line) => [line.split(':')[0].toLowerCase(), line.slice(line.indexOf(':') + 2)]));
	return { ...envelope, headers, subject: decodeWords(headers.subject), text: decodeQuoted(body.join('\r\n\r\n')).replace(/\r\n/g, '\n'), data };
}

const CALENDAR = `import email, email.policy, icalendar, json, sys
m = email.message_from_bytes(sys.stdin.buffer.read(), policy=email.policy.default)
p = next((p for p in m.walk() if p.get_content_type() == 'text/calendar'), None)
if p is None: print('null'); sys.exit()
c = icalendar.Calendar.from_ical(p.get_payload(decode=True))
e, = c.walk('VEVENT')
print(json.dumps({ 'part': p.get_param('method'), 'method': c['METHOD'], 'status': e['STATUS'], 'uid': e['UID'],
  'sequence': int(e['SEQUENCE']), 'starts': e['DTSTART'].dt.timestamp() * 1000, 'organizer': e.get('ORGANIZER') }))`;

/** The appointment that came with a mail, read by python3-icalendar; null: none. */
export const calendarIn = ({ data }) => JSON.parse(execFileSync('/usr/bin/python3', ['-c', CALENDAR], { input: data, encoding: 'utf8' }));

/** A certificate for "localhost" that only those believe who are given it. */
export function certificate(folder) {
	const cert = path.join(folder, 'cert.pem');
	const key = path.join(folder, 'key.pem');
	execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', '-subj', '/CN=localhost',
		'-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1', '-keyout', key, '-out', cert], { stdio: 'ignore' });
	return { cert, key };
}

export async function mailbox({ tls = false } = {}) {
	const folder = mkdtempSync(path.join(tmpdir(), 'scharnier-mail-'));
	const { cert, key } = certificate(folder);
	const password = path.join(folder, 'password');
	writeFileSync(password, 'secret\n');
	chmodSync(password, 0o600);
	const child = spawn('/usr/bin/python3', [path.join(ROOT, 'tests/http/sink.py'), ...(tls ? ['--tls', cert, key] : [])], { stdio: ['pipe', 'pipe', 'inherit'] });
	const ended = new Promise((resolve) => child.on('close', resolve));
	const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
	const port = (await lines.next()).value;
	const waiting = [];
	const mails = [];
	(async () => {
		for (let line = await lines.next(); !line.done; line = await lines.next()) {
			const mail = parse(JSON.parse(line.value));
			(waiting.shift() ?? ((one) => mails.push(one)))(mail);
		}
	})();
	return {
		port, cert, password, folder,
		/** The settings of the program for this server. */
		env: (more = {}) => ({
			SCHARNIER_SMTP: `smtp://localhost:${port}`, SCHARNIER_MAIL_FROM: 'scharnier@land.example', SCHARNIER_PUBLIC_URL: 'https://scharnier.example',
			...(tls ? { SCHARNIER_SMTP_USER: 'app', SCHARNIER_SMTP_PASSWORD_FILE: password, SCHARNIER_SMTP_CA: cert } : { SCHARNIER_SMTP_TLS: 'none' }), ...more,
		}),
		/** The next mail; fails after a while. */
		next: () => mails.length ? Promise.resolve(mails.shift()) : new Promise((resolve, reject) => {
			const timer = setTimeout(() => reject(new Error('no mail came')), PATIENCE_MS);
			waiting.push((mail) => {
				clearTimeout(timer);
				resolve(mail);
			});
		}),
		/** What has come and nobody asked for. */
		left: () => mails,
		async close() {
			child.stdin.end();
			await ended;
			rmSync(folder, { recursive: true, force: true });
		},
	};
}
