/** The classifier or its gradient is NaN or infinite at a point. */
export class NonFiniteError extends Error {
  override readonly name = 'NonFiniteError';

  constructor(layer: string) {
    super(
      `the gradient is not finite: the first NaN or infinity comes from ${layer}. ` +
        'Check the preprocessing (--mean, --std, --range), the noise (--noise), and whether the model was saved intact',
    );
  }
}
