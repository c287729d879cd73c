// settlement_kit.mjs -- assignments of the past, written straight into the tables as the pool leaves them: people, pots, a
// tariff card and bookings with all their events. For the settlement and the figures, over HTTP and in the browser.

import { execFileSync } from 'node:child_process';

import { psql } from './client.mjs';

/** Runs statements on the database of a running server; with SELECT the answer as lines of fields. */
export function sql(server, text) {
	if (server.db.kind === 'sqlite') {
		return execFileSync('sqlite3', ['-cmd', '.timeout 20000', server.db.file, text], { encoding: 'utf8' }).trimEnd();
	}
	return psql(server.db.url, text);
}

const quoted = (value) => (value === null || value === undefined ? 'NULL' : typeof value === 'number' ? String(value) : `'${String(value).replaceAll("'", "''")}'`);
const insert = (table, row) => `INSERT INTO ${table} (${Object.keys(row).join(', ')}) VALUES (${Object.values(row).map(quoted).join(', ')});`;

const pad = (n) => String(n).padStart(2, '0');
/** "2026-10" of so many months ago. */
export function monthAgo(months) {
	const now = new Date();
	const then = new Date(Date.UTC(now.getFullYear(), now.getMonth() - months, 15));
	return `${then.getUTCFullYear()}-${pad(then.getUTCMonth() + 1)}`;
}

/** Adds to the pool of one KI; numbers begin at 900000, so that they never meet those of the demo data. Events get theirs from
 * the database: they are read in the order of their numbers. */
export function poolOf(server, slug) {
	const centre = Number(sql(server, `SELECT id FROM centre WHERE slug = '${slug}';`).split('\n').pop());
	let next = 900_000 + centre * 1000;
	const add = (table, row) => {
		const id = row.id ?? next++;
		sql(server, insert(table, { id, ...row }));
		return id;
	};
	const by = { recorded_by: 'Test', recorded_at: 1 };
	return {
		centre,
		person: (family_name, more = {}) => add('interpreter', { centre_id: centre, family_name, given_name: 'Amina', sort_name: family_name.toLowerCase(),
			interpreting: 1, guiding: 0, translating: 0, tax_kind: 'volunteer', ...by, ...more }),
		pot(name, { kind = 'own', place = 1, travel = 0, cents } = {}) {
			const id = add('pot', { centre_id: centre, name, kind, place, valid_from: '2019-01-01', ...by });
			add('pot_terms', { centre_id: centre, pot_id: id, valid_from: '2019-01-01', legal: 0, medical: 0, aosf: 0, lesson: 0, recurring: 0, private: 0,
				travel, source: 'Bescheid', mark: 'read', ...by });
			for (const year of cents ? [new Date().getFullYear() - 1, new Date().getFullYear()] : []) {
				add('pot_year', { centre_id: centre, pot_id: id, year, cents, source: 'Haushalt', ...by });
			}
			return id;
		},
		card: (cents = 2500) => add('tariff_card', { centre_id: centre, name: 'pauschale', service: 'interpreting', standard: 1, valid_from: '2020-01-01', basis: 'flat',
			first_cents: cents, travel_time: 'none', travel_cost: 'as_given', both_ways: 0, source: 'Dienstanweisung', mark: 'read', rate_assumed: 0, step_assumed: 0,
			travel_assumed: 0, cancel_assumed: 0, ...by }),
		/** day: "2026-10-05"; stage: signed reported disputed booked open. */
		booking({ day, hour = 9, person, pot = null, stage = 'signed', travel_cents = 0, language = 'ckb', institution_kind = 'school', municipality = 'Unna',
			occasion = 'parent_talk', institution = 'Anne-Frank-Schule', received = day, booked = received, email = null }) {
			const at = (text, clock) => Date.parse(`${text}T${pad(clock)}:00:00Z`);
			const [starts, ends, came, yes] = [at(day, hour - 1), at(day, hour), at(received, 7), at(booked, 8)];
			const id = next++;
			const rows = [insert('booking', { id, centre_id: centre, number: `${received.slice(0, 4)}-${id}`, service: 'interpreting', language_code: language, mode: 'on_site',
				occasion, legal: 0, medical: 0, aosf: 0, lesson: 0, recurring: 0, private: 0, institution_kind, institution, municipality, received_at: came,
				received_on: received, received_by: 'link' }),
			insert('booking_contact', { booking_id: id, centre_id: centre, name: 'Frau Terhorst', email })];
			const event = (kind, when, more = {}) => rows.push(insert('booking_event', { centre_id: centre, booking_id: id, round: 1, kind, at: when, by_whom: 'test', ...more }));
			event('received', came, { starts_at: starts, ends_at: ends });
			let since = came;
			if (stage !== 'open') {
				if (pot) {
					event('budgeted', came, { pot_id: pot, expected_cents: 2500, expected_travel_cents: 0 });
				}
				event('accepted', yes, { interpreter_id: person, starts_at: starts, ends_at: ends });
				since = yes;
			}
			if (!['open', 'booked'].includes(stage)) {
				event('reported', ends, { interpreter_id: person, starts_at: starts, ends_at: ends, travel_minutes: 0, distance_m: 0, travel_cents });
				since = ends;
			}
			if (['signed', 'disputed'].includes(stage)) {
				event(stage, ends, stage === 'signed' ? { starts_at: starts, ends_at: ends } : {});
			}
			const open = stage === 'open';
			rows.push(insert('booking_now', { booking_id: id, centre_id: centre, stage, round: 1, since, starts_at: starts, ends_at: ends, held_on: day,
				interpreter_id: open ? null : person, asked: open ? 0 : 1, declined: 0, pot_id: open ? null : pot, expected_cents: open || !pot ? 0 : 2500,
				expected_travel_cents: 0 }));
			sql(server, `BEGIN; ${rows.join(' ')} COMMIT;`);
			return id;
		},
	};
}
