import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodePng } from '@smoothgrad/render';
import { decode } from 'fast-png';
import { figures, makeFigure, rasteriseSvg } from 'smoothgrad';
import { describe, expect, it } from 'vitest';
import { repositoryRoot } from './support/shared.ts';

/** Every figure of the bundled classifier, small, beside the picture that was looked at (SMOOTHGRAD_UPDATE_PICTURES=1 writes new ones). */
const small = { samples: 4, steps: 4, sizes: [2, 4], reference: 10, levels: [0, 0.2] };
const photoOf = (name: string) =>
  join(repositoryRoot, 'photos', `${name === 'discriminativity' ? 'cat-and-coffee' : 'coffee'}.jpg`);
const pathOf = (name: string) => join(repositoryRoot, 'tests', 'fixtures', 'figures', `${name}.png`);
const block = 8;

describe.each(figures.map(({ name }) => name))('%s', (name) => {
  it('looks as it did', async () => {
    const targets = name === 'discriminativity' ? [282, 968] : [];
    const made = await makeFigure(name, [photoOf(name)], { ...small, targets });
    const words = made.svg.replace(/href="[^"]*"/g, '');
    expect(words.includes('NaN')).toBe(false);
    const picture = await rasteriseSvg(made.svg, { zoom: 0.5 });
    if (process.env.SMOOTHGRAD_UPDATE_PICTURES) writeFileSync(pathOf(name), encodePng(picture));
    expect(existsSync(pathOf(name))).toBe(true);
    const known = decode(readFileSync(pathOf(name)));
    expect([picture.width, picture.height]).toEqual([known.width, known.height]);
    const [ours, theirs] = [picture, known].map(blocks);
    const differences = ours!.map((value, i) => Math.abs(value - theirs![i]!));
    // Another processor rounds otherwise, and single decisions of the network fall otherwise.
    expect(differences.reduce((sum, value) => sum + value, 0) / differences.length).toBeLessThan(2);
    expect(Math.max(...differences)).toBeLessThan(48);
  }, 120_000);
});

/** Means over squares of pixels: structure, not single pixels of noise. */
function blocks({ width, height, data }: { width: number; height: number; data: ArrayLike<number> }): number[] {
  const [columns, rows] = [Math.floor(width / block), Math.floor(height / block)];
  const sums = new Array<number>(columns * rows).fill(0);
  for (let y = 0; y < rows * block; y++) {
    for (let x = 0; x < columns * block; x++) {
      const at = 3 * (y * width + x);
      const value = (data[at]! + data[at + 1]! + data[at + 2]!) / 3;
      sums[Math.floor(y / block) * columns + Math.floor(x / block)]! += value / block ** 2;
    }
  }
  return sums;
}
