// openapi_client.mjs -- a program that knows nothing of Scharnier but /openapi.json and a token. It finds operations by
// their id, fills in what a schema requires, checks what it sends and what it gets against the document, follows
// locations and pages, and sends back versions. Whatever the document does not say, it cannot do.

import assert from 'node:assert/strict';

import { Client } from './client.mjs';
import { operationsOf, pathOf, Schemas } from './openapi_kit.mjs';

/** A token made by somebody who signed in: { secret, id }. */
export async function tokenOf(session, fields = {}) {
	const { csrf } = (await session.json('/account')).json();
	const answer = await session.postJson('/account/tokens', { name: 'Testprogramm', access: 'full', ...fields }, { csrf });
	assert.equal(answer.status, 200, answer.text);
	return answer.json().token;
}

/** A value that a schema allows. */
function example({ type, enum: codes, const: only, format, minimum, minLength = 1 }, today) {
	const kind = Array.isArray(type) ? type[0] : type;
	if (only !== undefined || codes) {
		return only ?? codes[0];
	}
	if (kind === 'string') {
		return format === 'date' ? today : 'Beispiel'.padEnd(minLength, '.');
	}
	return kind === 'boolean' ? false : minimum ?? 1;
}

/** The ETag of a thing that stands in an answer with others: the document gives its form. */
export const etagOf = ({ version }) => `"v${version}"`;

export class ApiClient {
	static async open(base, secret, { language = 'de' } = {}) {
		const client = new ApiClient();
		client.http = new Client(base, { language, headers: { authorization: `Bearer ${secret}`, accept: 'application/json' } });
		client.document = (await client.http.json('/openapi.json')).json();
		client.operations = new Map(operationsOf(client.document).map((operation) => [operation.id, operation]));
		client.schemas = new Schemas(client.document);
		return client;
	}

	operation(id) {
		const operation = this.operations.get(id);
		assert.ok(operation, `the document has no operation ${id}`);
		return operation;
	}

	/** The operations of a feature. */
	tagged(tag) {
		return [...this.operations.values()].filter(({ tags }) => tags.includes(tag));
	}

	/** The operation that answers at an address of an answer, and the parts of its path: { operation, path: {...} }. */
	at(address) {
		const [bare, query] = address.split('#')[0].split('?');
		const path = pathOf(this.document, bare);
		assert.ok(path, `${address} is no address of the document`);
		const values = bare.split('/');
		const parts = path.split('/').flatMap((part, i) => (part.startsWith('{') ? [[part.slice(1, -1), decodeURIComponent(values[i])]] : []));
		const asked = Object.fromEntries(new URLSearchParams(query));
		return { operation: this.operation(this.document.paths[path].get.operationId), path: Object.fromEntries(parts), query: asked };
	}

	#resolved(parameter) {
		return parameter.$ref ? parameter.$ref.slice(2).split('/').reduce((place, key) => place[key], this.document) : parameter;
	}

	#address(operation, path, query) {
		const declared = operation.parameters.map((one) => this.#resolved(one));
		for (const name of Object.keys(query)) {
			assert.ok(declared.some((one) => one.in === 'query' && one.name === name), `${operation.id} asks for no ${name}`);
		}
		for (const { name } of declared.filter((one) => one.in === 'query' && one.required)) {
			assert.ok(name in query, `${operation.id} needs ?${name}=`);
		}
		const bare = operation.path.replace(/\{(\w+)\}/g, (_, name) => {
			assert.ok(path[name] !== undefined, `${operation.id} needs ${name}`);
			return encodeURIComponent(path[name]);
		});
		const search = new URLSearchParams(query).toString();
		return search ? `${bare}?${search}` : bare;
	}

	#body(operation, given, today) {
		const schema = operation.requestBody?.content['application/json']?.schema;
		if (!schema) {
			return {};
		}
		const needed = schema.required.filter((name) => !(name in given));
		return { ...Object.fromEntries(needed.map((name) => [name, example(schema.properties[name], today)])), ...given };
	}

	#check(operation, answer) {
		const where = `${operation.id}: ${answer.status} ${answer.text.slice(0, 500)}`;
		const declared = operation.responses[answer.status] ?? operation.responses.default;
		assert.ok(declared && answer.status < 500, where);
		if (answer.status >= 400) {
			assert.match(answer.headers['content-type'], /^application\/problem\+json/, where);
			assert.deepEqual(this.schemas.errorsOfProblem(answer.json()), [], where);
			return;
		}
		const { content } = this.#resolved(declared);
		const media = answer.headers['content-type'].split(';')[0];
		assert.ok(content[media], where);
		if (media === 'application/json' && content[media].schema) {
			assert.deepEqual(this.schemas.errorsOfSchema(answer.json(), content[media].schema), [], where);
		}
	}

	/**
	 * Calls an operation: { path, query, body, etag }. Required fields that `body` leaves out are filled in. `wrong`: the
	 * body is meant to break the schema and is sent as it is. Returns { status, body, etag, headers, bytes }.
	 */
	async call(id, { path = {}, query = {}, body = {}, etag, wrong = false, today = new Date().toISOString().slice(0, 10) } = {}) {
		const operation = this.operation(id);
		const address = this.#address(operation, path, query);
		assert.ok(operation.security.some((one) => 'token' in one), `${id} is not for tokens`);
		let answer;
		if (operation.method === 'get') {
			answer = await this.http.get(address);
		} else {
			const sent = wrong ? body : this.#body(operation, body, today);
			const schema = operation.requestBody?.content['application/json']?.schema;
			assert.equal(schema ? this.schemas.errorsOfSchema(sent, schema).length > 0 : Object.keys(sent).length > 0, wrong, `${id}: ${JSON.stringify(sent)}`);
			if (etag !== undefined) {
				assert.ok(operation.parameters.some((one) => this.#resolved(one).name === 'If-Match'), `${id} knows no If-Match`);
			}
			answer = await this.http.postJson(address, sent, { headers: etag === undefined ? {} : { 'if-match': etag } });
		}
		this.#check(operation, answer);
		const json = /json/.test(answer.headers['content-type']);
		return { status: answer.status, body: json ? answer.json() : undefined, etag: answer.headers.etag, headers: answer.headers, bytes: answer.bytes };
	}

	/** The same, for calls that must succeed: the body of the answer, with `etag` beside it. */
	async must(id, options) {
		const answer = await this.call(id, options);
		assert.ok(answer.status < 300, `${id} ${JSON.stringify(options)}: ${answer.status} ${JSON.stringify(answer.body)}`);
		return Object.defineProperty(answer.body, 'etag', { value: answer.etag });
	}

	/** What is at an address that an answer named. */
	follow(address) {
		const { operation, path, query } = this.at(address);
		return this.must(operation.id, { path, query });
	}

	/** All rows of a list that comes in pages. */
	async all(id, options = {}, rows = 'items') {
		const found = [];
		for (let page = await this.must(id, options); ; page = await this.follow(page.next)) {
			found.push(...page[rows]);
			if (!page.next) {
				return found;
			}
		}
	}
}
