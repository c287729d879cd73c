// openapi_kit.mjs -- what the tests of the face for programs share: the document, its schemas as ajv knows them, and
// which of its paths an address belongs to.

import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

/** Schemas of answers allow more fields than they name, so that programs survive new ones; here nothing may be more. */
function strict(document) {
	const copy = structuredClone(document);
	for (const [name, schema] of Object.entries(copy.components.schemas)) {
		if (!name.startsWith('api.')) {
			schema.additionalProperties = false;
		}
	}
	return copy;
}

const escape = (part) => part.replaceAll('~', '~0').replaceAll('/', '~1');

export class Schemas {
	constructor(document) {
		this.ajv = addFormats(new Ajv2020({ strict: false, allErrors: true }));
		this.ajv.addSchema(strict(document), 'document');
		this.compiled = new Map();
	}

	/** What is wrong with `value` as the schema at the places of the document; empty: nothing. */
	errors(value, ...places) {
		const validate = this.ajv.getSchema(`document#/${places.map(escape).join('/')}`);
		return validate(value) ? [] : validate.errors.map(({ instancePath, message, params }) =>
			`${instancePath} ${message} ${JSON.stringify(params)}`);
	}

	/** The JSON answer of an operation with this status. */
	errorsOfAnswer(value, path, method, status) {
		return this.errors(value, 'paths', path, method, 'responses', String(status), 'content', 'application/json', 'schema');
	}

	/** A schema of the document by itself, such as the one of a request. */
	errorsOfSchema(value, schema) {
		const place = (node) => (node && typeof node === 'object' ? Object.fromEntries(Object.entries(node).map(([key, one]) =>
			[key, key === '$ref' ? `document${one}` : Array.isArray(one) ? one : place(one)])) : node);
		const known = this.compiled.get(schema) ?? this.ajv.compile(place(schema));
		this.compiled.set(schema, known);
		return known(value) ? [] : known.errors.map(({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`);
	}

	errorsOfProblem(value) {
		return this.errors(value, 'components', 'schemas', 'api.problem');
	}
}

/** All operations: [{ path, method, id, ...the operation object }]. */
export function operationsOf(document) {
	return Object.entries(document.paths).flatMap(([path, item]) =>
		Object.entries(item).map(([method, operation]) => ({ path, method, id: operation.operationId, ...operation })));
}

/** The path of the document that an address belongs to; literal parts go before {parts}. */
export function pathOf(document, address) {
	const parts = address.split(/[?#]/)[0].split('/');
	const fits = Object.keys(document.paths).filter((path) => {
		const wish = path.split('/');
		return wish.length === parts.length && wish.every((part, i) => part === parts[i] || (/^\{.*\}$/.test(part) && parts[i]));
	});
	return fits.sort((a, b) => a.split('{').length - b.split('{').length)[0];
}
