import { basename } from 'node:path';
import type { ClassChoice } from '@smoothgrad/attribution';
import { type FigureContext, type FigureOptions, type FigurePhoto, figureNamed } from '@smoothgrad/figures';
import type { PixelImage } from '@smoothgrad/image';
import { createNodeEngine, loadModel, openPhotoClassifier, type PhotoClassifier, rasteriseSvg } from '@smoothgrad/node';
import { sceneToSvg } from '@smoothgrad/render';
import { parseHTML } from 'linkedom';
import { defaultModelPath } from '../model/defaultModel.ts';
import { deflate } from '../picture/deflate.ts';

export interface MakeFigureOptions extends FigureOptions {
  /** Path of an .onnx file or a folder with one, or a classifier opened before, which stays open. Default: the bundled classifier. */
  readonly model?: string | PhotoClassifier | undefined;
  /** Classes by index, for each photo the same; default the top class. */
  readonly targets?: readonly ClassChoice[] | undefined;
  readonly progress?: FigureContext['progress'];
}

export interface MadeFigure {
  /** The document. */
  readonly svg: string;
  /** The same as pixels, two for one of the drawing: for `encodePng`. */
  picture(): Promise<PixelImage>;
}

/**
 * A figure from photo files.
 *
 * @param name or number in the paper: `noise-levels`, `3`
 * @throws FigureError there is no such figure, or it cannot be made from these photos and options; what opening models and photos throws
 * @example const { svg } = await makeFigure('noise-levels', ['cat.jpg'], { samples: 20 });
 */
export async function makeFigure(
  name: string,
  photos: readonly [string, ...string[]],
  { model = defaultModelPath(), targets = [], progress, ...options }: MakeFigureOptions = {},
): Promise<MadeFigure> {
  const figure = figureNamed(name);
  const engine = typeof model === 'string' ? createNodeEngine() : undefined;
  try {
    const classifier = typeof model === 'string' ? await openPhotoClassifier(await loadModel(model), engine!) : model;
    const prepared: FigurePhoto[] = [];
    for (const path of photos) prepared.push({ name: basename(path), photo: await classifier.prepare(path), targets });
    const scene = await figure.make({
      classifier,
      labels: classifier.labels,
      photos: prepared as [FigurePhoto, ...FigurePhoto[]],
      options,
      document: createDocument(),
      ...(progress && { progress }),
    });
    const svg = sceneToSvg(scene, { deflate });
    return { svg, picture: () => rasteriseSvg(svg) };
  } finally {
    await engine?.close();
  }
}

/** For charts, which are made as elements of a page. */
export function createDocument(): unknown {
  return parseHTML('<html></html>').document;
}
