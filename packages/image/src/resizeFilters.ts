/** Names of the resize filters, as Pillow's `Image.Resampling` in lower case. */
export type ResizeFilter = 'nearest' | 'box' | 'bilinear' | 'hamming' | 'bicubic' | 'lanczos';

/** A convolution kernel: zero outside [-support, support], in units of source pixels when enlarging. */
export interface ResampleKernel {
  readonly support: number;
  readonly weight: (x: number) => number;
}

/** Single precision constants, as Pillow has them: the double ones move some coefficients by one unit. */
const hamming = { offset: Math.fround(0.54), amplitude: Math.fround(0.46) };

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(x * Math.PI) / (x * Math.PI);
}

/** Keys' cubic convolution with a = -1/2 (Keys 1981, eq. 4 with that a). */
function cubic(x: number): number {
  const t = Math.abs(x);
  if (t < 1) return (1.5 * t - 2.5) * t * t + 1;
  if (t < 2) return (((t - 5) * t + 8) * t - 4) * -0.5;
  return 0;
}

function raisedCosineSinc(x: number): number {
  const t = Math.abs(x);
  if (t >= 1) return 0;
  return sinc(t) * (hamming.offset + hamming.amplitude * Math.cos(t * Math.PI));
}

/** The kernels of the filters that convolve; `nearest` picks pixels and has none. */
export const resampleKernels: Readonly<Record<Exclude<ResizeFilter, 'nearest'>, ResampleKernel>> = {
  box: { support: 0.5, weight: (x) => (x > -0.5 && x <= 0.5 ? 1 : 0) },
  bilinear: { support: 1, weight: (x) => Math.max(0, 1 - Math.abs(x)) },
  hamming: { support: 1, weight: raisedCosineSinc },
  bicubic: { support: 2, weight: cubic },
  lanczos: { support: 3, weight: (x) => (x >= -3 && x < 3 ? sinc(x) * sinc(x / 3) : 0) },
};

/** All filter names, for messages and for checking what a user typed. */
export const resizeFilters: readonly ResizeFilter[] = ['nearest', 'box', 'bilinear', 'hamming', 'bicubic', 'lanczos'];

/** Whether `name` is one of {@link resizeFilters}. */
export function isResizeFilter(name: unknown): name is ResizeFilter {
  return resizeFilters.some((filter) => filter === name);
}
