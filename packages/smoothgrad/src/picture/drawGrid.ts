import { type ExplainedColumn, explainedGrid, type FigurePhoto } from '@smoothgrad/figures';
import type { PixelImage } from '@smoothgrad/image';
import { rasteriseSvg } from '@smoothgrad/node';
import { sceneToSvg } from '@smoothgrad/render';
import { describeMethod } from '../report/words.ts';
import { deflate } from './deflate.ts';
import type { PictureFlags } from './drawPicture.ts';
import { mapOptions } from './mapOptions.ts';

/** The maps of one photo by several methods or for several targets, in one picture. */
export async function drawGrid(
  photo: FigurePhoto,
  columns: readonly ExplainedColumn[],
  flags: PictureFlags,
): Promise<PixelImage> {
  const smoothed = columns.filter(({ attributions }) => attributions[0]!.noise !== undefined);
  const caption = smoothed.map(({ title, attributions }) => `${title}: ${describeMethod(attributions[0]!)}.`);
  const scene = explainedGrid(photo, columns as [ExplainedColumn, ...ExplainedColumn[]], mapOptions(flags), caption);
  return rasteriseSvg(sceneToSvg(scene, { deflate }));
}
