import { expect, it } from 'vitest';
import * as decompositions from './index.ts';
import { compositeOperators } from './isComposite.ts';

it('the names are those of the table', () => {
  expect([...compositeOperators].sort()).toEqual(
    Object.values(decompositions)
      .map(({ op }) => op)
      .sort(),
  );
});
