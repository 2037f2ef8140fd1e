import { expect, it } from 'vitest';
import { elementIndex } from './elementIndex.ts';
import { fromRgbChannelsFirst, type TensorSpec } from './tensorSpec.ts';

const specs: readonly TensorSpec[] = [
  { layout: 'NCHW', channels: 'RGB', height: 2, width: 3 },
  { layout: 'NCHW', channels: 'BGR', height: 2, width: 3 },
  { layout: 'NHWC', channels: 'RGB', height: 2, width: 3 },
  { layout: 'NHWC', channels: 'BGR', height: 2, width: 3 },
  { layout: 'NHWC', channels: 'L', height: 2, width: 3 },
];

it.each(specs)('finds what fromRgbChannelsFirst put there: $layout $channels', (spec) => {
  const count = spec.channels === 'L' ? 1 : 3;
  const tensor = fromRgbChannelsFirst(
    Float32Array.from({ length: count * 6 }, (_, i) => i),
    spec,
  );
  const index = elementIndex(spec);
  for (let channel = 0; channel < count; channel++) {
    for (let row = 0; row < 2; row++) {
      for (let column = 0; column < 3; column++) {
        expect(tensor[index(channel, row, column)]).toBe(channel * 6 + row * 3 + column);
      }
    }
  }
});
