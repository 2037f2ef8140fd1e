import { expect, it } from 'vitest';
import {
  bytes,
  count,
  describeFacts,
  describeMethod,
  describeStop,
  flops,
  nameOf,
  percent,
  valueLine,
} from './words.ts';

it('writes shares as per cent', () => {
  expect([0, 1e-7, 0.0004, 0.0005, 0.388, 0.9994, 0.9996, 1].map(percent)).toEqual([
    '0 %',
    '< 0.1 %',
    '< 0.1 %',
    '0.1 %',
    '38.8 %',
    '99.9 %',
    '100 %',
    '100 %',
  ]);
});

it('names classes, methods, values and sizes', () => {
  expect(nameOf({ index: 3, label: null })).toBe('class 3');
  expect(nameOf({ index: 3, label: 'cup' })).toBe('cup');
  const noise = { level: 0.15, sigma: 0.1, space: 'pixel' } as const;
  expect(describeMethod({ method: 'smoothgrad', samples: 50, noise, smoothing: undefined })).toBe(
    'smoothgrad, n = 50, noise 15 %',
  );
  expect(describeMethod({ method: 'gradient', samples: 1, noise: undefined, smoothing: undefined })).toBe('gradient');
  expect(valueLine({ name: 'x', type: { elementType: 'float32', shape: ['N', undefined, 3] } })).toBe(
    'x float32 [N,?,3]',
  );
  expect([count(1, 'node'), count(3_504_872, 'parameter'), count(5, 'class', 'classes')]).toEqual([
    '1 node',
    '3,504,872 parameters',
    '5 classes',
  ]);
  expect([41_520, 601_548_544, 11_423_451_584].map(flops)).toEqual(['0.0415 MFLOPs', '602 MFLOPs', '11.4 GFLOPs']);
  expect([999, 50_600, 9_300_000].map(bytes)).toEqual(['999 bytes', '50.6 kB', '9.3 MB']);
});

it('lists facts of methods in words', () => {
  const facts = { relativeGap: 0.012345, N: 1281167, layer: 'conv', bounds: [1, 2] };
  expect(describeFacts({ facts })).toEqual(['relative gap: 0.0123', 'N: 1281167', 'layer: conv', 'bounds: [1,2]']);
});

it('says why adaptive sampling ended', () => {
  const smoothing = { aggregation: 'mean', sampling: 'iid', standardError: 'estimate' } as const;
  expect(describeStop({ smoothing, samples: 9 })).toBeUndefined();
  expect(describeStop({ smoothing: { ...smoothing, precision: 0.3, stopped: 'precision' }, samples: 90 })).toBe(
    'below the precision of 0.3 asked for after 90 samples',
  );
  expect(describeStop({ smoothing: { ...smoothing, precision: 0.3, stopped: 'max-samples' }, samples: 1000 })).toMatch(
    /0\.3 asked for was not reached within 1000 samples/,
  );
});
