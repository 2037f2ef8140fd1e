import { readFileSync } from 'node:fs';
import { openClassifier } from '@smoothgrad/attribution';
import { readModel } from '@smoothgrad/onnx';
import { expect, test } from 'vitest';
import { largestDifference } from './support/compare.ts';
import { createTestEngine } from './support/testEngine.ts';
const engine = createTestEngine();
const dir = process.env.ZZ ?? '/tmp/passes/';
const all = JSON.parse(readFileSync(`${dir}m/res.json`, 'utf8')) as Record<string, { x: number[]; y: number[]; g: number[] }>;
test.each(Object.keys(all))('%s', async (name) => {
  const bytes = readFileSync(`${dir}${name}`);
  const { x, y, g } = all[name]!;
  const c = await openClassifier(readModel(bytes, 'model.onnx'), engine, { weights: { files: new Map([['model.onnx', bytes]]) }, size: { height: 16, width: 16 } });
  const target = new Float32Array(y.length); target[2] = 1;
  const r = await c.gradient(Float32Array.from(x), target);
  await c.close();
  expect(largestDifference(r.logits, y)).toBeLessThan(1e-5);
  expect(largestDifference(r.gradient, g)).toBeLessThan(1e-5);
});
