import { presets, resizeFilters } from '@smoothgrad/image';
import { colormaps, layouts } from '@smoothgrad/render';
import { expect, it } from 'vitest';
import { colormapNames, layoutNames, presetNames, resizeNames } from './names.ts';

it('are the names the packages know', () => {
  expect([...layoutNames].sort()).toEqual(Object.keys(layouts).sort());
  expect([...colormapNames].sort()).toEqual(Object.keys(colormaps).sort());
  expect([...presetNames].sort()).toEqual(Object.keys(presets).sort());
  expect([...resizeNames].sort()).toEqual([...resizeFilters].sort());
});
