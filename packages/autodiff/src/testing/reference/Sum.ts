import { elementwise, type Forward } from '../tensor.ts';

/** y = x₀ + x₁ + …, broadcast. */
export const Sum: Forward = (inputs) =>
  inputs.map((x) => x!).reduce((a, b) => elementwise(a, b, (left, right) => left + right));
