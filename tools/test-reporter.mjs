// test-reporter.mjs -- reporter for node's test runner: one JSON line per finished test, for run-tests.mjs.

function words(error) {
	if (!error) {
		return '';
	}
	const cause = error.cause instanceof Error ? error.cause : error;
	return String(cause.stack ?? cause.message ?? cause);
}

export default async function* report(source) {
	for await (const { type, data } of source) {
		if (type !== 'test:pass' && type !== 'test:fail') {
			continue;
		}
		const error = data.details?.error;
		const line = {
			ok: type === 'test:pass',
			name: data.name,
			nesting: data.nesting,
			skip: data.skip ?? data.todo,
			// A parent that fails only because its children did says nothing new.
			ofChildren: error?.failureType === 'subtestsFailed',
			words: words(error),
		};
		yield JSON.stringify(line) + '\n';
	}
}
