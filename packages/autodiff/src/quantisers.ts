/**
 * Operators that turn activations into integers which stand for numbers. The derivative of rounding is 0, so a branch through
 * them would silently be missing from the gradient; the nodes are refused instead. Indices (ArgMax) and comparisons are
 * integers too, but choose among values, and what they choose carries the derivative, as in PyTorch.
 */
export const quantisers: ReadonlySet<string> = new Set(['QuantizeLinear', 'DynamicQuantizeLinear']);
