// staff_kit.mjs -- staff of a KI made through the pages, as a person would: for the tests of the staff plan.

import assert from 'node:assert/strict';

import { plain } from './rulebook_kit.mjs';

export const POST = { kind: 'specialist', title: 'Sprachbildung', fte: '1', funding: 'ki', employer: 'municipality', employer_name: '',
	focus: '', valid_from: '01.01.2018', valid_to: '', note: '' };
export const TEACHER = { ...POST, kind: 'teacher', title: 'Lehrkraft Seiteneinstieg', funding: 'land', employer: 'land' };
export const ASSISTANT = { ...POST, kind: 'assistant', title: 'Verwaltungsassistenz', fte: '0,5' };
// Days as the program counts them: those of Europe/Berlin, also between midnight there and in London.
export const inDays = (n) => {
	const [year, month, day] = new Date().toLocaleDateString('sv-SE', { timeZone: 'Europe/Berlin' }).split('-').map(Number);
	return new Date(Date.UTC(year, month - 1, day + n)).toISOString().slice(0, 10);
};
export const today = () => inDays(0);
export const german = (iso) => iso.split('-').reverse().join('.');
export const number = (location) => Number(/\/(\d+)(?:$|[?#])/.exec(location)[1]);

/** Short ways to enter things in the plan of a KI; each returns the number of what was made. */
export function planOf(client, slug = 'coesfeld') {
	const at = (tail) => `/centres/${slug}/staff${tail}`;
	async function send(path, fields) {
		const answer = await client.submit(path, fields, { action: path.replace(/\?.*/, '') });
		assert.equal(answer.status, 303, `${path}: ${plain(answer.text).slice(0, 900)}`);
		return answer.location;
	}
	return {
		at,
		send,
		post: async (fields = {}) => number(await send(at('/posts/new'), { ...POST, ...fields })),
		person: async (family_name, given_name, note = '') => number(await send(at('/people/new'), { family_name, given_name, note })),
		share: (post, person, fields = {}) => send(at(`/shares/new?post=${post}`), { post_id: String(post), person_id: String(person), ...fields }),
		qualification: (person, fields = {}) => send(at(`/people/${person}/qualification`), { kind: 'degree', subject: 'migration',
			title: 'M. A. Migration und Integration', held_since: '01.10.2015', evidence: 'Urkunde der Universität Münster', ...fields }),
		training: (person) => send(at(`/people/${person}/qualification`), { kind: 'training', subject: 'administration',
			title: 'Verwaltungsfachangestellte', held_since: '01.08.2010', evidence: 'Prüfungszeugnis' }),
		secondment: (person, from, to, fields = {}) => send(at(`/people/${person}/secondment`), { valid_from: from, valid_to: to,
			home: 'Gesamtschule Dülmen', employer: 'Bezirksregierung Münster', supervision: 'Schulamt für den Kreis Coesfeld', ...fields }),
		leads: (person, office, from) => send(at('/leading'), { office, person_id: String(person), valid_from: from }),
		exception: async (person, fields = {}) => number(await send(at(`/people/${person}/exception`), { kind: 'specialist',
			applied_on: '01.02.2024', grounds: 'Langjährige Arbeit im Ausländeramt', ...fields })),
	};
}

/** A KI with a past: split posts, vacancies, a change of head, findings. Returns the numbers of what it made. */
export async function fill(client, slug = 'coesfeld') {
	const plan = planOf(client, slug);
	const teacher = await plan.post({ ...TEACHER, title: 'Durchgängige Sprachbildung', valid_from: '01.08.2012' });
	const second = await plan.post({ ...TEACHER, title: 'Beratung Seiteneinstieg', valid_from: '01.08.2012' });
	const school = await plan.post({ title: 'Integration durch Bildung', focus: 'Schule und Übergang', valid_from: '01.01.2013' });
	const cross = await plan.post({ title: 'Integration als Querschnittsaufgabe', focus: 'Verwaltung, Vereine, Ehrenamt', valid_from: '01.01.2013' });
	const admin = await plan.post({ kind: 'administrator', title: 'Verwaltung und Förderprogramme', valid_from: '01.01.2013' });
	const vacant = await plan.post({ title: 'Sprachmittlung und Pool', valid_from: '01.01.2018' });
	const parents = await plan.post({ title: 'Elternarbeit Griffbereit und Rucksack', valid_from: '01.01.2018' });
	const assistant = await plan.post({ ...ASSISTANT, valid_from: '01.01.2013' });
	const names = [['Terhorst', 'Annegret'], ['Yılmaz', 'Elif'], ['Schulze Wext', 'Birgit'], ['Kaplan', 'Mehmet'], ['Brinkmann', 'Jutta'],
		['Hölscher', 'Marc'], ['Петрова', 'Ольга'], ['Große-Perdekamp', 'Anne'], ['الخطيب', 'سمير'], ['Wolff', 'Katrin']];
	const people = {};
	for (const [family, given] of names) {
		people[family] = await plan.person(family, given);
	}
	const share = (post, family, fte, from, to = '') => plan.share(post, people[family], { fte, valid_from: from, valid_to: to });
	await share(teacher, 'Brinkmann', '1', '01.08.2012', '31.07.2016');
	await share(teacher, 'Terhorst', '0,5', '01.08.2016');
	await share(teacher, 'Wolff', '0,5', '01.08.2016', '31.07.2019');
	await share(teacher, 'Yılmaz', '0,5', '01.02.2020');
	await share(second, 'Wolff', '0,75', '01.08.2019');
	await share(school, 'Kaplan', '1', '01.03.2013');
	await share(cross, 'Hölscher', '1', '01.01.2013', '31.05.2023');
	await share(cross, 'Петрова', '0,6', '01.09.2023');
	await share(cross, 'الخطيب', '0,4', '01.01.2024');
	await share(admin, 'Schulze Wext', '1', '01.01.2013');
	await share(parents, 'Brinkmann', '0,5', '01.02.2018');
	await share(assistant, 'Große-Perdekamp', '0,5', '01.01.2013');
	for (const family of ['Kaplan', 'Schulze Wext', 'Петрова', 'Brinkmann']) {
		await plan.qualification(people[family]);
	}
	await plan.training(people['Große-Perdekamp']);
	await plan.secondment(people.Terhorst, '01.08.2024', german(inDays(1000)));
	await plan.secondment(people['Yılmaz'], '01.08.2025', german(inDays(200)));
	await plan.secondment(people.Wolff, '01.08.2025', german(inDays(900)));
	await plan.leads(people.Brinkmann, 'head', '01.08.2012');
	await plan.leads(people.Terhorst, 'head', '01.08.2016');
	await plan.leads(people.Kaplan, 'deputy', '01.03.2013');
	const exception = await plan.exception(people['الخطيب']);
	return { plan, teacher, second, school, cross, admin, vacant, parents, assistant, people, exception };
}
