// grants_kit.mjs -- short ways through a grant case: what the KI types, what the authority checks, drafts and approves.

import assert from 'node:assert/strict';

import { signedIn } from './client.mjs';

/** The four people of the demo who act in a case. */
export async function people(server) {
	const logins = { head: 'head@coesfeld', administrator: 'administrator@coesfeld', first: 'authority@arnsberg', second: 'second@arnsberg' };
	const clients = await Promise.all(Object.values(logins).map((login) => signedIn(server, login)));
	return Object.fromEntries(Object.keys(logins).map((name, i) => [name, clients[i]]));
}

export const json = async (client, path) => (await client.json(path)).json();

/** The address of a case, by KI and year. */
export async function caseOf(authority, name, year) {
	const { rows } = await json(authority, `/land/grants?year=${year}`);
	return rows.find((row) => row.name.includes(name)).path;
}

/** A new case of Coesfeld, with all that the KI types. */
export async function prepared(head, year, programme = 'base') {
	const opened = await head.submit('/centres/coesfeld/grants', { programme, year: String(year) });
	assert.equal(opened.status, 303, opened.text);
	const answers = {
		reasons: { reasons: 'Fortsetzung der Arbeit', priorities: 'Seiteneinstieg' },
		contact: { contact_name: 'Annegret Terhorst', contact_phone: '02541 000000' },
		bank: { iban: 'DE89 3704 0044 0532 0130 00' },
		declarations: { not_begun: '1', truthful: '1' },
	};
	for (const [code, fields] of Object.entries(answers)) {
		assert.equal((await head.submit(`${opened.location}/application/answers/${code}`, fields)).status, 303, code);
	}
	return opened.location;
}

export const submitted = (head, path) => head.submit(`${path}/application/check`, {}, { action: path });

export async function checked(authority, path) {
	for (const kind of ['checked_content', 'checked_figures']) {
		assert.equal((await authority.submit(`${path}/check/${kind}`, { result: 'fine' })).status, 303, kind);
	}
}

/** Drafts a decision; the address of the draft. */
export async function drafted(authority, path, type = 'grant', fields = {}) {
	const answer = await authority.submit(`${path}/decision/${type}`, fields, { action: path });
	assert.equal(answer.status, 303, answer.text);
	return `${path}/drafts/${(await json(authority, path)).seen}`;
}

export const verdict = (client, draft, decision = 'approved', note = '') => client.submit(draft, { decision, note }, { action: draft });
