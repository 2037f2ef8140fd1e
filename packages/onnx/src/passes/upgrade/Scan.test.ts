import { normalise } from '@smoothgrad/onnx';
import { expect, test } from 'vitest';
import { oldNode } from '../../../../../tests/support/upgradeCases.ts';

test('Scan of operator set 8 is refused, later ones stay', () => {
  expect(() => normalise(oldNode('Scan', 8, [1, 2, 3]))).toThrow(
    "Scan at 'Scan_y' has the form of operator set 8, which ONNX replaced in operator set 9",
  );
  expect(normalise(oldNode('Scan', 9, [2, 3])).graph.nodes.map(({ op }) => op)).toEqual(['Scan']);
});
