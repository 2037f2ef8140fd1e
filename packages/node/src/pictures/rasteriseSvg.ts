import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { PixelImage } from '@smoothgrad/image';

export interface RasteriseOptions {
  /** Pixels of the picture for one of the drawing. Default 2. */
  readonly zoom?: number | undefined;
}

/**
 * An SVG document as an RGB picture on white, with the fonts that come along: the same pixels on every machine.
 *
 * @throws Error the document is no SVG
 */
export async function rasteriseSvg(svg: string, { zoom = 2 }: RasteriseOptions = {}): Promise<PixelImage> {
  const { Resvg } = await import('@resvg/resvg-js');
  const fonts = join(dirname(createRequire(import.meta.url).resolve('dejavu-fonts-ttf/package.json')), 'ttf');
  const resvg = new Resvg(svg, {
    background: '#fff',
    fitTo: { mode: 'zoom', value: zoom },
    font: {
      fontFiles: ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'].map((name) => join(fonts, name)),
      loadSystemFonts: false,
      defaultFontFamily: 'DejaVu Sans',
    },
  });
  const { width, height, pixels } = resvg.render();
  const data = new Uint8Array(3 * width * height);
  for (let i = 0; i < width * height; i++) {
    for (let c = 0; c < 3; c++) data[3 * i + c] = pixels[4 * i + c]!;
  }
  return { width, height, channels: 3, data };
}
