import { expect, it } from 'vitest';
import { nearNames } from './nearNames.ts';

const names = ['/conv_stem/Conv', '/blocks.0/Conv', '/conv_head/Conv', '/conv_head/Clip', '/blocks.10/Add'];

it('finds the names a part of which is nearly spelt like the text, nearest first', () => {
  expect(nearNames('conv_hed', names, 5)).toEqual(['/conv_head/Conv', '/conv_head/Clip']);
  expect(nearNames('Blocks.10', names, 5)[0]).toBe('/blocks.10/Add');
  expect(nearNames('/conv_stem/Cnv', names, 1)).toEqual(['/conv_stem/Conv']);
  expect(nearNames('nowhere', names, 5)).toEqual([]);
});
