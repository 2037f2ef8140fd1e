import { describe, expect, it } from 'vitest';
import { AmbiguousLabelError, UnknownLabelError } from './matchLabel.ts';
import { labelOf, resolveTarget, TargetRangeError } from './resolveTarget.ts';

const labels = ['tabby, tabby cat', 'tiger cat', 'crane', 'crane'];
const context = { labels, scores: Float32Array.of(1, 4, 2, 3), classes: 4 };

describe('resolveTarget', () => {
  it.each([
    ['0', 0],
    [' 3 ', 3],
    ['+2', 2],
    ['-0', 0],
    ['007', 7],
    ['tabby', 0],
    [' Tiger cat', 1],
    ['best:cat', 1],
    ['best: crane', 3],
  ])('resolves %j to class %i', (text, index) => {
    const wide = { ...context, classes: 8 };
    expect(resolveTarget(text, wide)).toEqual({ index, label: labels[index] ?? null });
  });

  it('takes a number as an index even where a label is that number', () => {
    const digits = { labels: ['1', '2', '3'], scores: new Float32Array(3), classes: 3 };
    expect(resolveTarget('2', digits)).toEqual({ index: 2, label: '3' });
  });

  it('does not separate at a comma', () => {
    expect(resolveTarget('tabby, tabby cat', context).index).toBe(0);
    expect(() => resolveTarget('1,2', context)).toThrow(UnknownLabelError);
  });

  it.each(['4', '-1', '1000', '99999999999999999999'])('refuses the index %s and names the range', (text) => {
    expect(() => resolveTarget(text, context)).toThrow(TargetRangeError);
    expect(() => resolveTarget(text, context)).toThrow(/4 classes, 0 to 3/);
  });

  it('refuses a label of a class the model does not have', () => {
    expect(() => resolveTarget('crane', { ...context, labels: ['a', 'b', 'c', 'd', 'crane'] })).toThrow(
      TargetRangeError,
    );
  });

  it('lists scores with an ambiguous label', () => {
    expect(() => resolveTarget('crane', context)).toThrow(AmbiguousLabelError);
    expect(() => resolveTarget('crane', context)).toThrow(/3 "crane" \(score 3\.00\); 2 "crane" \(score 2\.00\)/);
  });

  it.each([
    { scores: context.scores, classes: 4 },
    { ...context, labels: [] },
  ])('without labels takes an index only', (bare) => {
    expect(resolveTarget('2', bare)).toEqual({ index: 2, label: null });
    expect(() => resolveTarget('cat', bare)).toThrow(/no labels.*index from 0 to 3/);
  });

  it.each(['2.5', '1e2', '0x1', ''])('takes %j as a label, which is unknown here', (text) => {
    expect(() => resolveTarget(text, context)).toThrow(UnknownLabelError);
  });
});

describe('labelOf', () => {
  it('names a class by its index where it has no label', () => {
    expect(labelOf(1, labels)).toBe('tiger cat');
    expect(labelOf(9, labels)).toBe('class 9');
    expect(labelOf(9)).toBe('class 9');
  });
});
