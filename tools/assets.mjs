// Builds what the browser loads: one style sheet, one script, the fonts and their licences, into build/assets.
//
//   node tools/assets.mjs [--out DIR] [--force]
//
// Deterministic: the same inputs give the same bytes. Every file carries its content's hash in its name, so that it can
// be cached for ever; manifest.json maps "site.css" to "site.<hash>.css". Texts also lie beside as .gz (woff2 is
// compressed already). Nothing is done when no input has changed.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const args = process.argv.slice(2);
const out = args.includes('--out') ? args[args.indexOf('--out') + 1] : join(root, 'build', 'assets');

const kern = 'node_modules/@kern-ux/native';
const kernCss = `${kern}/dist/kern.css`;
const htmx = 'node_modules/htmx.org/dist/htmx.min.js';
const ownCss = ['static/base.css', 'static/layout.css', 'static/parts.css', 'src/view/chart.css', 'static/print.css'];
const ownJs = 'static/site.js';
const licences = 'static/licences.txt';
// Each cut in two parts: what every page needs, and the rarer letters of names (DIN 91379: Extended-B, Additional,
// combining marks), which a browser loads only for a page that has one of them.
const common = [[0x20, 0x7e], [0xa0, 0x17f], [0x218, 0x21b], [0x259, 0x259], [0x2bc, 0x2bc], [0x1e9e, 0x1e9e],
	[0x2010, 0x2027], [0x202f, 0x203a], [0x2044, 0x2044], [0x20a0, 0x20bf], [0x2190, 0x2193], [0x2212, 0x2212],
	[0x2248, 0x2248], [0x2260, 0x2265], [0x2713, 0x2713]];
const rare = [[0x180, 0x217], [0x21c, 0x24f], [0x2b9, 0x2bb], [0x300, 0x331], [0x1e00, 0x1e9d], [0x1e9f, 0x1eff]];
const fonts = [['Regular', '400'], ['SemiBold', '500 700']].flatMap(([cut, weight]) =>
	[['', common], ['-names', rare]].map(([part, ranges]) => ({
		name: `fira-sans-${cut.toLowerCase()}${part}.woff2`,
		file: `${kern}/dist/fonts/fira-sans/FiraSans-${cut}.woff2`,
		weight, ranges,
	})));

const read = (file) => readFileSync(join(root, file), 'utf8');
const hash = (data) => createHash('sha256').update(data).digest('hex');

function walk(folder, wanted) {
	return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
		const path = `${folder}/${entry.name}`;
		return entry.isDirectory() ? walk(path, wanted) : wanted.test(path) ? [path] : [];
	}).sort();
}

// What the pages may use: the style sheet keeps KERN's rules for these words only.
const pages = [...walk('src', /\/views\/.*\.html$/), ...walk('src/view', /\.c$/)];
const present = ownCss.filter((file) => existsSync(join(root, file)));
const inputs = ['tools/assets.mjs', kernCss, htmx, ownJs, licences, ...fonts.map((f) => f.file), ...present, ...pages];

function unchanged(stamp) {
	const file = `${out}.inputs`;
	if (args.includes('--force') || !existsSync(file) || readFileSync(file, 'utf8') !== stamp) return false;
	const made = JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8'));
	return Object.values(made).every((name) => existsSync(join(out, name)));
}

// --- style sheet -----------------------------------------------------------------------------------------------------

// Splits at `separator` outside brackets.
function split(text, separator) {
	const parts = [''];
	let depth = 0;
	for (const c of text) {
		if (c === '(' || c === '[') depth++;
		if (c === ')' || c === ']') depth--;
		if (depth === 0 && separator.test(c)) parts.push('');
		else parts[parts.length - 1] += c;
	}
	return parts.filter((part) => part !== '');
}

// A word that ends in "-" is the beginning of a name that a template completes: "kern-alert--{{kind}}".
function usedWords() {
	const words = new Set([...pages, ...present].flatMap((file) => read(file).match(/[\w-]+/g) ?? []));
	const beginnings = [...words].filter((word) => /^(kern|app)-.*-$/.test(word));
	return (name) => words.has(name) || beginnings.some((start) => name.startsWith(start));
}

// Keeps those alternatives of KERN's selectors whose every class occurs. We have no switch for the theme: the system's
// wish decides; and no levels.
function purge(sheet, isUsed) {
	sheet.walkRules((rule) => {
		if (rule.parent.type === 'atrule' && rule.parent.name === 'keyframes') return;
		const kept = split(rule.selector, /,/).map((selector) => selector.trim()
			.replace(/:is\(body,[^)]*data-kern-theme[^)]*\):not\(\[class\*=kern-level-\]\)/, 'body'))
			.filter((selector) => !selector.includes('data-kern-theme') &&
				(selector.replace(/:not\([^)]*\)/g, '').match(/\.[\w-]+/g) ?? []).every((c) => isUsed(c.slice(1))));
		if (kept.length) rule.selector = kept.join(',');
		else rule.remove();
	});
}

