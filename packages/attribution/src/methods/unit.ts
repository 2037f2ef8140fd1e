/** What the numbers of a map are. */
export interface MapUnit {
  /** Beside the colours; `S` is the score that is explained. */
  readonly text: string;
  /**
   * How many times ∂(prepared tensor)/∂pixel stands in it: pictures of derivatives (1) and of their squares (2) are made free of the
   * preprocessing, shares of a score (0) are so already.
   */
  readonly order: 0 | 1 | 2;
  /** Every channel of the input has the same number: pictures show it once, not summed. */
  readonly isRepeated?: true | undefined;
}

/** ∂S/∂(prepared tensor). */
export const derivative: MapUnit = { text: '∂S/∂pixel', order: 1 };

/** A share of the score, or of its difference to that of a baseline. */
export const share: MapUnit = { text: 'S', order: 0 };

/** log₂ of a ratio of odds. */
export const evidence: MapUnit = { text: 'bits', order: 0 };

/** What is left of derivatives where only positive ones pass. */
export const rectifiedDerivative: MapUnit = { text: 'rectified ∂S/∂pixel', order: 1 };

/** What the places of a layer add to a score: `A` is the layer's result, `α` the weights of its channels. */
export const classActivation: MapUnit = { text: 'Σ α·A', order: 0 };
