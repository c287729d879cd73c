// totp.mjs -- one-time passwords as an app computes them (RFC 6238), for tests.

import { createHmac } from 'node:crypto';

export const stepNow = () => Math.floor(Date.now() / 30000);

/** The code of a base32 secret in this step of 30 seconds. */
export function codeAt(secret, step) {
	const bits = [...secret.replace(/\s/g, '')].map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0')).join('');
	const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
	const counter = Buffer.alloc(8);
	counter.writeBigUInt64BE(BigInt(step));
	const mac = createHmac('sha1', key).update(counter).digest();
	return String((mac.readUInt32BE(mac[19] & 15) & 0x7fffffff) % 1e6).padStart(6, '0');
}

/**
 * The app of one person: next() is a code that was not given before and is good now, without waiting: the server takes the
 * step before, this one and the one behind, so there are two of them at once; used() is the one given last.
 */
export class App {
	constructor(secret) {
		this.secret = secret;
		this.step = 0;
	}

	next() {
		this.step = Math.max(this.step + 1, stepNow());
		return this.used();
	}

	used() {
		return codeAt(this.secret, this.step);
	}
}
