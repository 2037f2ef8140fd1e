import { gradient } from '../methods/gradient.ts';
import { lossGradient } from '../methods/lossGradient.ts';
import type { Method } from '../methods/method.ts';
import { type SmoothGradOptions, smoothGrad } from './smoothGrad.ts';

/** What another system calls SmoothGrad: a method, and how its maps become pictures there. */
export interface SmoothGradPreset {
  readonly method: Method;
  /** One line: whose it is, and what it is. */
  readonly about: string;
  readonly picture?: PresetPicture | undefined;
}

export interface PresetPicture {
  /** How channels become one number; default the sum of magnitudes. `signed-mean`: signs cancel before the magnitude is taken. */
  readonly reduction?: 'sum' | 'max' | 'signed-mean' | undefined;
  /** The smallest value of the map is black, not 0. */
  readonly origin?: 'minimum' | undefined;
  /** Largest values are not capped. */
  readonly percentile?: number | undefined;
}

interface PresetDefinition {
  readonly about: string;
  readonly options: SmoothGradOptions;
  /** Default the gradient of the score. */
  readonly of?: Method;
  readonly picture?: PresetPicture;
}

const input = { space: 'input' } as const;

/**
 * What 9 systems mean by "SmoothGrad" when it is called without further arguments. σ and ranges of all but `paper` refer to the
 * prepared tensor.
 */
const definitions = {
  paper: {
    about: 'paper (Smilkov et al. 2017): the mean of 50 signed gradients, 15 % noise on the pixels',
    options: { samples: 50, noise: { level: 0.15 } },
  },
  'pair-2017': {
    about:
      'pair-2017 (the code published with the paper, June 2017): the mean of 50 signed gradients, 20 % noise on the input',
    options: { samples: 50, noise: { level: 0.2, ...input } },
    picture: { origin: 'minimum' },
  },
  pair: {
    about: 'pair (PAIR saliency since July 2017): the mean of 25 squared gradients, 15 % noise on the input',
    options: { samples: 25, noise: { level: 0.15, ...input }, aggregation: 'squared' },
    picture: { origin: 'minimum' },
  },
  captum: {
    about: 'captum (NoiseTunnel over Saliency): the mean of 5 absolute gradients, σ = 1 on the input',
    options: { samples: 5, noise: { sigma: 1, ...input }, aggregation: 'absolute' },
  },
  'tf-explain': {
    about: 'tf-explain: the mean of 5 gradients of the loss −log p, σ = 1 on the input',
    options: { samples: 5, noise: { sigma: 1, ...input } },
    of: lossGradient,
  },
  innvestigate: {
    about: 'iNNvestigate: the mean of 64 signed gradients, σ = 1 on the input whatever noise_scale says',
    options: { samples: 64, noise: { sigma: 1, ...input } },
  },
  zennit: {
    about: 'zennit: the mean of 20 signed gradients, 10 % noise on the input in all but the last, clean one',
    options: { samples: 20, noise: { level: 0.1, ...input }, sampling: 'clean-last' },
  },
  xplique: {
    about: 'Xplique: the mean of 50 signed gradients, σ = 0.2 on the input, then the signed mean over channels',
    options: { samples: 50, noise: { sigma: 0.2, ...input } },
    picture: { reduction: 'signed-mean' },
  },
  'tf-keras-vis': {
    about:
      'tf-keras-vis: the mean of 20 absolute gradients (off there by default), 20 % noise on the input, the largest channel',
    options: { samples: 20, noise: { level: 0.2, ...input }, aggregation: 'absolute' },
    picture: { reduction: 'max', origin: 'minimum', percentile: 100 },
  },
} as const satisfies Record<string, PresetDefinition>;

export type PresetName = keyof typeof definitions;

export const presetNames = Object.keys(definitions) as readonly PresetName[];

/**
 * SmoothGrad as another system means it, to compare with and to move from.
 *
 * @param seed of the noise, which is not that system's own
 * @throws RangeError there is no preset of that name
 * @example await explain(model, photo, { method: smoothGradPreset('captum').method });
 */
export function smoothGradPreset(name: PresetName, seed = 0): SmoothGradPreset {
  const definition: PresetDefinition | undefined = definitions[name];
  if (definition === undefined) {
    throw new RangeError(`there is no preset '${name}'; the presets are ${presetNames.join(', ')}`);
  }
  const { about, options, of = gradient, picture } = definition;
  return { about, picture, method: smoothGrad(of, { ...options, seed }) };
}
