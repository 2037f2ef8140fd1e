import sharp from 'sharp';
import { defaultModelPath, explain, gradient, multiplyByImage, pixelMap, scaleMap } from 'smoothgrad';
import { beforeAll, describe, expect, it } from 'vitest';

/** A black ball on white: what section 3.1 of the paper warns of, and what its cap is for, with the bundled classifier. */
const side = 224;
const isBall = (i: number) => Math.hypot((i % side) - 112, Math.floor(i / side) - 112) < 60;
let explained: Awaited<ReturnType<typeof explain>>;

beforeAll(async () => {
  const pixels = Buffer.from(Array.from({ length: 3 * side * side }, (_, i) => (isBall(Math.floor(i / 3)) ? 0 : 255)));
  const png = await sharp(pixels, { raw: { width: side, height: side, channels: 3 } })
    .png()
    .toBuffer();
  explained = await explain(defaultModelPath(), png, {
    method: gradient,
    preprocessing: { size: { width: side, height: side } },
  });
});

const inBall = (map: Float32Array) => map.filter((_, i) => isBall(i % (side * side)));
const sum = (values: Float32Array) => values.reduce((total, value) => total + Math.abs(value), 0);

describe('a black ball on white', () => {
  it('is part of the gradient, and hidden by × image', () => {
    const values = pixelMap(explained, explained.photo);
    const { pixels } = explained.photo;
    const black = inBall(pixels).filter((value) => value === 0).length;
    expect(black).toBeGreaterThan(0.9 * 3 * Math.PI * 55 ** 2);
    expect(sum(inBall(values))).toBeGreaterThan(0.02 * sum(values));
    const product = multiplyByImage(values, pixels);
    expect(sum(inBall(product))).toBeLessThan(0.1 * sum(inBall(values)));
    product.forEach((value, i) => {
      if (pixels[i] === 0) expect(Math.abs(value)).toBe(0);
    });
  });

  it('without the cap its map is almost black', () => {
    const values = pixelMap(explained, explained.photo);
    const brightness = (percentile: number) => sum(scaleMap(values, explained.shape, { percentile }).data) / side ** 2;
    expect(brightness(100)).toBeLessThan(0.5 * brightness(99));
  });
});
