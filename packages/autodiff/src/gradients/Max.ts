import type { GradientRule } from '../rule.ts';
import { shareAmongEqual } from './shareAmongEqual.ts';

/**
 * y = max(x₀, x₁, …), broadcast.  The largest gets dy; k that are equal get dy/k each. For two that is what
 * `torch.maximum` does.
 */
export const Max: GradientRule = { op: 'Max', backward: (context) => shareAmongEqual(context, 'Greater') };
