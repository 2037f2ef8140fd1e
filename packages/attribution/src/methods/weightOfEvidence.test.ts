import { describe, expect, it } from 'vitest';
import { classesDecided, weightOfEvidence } from './weightOfEvidence.ts';

describe('weightOfEvidence', () => {
  const many = { trainingSize: 1e12, classes: 10 };

  it('is the difference of log odds in bits', () => {
    // Odds 3 and 1/7; 1 and 1.
    expect(weightOfEvidence(3 / 4, 1 / 8, many)).toBeCloseTo(Math.log2(21), 9);
    expect(weightOfEvidence(1 / 2, 1 / 2, many)).toBe(0);
    expect(weightOfEvidence(1 / 8, 3 / 4, many)).toBeCloseTo(-Math.log2(21), 9);
  });

  it('Laplace: certainty is worth N + 1 photos to K − 1', () => {
    // p = 1 → (N + 1)/(N + K), odds (N + 1)/(K − 1); q = 0 → 1/(N + K), odds 1/(N + K − 1).
    const correction = { trainingSize: 90, classes: 8 };
    expect(weightOfEvidence(1, 0, correction)).toBeCloseTo(Math.log2((91 / 7) * 97), 9);
  });

  it('K: classes that exclude each other, or yes and no', () => {
    expect(classesDecided('softmax', 1000)).toBe(1000);
    expect(classesDecided('sigmoid', 1)).toBe(2);
  });
});
