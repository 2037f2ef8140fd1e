import type { QuantisedContext } from './quantisedOperator.ts';
import { single } from './rewriting.ts';

/** The scales of `Op(A, sA, zA, B, sB, zB, sC, zC)`, one number each; undefined where one has several. */
export function binaryScales({ g, inputs }: QuantisedContext) {
  const [a, b, c] = [single(g, inputs[1]), single(g, inputs[4]), single(g, inputs[6])];
  return a && b && c && { a, b, c };
}

export const SEVERAL_SCALES = 'only one scale for each whole tensor is known';
