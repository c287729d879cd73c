// rulebook_kit.mjs -- what both test files of the rulebook ask for.

import assert from 'node:assert/strict';

import { decodeEntities } from './client.mjs';

export const plain = (html) => decodeEntities(html.replace(/<[^>]*>/g, ' ')).replace(/\s+/g, ' ');
export const itemOf = (entitlement, name) => entitlement.items.find(({ item }) => item === name);
export const programmeOf = (entitlement, name) => entitlement.programmes.find(({ programme }) => programme === name);

/** The entitlement of a day as the page's JSON tells it. */
export async function entitlementOn(client, day, { authority = 'kreis', centre } = {}) {
	const whom = centre ? `centre=${centre}` : `authority=${authority}`;
	const answer = await client.json(`/rules/entitlement?day=${day}&${whom}`);
	assert.equal(answer.status, 200, answer.text);
	return answer.json().entitlement;
}
