/** Where the pixel at column x, row y of the upright picture stands in the stored one: `origin + x stepX + y stepY`. */
export interface OrientedGrid {
  readonly width: number;
  readonly height: number;
  readonly origin: number;
  readonly stepX: number;
  readonly stepY: number;
}

/**
 * The walk through a stored picture of `width` x `height` pixels that reads it upright, for the EXIF `Orientation` tag
 * (EXIF 2.32, tag 0x0112): 1 as stored, 2 mirrored left-right, 3 turned 180 degrees, 4 mirrored top-bottom,
 * 5 transposed, 6 turned 90 degrees clockwise to be upright, 7 transversed, 8 turned 90 degrees anticlockwise.
 * Values outside 1..8 occur in real files (0: undefined) and mean "as stored", as in Pillow's `exif_transpose`.
 */
export function orientedGrid(width: number, height: number, orientation: number): OrientedGrid {
  const lastColumn = width - 1;
  const lastRow = (height - 1) * width;
  const upright = (origin: number, stepX: number, stepY: number) => ({ width, height, origin, stepX, stepY });
  const turned = (origin: number, stepX: number, stepY: number) => ({
    width: height,
    height: width,
    origin,
    stepX,
    stepY,
  });
  switch (orientation) {
    case 2:
      return upright(lastColumn, -1, width);
    case 3:
      return upright(lastRow + lastColumn, -1, -width);
    case 4:
      return upright(lastRow, 1, -width);
    case 5:
      return turned(0, width, 1);
    case 6:
      return turned(lastRow, -width, 1);
    case 7:
      return turned(lastRow + lastColumn, -width, -1);
    case 8:
      return turned(lastColumn, width, -1);
    default:
      return upright(0, 1, width);
  }
}
