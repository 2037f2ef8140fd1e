import type { PixelImage } from '@smoothgrad/image';
import type { Rgb } from '../picture/canvas.ts';

/** A drawing of pictures, text and lines, in pixels from the upper left corner: what figures are, whatever draws them. */
export interface Scene {
  readonly width: number;
  readonly height: number;
  /** One sentence for those who cannot see it. */
  readonly description: string;
  readonly marks: readonly Mark[];
}

export type Mark = PictureMark | TextMark | RectangleMark | GraphicMark;

/** A picture stretched to a rectangle; its pixels stay squares. */
export interface PictureMark {
  readonly kind: 'picture';
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly picture: PixelImage;
  /** What it shows. */
  readonly label: string;
}

/** One line of text; x is its start, middle or end, y the baseline. */
export interface TextMark {
  readonly kind: 'text';
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly size: number;
  readonly weight?: 'regular' | 'bold' | undefined;
  readonly colour?: Rgb | undefined;
  readonly anchor?: 'start' | 'middle' | 'end' | undefined;
}

export interface RectangleMark {
  readonly kind: 'rectangle';
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly fill?: Rgb | undefined;
  readonly stroke?: Rgb | undefined;
}

/** An SVG drawing, such as a chart, of that size. */
export interface GraphicMark {
  readonly kind: 'graphic';
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** `<svg …>…</svg>` */
  readonly svg: string;
}
