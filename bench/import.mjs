// import.mjs -- how long `scharnier import staff` takes for 10,000 rows, from the start of the command to its end, on both
// databases. The requirement says two seconds.
//
// By itself: node bench/import.mjs.

import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { startPostgres } from './postgres.mjs';
import { alone } from './visitor.mjs';

const ROWS = 10_000;
const PER_POST = 10; // shares, one after the other
const PEOPLE = 2_000;
const ROUNDS = 3;
const HEAD = 'Art der Stelle;Stelle;Umfang der Stelle;Stelle ab;Nachname;Vorname;Stellenanteil;Besetzt ab;Besetzt bis';
const KINDS = ['Lehrkraft', 'Fachkraft', 'Verwaltungsassistenz'];

const dayAfter = (days) => new Date(Date.UTC(2015, 0, 1) + days * 86400000).toISOString().slice(0, 10);

/** Many shares of few posts, as a KI has them; or each row a post and a person of its own: the most there is to write. */
function table(isSpread) {
	const rows = Array.from({ length: ROWS }, (_, i) => {
		const post = isSpread ? i : Math.floor(i / PER_POST);
		const part = isSpread ? 0 : i % PER_POST;
		const person = isSpread ? i : i % PEOPLE;
		return [KINDS[post % KINDS.length], `Stelle ${post}`, '1,0', '2015-01-01', `Name ${person}`, 'Vorname', '0,5', dayAfter(part * 60), dayAfter(part * 60 + 59)].join(';');
	});
	return [HEAD, ...rows, ''].join('\r\n');
}

/** The least of ROUNDS, each in a database of its own. */
function measure(url, file) {
	const seconds = Array.from({ length: ROUNDS }, (_, round) => {
		const db = ['--db', url(round)];
		execFileSync('build/scharnier', ['migrate', ...db], { stdio: 'pipe' });
		const begin = performance.now();
		execFileSync('build/scharnier', ['import', 'staff', '--centre', 'coesfeld', file, ...db], { stdio: 'pipe' });
		return (performance.now() - begin) / 1000;
	});
	return { least: Math.min(...seconds), most: Math.max(...seconds) };
}

/** { sqlite, sqliteSpread, postgresql, postgresqlSpread }: { least, most } in seconds. */
export function measureImport(scratch) {
	const files = { '': path.join(scratch, 'rows.csv'), Spread: path.join(scratch, 'rows-spread.csv') };
	writeFileSync(files[''], table(false));
	writeFileSync(files.Spread, table(true));
	const folder = path.join(scratch, 'import');
	mkdirSync(folder);
	const postgres = startPostgres(path.join(scratch, 'pg'));
	const result = {};
	try {
		for (const [name, file] of Object.entries(files)) {
			result[`sqlite${name}`] = measure((round) => `sqlite:${path.join(folder, `${round}${name}.db`)}`, file);
			result[`postgresql${name}`] = measure((round) => {
				const database = `import_${round}${name.toLowerCase()}`;
				postgres.create(database);
				return `${postgres.server}/${database}`;
			}, file);
		}
	} finally {
		postgres.stop();
		rmSync(folder, { recursive: true });
	}
	return result;
}

await alone(import.meta.url, measureImport);
