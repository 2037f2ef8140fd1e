import type { GaussianNoise, Method } from '@smoothgrad/attribution';

/** What methods are made of, handed in so that `--help` need not load it. */
type Library = Pick<typeof import('@smoothgrad/attribution'), 'gradient' | 'smoothGrad'>;

export interface MethodSettings {
  readonly samples: number;
  readonly noise: GaussianNoise;
  readonly seed: number;
}

export interface NamedMethod {
  /** Above the map in pictures. */
  readonly title: string;
  /** Runs the network once a map: several workers would have nothing to do. */
  readonly runsOnce?: true;
  readonly create: (library: Library, settings: MethodSettings) => Method;
}

/** Every method by its name on the command line. Add one: a line here. */
export const methods: Readonly<Record<string, NamedMethod>> = {
  gradient: { title: 'Gradient', runsOnce: true, create: ({ gradient }) => gradient },
  smoothgrad: { title: 'SmoothGrad', create: ({ gradient, smoothGrad }, settings) => smoothGrad(gradient, settings) },
};

export const methodNames: readonly string[] = Object.keys(methods);
