import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editDistance, nearLabels } from './nearLabels.ts';

describe('editDistance', () => {
  it.each([
    ['kitten', 'sitting', 3],
    ['flaw', 'lawn', 2],
    ['', 'abc', 3],
    ['same', 'same', 0],
  ])('from %j to %j is %i', (a, b, distance) => {
    expect(editDistance(a, b, 9)).toBe(distance);
  });

  it('stops one above the limit', () => {
    expect(editDistance('kitten', 'sitting', 2)).toBe(3);
    expect(editDistance('a', 'abcdefgh', 2)).toBe(3);
  });

  it('is symmetric and at most the length of the longer text', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), fc.string({ maxLength: 12 }), (a, b) => {
        const distance = editDistance(a, b, 20);
        expect(editDistance(b, a, 20)).toBe(distance);
        expect(distance).toBeLessThanOrEqual(Math.max(a.length, b.length));
        expect(distance === 0).toBe(a === b);
      }),
    );
  });
});

describe('nearLabels', () => {
  const labels = [
    'goldfish, Carassius auratus',
    'great white shark',
    'hen',
    'espresso',
    'espresso maker',
    'tabby, tabby cat',
  ];

  it('puts the nearest spelling first', () => {
    expect(nearLabels('expresso', labels)).toEqual([3, 4]);
    expect(nearLabels('Goldfisch', labels)).toEqual([0]);
  });

  it('finds labels that share a word', () => {
    expect(nearLabels('white cat on a sofa', labels)).toEqual([1, 5]);
  });

  it('finds nothing near nonsense, nothing, or a text far too long', () => {
    expect(nearLabels('qqqqqqqq', labels)).toEqual([]);
    expect(nearLabels(' ', labels)).toEqual([]);
    expect(nearLabels('cat '.repeat(1000), labels)).toEqual([]);
  });

  it('returns no more than asked for', () => {
    expect(nearLabels('expresso', labels, 1)).toEqual([3]);
  });
});
