import {
  aggregations,
  baselineNames as baselines,
  quadratureRules,
  samplings,
  presetNames as smoothGradPresets,
} from '@smoothgrad/attribution';
import { lrpCompositeNames } from '@smoothgrad/autodiff';
import { figures } from '@smoothgrad/figures';
import { presets, resizeFilters } from '@smoothgrad/image';
import { colormaps, layouts, reduceChannels } from '@smoothgrad/render';
import { expect, it } from 'vitest';
import {
  aggregationNames,
  baselineNames,
  colormapNames,
  compositeNames,
  figureNames,
  layoutNames,
  presetNames,
  quadratureNames,
  reductionNames,
  resizeNames,
  samplingNames,
  smoothGradPresetNames,
} from './names.ts';

it('are the names the packages know', () => {
  expect([...layoutNames].sort()).toEqual(Object.keys(layouts).sort());
  expect([...colormapNames].sort()).toEqual(Object.keys(colormaps).sort());
  expect([...presetNames].sort()).toEqual(Object.keys(presets).sort());
  expect([...resizeNames].sort()).toEqual([...resizeFilters].sort());
  expect([...aggregationNames].sort()).toEqual(Object.keys(aggregations).sort());
  expect([...smoothGradPresetNames].sort()).toEqual([...smoothGradPresets].sort());
  expect([...quadratureNames].sort()).toEqual([...quadratureRules].sort());
  expect([...baselineNames].sort()).toEqual([...baselines].sort());
  expect([...compositeNames].sort()).toEqual([...lrpCompositeNames].sort());
  expect([...figureNames]).toEqual(figures.map(({ name }) => name));
  // That of zennit comes with its preset alone.
  expect([...samplingNames, 'clean-last'].sort()).toEqual(Object.keys(samplings).sort());
  for (const name of reductionNames)
    expect(reduceChannels(Float32Array.of(1, -1), [2, 1, 1], 'absolute', name)).toHaveLength(1);
});
