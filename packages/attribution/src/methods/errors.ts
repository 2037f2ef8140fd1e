/** A method that does not fit a model: cam without global pooling, guided backpropagation without a rectifier. */
export class MethodMismatchError extends Error {
  override readonly name = 'MethodMismatchError';

  /** @param why what the model lacks, as a sentence; methods that fit are named after it */
  readonly method: string;

  constructor(
    method: string,
    why: string,
    alternatives: readonly string[] = ['gradient', 'smoothgrad', 'integrated-gradients', 'occlusion'],
  ) {
    super(`${method} does not fit this model: ${why}. Methods that do: ${alternatives.join(', ')}`);
    this.method = method;
  }
}
