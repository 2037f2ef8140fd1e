import { describe, expect, it } from 'vitest';
import { predictionOf, probabilities, topClass, topPredictions } from './predictions.ts';

describe('probabilities', () => {
  it('softmax of [ln 1, ln 2, ln 5] is [1/8, 2/8, 5/8]', () => {
    const p = probabilities(Float32Array.of(0, Math.log(2), Math.log(5)), 'softmax');
    [1 / 8, 2 / 8, 5 / 8].forEach((expected, i) => {
      expect(p[i]).toBeCloseTo(expected, 7);
    });
  });

  it('softmax survives logits that overflow exp', () => {
    const p = probabilities(Float32Array.of(1000, 1000, -1000), 'softmax');
    expect([...p]).toEqual([0.5, 0.5, 0]);
  });

  it('sigmoid treats each class on its own: σ(ln 3) = 3/4', () => {
    const p = probabilities(Float32Array.of(0, Math.log(3), -Math.log(3)), 'sigmoid');
    [0.5, 0.75, 0.25].forEach((expected, i) => {
      expect(p[i]).toBeCloseTo(expected, 7);
    });
    expect([...probabilities(Float32Array.of(-1000, 1000), 'sigmoid')]).toEqual([0, 1]);
  });
});

it('the top class is the first of equals', () => {
  expect(topClass(Float32Array.of(1, 3, 3, 2))).toBe(1);
  expect(topClass(Float32Array.of(-2))).toBe(0);
});

describe('topPredictions', () => {
  const logits = Float32Array.of(0, Math.log(2), 0, Math.log(5));

  it('lists the best first, equals by index, with labels where there are any', () => {
    const top = topPredictions(logits, 'softmax', 3, ['a', 'b', 'c']);
    expect(top.map(({ index, label }) => [index, label])).toEqual([
      [3, null],
      [1, 'b'],
      [0, 'a'],
    ]);
    expect(top[0]!.probability).toBeCloseTo(5 / 9, 7);
    expect(top[1]!.logit).toBe(Math.fround(Math.log(2)));
  });

  it('has no more entries than classes', () => {
    expect(topPredictions(Float32Array.of(2), 'sigmoid', 5)).toHaveLength(1);
  });

  it('agrees with predictionOf', () => {
    const labels = ['a', 'b', 'c', 'd'];
    expect(topPredictions(logits, 'softmax', 1, labels)[0]).toEqual(predictionOf(3, logits, 'softmax', labels));
  });
});
