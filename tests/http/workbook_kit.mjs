// workbook_kit.mjs -- what stands in a workbook, read by another program than ours.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A part of a workbook, as text. */
export function part(bytes, name) {
	const folder = mkdtempSync(path.join(tmpdir(), 'sheets-'));
	try {
		writeFileSync(path.join(folder, 'a.xlsx'), bytes);
		return execFileSync('unzip', ['-p', path.join(folder, 'a.xlsx'), name], { encoding: 'utf8' });
	} finally {
		rmSync(folder, { recursive: true });
	}
}
