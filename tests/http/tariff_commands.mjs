// tariff_commands.mjs -- tariff cards on the command line (P-INT-5): the cases of the field research to the cent, and
// what is refused, each with a sentence and its exit code.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { run } from './client.mjs';

/** From the first of June at ten, so many minutes. */
const lasting = (minutes) => {
	const end = new Date(Date.UTC(2026, 5, 1, 10, minutes)).toISOString().slice(0, 16);
	return ['--start', '2026-06-01T10:00', '--end', end];
};
const tried = (card, ...args) => run(['tariff', 'try', '--card', card, '--json', ...args]);

async function cents(card, ...args) {
	const { code, stdout, stderr } = await tried(card, ...args);
	assert.equal(code, 0, stderr);
	const { amount_cents: amount, trace, parts } = JSON.parse(stdout);
	assert.ok(Number.isInteger(amount));
	assert.ok(trace.length > 2 && trace.every((line) => typeof line === 'string' && line.length > 0));
	assert.equal(Object.values(parts).reduce((sum, part) => sum + part, 0), amount);
	return amount;
}

test('P-INT-5: the published cards, to the cent', async () => {
	const cases = [
		['heinsberg', 120, 2500], ['heinsberg', 130, 3500], ['heinsberg', 150, 3500], ['heinsberg', 210, 4500],
		['soest', 70, 4000], ['rhein-erft', 100, 3500],
		['rheinisch-berg', 5, 2500], ['rheinisch-berg', 600, 2500],
		['soest-stadt', 45, 1250], ['steinfurt', 120, 3000],
	];
	for (const [card, minutes, want] of cases)
		assert.equal(await cents(card, ...lasting(minutes)), want, `${card} ${minutes}`);
	const way = ['--travel-min', '30'];
	assert.equal(await cents('borken', ...lasting(50), ...way, '--distance-km', '12'), 2250);
	assert.equal(await cents('borken', ...lasting(50), ...way, '--distance-km', '3'), 1500);
	const hour = await cents('ennepe-ruhr', ...lasting(60));
	assert.equal(await cents('ennepe-ruhr', ...lasting(120), '--cancelled-before-h', '20'), hour);
	assert.equal(await cents('ennepe-ruhr', ...lasting(120), '--cancelled-before-h', '23,5'), hour);
	assert.equal(await cents('ennepe-ruhr', ...lasting(120), '--cancelled-before-h', '30'), 0);
});

test('nights when the clock changes count real minutes', async () => {
	assert.equal(await cents('borken', '--start', '2026-03-28T22:00', '--end', '2026-03-29T06:00'), 14 * 750);
	assert.equal(await cents('borken', '--start', '2026-10-24T22:00', '--end', '2026-10-25T06:00'), 18 * 750);
	assert.equal(await cents('borken', '--start', '2026-10-25T00:30Z', '--end', '2026-10-25T01:15Z'), 1500);
});

test('with a KI that has no card of its own, the template counts, and an assumption is told', async () => {
	const { code, stdout, stderr } = await run(['tariff', 'try', '--db', 'sqlite::memory:', '--card', 'steinfurt', ...lasting(60)]);
	assert.equal(code, 0, stderr);
	assert.match(stdout, /^15,00\s€\n/);
	assert.match(stdout, /Tarifkarte »steinfurt« \(Vorlage\)/);
	assert.match(stdout, /Annahme: Wie angefangene Zeit zählt/);
	assert.match(stdout, /Quelle: Kreis Steinfurt/);
	const empty = { XDG_STATE_HOME: '/nonexistent' };
	const withCentre = await run(['tariff', 'try', '--centre', 'coesfeld', '--card', 'soest', ...lasting(70), '--json'], { env: empty });
	assert.equal(withCentre.code, 0, withCentre.stderr);
	assert.equal(JSON.parse(withCentre.stdout).amount_cents, 4000);
	const unknown = await run(['tariff', 'try', '--centre', 'atlantis', '--card', 'soest', ...lasting(70)], { env: empty });
	assert.equal(unknown.code, 1);
	assert.match(unknown.stderr, /»atlantis« gibt es nicht/);
});

