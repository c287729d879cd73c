// costs.mjs -- how long `scharnier import costs` takes for 10,000 lines, from the start of the command to its end, on both
// databases. The requirement says two seconds.

import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

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

/** The least of ROUNDS, each in a database of its own. sql: runs a statement on it. */
function measure(url, sql, file) {
	const seconds = Array.from({ length: ROUNDS }, (_, round) => {
		const db = ['--db', url(round)];
		execFileSync('build/scharnier', ['migrate', ...db], { stdio: 'pipe' });
		sql(round, CASE);
		const begin = performance.now();
		execFileSync('build/scharnier', ['import', 'costs', '--centre', 'coesfeld', file, ...db], { stdio: 'pipe' });
		return (performance.now() - begin) / 1000;
	});
	return { least: Math.min(...seconds), most: Math.max(...seconds) };
}

/** { sqlite, postgresql }: { least, most } in seconds. */
export function measureCosts(scratch) {
	const file = path.join(scratch, 'costs.csv');
	const folder = path.join(scratch, 'costs');
	writeFileSync(file, table());
	mkdirSync(folder);
	const said = execFileSync('tests/kit/postgres.sh', ['start', path.join(scratch, 'pg-costs')], { encoding: 'utf8' });
	const [, server] = /SCHARNIER_TEST_PG=(\S+)/.exec(said);
	const psql = (database, text) => execFileSync('psql', ['-X', '-q', '-d', `${server}/${database}`, '-c', text], { stdio: 'pipe' });
	const name = (round) => path.join(folder, `${round}.db`);
	try {
		return {
			sqlite: measure((round) => `sqlite:${name(round)}`, (round, text) => execFileSync('sqlite3', [name(round)], { input: text }), file),
			postgresql: measure((round) => {
				psql('postgres', `CREATE DATABASE costs_${round} TEMPLATE template0 ENCODING 'UTF8'`);
				return `${server}/costs_${round}`;
			}, (round, text) => psql(`costs_${round}`, text), file),
		};
	} finally {
		execFileSync('tests/kit/postgres.sh', ['stop', path.join(scratch, 'pg-costs')], { stdio: 'pipe' });
		rmSync(folder, { recursive: true });
	}
}
