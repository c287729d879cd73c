// request_kit.mjs -- what the tests of requests share: pots and a tariff card of a KI, a request that is complete, the way
// from the form over the check to the page behind the link.

import assert from 'node:assert/strict';

import { formsOf } from './client.mjs';

export const inDays = (n) => {
	const day = new Date(Date.now() + n * 86_400_000);
	return new Intl.DateTimeFormat('de-DE', { timeZone: 'Europe/Berlin', day: '2-digit', month: '2-digit', year: 'numeric' }).format(day);
};

/** A request of a primary school for a talk with parents, in three weeks. */
export const REQUEST = {
	way: 'on_site', language: 'Dari', day: inDays(21), begin: '9:30', minutes: '60', pages: '', day_2: inDays(22), begin_2: '', day_3: '', begin_3: '',
	urgent_reason: '', institution_kind: 'school', institution: 'Grundschule am Teich', municipality: 'Dülmen', street: 'Marktstraße 1', postcode: '48249', room: 'Raum 12',
	occasion: 'parent_talk', legal: 'no', medical: 'no', aosf: 'no', lesson: 'no', recurring: 'no', private: 'no', gender: '', remark: '',
	contact_name: 'Petra Sommer', email: 'sekretariat@schule.example', phone: '02594 1234', website: '',
};

/** Land money, and own money that bears legal and AO-SF appointments and travel. */
export async function withPots(head, slug) {
	const page = `/centres/${slug}/interpreters/pots/new`;
	const add = async (fields) => assert.equal((await head.submit(page, { valid_to: '', source: 'Bescheid', ...fields })).status, 303);
	await add({ name: 'Landesmittel', kind: 'land', place: '1', valid_from: '01.01.2019' });
	await add({ name: 'Kreismittel', kind: 'own', place: '2', valid_from: '01.01.2020', legal: '1', aosf: '1', travel: '1' });
}

/** Fills the form in and goes to the check: the answer to it. */
export async function check(client, slug, fields = {}) {
	return client.submit(`/centres/${slug}/interpreters/request`, { ...REQUEST, ...fields }, { action: `/centres/${slug}/interpreters/request` });
}

/** Sends what the check page shows. */
export async function confirm(client, checked) {
	assert.equal(checked.status, 200, checked.text.slice(0, 2000));
	const form = formsOf(checked.text).find(({ html }) => html.includes('value="send"'));
	return client.post(form.action, { ...form.fields, step: 'send' });
}

/** All of it: { path, number }. */
export async function sent(client, slug, fields = {}) {
	const answer = await confirm(client, await check(client, slug, fields));
	assert.equal(answer.status, 303, answer.text.slice(0, 2000));
	const path = answer.location.replace(/\?.*/, '');
	assert.match(path, /^\/interpreters\/requests\/[\w-]{43}$/);
	return { path, number: (await client.json(path)).json().number };
}
