import type { Activation } from '../classifier/activation.ts';

export interface LaplaceCorrection {
  /** N: how many photos the network was trained on. */
  readonly trainingSize: number;
  /** K: among how many classes it decides. */
  readonly classes: number;
}

/** Several classes exclude each other; by sigmoids each is a yes or a no. */
export function classesDecided(activation: Activation, classes: number): number {
  return activation === 'sigmoid' ? 2 : classes;
}

/**
 * log₂ odds(p) − log₂ odds(q), in bits, after p ← (pN + 1)/(N + K): what speaks for a class of probability p where it is q without
 * something (Robnik-Šikonja and Kononenko 2008; Zintgraf 2016, equation 4). The correction keeps 0 and 1 finite.
 */
export function weightOfEvidence(p: number, q: number, { trainingSize, classes }: LaplaceCorrection): number {
  const logOdds = (probability: number) => {
    const corrected = (probability * trainingSize + 1) / (trainingSize + classes);
    return Math.log2(corrected / (1 - corrected));
  };
  return logOdds(p) - logOdds(q);
}
