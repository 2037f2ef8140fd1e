import { type PixelImage, toRgb } from '@smoothgrad/image';
import { decodePhoto } from '@smoothgrad/web';
import { samples } from '../samples.ts';

/** Prediction difference learns from the sample photos what patches look like, as it does on the command line. */
export async function samplePatches(): Promise<PixelImage[]> {
  return Promise.all(samples.map(async ({ url }) => toRgb(await decodePhoto(await (await fetch(url)).blob()))));
}
