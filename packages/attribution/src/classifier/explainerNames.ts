/** Names of what an explainer takes and returns beside the original input. */
export const COTANGENT = 'cotangent';
export const SCORES = 'scores';
export const GRADIENT = 'gradient';
/** A further output, on request: the logits that probabilities are made of. */
export const LOGITS = 'logits';
