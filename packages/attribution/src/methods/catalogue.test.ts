import { expect, it } from 'vitest';
import { createMethod, createPreset, type MethodSettings, methodNames, methods } from './catalogue.ts';

const settings: MethodSettings = { samples: 4, noise: { level: 0.1 }, seed: 0, patches: [] };

it.each(methodNames)('%s makes the method of that name, and smooths it when asked to', async (name) => {
  const method = await createMethod(name, settings);
  const smoothed = await createMethod(name, { ...settings, smooth: true });
  if (name === 'smoothgrad') expect(method.name).toBe(smoothed.name);
  else {
    expect(method.name).toBe(name);
    expect(method.noise).toBeUndefined();
  }
  expect(smoothed.noise).toBeDefined();
});

it('a name that nothing has is refused with those there are', async () => {
  await expect(createMethod('lime', settings)).rejects.toThrow(
    /no method 'lime'; the methods are gradient, smoothgrad/,
  );
});

it('what is said to run once is not a mean of many', async () => {
  expect(methods.smoothgrad!.runsOnce).toBeUndefined();
  expect((await createPreset('captum', 0)).method.noise).toBeDefined();
});
