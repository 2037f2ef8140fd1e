import type { PixelImage, PreparedPhoto } from '@smoothgrad/image';
import {
  blueGreyRed,
  type Colormap,
  colourise,
  defaultColormap,
  discriminativity,
  drawnMap,
  grey,
  type ScaledMap,
  scaleDrawn,
} from '@smoothgrad/render';
import { mapOptions } from '../../../picture/mapOptions.ts';
import type { DrawingFlags } from '../flags.ts';
import type { Form } from '../site/fileNames.ts';
import type { FoundMap } from './foundMap.ts';

/** A picture of a map. */
export interface DrawnForm {
  readonly form: Form;
  readonly picture: PixelImage;
}

/** Shares of a score, which nothing multiplies. */
const share = { text: 'S', order: 0 } as const;

/**
 * The pictures of one method's maps of a photo: each class alone and × image, each on its own scale, and for two classes figure 6 of the
 * paper. There is no × image where multiplying has no meaning.
 */
export function drawForms(found: readonly FoundMap[], photo: PreparedPhoto, flags: DrawingFlags): DrawnForm[] {
  const { sign, colormap = defaultColormap(sign), ...look } = mapOptions(flags);
  const draw = (scaled: ScaledMap) => coloured(scaled, colormap);
  const forms = found.flatMap((map, k): DrawnForm[] => {
    const plain = scaleDrawn(drawnMap(map, photo, { ...look, sign }));
    const times = timesImage(map, photo, { ...look, sign });
    return [
      { form: { class: k, timesImage: false }, picture: draw(plain) },
      ...(times === undefined ? [] : [{ form: { class: k, timesImage: true }, picture: draw(times) }]),
    ];
  });
  const [first, second] = found;
  if (first === undefined || second === undefined) return forms;
  const absolute = (map: FoundMap) => scaleDrawn(drawnMap(map, photo, { ...look, sign: 'absolute' }));
  const difference = discriminativity(absolute(first), absolute(second));
  return [...forms, { form: 'difference', picture: colourise(difference, blueGreyRed) }];
}

function timesImage(map: FoundMap, photo: PreparedPhoto, look: Parameters<typeof drawnMap>[2]): ScaledMap | undefined {
  if (map.shares !== undefined) return scaleDrawn(drawnMap({ ...map, map: map.shares, unit: share }, photo, look));
  if (map.hasOwnFactor) return undefined;
  const product = drawnMap(map, photo, { ...look, timesImage: true });
  return product.isMultiplied ? scaleDrawn(product) : undefined;
}

/** Grey needs one channel only. */
function coloured(scaled: ScaledMap, colormap: Colormap): PixelImage {
  const picture = colourise(scaled, colormap);
  if (colormap !== grey) return picture;
  const data = new Uint8Array(picture.width * picture.height);
  for (let i = 0; i < data.length; i++) data[i] = picture.data[3 * i]!;
  return { ...picture, channels: 1, data };
}
