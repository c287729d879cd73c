// Requests as bytes, each with what must become of it (RFC 9110, RFC 9112; research: ASVS 4.2.1).
//
// direct: the status of the answer to the vector, or 'closed' for an end without an answer.
// nginx:  the same behind the shipped nginx configuration; a list where versions may differ. Left out: as direct.
// go:     whether the connection goes on, so that the marked request behind the vector is executed. Left out: if 200.
// doubled: libmicrohttpd 0.9.75 refuses it by itself and sends the head of its answer twice before it closes.
// Some vectors hide a marked request inside, which must never be executed in any set-up.
import { HOST } from './raw_kit.mjs';

const list = [];
const inner = (id) => `GET /mark/inner-${id} HTTP/1.1\r\nHost: ${HOST}\r\n\r\n`;

function add(name, direct, bytes, more = {}) {
	list.push({ name, direct, bytes: typeof bytes === 'function' ? bytes : () => bytes, go: direct === 200, ...more });
}
const get = (target, headers = '', version = 'HTTP/1.1') => `GET ${target} ${version}\r\nHost: ${HOST}\r\n${headers}\r\n`;
const post = (headers, body) => `POST /post HTTP/1.1\r\nHost: ${HOST}\r\n${headers}\r\n${body}`;
const chunked = (body) => post('Transfer-Encoding: chunked\r\n', body);

// --- what must work ---
add('plain GET', 200, get('/'));
add('query', 200, get('/a?x=1&y=2&leer='));
add('escaped UTF-8 path', 200, get('/stra%C3%9Fe/%F0%9F%8F%AB'));
add('HEAD', 200, `HEAD / HTTP/1.1\r\nHost: ${HOST}\r\n\r\n`);
add('POST with length', 200, post('Content-Length: 5\r\n', 'a=b&c'));
add('POST with length 0', 200, post('Content-Length: 0\r\n', ''));
add('POST without body', 200, post('', ''));
add('GET with body', 200, get('/', 'Content-Length: 5\r\n') + 'hello');
add('length with leading zeros', 200, post('Content-Length: 005\r\n', 'hello'));
add('chunked', 200, chunked('5\r\nhello\r\n0\r\n\r\n'));
add('chunked, capital hex', 200, chunked('A\r\n0123456789\r\n0\r\n\r\n'));
add('chunked, leading zeros', 200, chunked('0005\r\nhello\r\n000\r\n\r\n'));
add('chunked, extension', 200, chunked('5;name=value\r\nhello\r\n0\r\n\r\n'));
add('chunked, trailer', 200, chunked('5\r\nhello\r\n0\r\nX-After: 1\r\n\r\n'));
add('chunked in capitals', 200, post('TRANSFER-ENCODING: Chunked\r\n', '0\r\n\r\n'));
add('expects 100-continue', 200, post('Expect: 100-continue\r\nContent-Length: 2\r\n', 'ok'));
add('no space after the colon', 200, `GET / HTTP/1.1\r\nHost:${HOST}\r\nX:y\r\n\r\n`);
add('tab and spaces after the colon', 200, get('/', 'X: \t  y\r\n'));
add('space behind a value', 200, get('/', 'X: y \t\r\n'));
add('empty value', 200, get('/', 'X:\r\nY: \r\n'));
add('name in mixed case', 200, `GET / HTTP/1.1\r\nhOsT: ${HOST}\r\n\r\n`);
add('empty line in front', 200, '\r\n' + get('/'));
add('absolute form', 200, get(`http://${HOST}/a`));
add('absolute form in capitals', 200, get(`HTTP://${HOST.toUpperCase()}/a`));
add('absolute form without path', 200, get(`http://${HOST}`));
add('HTTP/1.0 kept alive', 200, get('/', 'Connection: keep-alive\r\n', 'HTTP/1.0'), { nginx: 200 });
add('HTTP/1.0 without host', 200, 'GET / HTTP/1.0\r\n\r\n', { go: false, nginx: [200, 400, 421] });
add('connection: close', 200, get('/', 'Connection: close\r\n'), { go: false });
add('Latin-1 in a value', 200, get('/', 'User-Agent: M\xFCller\r\n'));
add('broken cookie', 200, get('/', 'Cookie: a=1; b=\xFF; c=3\r\n'));
add('two cookie lines', 200, get('/', 'Cookie: a=1\r\nCookie: b=2\r\n'));
add('long value', 200, get('/', `X: ${'v'.repeat(7000)}\r\n`));
add('50 header lines', 200, get('/', Array.from({ length: 50 }, (_, i) => `X-${i}: ${i}\r\n`).join('')));
add('head of 12 kB', 200, get('/', Array.from({ length: 12 }, (_, i) => `X-${i}: ${'v'.repeat(1000)}\r\n`).join('')));

