import type { Size } from '@smoothgrad/image';
import { InvalidArgumentError } from 'commander';

/** `224` or `WIDTHxHEIGHT`, in pixels. */
export function imageSize(text: string): Size {
  const [, width, height = width] = /^(\d+)(?:[x×](\d+))?$/i.exec(text.trim()) ?? [];
  const size = { width: Number(width), height: Number(height) };
  if (isSide(size.width) && isSide(size.height)) return size;
  throw new InvalidArgumentError('It must be a number of pixels such as 224, or WIDTHxHEIGHT such as 320x240.');
}

const isSide = (pixels: number) => Number.isSafeInteger(pixels) && pixels >= 1;