const corners = {
	'top-left': 'start-start', 'top-right': 'start-end', 'bottom-left': 'end-start', 'bottom-right': 'end-end',
};
const logicalValues = { left: 'start', right: 'end' };

// Physical sides become logical ones, so that right-to-left languages need no second style sheet.
function logical(declaration) {
	const { prop, value } = declaration;
	let match;
	if (prop === 'left' || prop === 'right') declaration.prop = `inset-inline-${logicalValues[prop]}`;
	else if ((match = /^(margin|padding|border)-(left|right)(-\w+)?$/.exec(prop)))
		declaration.prop = `${match[1]}-inline-${logicalValues[match[2]]}${match[3] ?? ''}`;
	else if ((match = /^border-(top|bottom)-(left|right)-radius$/.exec(prop)))
		declaration.prop = `border-${corners[`${match[1]}-${match[2]}`]}-radius`;
	else if (prop === 'text-align' && value in logicalValues) declaration.value = logicalValues[value];
	else if (prop === 'margin' || prop === 'padding') sides(declaration);
}

function sides(declaration) {
	const [top, right, bottom, left] = split(declaration.value, /\s/);
	if (left === undefined || left === right) return;
	declaration.cloneBefore({ prop: `${declaration.prop}-block`, value: `${top} ${bottom}` });
	declaration.cloneBefore({ prop: `${declaration.prop}-inline`, value: `${left} ${right}` });
	declaration.remove();
}

// Tokens with one definition become their value; fallbacks of known tokens, unread tokens and empty rules go.
function resolveTokens(sheet) {
	const seen = new Map();
	sheet.walkDecls(/^--/, (d) => void seen.set(d.prop, [...(seen.get(d.prop) ?? []), d]));
	const constant = (name) => seen.get(name)?.length === 1 && seen.get(name)[0].parent.parent.type === 'root';
	const resolve = (value) => replaceVar(value, (name, fallback) => {
		if (constant(name)) return resolve(seen.get(name)[0].value);
		return seen.has(name) || fallback === undefined ? `var(${name})` : resolve(fallback);
	});
	sheet.walkDecls((d) => { d.value = resolve(d.value); });
	for (let removed = true; removed;) {
		const readNow = new Set();
		sheet.walkDecls((d) => (d.value.match(/--[\w-]+/g) ?? []).forEach((name) => readNow.add(name)));
		removed = false;
		sheet.walkDecls(/^--/, (d) => { if (!readNow.has(d.prop)) { d.remove(); removed = true; } });
	}
}

// Calls fn(name, fallback) for each outermost var(...).
function replaceVar(value, fn) {
	const start = value.indexOf('var(');
	if (start < 0) return value;
	let end = start + 4;
	for (let depth = 1; depth > 0; end++) depth += value[end] === '(' ? 1 : value[end] === ')' ? -1 : 0;
	const inner = value.slice(start + 4, end - 1);
	const comma = inner.indexOf(',');
	const name = (comma < 0 ? inner : inner.slice(0, comma)).trim();
	const fallback = comma < 0 ? undefined : inner.slice(comma + 1).trim();
	return value.slice(0, start) + fn(name, fallback) + replaceVar(value.slice(end), fn);
}

function minify(sheet) {
	sheet.walkComments((comment) => comment.remove());
	sheet.walkRules((rule) => {
		const last = new Map();
		rule.each((d) => {
			if (d.type !== 'decl') return;
			last.get(d.prop)?.remove();
			last.set(d.prop, d);
		});
	});
	for (let removed = true; removed;) {
		removed = false;
		sheet.walk((n) => { if (n.nodes && n.nodes.length === 0) { n.remove(); removed = true; } });
	}
	sheet.walk((n) => {
		n.raws = { before: '', after: '', between: n.type === 'decl' ? ':' : '', afterName: ' ', semicolon: false };
		if (n.type === 'rule')
			n.selector = n.selector.replace(/\s+/g, ' ').replace(/\s*([,>~])\s*/g, '$1').replace(/\s\+\s/g, '+');
		if (n.type === 'decl') {
			n.value = n.value.replace(/\s+/g, ' ').replace(/, /g, ',').replace(/\b0\.(\d)/g, '.$1')
				.replace(/(^|[ ,])0(rem|px)(?=$|[ ,])/g, '$10');
			if (n.important) n.raws.important = '!important';
		}
		if (n.type === 'atrule') n.params = n.params.replace(/\s*:\s*/g, ':').replace(/\s+/g, ' ');
	});
	sheet.raws = { after: '' };
}