// --- host ---
add('no host', 400, 'GET / HTTP/1.1\r\n\r\n');
add('two hosts', 400, get('/', `Host: ${HOST}\r\n`));
add('two different hosts', 400, get('/', 'Host: other.example\r\n'));
add('empty host', 400, 'GET / HTTP/1.1\r\nHost:\r\n\r\n', { nginx: [400, 421] });
add('host with space', 400, 'GET / HTTP/1.1\r\nHost: a b\r\n\r\n', { nginx: [400, 421] });
add('host with comma', 400, `GET / HTTP/1.1\r\nHost: ${HOST}, x\r\n\r\n`, { nginx: [400, 421] });
add('host with user', 400, `GET / HTTP/1.1\r\nHost: u@${HOST}\r\n\r\n`, { nginx: [400, 421] });
add('host with path', 400, `GET / HTTP/1.1\r\nHost: ${HOST}/x\r\n\r\n`, { nginx: [400, 421] });
add('absolute form, other host', 400, get('http://other.example/'), { nginx: [400, 421] });
add('absolute form, user in host', 400, get(`http://u@${HOST}/`), { nginx: [400, 421] });
add('absolute form, other scheme', 400, get(`ftp://${HOST}/`), { nginx: [200, 400, 421] });

// --- length and coding: request smuggling ---
const both = (first, second) => (id) => post(`${first}${second}`, `0\r\n\r\n${inner(id)}`);
const lengths = (a, b) => (id) => post(`Content-Length: ${a}\r\nContent-Length: ${b(id)}\r\n`, inner(id));
add('length and chunked', 400, both('Content-Length: 5\r\n', 'Transfer-Encoding: chunked\r\n'));
add('chunked and length', 400, both('Transfer-Encoding: chunked\r\n', 'Content-Length: 5\r\n'));
add('two lengths, 0 first', 400, lengths(0, (id) => inner(id).length));
add('two lengths, 0 last', 400, lengths(500, () => 0));
add('two equal lengths', 400, post('Content-Length: 5\r\nContent-Length: 5\r\n', 'hello'));
add('coding twice', 400, both('Transfer-Encoding: chunked\r\n', 'Transfer-Encoding: identity\r\n'), { nginx: [400, 501] });
add('coding twice, equal', 400, both('Transfer-Encoding: chunked\r\n', 'Transfer-Encoding: chunked\r\n'));
for (const coding of [
	'xchunked', 'identity', 'gzip, chunked', 'chunked, chunked', 'chunked, identity', 'chunked;q=1', '"chunked"',
	'chunked\x0b', '\x0bchunked', 'chun\tked', '', 'chunked,',
])
	add(`coding ${JSON.stringify(coding)}`, 400, both('', `Transfer-Encoding: ${coding}\r\n`), { nginx: [400, 501] });
add('coding with space behind', 400, post('Transfer-Encoding: chunked \r\n', '0\r\n\r\n'), { nginx: [200, 400] });
add('space before the colon', 400, both('', 'Transfer-Encoding : chunked\r\n'), { nginx: [200, 400] });
add('coding behind a bare CR', 400, both('X: y\rTransfer-Encoding: chunked\r\n', ''), { nginx: [200, 400] });
add('chunked in HTTP/1.0', 400, (id) =>
	`POST / HTTP/1.0\r\nHost: ${HOST}\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${inner(id)}`,
	{ nginx: [200, 400] });
for (const length of ['+5', '-5', '0x5', '5 0', '5, 5', '5;', '', '٥', '5.0', '1e1', '\x0b5'])
	add(`length ${JSON.stringify(length)}`, 400, post(`Content-Length: ${length}\r\n`, 'hello'), { doubled: true });
add('length beyond 64 bits', 413, post('Content-Length: 99999999999999999999\r\n', 'hello'), { nginx: [400, 413], doubled: true });
add('length of 19 digits', 400, post('Content-Length: 1000000000000000000\r\n', 'hello'), { nginx: [400, 413] });

