import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { RenderError } from '../errors.ts';
import { type ChannelReduction, type MapShape, type MapSign, reduceChannels } from './reduceChannels.ts';

const { scaling } = JSON.parse(readFileSync(new URL('../fixtures/reference.json', import.meta.url), 'utf8')) as {
  scaling: { shape: MapShape; map: number[]; reduced: Record<MapSign, Partial<Record<ChannelReduction, number[]>>> };
};
const map = Float32Array.from(scaling.map);

describe('reduceChannels', () => {
  for (const sign of ['absolute', 'signed', 'positive'] as const) {
    for (const [reduction, expected] of Object.entries(scaling.reduced[sign])) {
      it(`${sign}, ${reduction}: as numpy`, () => {
        const reduced = reduceChannels(map, scaling.shape, sign, reduction as ChannelReduction);
        expect(reduced).toHaveLength(expected.length);
        reduced.forEach((value, i) => {
          expect(value).toBeCloseTo(expected[i]!, 12);
        });
      });
    }
  }

  it('sums without overflow', () => {
    const huge = Float32Array.of(3e38, 3e38, 3e38);
    expect(reduceChannels(huge, [3, 1, 1])[0]! / 9e38).toBeCloseTo(1, 6);
  });

  it('refuses reductions that lose a sign, and names the ones that do not', () => {
    expect(() => reduceChannels(map, scaling.shape, 'signed', 'max')).toThrow(
      /'max' for signed maps. Use one of: sum, mean/,
    );
    expect(() => reduceChannels(map, scaling.shape, 'positive', 'l2')).toThrow(RenderError);
  });

  it('refuses NaN and infinity and says where', () => {
    const broken = new Float32Array(2 * 3 * 4);
    broken[12 + 4 + 2] = Number.NaN;
    expect(() => reduceChannels(broken, [2, 3, 4])).toThrow(/NaN at channel 1, row 1, column 2/);
    expect(() => reduceChannels(Float32Array.of(-Infinity), [1, 1, 1])).toThrow(/-Infinity at channel 0/);
  });

  it.each([[[3, 9, 12]], [[3, 9.5, 13]], [[0, 9, 13]], [[9, 13]]])('refuses the shape %j', (shape) => {
    expect(() => reduceChannels(map, shape as unknown as MapShape)).toThrow(/does not have the shape/);
  });
});
