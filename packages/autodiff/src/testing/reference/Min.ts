import { elementwise, type Forward } from '../tensor.ts';

/** y = min(x₀, x₁, …), broadcast. */
export const Min: Forward = (inputs) => inputs.map((x) => x!).reduce((a, b) => elementwise(a, b, Math.min));
