import { randomUUID } from 'node:crypto';

/** Put in by `scripts/bundle.mjs`: a digest of all sources. */
declare const SMOOTHGRAD_BUILD: string | undefined;

/**
 * Stands for all code that has a say in what is cached, and for what runs it. Code that was not bundled may change under a cache; nothing it made is
 * found again by another process.
 */
const code = typeof SMOOTHGRAD_BUILD === 'string' ? SMOOTHGRAD_BUILD : randomUUID();

export const build = [code, process.version, process.platform, process.arch].join(' ');