test('what cannot be is refused in one sentence', async () => {
	const refusals = [
		[1, ['--card', 'heinsberg', '--start', '2026-06-01T10:00', '--end', '2026-06-01T09:00'], /Ende: .*nicht nach dem Beginn/],
		[1, ['--card', 'heinsberg', '--start', '2026-06-01T10:00', '--end', '2026-06-01T10:00'], /Ende: .*nicht nach dem Beginn/],
		[1, ['--card', 'heinsberg', '--start', '2026-06-01T10:00'], /Ende: .*fehlt/],
		[1, ['--card', 'heinsberg', '--start', '2025-06-01T10:00', '--end', '2026-06-01T10:30'], /stimmen die Tage/],
		[1, ['--card', 'ennepe-ruhr', ...lasting(181)], /3 Std\. 1 Min\. .*höchstens 3 Std\./],
		[1, ['--card', 'borken', ...lasting(50), '--travel-min', '30'], /Entfernung/],
		[1, ['--card', 'borken', ...lasting(50), '--travel-min', '30', '--distance-km', '-3'], /negative/],
		[1, ['--card', 'borken', ...lasting(50), '--travel-min', '-30', '--distance-km', '3'], /negative/],
		[1, ['--card', 'borken', ...lasting(50), '--cancelled-before-h', '-1'], /negative/],
		[1, ['--card', 'borken', ...lasting(50), '--travel-min', '30', '--distance-km', '99999'], /2\.000 km/],
		[1, ['--card', 'nirgendwo', ...lasting(50)], /»nirgendwo« gibt es .*heinsberg, soest, rhein-erft/],
		[2, ['--card', 'heinsberg', '--start', '2026-03-29T02:30', '--end', '2026-03-29T06:00'], /--start erwartet/],
		[2, ['--card', 'heinsberg', '--start', 'gestern', '--end', '2026-06-01T09:00'], /--start erwartet .*»gestern«/],
		[2, ['--card', 'borken', ...lasting(50), '--travel-min', 'lang'], /--travel-min erwartet/],
		[2, ['--card', 'borken', ...lasting(50), '--travel-min', '9'.repeat(30)], /--travel-min erwartet/],
		[2, ['--card', 'borken', ...lasting(50), '--cancelled-before-h', '9999999999999'], /--cancelled-before-h erwartet/],
		[2, lasting(50), /--card fehlt/],
		[2, ['--card', 'borken', ...lasting(50), '--wie-weit', '3'], /--wie-weit/],
		[2, ['--card', 'borken', '--date', 'morgen', ...lasting(50)], /--date erwartet/],
	];
	for (const [want, args, pattern] of refusals) {
		const { code, stdout, stderr } = await run(['tariff', 'try', ...args]);
		assert.equal(code, want, `${args.join(' ')}: ${stderr}`);
		assert.match(stderr, pattern);
		assert.equal(stdout, '');
	}
	assert.equal((await run(['tariff', 'sing'])).code, 2);
	assert.equal((await run(['tariff'])).code, 2);
});

test('the templates in words, and as JSON', async () => {
	const words = await run(['tariff', 'cards']);
	assert.equal(words.code, 0);
	assert.match(words.stdout, /heinsberg\n {2}25,00\s€ bis 2 Std\., danach 10,00\s€ je angefangene Stunde/);
	const cards = JSON.parse((await run(['tariff', 'cards', '--json'])).stdout);
	assert.deepEqual(cards.map(({ name }) => name).slice(0, 7), ['heinsberg', 'soest', 'rhein-erft', 'borken', 'ennepe-ruhr', 'rheinisch-berg', 'steinfurt']);
	for (const { source, mark } of cards)
		assert.ok(source && mark);
	const help = await run(['tariff', '--help']);
	for (const { name } of cards)
		assert.ok(help.stdout.includes(name), name);
});
