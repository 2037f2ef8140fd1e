import type { PixelImage } from '@smoothgrad/image';
import type { Rgb } from '../picture/canvas.ts';
import { type EncodePngOptions, encodePng } from '../png/encodePng.ts';
import { encodeBase64 } from '../text/base64.ts';
import type { GraphicMark, Mark, PictureMark, RectangleMark, Scene, TextMark } from './scene.ts';

/** Metrics are those of DejaVu Sans; where it is missing, text may be a little wider. */
const fontFamily = "'DejaVu Sans', Verdana, sans-serif";

export interface SvgOptions {
  /** How the figure was made: any JSON value, kept as metadata. */
  readonly provenance?: unknown;
  /** For the embedded pictures, as `encodePng` takes it. */
  readonly deflate?: EncodePngOptions['deflate'];
}

/** A scene as an SVG document: vector lines, text that can be selected, maps as embedded PNG. */
export function sceneToSvg(
  { width, height, description, marks }: Scene,
  { provenance, deflate }: SvgOptions = {},
): string {
  const metadata = provenance === undefined ? '' : `<metadata>${escaped(JSON.stringify(provenance))}</metadata>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" font-family="${fontFamily}">`,
    `<title>${escaped(description)}</title>${metadata}`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    ...marks.map((mark) => markToSvg(mark, { deflate })),
    '</svg>\n',
  ].join('\n');
}

function markToSvg(mark: Mark, options: EncodePngOptions): string {
  switch (mark.kind) {
    case 'picture':
      return pictureToSvg(mark, options);
    case 'text':
      return textToSvg(mark);
    case 'rectangle':
      return rectangleToSvg(mark);
    case 'graphic':
      return graphicToSvg(mark);
  }
}

function pictureToSvg({ picture, label, ...place }: PictureMark, options: EncodePngOptions): string {
  return `<image ${attributes(box(place))} preserveAspectRatio="none" image-rendering="optimizeSpeed" style="image-rendering:pixelated" href="${dataUrl(picture, options)}"><title>${escaped(label)}</title></image>`;
}

function textToSvg({ x, y, text, size, weight = 'regular', colour = [0, 0, 0], anchor = 'start' }: TextMark): string {
  const styles = { x, y, 'font-size': size, fill: hex(colour) };
  const bold = weight === 'bold' ? ' font-weight="bold"' : '';
  const anchored = anchor === 'start' ? '' : ` text-anchor="${anchor}"`;
  return `<text ${attributes(styles)}${bold}${anchored}>${escaped(text)}</text>`;
}

function rectangleToSvg({ fill, stroke, ...place }: RectangleMark): string {
  const colours = { fill: fill ? hex(fill) : 'none', ...(stroke && { stroke: hex(stroke) }) };
  return `<rect ${attributes({ ...box(place), ...colours })}/>`;
}

function graphicToSvg({ x, y, svg }: GraphicMark): string {
  return `<g transform="translate(${x} ${y})">${svg}</g>`;
}

function box({ x, y, width, height }: { x: number; y: number; width: number; height: number }) {
  return { x, y, width, height };
}

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}="${typeof value === 'number' ? Number(value.toFixed(2)) : value}"`)
    .join(' ');
}

function dataUrl(picture: PixelImage, options: EncodePngOptions): string {
  return `data:image/png;base64,${encodeBase64(encodePng(picture, options))}`;
}

function hex(colour: Rgb): string {
  return `#${colour.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}

/** Characters that mean something to XML, and those it cannot hold. */
function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\uFFFD]/g, '')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;');
}
