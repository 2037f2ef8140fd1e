import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import pixelmatch from 'pixelmatch';
import type { Page } from 'playwright';
import sharp from 'sharp';
import { expect } from 'vitest';
import { repositoryRoot } from './shared.ts';

/** Letters of another system's fonts and single pixels of a noisy map may differ, not what stands where. */
const MOST_DIFFERENT = 0.12;

/**
 * Looks at a page: axe finds nothing wrong with it, and it looks as it did when someone last looked at the picture in the documents
 * (SMOOTHGRAD_UPDATE_PICTURES=1 writes new ones).
 */
export async function lookAt(page: Page, name: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const lines = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(', ')}`);
  expect(lines, name).toEqual([]);
  const shot = await page.screenshot({ animations: 'disabled', caret: 'hide' });
  const path = join(repositoryRoot, 'docs', 'pictures', 'studio', `${name}.png`);
  if (process.env.SMOOTHGRAD_UPDATE_PICTURES) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, await sharp(shot).png({ palette: true, colours: 128, dither: 0.5, effort: 10 }).toBuffer());
  }
  expect(existsSync(path), `${path} (SMOOTHGRAD_UPDATE_PICTURES=1 makes it)`).toBe(true);
  // Other systems have other letters: lines break elsewhere.
  if (process.platform !== 'linux') return;
  const [ours, known] = await Promise.all([pixelsOf(shot), pixelsOf(readFileSync(path))]);
  expect([ours.info.width, ours.info.height], name).toEqual([known.info.width, known.info.height]);
  const { width, height } = ours.info;
  const different = pixelmatch(ours.data, known.data, undefined, width, height, { threshold: 0.3 });
  expect(different / (width * height), name).toBeLessThan(MOST_DIFFERENT);
}

/** A little blurred: what is left is what stands where. */
const pixelsOf = (png: Uint8Array) => sharp(png).ensureAlpha().blur(3).raw().toBuffer({ resolveWithObject: true });