// --- header lines ---
for (const [what, line] of [
	['without colon', 'nonsense\r\n'],
	['with empty name', ': x\r\n'],
	['with space in name', 'a b: x\r\n'],
	['with bracket in name', 'a[0]: x\r\n'],
	['with parenthesis in name', 'a(b): x\r\n'],
	['with 8-bit name', '\xE4: x\r\n'],
	['with NUL in name', 'a\0b: x\r\n'],
	['with NUL in value', 'X: a\0b\r\n'],
	['with NUL at the end', 'X: a\0\r\n'],
	['with bare CR', 'X: a\rb\r\n'],
	['with control character', 'X: a\x01b\r\n'],
	['with escape character', 'X: \x1b[2J\r\n'],
	['with DEL', 'X: a\x7fb\r\n'],
	['ending in bare LF', 'X: a\n'],
	['ending in LF CR', 'X: a\n\r'],
	['folded with space', 'X: a\r\n b\r\n'],
	['folded with tab', 'X: a\r\n\tb\r\n'],
])
	add(`header ${what}`, 400, get('/', line), { nginx: [200, 400] });
add('first header folded', 400, `GET / HTTP/1.1\r\n X: y\r\nHost: ${HOST}\r\n\r\n`, { nginx: [200, 400] });
add('host behind a folded line', 400, `GET / HTTP/1.1\r\nX: y\r\n Host: ${HOST}\r\n\r\n`);
add('bare LF behind the request line', 400, `GET / HTTP/1.1\nHost: ${HOST}\r\n\r\n`, { nginx: [200, 400] });
add('bare LF everywhere', 400, `GET / HTTP/1.1\nHost: ${HOST}\n\n`, { nginx: [200, 400] });
add('head ends with LF', 400, `GET / HTTP/1.1\r\nHost: ${HOST}\r\n\n`, { nginx: [200, 400] });
add('bare LF hides a length', 400, (id) => post(`X: y\nContent-Length: ${inner(id).length}\r\n`, inner(id)), {
	nginx: [200, 400],
});
add('two content types', 400, post('Content-Type: a/b\r\nContent-Type: c/d\r\nContent-Length: 0\r\n', ''), {
	nginx: [200, 400], // nginx passes on the last one only
});
add('packed body', 415, post('Content-Encoding: gzip\r\nContent-Length: 5\r\n', 'hello'));
add('head of 40 kB', 431, get('/', `X: ${'v'.repeat(40000)}\r\n`), { nginx: 400 });
add('10,000 header lines', 431, get('/', 'X: y\r\n'.repeat(10000)), { nginx: 400 });

// --- targets ---
for (const [what, target, nginx] of [
	['with fragment', '/a#b', [200, 400]],
	['with space', '/a b', 400],
	['with tab', '/a\tb', [400, 200]],
	['with DEL', '/a\x7f', [400, 200]],
	['with NUL', '/a\0b', 400],
	['with 8-bit byte', '/\xE4', [400, 200]],
	['without slash', 'a', 400],
	['of one star', '*', 400],
	['with broken escape', '/%zz', 400],
	['with half an escape', '/%2', 400],
	['with bare percent', '/a%', 400],
	['with escaped NUL', '/%00', 400],
	['with escaped CRLF', '/%0d%0aX:%20y', 400],
	['with escaped slash', '/a%2Fb', 400],
	['with overlong dot', '/%c0%ae%c0%ae/', 400],
	['with lone surrogate', '/%ed%a0%80', 400],
	['with Latin-1 escape', '/%E4', 400],
	['climbing', '/a/../b', 400],
	['climbing, escaped', '/a/%2e%2e/b', 400],
	['climbing at the end', '/a/..', 400],
	['with dot part', '/./a', 400],
	['with two slashes', '/a//b', 400],
	['with two slashes in front', '//other.example/', 400],
	['with broken query', '/?a=%zz', 400],
	['with NUL in the query', '/?a=%00', 400],
	['with Latin-1 query', '/?a=%E4', 400],
])
	add(`target ${what}`, 400, get(target), { nginx });
add('target of 100 kB', 414, get('/' + 'a'.repeat(100000)), { nginx: 414 });

// --- request lines ---
for (const [method, status, nginx] of [
	['PUT', 405], ['PATCH', 405], ['DELETE', 405], ['OPTIONS', 405], ['TRACE', 405], ['CONNECT', 405, [400, 405]],
	['FOO', 501], ['get', 501, 400], ['PROPFIND', 501], ['G@T', 400], ['GET\t', 400], ['M'.repeat(100), 501],
])
	add(`method ${JSON.stringify(method)}`, status, `${method} / HTTP/1.1\r\nHost: ${HOST}\r\n\r\n`, {
		nginx: nginx ?? [status, 400],
	});
