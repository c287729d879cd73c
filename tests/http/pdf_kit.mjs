// pdf_kit.mjs -- what stands in a PDF, read by poppler: pdfText(bytes, 'pdftotext', '-layout'), pdfText(bytes, 'pdfinfo').

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export function pdfText(bytes, program, ...options) {
	const folder = mkdtempSync(path.join(tmpdir(), 'scharnier-pdf-'));
	const file = path.join(folder, 'paper.pdf');
	writeFileSync(file, bytes);
	try {
		return execFileSync(program, [...options, file, '-'].filter((word) => program === 'pdftotext' || word !== '-'), { encoding: 'utf8' });
	} finally {
		rmSync(folder, { recursive: true });
	}
}
