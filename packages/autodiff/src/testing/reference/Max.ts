import { elementwise, type Forward } from '../tensor.ts';

/** y = max(x₀, x₁, …), broadcast. */
export const Max: Forward = (inputs) => inputs.map((x) => x!).reduce((a, b) => elementwise(a, b, Math.max));