add('DELETE with hidden request', 405, (id) =>
	`DELETE / HTTP/1.1\r\nHost: ${HOST}\r\nContent-Length: ${inner(id).length}\r\n\r\n${inner(id)}`);
add('no version', 400, 'GET /\r\n\r\n', { nginx: ['closed', 200, 400, 421] });
add('two spaces before the target', 400, `GET  / HTTP/1.1\r\nHost: ${HOST}\r\n\r\n`, { nginx: [200, 400] });
add('two spaces before the version', 400, `GET /  HTTP/1.1\r\nHost: ${HOST}\r\n\r\n`, { nginx: [200, 400] });
add('space behind the version', 400, `GET / HTTP/1.1 \r\nHost: ${HOST}\r\n\r\n`, { nginx: [200, 400] });
add('version in small letters', 400, `GET / http/1.1\r\nHost: ${HOST}\r\n\r\n`);
add('version 1.10', 400, `GET / HTTP/1.10\r\nHost: ${HOST}\r\n\r\n`, { nginx: [200, 400, 505] });
add('version 0.9', 505, `GET / HTTP/0.9\r\nHost: ${HOST}\r\n\r\n`, { nginx: [400, 505] });
add('version 2.0', 505, `GET / HTTP/2.0\r\nHost: ${HOST}\r\n\r\n`, { nginx: [400, 505] });
add('preface of HTTP/2', 505, 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', { nginx: [400, 405, 505] });
add('start of TLS', 'closed', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03garbage\r\n\r\n', { nginx: 400 });
add('start of SSH', 'closed', 'SSH-2.0-OpenSSH_9.2\r\n\r\n', { nginx: 400 });
add('empty request line', 'closed', '    \r\n\r\n', { nginx: [400, 'closed'] });

// --- bodies ---
for (const [what, body, direct = 400] of [
	['negative', '-5\r\nhello\r\n0\r\n\r\n'],
	['with 0x', '0x5\r\nhello\r\n0\r\n\r\n'],
	['with a plus', '+5\r\nhello\r\n0\r\n\r\n'],
	['with a wrong digit', '5g\r\nhello\r\n0\r\n\r\n'],
	['empty', '\r\nhello\r\n0\r\n\r\n'],
	['with space', ' 5\r\nhello\r\n0\r\n\r\n'],
	['beyond 64 bits', '10000000000000005\r\nhello\r\n0\r\n\r\n', 413],
	['too small', '2\r\nhello\r\n0\r\n\r\n'],
])
	add(`chunk size ${what}`, direct, chunked(body), { nginx: [400, 413] });
add('chunk with bare LF', 200, chunked('5\nhello\n0\n\n'), { nginx: [200, 400] });
add('length above the limit', 413, post('Content-Length: 2000000\r\n', 'x'.repeat(100000)));
add('length above the limit, all sent', 413, post('Content-Length: 2000000\r\n', 'x'.repeat(2000000)));
add('chunks above the limit', 413, chunked(`${(1500000).toString(16)}\r\n${'x'.repeat(1500000)}\r\n`));
add('chunks above the limit, many', 413, chunked(`1000\r\n${'x'.repeat(4096)}\r\n`.repeat(300)));
add('body cut short', 'closed', post('Content-Length: 5000\r\n', 'hello'), { nginx: ['closed', 408] });
add('chunk cut short', 'closed', chunked('ffff\r\nhello'), { nginx: ['closed', 408] });
const form = 'Content-Type: application/x-www-form-urlencoded\r\n';
const filled = (body) => post(`${form}Content-Length: ${body.length}\r\n`, body);
add('form', 200, filled('a=1&b=%C3%A4+%26'));
add('form with broken escape', 400, filled('a=%zz'));
add('form with NUL', 400, filled('a=%00'));
add('form with Latin-1', 400, filled('a=%E4'));
add('form with 2,000 fields', 200, filled(Array.from({ length: 2000 }, (_, i) => `f${i}=`).join('&')));
add('form with 2,001 fields', 400, filled(Array.from({ length: 2001 }, (_, i) => `f${i}=`).join('&')));
add('form with 100,000 empty fields', 200, filled('&'.repeat(100000)));

export const vectors = list.map((v, i) => ({ ...v, id: `v${i}` }));
