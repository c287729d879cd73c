// forward_files.mjs -- small files for tests: good ones, PDFs with something packed in them, a table with a macro.

import { deflateSync } from 'node:zlib';

const part = (marker, bytes) => {
	const head = Buffer.from([0xff, marker, 0, 0]);
	head.writeUInt16BE(bytes.length + 2, 2);
	return Buffer.concat([head, Buffer.from(bytes)]);
};

/** A photo with a place in its EXIF. */
export const JPEG = () => Buffer.concat([Buffer.from([0xff, 0xd8]), part(0xe0, Buffer.from('JFIF\0\x01\x01\0\0\x01\0\x01\0\0')), part(0xe1, Buffer.from('Exif\0\0GPS 51.9, 7.2')),
	part(0xc0, Buffer.from([8, 0, 16, 0, 16, 1, 1, 0x11, 0])), part(0xda, Buffer.from([1, 1, 0, 0, 0x3f, 0])), Buffer.from('picture'), Buffer.from([0xff, 0xd9])]);

const chunk = (type, bytes) => {
	const length = Buffer.alloc(4);
	length.writeUInt32BE(bytes.length);
	return Buffer.concat([length, Buffer.from(type), Buffer.from(bytes), Buffer.alloc(4)]);
};
export const PNG = () => Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), chunk('IHDR', [0, 0, 0, 16, 0, 0, 0, 16, 8, 2, 0, 0, 0]), chunk('IDAT', [1, 2]), chunk('IEND', [])]);

export const PDF = () => Buffer.from('%PDF-1.4\n1 0 obj\n<</Type/Catalog>>\nendobj\n%%EOF\n');

const pdf = (...parts) => Buffer.concat(['%PDF-1.7\n', ...parts, '%%EOF\n'].map((one) => Buffer.from(one)));
const stream = (number, entries, bytes) => Buffer.concat([Buffer.from(`${number} 0 obj\n<<${entries}/Length ${bytes.length}>>\nstream\n`), bytes, Buffer.from('\nendstream\nendobj\n')]);

/** A document whose objects are packed, as PDF 1.5 and later do; `more`: a further one, with the number 4. */
export function packedPdf(more) {
	const objects = ['<</Type/Catalog/Pages 2 0 R>>', '<</Type/Pages/Count 1/Kids[3 0 R]>>', '<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>', more];
	let at = 0;
	const places = objects.map((one, i) => `${i + 1} ${(at += one.length + 1) - one.length - 1}`).join(' ') + ' ';
	const rows = Buffer.from([0, 0, 0, ...objects.flatMap((_, i) => [2, 5, i]), 1, 9, 0]);
	return pdf(stream(5, `/Type/ObjStm/N ${objects.length}/First ${places.length}/Filter/FlateDecode`, deflateSync(places + objects.join(' '))),
		stream(6, '/Type/XRef/Size 6/Root 1 0 R/W[1 1 1]/Filter/FlateDecode', deflateSync(rows)), 'startxref\n9\n');
}

/** A scan whose picture spells by chance what would be active. */
export const scanPdf = () => pdf('1 0 obj\n<</Type/Catalog>>\nendobj\n', stream(2, '/Subtype/Image/Filter/DCTDecode', Buffer.concat([JPEG(), Buffer.from('/JS (/Launch ')])));

export const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';

/** An archive whose parts are empty. */
export function zip(names) {
	const heads = [], list = [];
	let at = 0;
	for (const name of names) {
		const head = Buffer.alloc(30);
		head.write('PK\x03\x04', 'latin1');
		head.writeUInt16LE(name.length, 26);
		heads.push(head, Buffer.from(name));
		const entry = Buffer.alloc(46);
		entry.write('PK\x01\x02', 'latin1');
		entry.writeUInt16LE(name.length, 28);
		entry.writeUInt32LE(at, 42);
		list.push(entry, Buffer.from(name));
		at += 30 + name.length;
	}
	const end = Buffer.alloc(22);
	end.write('PK\x05\x06', 'latin1');
	end.writeUInt16LE(names.length, 10);
	end.writeUInt32LE(Buffer.concat(list).length, 12);
	end.writeUInt32LE(at, 16);
	return Buffer.concat([...heads, ...list, end]);
}
export const macroXlsx = () => zip(['[Content_Types].xml', 'xl/workbook.xml', 'xl/vbaProject.bin']);
