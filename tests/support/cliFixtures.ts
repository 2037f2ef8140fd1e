import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runSmoothgrad } from './runSmoothgrad.ts';
import { writeTinyModels } from './tinyModels.ts';
import { writeTinyPhotos } from './tinyPhotos.ts';

/** Tiny models and photos, good and bad, for one test file; never written to by the commands under test. */
export const fixtures = mkdtempSync(join(tmpdir(), 'smoothgrad-fixtures-'));
export const at = (name: string) => join(fixtures, name);

/** Options of a run that takes no time. */
export const tiny = ['--model', at('tiny.onnx'), '-n', '2', '--range', '0..1', '--workers', '1', '--quiet'];

export async function writeFixtures(): Promise<void> {
  writeTinyModels(fixtures);
  await writeTinyPhotos(fixtures);
}

export const emptyFolder = () => mkdtempSync(join(tmpdir(), 'smoothgrad-cli-'));
export const files = (folder: string) => readdirSync(folder).sort();
export const explain = (cwd: string, ...args: string[]) => runSmoothgrad(cwd, 'explain', ...args);
