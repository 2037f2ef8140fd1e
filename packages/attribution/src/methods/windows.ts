/** A rectangle of an image; `bottom` and `right` are just outside of it. */
export interface Window {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

/** Height and width, or both of a square. */
export type Side = number | readonly [height: number, width: number];

export interface Sliding {
  readonly window: readonly [height: number, width: number];
  readonly stride: readonly [height: number, width: number];
}

/** Windows that do not fit the image, or leave parts of it out. */
export class WindowError extends RangeError {
  override readonly name = 'WindowError';
}

/** @throws WindowError a side is no whole number of pixels ≥ 1, or the stride is longer than the window */
export function checkSliding(window: Side, stride: Side): Sliding {
  const sliding = { window: both(window), stride: both(stride) };
  for (const [name, sides] of Object.entries(sliding)) {
    const wrong = sides.find((side) => !Number.isSafeInteger(side) || side < 1);
    if (wrong !== undefined) {
      throw new WindowError(`the ${name} is ${wrong} pixels long; it must be a whole number of pixels, at least 1`);
    }
  }
  if (sliding.window.some((side, axis) => sliding.stride[axis]! > side)) {
    throw new WindowError(
      `a stride of ${show(sliding.stride)} pixels leaves gaps between windows of ${show(sliding.window)}: take a stride of at most the window`,
    );
  }
  return sliding;
}

/**
 * Windows over an image, row by row: they start at 0, stride, … up to ⌈(length − window)/stride⌉ · stride, and are cut at the border.
 *
 * @throws WindowError the window is larger than the image
 */
export function slidingWindows(size: Size, sliding: Sliding): Window[] {
  return windowsAt(size, sliding, (start, window, length) => [start, Math.min(start + window, length)]);
}

/** As `slidingWindows`, but what would be cut at the border is moved inside. @throws WindowError */
export function innerWindows(size: Size, sliding: Sliding): Window[] {
  return windowsAt(size, sliding, (start, window, length) => {
    const inside = Math.min(start, length - window);
    return [inside, inside + window];
  });
}

interface Size {
  readonly height: number;
  readonly width: number;
}

type Span = readonly [start: number, end: number];

function windowsAt(
  { height, width }: Size,
  { window, stride }: Sliding,
  spanOf: (start: number, window: number, length: number) => Span,
): Window[] {
  if (window[0] > height || window[1] > width) {
    throw new WindowError(
      `a window of ${show(window)} pixels is larger than the input of the model, ${show([height, width])}: take a smaller one`,
    );
  }
  const spans = (length: number, axis: 0 | 1) => {
    const count = Math.ceil((length - window[axis]) / stride[axis]) + 1;
    return Array.from({ length: count }, (_, k) => spanOf(k * stride[axis], window[axis], length));
  };
  const columns = spans(width, 1);
  return spans(height, 0).flatMap(([top, bottom]) => columns.map(([left, right]) => ({ top, left, bottom, right })));
}

function both(side: Side): readonly [number, number] {
  return typeof side === 'number' ? [side, side] : side;
}

function show([height, width]: readonly [number, number]): string {
  return `${height}x${width}`;
}