// Our own CSS must be logical as it is written.
function refusePhysical(sheet, file) {
	sheet.walkDecls((d) => {
		const aligns = /^(text-align|float|clear)$/.test(d.prop);
		if (/(^|-)(left|right)(-|$)/.test(d.prop) || (aligns && /left|right/.test(d.value)))
			throw new Error(`${file}:${d.source.start.line}: "${d.prop}: ${d.value}" is physical; say start or end`);
	});
}

// A misspelt token would silently be no colour at all.
function refuseUnknownTokens(sheet, known, file) {
	sheet.walkDecls((d) => {
		for (const [, name] of d.value.matchAll(/var\(\s*(--[\w-]+)\s*\)/g))
			if (!known.has(name)) throw new Error(`${file}:${d.source.start.line}: nobody defines ${name}`);
	});
}

async function styleSheet(fontNames) {
	const { default: postcss } = await import('postcss');
	const sheet = postcss.parse(read(kernCss), { from: kernCss });
	sheet.walkAtRules('charset', (rule) => rule.remove());
	purge(sheet, usedWords());
	sheet.walkDecls(logical);
	const own = present.map((file) => [postcss.parse(read(file), { from: file }), file]);
	const known = new Set();
	for (const part of [sheet, ...own.map(([part]) => part)]) part.walkDecls(/^--/, (d) => void known.add(d.prop));
	for (const [part, file] of own) {
		refusePhysical(part, file);
		refuseUnknownTokens(part, known, file);
		sheet.append(part.nodes);
	}
	resolveTokens(sheet);
	minify(sheet);
	const faces = fonts.map(({ weight, ranges }, i) => `@font-face{font-family:"Fira Sans";font-weight:${weight};` +
		`font-display:fallback;src:url(${fontNames[i]}) format("woff2");unicode-range:${unicodeRange(ranges)}}`).join('');
	const notice = '/*! Contains parts of KERN-UX native (EUPL-1.2, changed) and Fira Sans (SIL OFL 1.1); see licences */';
	return `${notice}\n${faces}${sheet}\n`;
}

// --- fonts -----------------------------------------------------------------------------------------------------------

function unicodeRange(ranges) {
	const hex = (n) => n.toString(16);
	return ranges.map(([from, to]) => `u+${hex(from)}${to > from ? `-${hex(to)}` : ''}`).join();
}

async function font({ file, ranges }) {
	const { default: subset } = await import('subset-font');
	const letters = ranges.flatMap(([from, to]) =>
		Array.from({ length: to - from + 1 }, (_, i) => String.fromCodePoint(from + i))).join('');
	return subset(readFileSync(join(root, file)), letters, {
		targetFormat: 'woff2', noHinting: true, keepFeatures: ['kern', 'tnum', 'mark', 'ccmp', 'locl'],
		preserveNameIds: [0, 5, 13, 14], // copyright, version, licence and its address stay in the file
	});
}

// --- all together ----------------------------------------------------------------------------------------------------

function script() {
	const library = read(htmx).replace(/\n?\/\/# sourceMappingURL=.*\s*$/, '');
	return `/*! htmx, 0BSD; see licences */\n${library}\n${read(ownJs).replace(/^\s*\/\/.*\n/gm, '')}`;
}

function gzip(data) {
	const packed = gzipSync(data, { level: 9 });
	packed[9] = 255; // the header's "made on" byte depends on the machine
	return packed;
}

const manifest = {};
function put(name, data) {
	const dot = name.lastIndexOf('.');
	const hashed = `${name.slice(0, dot)}.${hash(data).slice(0, 10)}${name.slice(dot)}`;
	writeFileSync(join(out, hashed), data);
	if (!name.endsWith('.woff2')) writeFileSync(join(out, `${hashed}.gz`), gzip(data));
	manifest[name] = hashed;
	return hashed;
}

const stamp = hash(inputs.map((file) => `${file} ${hash(readFileSync(join(root, file)))}`).join('\n'));
async function build() {
	rmSync(out, { recursive: true, force: true });
	mkdirSync(out, { recursive: true });
	const names = [];
	for (const each of fonts) names.push(put(each.name, await font(each)));
	put('site.css', await styleSheet(names));
	put('site.js', script());
	put('licences.txt', read(licences));
	const sorted = Object.fromEntries(Object.keys(manifest).sort().map((name) => [name, manifest[name]]));
	writeFileSync(join(out, 'manifest.json'), `${JSON.stringify(sorted, null, '\t')}\n`);
	writeFileSync(`${out}.inputs`, stamp);
	console.log(Object.values(sorted).map((name) => `${name} ${weight(name)}`).join('\n'));
}

function weight(name) {
	const packed = join(out, `${name}.gz`);
	return `${readFileSync(existsSync(packed) ? packed : join(out, name)).length} bytes on the wire`;
}

try {
	if (!unchanged(stamp)) await build();
} catch (error) {
	console.error(`assets: ${error.message}`);
	process.exitCode = 1;
}
