import fc from 'fast-check';
import type { Recipe } from './randomGraph.ts';
import { templates } from './randomGraphTemplates.ts';

const small = (most: number, least = 1) => fc.integer({ min: least, max: most });

/** Photos and vectors. */
const images = fc.oneof(fc.tuple(small(2), small(4), small(6, 2), small(6, 2)), fc.tuple(small(3), small(8, 2)));

/** Graphs of up to twelve steps, half of which go on from the newest value. */
export const recipes: fc.Arbitrary<Recipe> = fc.record({
  image: images,
  opset: fc.constantFrom(18, 20, 24),
  steps: fc.array(
    fc.record({
      template: fc.constantFrom(...templates),
      source: fc.oneof(fc.constant(0), fc.nat(11)),
      choices: fc.array(fc.nat(839), { minLength: 24, maxLength: 24 }),
    }),
    { minLength: 1, maxLength: 12, size: 'max' },
  ),
  seed: fc.nat(999),
});
