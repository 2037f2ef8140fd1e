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

/** A layer that was asked for by name, and that a network does not have, or not in the form that is needed. */
export class LayerError extends Error {
  override readonly name = 'LayerError';

  /** @param known names that may be meant, nearest first */
  constructor(what: string, known: readonly string[]) {
    super(
      `${what}. ${known.length === 0 ? 'The model has none' : `Layers that are: ${known.map((name) => `'${name}'`).join(', ')}`}`,
    );
  }
}
