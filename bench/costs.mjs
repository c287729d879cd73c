// costs.mjs -- how long `scharnier import costs` takes for 10,000 lines, from the start of the command to its end, on both
// databases, and how much of it is processor time of program and server together. The requirement says two seconds.
//
// By itself: node bench/costs.mjs.

import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { ofRuns, runTimed, startPostgres } from './postgres.mjs';
import { alone } from './visitor.mjs';

const ROWS = 10_000;
const ROUNDS = 3;
const CASE = "INSERT INTO grant_case (centre_id, programme, year, opened_by, opened_at) SELECT id, 'base', 2025, 'bench', 0 FROM centre WHERE slug = 'coesfeld'";

function table() {
	const rows = Array.from({ length: ROWS }, (_, i) => {
		const two = (n) => String(n).padStart(2, '0');
		return ['Grundförderung', '2025', 'Laiensprachmittlung (Sachausgaben)', `${two(1 + (i % 28))}.${two(1 + (i % 12))}.2025`, `${10 + (i % 90)},${two(i % 100)}`, `Empfänger ${i % 700} GmbH`, `RE-${i}`, 'land'].join(';');
	});
	return ['Programm;Förderjahr;Position;Tag;Betrag;Zahlungsempfänger;Beleg;Mittelherkunft', ...rows, ''].join('\r\n');
}

/** Each of ROUNDS in a database of its own. sql(round, text): runs a statement on it, and answers with the first value. */
function measure(url, sql, file, pid) {
	return ofRuns(Array.from({ length: ROUNDS }, (_, round) => {
		const db = ['--db', url(round)];
		execFileSync('build/scharnier', ['migrate', ...db], { stdio: 'pipe' });
		sql(round, CASE);
		const run = runTimed('build/scharnier', ['import', 'costs', '--centre', 'coesfeld', file, ...db], pid);
		const n = sql(round, 'SELECT COUNT(*) FROM grant_cost');
		if (n !== String(ROWS)) {
			throw new Error(`${n} lines instead of ${ROWS}`);
		}
		return run;
	}));
}

/** { sqlite, postgresql }: { least, most, cpu } in seconds. */
export function measureCosts(scratch) {
	const file = path.join(scratch, 'costs.csv');
	const folder = path.join(scratch, 'costs');
	writeFileSync(file, table());
	mkdirSync(folder);
	const postgres = startPostgres(path.join(scratch, 'pg-costs'));
	const name = (round) => path.join(folder, `${round}.db`);
	try {
		return {
			sqlite: measure((round) => `sqlite:${name(round)}`, (round, text) => execFileSync('sqlite3', [name(round)], { input: text, encoding: 'utf8' }).trim(), file),
			postgresql: measure((round) => {
				postgres.create(`costs_${round}`);
				return `${postgres.server}/costs_${round}`;
			}, (round, text) => postgres.psql(`costs_${round}`, text), file, postgres.pid),
		};
	} finally {
		postgres.stop();
		rmSync(folder, { recursive: true });
	}
}

await alone(import.meta.url, measureCosts);
