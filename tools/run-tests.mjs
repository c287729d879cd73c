// run-tests.mjs -- runs all tests and counts test functions, not programs. No npm packages needed.
//
//   node tools/run-tests.mjs [--build DIR] [--suite NAME]... [FILTER]
//
// Suites: unit (meson's tests; cmocka), static (layers, codecheck, privacy), http, browser (node's test runner). All
// programs stand in one queue, so that no core waits for the end of a suite; a suite tells its result when its last one ends.
// FILTER is a part of a program's or file's name. A scratch PostgreSQL runs meanwhile. The last line is
// "N passed, M failed[, K skipped]"; exit 1 if something failed or nothing ran.

import { spawn, spawnSync } from 'node:child_process';
import { accessSync, chmodSync, constants, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statfsSync } from 'node:fs';
import { cpus, freemem, tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const HANG_SECONDS = 600; // a program that takes longer hangs: it is ended and counts as failed
const AT_ONCE = Math.max(1, Math.min(2, cpus().length));
const SHOWN_LINES = 60; // of a failed program's output
const SLOWEST = 5; // programs of a suite, named with their seconds
/* What takes longest begins first, or one core waits at the end for the other. Only the time depends on this list. */
const LONGEST = ['reports postgresql', 'settlement postgresql', 'pool_demo_bookings postgresql', 'pages', 'centres_browser', 'rulebook_browser',
	'request_browser', 'staff_browser', 'staff_forms_browser', 'backup_http', 'second_factor_http', 'request_http', 'matrix', 'openapi_http'];
const MEMORY = '/dev/shm'; // a file system in memory
const ROOM = 2 * 1024 ** 3; // bytes that the files of a run may take there

process.chdir(ROOT);

function readArguments(argv) {
	const options = { build: 'build', suites: [], filter: '' };
	for (let i = 0; i < argv.length; i++) {
		if (argv[i] === '--build') {
			options.build = argv[++i];
		} else if (argv[i] === '--suite') {
			options.suites.push(argv[++i]);
		} else {
			options.filter = argv[i];
		}
	}
	return options;
}

/* Hundreds of databases are made and dropped: on a disk most of the time is waiting for it. What the tests say about
 * durability (kill -9, a standby) does not depend on where the files are. TMPDIR in the environment goes first. */
function roomInMemory() {
	try {
		accessSync(MEMORY, constants.W_OK);
		const { bavail, bsize } = statfsSync(MEMORY);
		return !process.env.TMPDIR && bavail * bsize >= ROOM && freemem() >= 2 * ROOM;
	} catch {
		return false;
	}
}

const options = readArguments(process.argv.slice(2));
const scratch = mkdtempSync(path.join(roomInMemory() ? MEMORY : tmpdir(), 'scharnier-test-'));
chmodSync(scratch, 0o711); // PostgreSQL runs as another user there if we are root
for (const folder of ['tmp', 'templates']) {
	mkdirSync(path.join(scratch, folder), { mode: 0o711 });
}
const total = { passed: 0, failed: 0, skipped: 0 };
const running = new Set();

// The environment of every test: our own folder for state, so that no test touches a person's database.
const environment = {
	...process.env,
	TMPDIR: path.join(scratch, 'tmp'),
	SCHARNIER_TEST_TEMPLATES: path.join(scratch, 'templates'), // databases that tests copy: tests/http/client.mjs
	SCHARNIER_TEST_CHEAP_PASSWORDS: '1', // src/app/demo.c
	XDG_STATE_HOME: path.join(scratch, 'state'),
	SCHARNIER_PROGRAM: path.resolve(options.build, 'scharnier'),
	SCHARNIER_ECHO: path.resolve(options.build, 'src/http/http_echo'),
	CMOCKA_MESSAGE_OUTPUT: 'TAP',
};
delete environment.NODE_OPTIONS;
delete environment.NODE_TEST_CONTEXT;
delete environment.MAKEFLAGS;
delete environment.MAKELEVEL;

// --- running ----------------------------------------------------------------------------------------------------

/** Runs one program to its end; resolves to { code, signal, hung, stdout, stderr }. */
function run(command, { env = {}, cwd = ROOT, seconds = HANG_SECONDS } = {}) {
	return new Promise((resolve) => {
		const child = spawn(command[0], command.slice(1), {
			cwd,
			env: { ...environment, ...env },
			stdio: ['ignore', 'pipe', 'pipe'],
			detached: true, // its own group, so that what it started ends with it
		});
		running.add(child);
		const result = { code: null, signal: null, hung: false, stdout: '', stderr: '' };
		const timer = setTimeout(() => {
			result.hung = true;
			endGroup(child);
		}, seconds * 1000);
		child.stdout.on('data', (bytes) => (result.stdout += bytes));
		child.stderr.on('data', (bytes) => (result.stderr += bytes));
		child.on('error', (error) => {
			clearTimeout(timer);
			running.delete(child);
			resolve({ ...result, code: 127, stderr: String(error) });
		});
		child.on('close', (code, signal) => {
			clearTimeout(timer);
			running.delete(child);
			resolve({ ...result, code, signal });
		});
	});
}

function endGroup(child) {
	try {
		process.kill(-child.pid, 'SIGKILL');
	} catch {
		child.kill('SIGKILL');
	}
}

/** Why a program that should have ended with 0 did not; empty if it did. */
function ending({ code, signal, hung }) {
	if (hung) {
		return `ended after ${HANG_SECONDS} s without an end of its own`;
	}
	if (signal) {
		return `ended by ${signal}`;
	}
	return code === 0 ? '' : `exit code ${code}`;
}

async function inParallel(jobs, work) {
	const queue = [...jobs];
	const worker = async () => {
		while (queue.length > 0) {
			await work(queue.shift());
		}
	};
	await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

// --- counting ---------------------------------------------------------------------------------------------------

const passed = (name) => ({ name, ok: true });
const failed = (name, words) => ({ name, ok: false, words });
const skipped = (name, word) => ({ name, ok: true, skip: word });

function lastLines(text) {
	const lines = text.trimEnd().split('\n');
	const cut = lines.length > SHOWN_LINES ? [`… (${lines.length - SHOWN_LINES} lines before)`] : [];
	return [...cut, ...lines.slice(-SHOWN_LINES)].join('\n');
}

/** cmocka's TAP: what stands between two results belongs to the second, lines with "#" to the first. */
function readCmocka(result) {
	const tests = [];
	let planned = 0;
	let group = 0; // how many the open group has promised
	let before = [];
	for (const line of result.stdout.split('\n')) {
		const plan = /^1\.\.(\d+)$/.exec(line);
		const skip = /^not ok \d+ # SKIP (.*)$/.exec(line);
		const verdict = /^(ok|not ok) \d+ - (.*)$/.exec(line);
		if (plan) {
			group = Number(plan[1]);
			planned += group;
		} else if (skip) {
			tests.push(skipped(skip[1], before.at(-1)));
			before = [];
		} else if (line.startsWith('not ok 0 - ')) { // the group's setup failed: one failure for all of its tests
			planned -= group - 1;
			tests.push(failed(line.slice(11), before.join('\n')));
			before = [];
		} else if (verdict) {
			tests.push(verdict[1] === 'ok' ? passed(verdict[2]) : failed(verdict[2], before.join('\n')));
			before = [];
		} else if (/^# (not )?ok - /.test(line)) {
			before = [];
		} else if (line.startsWith('# ') && tests.length > 0 && !tests.at(-1).ok) {
			tests.at(-1).words += `\n${line.slice(2)}`;
		} else if (line !== '') {
			before.push(line);
		}
	}
	return { tests, planned };
}

/** The tests of one program of meson's list. */
function judgeUnit(name, result) {
	const { tests, planned } = readCmocka(result);
	const output = () => lastLines(`${result.stdout}\n${result.stderr}`);
	const bad = tests.filter((test) => !test.ok);
	if (bad.length > 0) {
		bad.at(-1).words += `\n${lastLines(result.stderr)}`;
	}
	if (planned === 0 && tests.length === 0) { // no cmocka program: its exit code is the verdict
		if (result.code === 77) {
			return [skipped(name, result.stdout.trim().split('\n').at(-1))];
		}
		return [ending(result) ? failed(name, `${ending(result)}\n${output()}`) : passed(name)];
	}
	// With failed tests an exit code says nothing new; a signal or a missing result does.
	const isShort = tests.length < planned;
	if (isShort || result.signal || result.hung || (bad.length === 0 && ending(result))) {
		const count = isShort ? `, ${tests.length} of ${planned} tests ran` : '';
		tests.push(failed('(the program)', `${ending(result) || 'exit code 0'}${count}\n${output()}`));
	}
	return tests;
}

/** The tests of one file of node's runner; a test with tests inside counts only if it fails by itself. */
function judgeNode(report, result) {
	const tests = [];
	let deeper = -1; // nesting of the last line: a following line one level up is its parent
	for (const line of report.split('\n').filter(Boolean).map((text) => JSON.parse(text))) {
		const isParent = deeper > line.nesting;
		deeper = line.nesting;
		if (line.skip !== undefined && line.skip !== false && !isParent) {
			tests.push(skipped(line.name, line.skip === true ? '' : String(line.skip)));
		} else if (!line.ok && !line.ofChildren) {
			tests.push(failed(line.name, line.words));
		} else if (line.ok && !isParent) {
			tests.push(passed(line.name));
		}
	}
	const bad = tests.filter((test) => !test.ok);
	const output = lastLines(`${result.stdout}\n${result.stderr}`);
	if (bad.length > 0 && output.trim() !== '') {
		bad.at(-1).words += `\n${output}`;
	}
	if (bad.length === 0 && (ending(result) || tests.length === 0)) {
		tests.push(failed('(the file)', `${ending(result) || 'no test ran'}\n${output}`));
	}
	return tests;
}

const indented = (text) => text.replace(/^/gm, '      ');

function tell(suite, program, tests) {
	const counts = { passed: 0, failed: 0, skipped: 0 };
	for (const test of tests) {
		if (!test.ok) {
			counts.failed++;
			console.log(`  FAILED  ${suite} ${program}: ${test.name}\n${indented(test.words.trim())}`);
		} else if (test.skip !== undefined) {
			counts.skipped++;
			console.log(`  skipped ${suite} ${program}: ${test.name}${test.skip ? ` (${test.skip})` : ''}`);
		} else {
			counts.passed++;
		}
	}
	for (const key of Object.keys(total)) {
		total[key] += counts[key];
	}
	return counts;
}

// --- suites -----------------------------------------------------------------------------------------------------

/** meson's list of tests, as { name, run() -> tests }. */
function unitPrograms() {
	const answer = spawnSync('meson', ['introspect', '--tests', options.build], { encoding: 'utf8' });
	if (answer.status !== 0) {
		return [{ name: 'meson', judge: async () => [failed('introspect', answer.stderr + answer.stdout)] }];
	}
	const byName = new Map();
	return JSON.parse(answer.stdout).map((test) => {
		const seen = (byName.get(test.name) ?? 0) + 1;
		byName.set(test.name, seen);
		return {
			name: seen > 1 ? `${test.name}-${seen}` : test.name,
			judge: async () =>
				judgeUnit(test.name, await run(test.cmd, { env: test.env, cwd: test.workdir ?? ROOT, seconds: HANG_SECONDS })),
		};
	});
}

/** tools/layers, tools/codecheck and tools/privacy: programs of the tree that look at the tree. */
function staticPrograms() {
	const inMeson = spawnSync('meson', ['introspect', '--tests', options.build], { encoding: 'utf8' }).stdout ?? '';
	return ['layers', 'codecheck', 'privacy']
		.filter((name) => !inMeson.includes(`tools/${name}`))
		.map((name) => ({ name, file: [`tools/${name}`, `tools/${name}.sh`, `tools/${name}.mjs`].find((f) => existsSync(f)) }))
		.filter(({ file }) => file)
		.map(({ name, file }) => ({
			name,
			judge: async () => judgeUnit(name, await run(file.endsWith('.mjs') ? [process.execPath, file] : [file])),
		}));
}

function nodeFiles(folder) {
	if (!existsSync(folder)) {
		return [];
	}
	return readdirSync(folder)
		.filter((file) => file.endsWith('.mjs') && readFileSync(path.join(folder, file), 'utf8').includes("'node:test'"))
		.sort()
		.map((file) => ({ name: file.replace(/(\.test|_test)?\.mjs$/, ''), judge: () => runNode(path.join(folder, file)) }));
}

let reports = 0;
async function runNode(file) {
	const report = path.join(scratch, `report-${++reports}`);
	const reporter = pathToFileURL(path.join(ROOT, 'tools/test-reporter.mjs')).href;
	const result = await run([process.execPath, `--test-reporter=${reporter}`, `--test-reporter-destination=${report}`, file]);
	return judgeNode(existsSync(report) ? readFileSync(report, 'utf8') : '', result);
}

const SUITES = [
	{ name: 'unit', programs: unitPrograms },
	{ name: 'static', programs: staticPrograms },
	{ name: 'http', programs: () => nodeFiles('tests/http') },
	{ name: 'browser', programs: () => nodeFiles('tests/browser') },
];

/** A suite that is to run: { name, queue (its programs), open (how many have not ended), sums, times }; null if the filter leaves nothing of it. */
function chosenSuite({ name, programs }) {
	const queue = programs().filter((program) => `${name} ${program.name}`.includes(options.filter));
	return queue.length > 0 ? { name, queue, open: queue.length, sums: { passed: 0, failed: 0, skipped: 0 }, times: [] } : null;
}

async function runProgram(suite, program) {
	const started = Date.now();
	const tests = await program.judge();
	suite.times.push({ name: program.name, seconds: (Date.now() - started) / 1000 });
	const counts = tell(suite.name, program.name, tests);
	for (const key of Object.keys(suite.sums)) {
		suite.sums[key] += counts[key];
	}
	if (--suite.open === 0) {
		tellSuite(suite);
	}
}

function tellSuite({ name, sums, times }) {
	const seconds = times.reduce((sum, one) => sum + one.seconds, 0).toFixed(1);
	const rest = `${sums.failed ? `, ${sums.failed} failed` : ''}${sums.skipped ? `, ${sums.skipped} skipped` : ''}`;
	console.log(`${name.padEnd(8)} ${sums.passed} passed${rest}  (${times.length} programs, together ${seconds} s)`);
	const slowest = times.sort((a, b) => b.seconds - a.seconds).slice(0, process.env.SCHARNIER_TEST_TIMES ? undefined : SLOWEST);
	if (times.length > 1) {
		console.log(`         slowest: ${slowest.map((one) => `${one.name} ${one.seconds.toFixed(1)} s`).join(', ')}`);
	}
}

/** The demos that http and browser tests copy. What goes wrong here is told by the first test that needs one. */
function demos(suites) {
	const isWholeRun = options.filter === '' && suites.length === SUITES.length;
	return isWholeRun ? ['sqlite', 'postgresql'].map((kind) => () => run([process.execPath, 'tests/http/prepare_demo.mjs', kind])) : [];
}

/** Unit and static tests go first, for they find most mistakes soonest; within each part what takes longest. */
async function runSuites(suites) {
	const place = ({ program }) => {
		const index = LONGEST.indexOf(program.name);
		return index < 0 ? LONGEST.length : index;
	};
	const jobsOf = (names) => suites.filter(({ name }) => names.includes(name))
		.flatMap((suite) => suite.queue.map((program) => ({ suite, program })))
		.sort((a, b) => place(a) - place(b));
	const jobs = [...jobsOf(['unit', 'static']), ...jobsOf(['http', 'browser'])].map(({ suite, program }) => () => runProgram(suite, program));
	await inParallel([...demos(suites), ...jobs], (job) => job());
}

// --- the scratch PostgreSQL ---------------------------------------------------------------------------------------

const POSTGRES = 'tests/kit/postgres.sh';
const cluster = path.join(scratch, 'postgres');
let clusterRuns = false;

function startPostgres() {
	if (!existsSync(POSTGRES)) {
		return;
	}
	clusterRuns = true;
	const answer = spawnSync(POSTGRES, ['start', cluster], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
	const url = /^export SCHARNIER_TEST_PG=(['"]?)(.*)\1$/m.exec(answer.stdout ?? '');
	if (url) {
		environment.SCHARNIER_TEST_PG = url[2];
	} else {
		tell('kit', 'postgres', [failed('the scratch PostgreSQL starts', lastLines(`${answer.stdout}\n${answer.stderr}`))]);
	}
}

function cleanUp() {
	for (const child of running) {
		endGroup(child);
	}
	if (clusterRuns) {
		clusterRuns = false;
		spawnSync(POSTGRES, ['stop', cluster], { stdio: 'ignore' });
	}
	rmSync(scratch, { recursive: true, force: true });
}

// --- all of it ----------------------------------------------------------------------------------------------------

function build() {
	const answer = spawnSync('make', ['tests-built', `BUILD=${options.build}`], {
		env: { ...environment, MESON_FLAGS: process.env.MESON_FLAGS ?? '' },
		stdio: ['ignore', 'inherit', 'inherit'],
	});
	if (answer.status !== 0) {
		tell('build', options.build, [failed('everything compiles', 'see above')]);
	}
	return answer.status === 0;
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
	process.on(signal, () => {
		cleanUp();
		process.exit(130);
	});
}

const begin = Date.now();
try {
	if (build()) {
		startPostgres();
		await runSuites(SUITES.filter(({ name }) => options.suites.length === 0 || options.suites.includes(name)).map(chosenSuite).filter(Boolean));
	}
} finally {
	cleanUp();
}
if (total.passed + total.failed === 0) {
	console.log(options.filter ? `No test has "${options.filter}" in its name.` : 'No test ran.');
}
console.log(`All in ${((Date.now() - begin) / 1000).toFixed(0)} s.`);
console.log(`${total.passed} passed, ${total.failed} failed${total.skipped ? `, ${total.skipped} skipped` : ''}`);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
