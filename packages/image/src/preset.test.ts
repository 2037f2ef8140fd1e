import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkPreprocessing } from './preprocessing.ts';
import { preset, presets } from './preset.ts';

describe('preset', () => {
  it('has one file for each name', () => {
    const files = readdirSync(new URL('./presets/', import.meta.url)).filter((name) => name !== 'index.ts');
    expect(Object.keys(presets).sort()).toEqual(files.map((name) => name.replace('.ts', '')).sort());
  });

  it('holds usable recipes that name themselves', () => {
    for (const [name, recipe] of Object.entries(presets)) {
      expect(checkPreprocessing(recipe).source).toBe(`preset ${name}`);
      expect(preset(name)).toBe(recipe);
    }
  });

  it('scales the resize with the size: torchvision 224/256 and 299/342', () => {
    expect(preset('torchvision', 224)).toEqual(preset('torchvision'));
    const larger = preset('torchvision', 299);
    expect(larger.resize).toEqual({ mode: 'shortest-edge', size: 342 });
    expect(larger.crop).toEqual({ width: 299, height: 299, rounding: 'half-even' });
    expect(preset('inception', 224).resize).toEqual({ mode: 'exact', width: 256, height: 256 });
  });

  it('lists the known names and refuses sizes that are none', () => {
    expect(() => preset('keras')).toThrow('There is no preset "keras"; the presets are caffe, inception, torchvision.');
    expect(() => preset('toString')).toThrow('There is no preset');
    expect(() => preset('caffe', 0)).toThrow('The size for preset caffe is 0');
  });
});
