import { describe, expect, it } from 'vitest';
import { checkSliding, innerWindows, slidingWindows } from './windows.ts';

const along = (length: number, window: number, stride: number) =>
  slidingWindows({ height: 1, width: length }, checkSliding([1, window], [1, stride])).map(({ left, right }) => [
    left,
    right,
  ]);

describe('slidingWindows', () => {
  it('start at 0, stride, … and are cut at the border', () => {
    expect(along(5, 2, 2)).toEqual([
      [0, 2],
      [2, 4],
      [4, 5],
    ]);
    expect(along(4, 2, 1)).toEqual([
      [0, 2],
      [1, 3],
      [2, 4],
    ]);
    expect(along(3, 3, 2)).toEqual([[0, 3]]);
  });

  it('of 32 pixels every 16 on 227 and 299, as the goldens', () => {
    expect(along(227, 32, 16).at(-1)).toEqual([208, 227]);
    expect(along(299, 32, 16).at(-1)).toEqual([272, 299]);
    expect(along(224, 32, 16).at(-1)).toEqual([192, 224]);
  });

  it('inner windows are moved inside instead', () => {
    const lefts = (length: number) =>
      innerWindows({ height: 10, width: length }, checkSliding(10, 5)).map(({ left, right }) => [left, right]);
    expect(lefts(10)).toEqual([[0, 10]]);
    expect(lefts(20)).toEqual([
      [0, 10],
      [5, 15],
      [10, 20],
    ]);
    expect(lefts(12)).toEqual([
      [0, 10],
      [2, 12],
    ]);
  });

  it('go row by row', () => {
    const windows = slidingWindows({ height: 3, width: 4 }, checkSliding(2, 2));
    expect(windows).toEqual([
      { top: 0, left: 0, bottom: 2, right: 2 },
      { top: 0, left: 2, bottom: 2, right: 4 },
      { top: 2, left: 0, bottom: 3, right: 2 },
      { top: 2, left: 2, bottom: 3, right: 4 },
    ]);
  });

  it.each([
    [0, 1, 'the window is 0 pixels long'],
    [2.5, 1, 'the window is 2.5 pixels long'],
    [4, -1, 'the stride is -1 pixels long'],
    [4, 5, 'a stride of 5x5 pixels leaves gaps between windows of 4x4'],
    [[4, 2] as const, [1, 3] as const, 'a stride of 1x3 pixels leaves gaps between windows of 4x2'],
  ])('refuses window %j and stride %j', (window, stride, message) => {
    expect(() => checkSliding(window, stride)).toThrow(message);
  });

  it('refuses windows larger than the image', () => {
    expect(() => slidingWindows({ height: 8, width: 4 }, checkSliding(5, 5))).toThrow(
      'a window of 5x5 pixels is larger than the input of the model, 8x4',
    );
  });
});
