import { describe, expect, it } from 'vitest';
import { imageSize } from './imageSize.ts';
import { methodList } from './methodList.ts';
import { noiseLevel } from './noiseLevel.ts';
import { numberList } from './numberList.ts';
import { wholeNumber } from './wholeNumber.ts';

describe('what options accept and refuse', () => {
  it('whole numbers', () => {
    expect(wholeNumber(1)('50')).toBe(50);
    expect(wholeNumber(0)('0')).toBe(0);
    for (const text of ['0', '-3', '2.5', 'ten', '', '1e3', '9007199254740993', 'NaN']) {
      expect(() => wholeNumber(1)(text), text).toThrow(/whole number ≥ 1/);
    }
  });

  it('noise levels, also in per cent', () => {
    expect(noiseLevel('0')).toBe(0);
    expect(noiseLevel('0.15')).toBe(0.15);
    expect(noiseLevel('15%')).toBe(0.15);
    for (const text of ['-0.1', 'NaN', 'Infinity', '', '%', '0,15']) {
      expect(() => noiseLevel(text), text).toThrow(/number ≥ 0/);
    }
  });

  it('sizes, width first', () => {
    expect(imageSize('224')).toEqual({ width: 224, height: 224 });
    expect(imageSize('320x240')).toEqual({ width: 320, height: 240 });
    for (const text of ['0', '10x', 'x10', '1.5', '-2', '2x3x4'])
      expect(() => imageSize(text), text).toThrow(/WIDTHxHEIGHT/);
  });

  it('one number or one for each channel', () => {
    expect(numberList('0.5')).toEqual([0.5]);
    expect(numberList('-1, 0.456,2e-1')).toEqual([-1, 0.456, 0.2]);
    for (const text of ['', '1,2', '1,,2', 'a,b,c', '1,2,3,4']) expect(() => numberList(text), text).toThrow(/three/);
  });

  it('methods, each once', () => {
    expect(methodList('gradient, smoothgrad,gradient')).toEqual(['gradient', 'smoothgrad']);
    expect(() => methodList('smothgrad')).toThrow(/'smothgrad'; the methods are gradient, smoothgrad/);
    expect(() => methodList('')).toThrow(/the methods are/);
  });
});
