import { describe, expect, it } from 'vitest';
import { scoreOf } from './scoreOf.ts';

const logits = Float32Array.from([Math.log(1), Math.log(2), Math.log(5)]);

describe('scoreOf', () => {
  it('is a logit, or the difference of two', () => {
    const scores = { kind: 'logit', activation: 'softmax' } as const;
    expect(scoreOf(scores, logits, Float32Array.of(0, 0, 1))).toBeCloseTo(Math.log(5), 6);
    expect(scoreOf(scores, logits, Float32Array.of(0, -1, 1))).toBeCloseTo(Math.log(5 / 2), 6);
  });

  it('is a probability by softmax or sigmoid', () => {
    const target = Float32Array.of(0, 0, 1);
    expect(scoreOf({ kind: 'probability', activation: 'softmax' }, logits, target)).toBeCloseTo(5 / 8, 6);
    expect(scoreOf({ kind: 'probability', activation: 'sigmoid' }, logits, target)).toBeCloseTo(5 / 6, 6);
  });

  it('takes no part of the scores it does not ask for', () => {
    const scores = { kind: 'logit', activation: 'softmax' } as const;
    expect(scoreOf(scores, Float32Array.of(3, Number.NEGATIVE_INFINITY), Float32Array.of(1, 0))).toBe(3);
  });
});
