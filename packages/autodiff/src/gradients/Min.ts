import type { GradientRule } from '../rule.ts';
import { shareAmongEqual } from './shareAmongEqual.ts';

/**
 * y = min(x₀, x₁, …), broadcast.  The smallest gets dy; k that are equal get dy/k each. For two that is what
 * `torch.minimum` does.
 */
export const Min: GradientRule = { op: 'Min', backward: (context) => shareAmongEqual(context, 'Less') };
