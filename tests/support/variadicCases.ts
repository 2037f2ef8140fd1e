import fc from 'fast-check';
import { anyShape } from './gradientProperty.ts';

/** One to four shapes that broadcast to one, any of them possibly shorter. */
export const variadicCases: fc.Arbitrary<number[][]> = anyShape(1, 3, 3).chain((shape) => {
  const side = fc
    .tuple(fc.array(fc.boolean(), { minLength: shape.length, maxLength: shape.length }), fc.nat(shape.length))
    .map(([ones, dropped]) => shape.map((length, axis) => (ones[axis] ? 1 : length)).slice(dropped));
  return fc.array(side, { minLength: 1, maxLength: 4 });
});
