import type { Attribution } from '@smoothgrad/attribution';
import { expect, it } from 'vitest';
import { commandLine } from './commandLine.ts';
import { defaults } from './settings.ts';

const of = (index: number, samples = 50) => ({ target: { index }, samples }) as Attribution;
const base = { photo: 'cat.jpg', model: undefined, attributions: [of(281)], settings: defaults };

it('names class, samples, noise and seed, also where they are the defaults', () => {
  expect(commandLine(base)).toBe('npx smoothgrad explain cat.jpg --target 281 --samples 50 --noise 0.15 --seed 0');
});

it('names the samples that are there, not those that are wanted', () => {
  expect(commandLine({ ...base, attributions: [of(281, 17)] })).toContain('--samples 17');
});

it('names both classes that are compared', () => {
  const command = commandLine({ ...base, attributions: [of(281), of(967)], settings: { ...defaults, sign: 'signed' } });
  expect(command).toContain('--target 281 --target 967');
  expect(command).not.toContain('--signed');
});

it('names no reduction that the map does not use', () => {
  const settings = { ...defaults, sign: 'positive', reduction: 'max' } as const;
  expect(commandLine({ ...base, settings })).not.toContain('--reduce');
  expect(commandLine({ ...base, settings: { ...settings, sign: 'absolute' } })).toContain('--reduce max');
  // Of two classes the absolute maps are drawn.
  expect(commandLine({ ...base, attributions: [of(281), of(967)], settings })).toContain('--reduce max');
});

it('names everything that differs', () => {
  const settings = {
    ...defaults,
    method: 'integrated-gradients',
    smooth: true,
    aggregation: 'squared',
    sampling: 'antithetic',
    sign: 'signed',
    reduction: 'mean',
    percentile: 95,
    timesImage: true,
    colormap: 'viridis',
    layout: 'overlay',
  } as const;
  expect(commandLine({ ...base, model: 'my net.onnx', settings })).toBe(
    "npx smoothgrad explain cat.jpg --model 'my net.onnx' --target 281 --method integrated-gradients --smooth --samples 50 --noise 0.15 --seed 0 --aggregation squared --sampling antithetic --signed --reduce mean --percentile 95 --times-image --colormap viridis --layout overlay",
  );
});

it('has no samples where there are none', () => {
  expect(commandLine({ ...base, settings: { ...defaults, method: 'gradient' } })).toBe(
    'npx smoothgrad explain cat.jpg --target 281 --method gradient',
  );
});

it('quotes names of files for a shell', () => {
  expect(commandLine({ ...base, photo: "it's; rm -rf.jpg" })).toContain("'it'\\''s; rm -rf.jpg'");
  expect(commandLine({ ...base, photo: '-x.jpg' })).toContain("'-x.jpg'");
});
