// staff_survey_http.mjs -- the anonymous survey from outside, on both databases: opened by the head alone, codes shown
// once, answered without an account, closed, shown only as a share. S-STA-7.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { Client, DATABASES, formsOf, signedIn, start } from './client.mjs';
import { plain } from './rulebook_kit.mjs';
import { german, inDays, today } from './staff_kit.mjs';

const SURVEY = '/centres/unna/staff/survey';
const ANSWER = '/centres/unna/survey';

for (const database of DATABASES) {
	describe(`the anonymous survey on ${database}`, () => {
		let server;
		let head;
		let codes;
		before(async () => {
			server = await start({ database });
			head = await signedIn(server, 'head@unna');
		});
		after(() => server.stop());

		const visitor = () => new Client(server.base);
		const answer = (code, statement, client = visitor()) => client.submit(ANSWER, { code, statement });
		const shown = async () => (await head.json(SURVEY)).json();

		test('only the head opens one; a mistaken form keeps what was typed', async () => {
			for (const [login, status] of [['administrator@coesfeld', 403], ['authority@arnsberg', 403], ['lasi@land', 403], ['head@coesfeld', 404]]) {
				assert.equal((await (await signedIn(server, login)).json(SURVEY)).status, status, login);
			}
			const typed = { reference_day: german(inDays(1)), codes: '8' };
			const refused = await head.submit(SURVEY, typed);
			assert.equal(refused.status, 422);
			const { fields } = formsOf(refused.text).find(({ html }) => html.includes('name="codes"'));
			assert.deepEqual([fields.reference_day, fields.codes], [typed.reference_day, '8']);
			assert.equal((await head.submit(SURVEY, { ...typed, reference_day: german(today()), codes: '4' })).status, 422, 'fewer than five');
		});

		test('the codes are shown once, on slips with the address, and nowhere again', async () => {
			const opened = await head.submit(SURVEY, { reference_day: german(today()), codes: '9' });
			assert.equal(opened.status, 200);
			codes = [...opened.text.matchAll(/<strong class="app-code">([A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4})<\/strong>/g)].map(([, code]) => code);
			assert.equal(new Set(codes).size, 9);
			assert.ok(opened.text.includes(ANSWER));
			assert.equal(opened.headers['cache-control'], 'no-store');
			const again = await head.get(SURVEY);
			assert.ok(codes.every((code) => !again.text.includes(code)));
			assert.equal((await head.submit(SURVEY, {}, { action: `${SURVEY}/` }).then(({ form }) => form.action)).endsWith('/close'), true, 'the only form closes it');
		});

		test('anyone answers with a code, once, without an account; the page says what happens with it', async () => {
			// The test before has closed the survey by its only form: open the next one in another KI.
			const other = await signedIn(server, 'head@coesfeld');
			const opened = await other.submit('/centres/coesfeld/staff/survey', { reference_day: german(today()), codes: '9' });
			codes = [...opened.text.matchAll(/<strong class="app-code">([A-Z0-9-]{14})<\/strong>/g)].map(([, code]) => code);
			const at = '/centres/coesfeld/survey';
			const text = plain((await visitor().get(at)).text);
			assert.match(text, /Sie müssen nicht antworten/);
			assert.match(text, /kein Name, keine Uhrzeit, keine Reihenfolge/);
			const give = (code, statement) => visitor().submit(at, { code, statement });
			const done = await give(codes[0].toLowerCase().replaceAll('-', ''), 'yes');
			assert.equal(done.status, 303);
			for (const [code, statement, message] of [[codes[0], 'no', /schon verbraucht/], ['AAAA-BBBB-CCCC', 'no', /falsch geschrieben/], ['', 'no', /Code/], [codes[1], '', /./]]) {
				const refused = await give(code, statement);
				assert.equal(refused.status, 422, `${code} ${statement}`);
				assert.match(plain(refused.text), message);
			}
			assert.equal((await answer(codes[1], 'yes')).status, 422, 'a code of another KI');
			for (const [i, statement] of [[1, 'yes'], [2, 'no'], [3, 'no'], [4, 'no'], [5, 'no']]) {
				assert.equal((await give(codes[i], statement)).status, 303);
			}
			const open = (await other.json('/centres/coesfeld/staff/survey')).json();
			assert.equal(open.surveys[0].share.shown, false, 'nothing while it is open');
			assert.equal((await other.json('/centres/coesfeld/staff')).json().statement, null);
			const closed = await other.submit('/centres/coesfeld/staff/survey', {}, { action: '/centres/coesfeld/staff/survey/' });
			assert.equal(closed.status, 303);
			const { surveys } = (await other.json('/centres/coesfeld/staff/survey')).json();
			assert.deepEqual([surveys[0].share.shown, surveys[0].share.percent], [true, 30], 'two of six, rounded');
			assert.match(plain((await other.get('/centres/coesfeld/staff')).text), /Zuwanderungsgeschichte im Team nach freiwilliger, anonymer Angabe, Stichtag .* rund 30 %/);
			assert.equal((await give(codes[6], 'no')).status, 422, 'closed');
			const soon = await other.submit('/centres/coesfeld/staff/survey', { reference_day: german(today()), codes: '9' });
			assert.equal(soon.status, 422);
			assert.match(plain(soon.text), /zwölf Monate/);
		});

		test('too few answers: nothing is shown, also not on the plan', async () => {
			const { surveys } = await shown();
			assert.equal(surveys[0].open, false);
			assert.equal(surveys[0].share.shown, false);
			assert.match(surveys[0].share.said, /Zu wenige Antworten/);
			assert.equal((await head.json('/centres/unna/staff')).json().statement, null);
			assert.doesNotMatch((await head.get('/centres/unna/staff')).text, /Zuwanderungsgeschichte/);
		});

		test('nothing about an answer is in the log of the program or in the audit log', async () => {
			const log = `${server.output.stdout}${server.output.stderr}`;
			assert.ok(!codes.some((code) => log.includes(code)));
			const admin = await signedIn(server, 'admin@system');
			const { items } = (await admin.json('/audit')).json();
			assert.ok(!items.some(({ action }) => action.includes('answer')));
		});
	});
}
