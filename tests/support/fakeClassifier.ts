import { type Classifier, checkFinite, type GradientResult } from '@smoothgrad/attribution';

export interface FakeClassifierOptions {
  readonly layout?: 'NCHW' | 'NHWC';
  readonly channels?: 1 | 3;
  readonly height?: number;
  readonly width?: number;
  readonly classes?: number;
  readonly activation?: 'softmax' | 'sigmoid';
  readonly parallel?: number;
  readonly gradient: (tensor: Float32Array, cotangent: Float32Array) => GradientResult | Promise<GradientResult>;
  /** Programs beside that of gradients, by the beginning of their names. */
  readonly programs?: Readonly<Record<string, FakeClassifierOptions['gradient']>>;
}

/** A classifier that is a function: for tests of what is done with gradients. */
export function fakeClassifier(options: FakeClassifierOptions): Classifier {
  const {
    layout = 'NCHW',
    channels = 1,
    height = 1,
    width = 1,
    classes = 1,
    activation = 'softmax',
    parallel = 1,
  } = options;
  const gradient = async (tensor: Float32Array, cotangent: Float32Array) => {
    const result = await options.gradient(tensor, cotangent);
    await checkFinite({ logits: result.logits, gradients: [result.gradient] }, async () => 'a fake layer');
    return result;
  };
  const shape = layout === 'NCHW' ? [1, channels, height, width] : [1, height, width, channels];
  return {
    input: { name: 'x', layout, channels, height, width, shape, isWhole: false },
    scores: { tensor: 'y', classes, activation, assumed: false, kind: 'logit' },
    derivative: 'exact',
    engine: 'fake',
    parallel,
    gradient,
    logits: async (tensor) => (await gradient(tensor, new Float32Array(classes))).logits,
    program: async ({ name }) => ({
      facts: {},
      async run(tensor, cotangents) {
        const own = Object.entries(options.programs ?? {}).find(([beginning]) => name.startsWith(beginning))?.[1];
        if (own === undefined && !name.startsWith('gradient') && name !== 'forward' && name !== 'log-probability')
          throw new Error(`a fake classifier has no program '${name}'`);
        const results = await Promise.all(cotangents.map((cotangent) => (own ?? gradient)(tensor, cotangent)));
        return { logits: results[0]!.logits, gradients: results.map((result) => result.gradient), outputs: {} };
      },
      logits: async (tensor) => (await gradient(tensor, new Float32Array(classes))).logits,
      close: async () => {},
    }),
    profile: () => Promise.reject(new Error('a fake classifier takes no time')),
    close: async () => {},
  };
}
