import { expect, it } from 'vitest';
import * as operators from './index.ts';
import { quantisedOperators } from './isQuantisedOperator.ts';
import type { QuantisedOperator } from './quantisedOperator.ts';

it('the names are those of the table that have no data of their own to move', () => {
  expect([...quantisedOperators].sort()).toEqual(
    Object.values<QuantisedOperator>(operators)
      .filter(({ data }) => data === undefined)
      .map(({ op }) => op)
      .sort(),
  );
});
