import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addressOf, settingsOf } from './address.ts';
import { arrangements, defaults, type Settings, views } from './settings.ts';

const anySettings = fc.record<Settings>({
  method: fc.constantFrom('smoothgrad', 'gradient', 'integrated-gradients', 'prediction-difference'),
  smooth: fc.boolean(),
  samples: fc.integer({ min: 1, max: 100_000 }),
  noise: fc.double({ min: 0, max: 2, noNaN: true }),
  seed: fc.nat(),
  aggregation: fc.constantFrom('mean', 'squared', 'variance', 'absolute'),
  sampling: fc.constantFrom('iid', 'antithetic', 'centered'),
  sign: fc.constantFrom('absolute', 'signed', 'positive'),
  reduction: fc.constantFrom('sum', 'max', 'mean', 'l2', 'signed-mean'),
  percentile: fc.double({ min: 0, max: 100, noNaN: true }),
  timesImage: fc.boolean(),
  colormap: fc.constantFrom('', 'grey', 'viridis', 'inferno', 'blue-grey-red'),
  opacity: fc.double({ min: 0, max: 1, noNaN: true }),
  layout: fc.constantFrom(...arrangements),
  scale: fc.constantFrom('each', 'shared'),
  view: fc.constantFrom(...views),
  backend: fc.constantFrom('auto', 'webgpu', 'wasm'),
  targets: fc.uniqueArray(fc.nat(2000), { maxLength: 2 }),
});

it('carries every setting there and back', () => {
  fc.assert(
    fc.property(anySettings, (settings) => {
      // −0 is written as 0.
      expect(settingsOf(`#${addressOf(settings)}`)).toEqual(JSON.parse(JSON.stringify(settings)));
    }),
  );
});

it('says nothing of what is as it always is', () => {
  expect(addressOf(defaults)).toBe('');
  expect(addressOf({ ...defaults, noise: 0.1, targets: [281, 967] })).toBe('noise=0.1&targets=281,967');
});

it.each([
  'samples=0',
  'samples=1.5',
  'samples=',
  'noise=much',
  'noise=-1',
  'sign=loud',
  'method=magic',
  'targets=1,1',
  'targets=1,2,3',
  'targets=-1',
  'percentile=101',
  'unknown=1',
  'constructor=1',
  '%E0%A4%A',
])('leaves at its default what cannot be meant: %s', (address) => {
  expect(settingsOf(address)).toEqual(defaults);
});
