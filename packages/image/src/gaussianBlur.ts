import { ImageError } from './errors.ts';

/** The kernel ends at that many standard deviations. */
const TRUNCATE = 4;

export interface Planes {
  readonly channels: number;
  readonly height: number;
  readonly width: number;
}

/**
 * A picture blurred by a Gaussian, plane by plane; beyond its border it goes on as at the border. The kernel is cut at 4 σ and
 * sums to 1: `scipy.ndimage.gaussian_filter(plane, sigma, mode='nearest')`. Computed in float64.
 *
 * @param pixels [C,H,W]
 * @param sigma standard deviation in pixels, > 0
 * @throws ImageError if sigma is no positive number
 */
export function gaussianBlur(pixels: Float32Array, { channels, height, width }: Planes, sigma: number): Float32Array {
  if (!(sigma > 0) || !Number.isFinite(sigma)) {
    throw new ImageError(`The standard deviation of the blur is ${sigma} pixels; it must be a number above 0.`);
  }
  const kernel = gaussianKernel(sigma);
  const rows = alongLines(Float64Array.from(pixels), kernel, { count: channels * height, length: width, stride: 1 });
  return new Float32Array(alongLines(rows, kernel, { count: channels * width, length: height, stride: width }));
}

function gaussianKernel(sigma: number): Float64Array {
  const radius = Math.trunc(TRUNCATE * sigma + 0.5);
  const bell = Float64Array.from({ length: 2 * radius + 1 }, (_, i) =>
    Math.exp(-((i - radius) ** 2) / (2 * sigma ** 2)),
  );
  const sum = bell.reduce((a, b) => a + b, 0);
  return bell.map((value) => value / sum);
}

/** Equally long lines: rows (stride 1), or columns, of which as many lie side by side as the stride is long. */
interface Lines {
  readonly count: number;
  readonly length: number;
  readonly stride: number;
}

function alongLines(values: Float64Array, kernel: Float64Array, { count, length, stride }: Lines): Float64Array {
  const out = new Float64Array(values.length);
  const radius = (kernel.length - 1) / 2;
  for (let line = 0; line < count; line++) {
    const start = Math.floor(line / stride) * length * stride + (line % stride);
    for (let i = 0; i < length; i++) {
      let sum = 0;
      for (let k = 0; k < kernel.length; k++) {
        const at = Math.min(Math.max(i + k - radius, 0), length - 1);
        sum += kernel[k]! * values[start + at * stride]!;
      }
      out[start + i * stride] = sum;
    }
  }
  return out;
}
