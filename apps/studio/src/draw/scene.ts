import type { ScaledMap } from '@smoothgrad/render';
import type { PhotoReport } from '../protocol.ts';
import { colormapOf, drawnOf, limitOf, type Visual } from './drawnValues.ts';
import { inTurn } from './inTurn.ts';
import { mapPicture, maskPicture, overlayPicture, toImageData } from './pictures.ts';
import { isDifference, type Shown, scaledOf, unitOf } from './scaledScene.ts';

/** One map to be drawn. */
export interface MapScene extends Shown {
  readonly photo: PhotoReport;
  readonly visual: Visual;
  readonly as: 'map' | 'overlay' | 'mask';
  readonly opacity?: number | undefined;
  /** Maps whose scale it shares. */
  readonly together?: readonly (Shown & { readonly photo: PhotoReport })[] | undefined;
}

export interface DrawnScene {
  readonly image: ImageData;
  readonly scaled: ScaledMap;
}

/** Draws in tasks of a few milliseconds. */
export async function drawScene(scene: MapScene): Promise<DrawnScene> {
  const { attributions, visual } = scene;
  for (const each of attributions) await inTurn(() => drawnOf(each, scene.photo.prepared, visual));
  const limit = await commonLimit(scene);
  const scaled = await inTurn(() => scaledOf({ attributions, photo: scene.photo.prepared, visual }, limit));
  return inTurn(() => ({ image: pictureOf(scene, scaled), scaled }));
}

const photos = new WeakMap<PhotoReport, ImageData>();

export function photoPicture(photo: PhotoReport): ImageData {
  const known = photos.get(photo) ?? toImageData(photo.prepared.image);
  photos.set(photo, known);
  return known;
}

function pictureOf({ photo, visual, as, opacity = 1 }: MapScene, scaled: ScaledMap): ImageData {
  const colormap = colormapOf(visual, scaled.sign);
  if (as === 'overlay') return overlayPicture(photoPicture(photo), scaled, colormap, opacity);
  if (as === 'mask') return maskPicture(photoPicture(photo), scaled);
  return mapPicture(scaled, colormap);
}

/** The largest limit of all maps with this one's unit; each is found in a task of its own. */
async function commonLimit({ together, visual, ...scene }: MapScene): Promise<number | undefined> {
  if (together === undefined || isDifference(scene)) return undefined;
  const unit = unitOf(scene, scene.photo.prepared, visual);
  const limits: number[] = [];
  for (const other of together) {
    const photo = other.photo.prepared;
    if (isDifference(other) || unitOf(other, photo, visual) !== unit) continue;
    limits.push(await inTurn(() => limitOf(other.attributions[0]!, photo, visual)));
  }
  return Math.max(0, ...limits);
}
