import { NotDifferentiableError } from '@smoothgrad/autodiff';
import { MethodMismatchError } from '../methods/errors.ts';

/** Builds a graph with rules of a method's own: a model may have derivatives and not these. @throws MethodMismatchError it has not */
export function orMismatch<T>(method: string, build: () => T): T {
  try {
    return build();
  } catch (error) {
    if (!(error instanceof NotDifferentiableError)) throw error;
    const { obstacles } = error;
    const named = obstacles.slice(0, 3).map(({ op, node, reason }) => `${op} '${node}': ${reason}`);
    const more = obstacles.length > named.length ? `; and ${obstacles.length - named.length} more` : '';
    throw new MethodMismatchError(method, `${named.join('; ')}${more}`);
  }
}
