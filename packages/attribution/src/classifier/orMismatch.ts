import { MethodMismatchError } from '../methods/errors.ts';

/** Builds a graph with rules of a method's own: a model may have derivatives and not these. @throws MethodMismatchError it has not */
export async function orMismatch<T>(method: string, build: () => Promise<T>): Promise<T> {
  try {
    return await build();
  } catch (error) {
    const { NotDifferentiableError } = await import('@smoothgrad/autodiff');
    if (!(error instanceof NotDifferentiableError)) throw error;
    const { obstacles } = error;
    const named = obstacles.slice(0, 3).map(({ op, node, reason }) => `${op} '${node}': ${reason}`);
    const more = obstacles.length > named.length ? `; and ${obstacles.length - named.length} more` : '';
    throw new MethodMismatchError(method, `${named.join('; ')}${more}`);
  }
}
