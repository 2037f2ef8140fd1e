import type { Attribution } from '@smoothgrad/attribution';
import { preparePhoto } from '@smoothgrad/image';
import { colourise, grey, type PictureMark, scaleMap } from '@smoothgrad/render';
import { describe, expect, it } from 'vitest';
import { type ExplainedColumn, explainedGrid } from './explained.ts';
import type { FigureOptions } from './figure.ts';

const [width, height] = [4, 3];
const shape = [3, height, width] as const;
const image = {
  width,
  height,
  channels: 3 as const,
  data: Uint8Array.from({ length: 36 }, (_, i) => (i * 37) % 256),
};
const photo = preparePhoto(
  image,
  {
    resize: { mode: 'none' },
    filter: 'bicubic',
    rescale: 1 / 255,
    mean: [0, 0, 0],
    std: [1, 1, 1],
    channels: 'RGB',
    source: 'a test',
  },
  { layout: 'NCHW', channels: 'RGB', width, height },
);

const derivative = { text: '∂S/∂pixel', order: 1 } as const;
const share = { text: 'S', order: 0 } as const;
const ramp = Float32Array.from({ length: 36 }, (_, i) => Math.sin(i));

/** What a grid looks at. */
const result = (unit: Attribution['unit'], factor = 1, index = 0) =>
  ({
    map: ramp.map((value) => factor * value),
    shape,
    unit,
    target: { index, probability: 0.5, logit: 1 },
  }) as unknown as Attribution;

function grid(columns: [ExplainedColumn, ...ExplainedColumn[]], options: FigureOptions = {}) {
  const { marks } = explainedGrid({ name: 'cat', photo, targets: [] }, columns, options, []);
  const pictures = (marks.filter(({ kind }) => kind === 'picture') as PictureMark[]).filter(({ label }) =>
    label!.includes(' of '),
  );
  return {
    pictures: pictures.map(({ picture }) => picture.data),
    texts: marks.flatMap((mark) => (mark.kind === 'text' ? [mark.text] : [])),
  };
}

const picture = (map: Float32Array, limit?: number) => colourise(scaleMap(map, shape, { limit }), grey).data;
const limitOf = (map: Float32Array) => scaleMap(map, shape).limit;

describe('a grid of results', () => {
  it('times the image: derivatives, but not shares, which have a factor of their own', () => {
    const { pictures, texts } = grid(
      [
        { title: 'Gradient', attributions: [result(derivative)] },
        { title: 'Integrated gradients', attributions: [result(share)] },
      ],
      { timesImage: true },
    );
    expect(pictures).toEqual([picture(ramp.map((value, i) => value * photo.pixels[i]!)), picture(ramp)]);
    expect(texts).toContain('Gradient × image');
    expect(texts).toContain('Integrated gradients');
    expect(texts.join(' ')).toContain('the method’s own quantity');
  });

  it('on one scale: all maps of a unit, those of other classes too, and no other unit', () => {
    const { pictures } = grid(
      [
        { title: 'Gradient', attributions: [result(derivative, 1), result(derivative, 3, 1)] },
        { title: 'Integrated gradients', attributions: [result(share, 100), result(share, 50, 1)] },
      ],
      { scale: 'shared' },
    );
    const times = (factor: number) => ramp.map((value) => factor * value);
    expect(pictures).toEqual([
      picture(times(1), limitOf(times(3))),
      picture(times(100)),
      picture(times(3)),
      picture(times(50), limitOf(times(100))),
    ]);
  });

  it('draws a preset as the preset says', () => {
    const { pictures, texts } = grid([
      { title: 'a preset', attributions: [result(derivative)], look: { reduction: 'max' } },
    ]);
    expect(pictures).toEqual([colourise(scaleMap(ramp, shape, { reduction: 'max' }), grey).data]);
    expect(texts.join(' ')).toContain('largest over channels');
  });
});
