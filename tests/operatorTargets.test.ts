import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NotDifferentiableError } from '@smoothgrad/autodiff';
import type { Target } from '@smoothgrad/onnx';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath, openWebGpu, type WebGpu } from './support/browser.ts';
import type { BuiltExplainer } from './support/builtExplainer.ts';
import { relativeDistance } from './support/compare.ts';
import { type Packed, packedGradients, runPacked, secondOrderObstacle } from './support/measureOperator.ts';
import { operatorExamples } from './support/operatorExamples.ts';
import { repositoryRoot } from './support/shared.ts';
import { createTestEngine } from './support/testEngine.ts';
import { createWasmEngine } from './support/wasmEngine.ts';

/**
 * What scripts/operators/measured.json says of each operator: the runtimes that run its gradients and give the same numbers, and
 * whether these can be differentiated again. `SMOOTHGRAD_MEASURE=1 npx vitest run tests/operatorTargets.test.ts` writes it anew.
 */
interface Measured {
  /** `webgpu`: all nodes run on the GPU. */
  readonly targets: readonly Target[];
  readonly secondOrder: boolean;
  readonly where?: string | undefined;
}
type Found = Measured | { readonly refused: string };

const path = join(repositoryRoot, 'scripts', 'operators', 'measured.json');
const isWriting = process.env.SMOOTHGRAD_MEASURE === '1';
const recorded = JSON.parse(readFileSync(path, 'utf8')) as { operators: Record<string, Found> };
const native = createTestEngine();
const wasm = createWasmEngine();
const chromium = chromiumPath();
let gpu: WebGpu | undefined;
const found = new Map<string, Found>();

beforeAll(async () => {
  if (chromium !== undefined) gpu = await openWebGpu(chromium);
});

afterAll(async () => {
  await Promise.all([native.close(), wasm.close(), gpu?.close()]);
  if (!isWriting) return;
  const operators = Object.fromEntries([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
  const source = 'measured with onnxruntime-node and onnxruntime-web by tests/operatorTargets.test.ts';
  writeFileSync(path, JSON.stringify({ source, operators }));
  spawnSync('npx', ['biome', 'format', '--write', path], { cwd: repositoryRoot });
});

describe('each example does what is recorded', () => {
  it.each(Object.keys(operatorExamples))('%s', async (op) => {
    const measured = await measure(op);
    found.set(op, measured);
    if (isWriting) return;
    const expected = recorded.operators[op];
    // A clone without a browser has no WebGPU.
    const targets = (each: Found | undefined) =>
      each && 'targets' in each ? each.targets.filter((target) => target !== 'webgpu' || gpu !== undefined) : undefined;
    const advice = `measure again: SMOOTHGRAD_MEASURE=1 npx vitest run tests/operatorTargets.test.ts, then npm run docs:operators`;
    expect({ ...measured, targets: targets(measured) }, advice).toEqual({ ...expected, targets: targets(expected) });
  });
});

it('every record has an example', () => {
  if (!isWriting) expect(Object.keys(recorded.operators).sort()).toEqual(Object.keys(operatorExamples).sort());
});

async function measure(op: string): Promise<Found> {
  const example = operatorExamples[op]!;
  try {
    const expected = await runPacked(await packedGradients(op, example, native, 'cpu'), native);
    expect(expected.every(Number.isFinite)).toBe(true);
    const agrees = async (target: Target, tolerance: number, run: (packed: Packed) => Promise<Float32Array>) => {
      const packed = await packedGradients(op, example, native, target);
      const result = await run(packed).catch(() => undefined);
      return result !== undefined && relativeDistance(result, expected) <= tolerance ? [target] : [];
    };
    const targets: Target[] = [
      'cpu',
      ...(await agrees('wasm', 1e-5, (packed) => runPacked(packed, wasm))),
      // Trigonometric functions of a GPU have four digits.
      ...(gpu ? await agrees('webgpu', 5e-4, (packed) => onGpu(packed)) : []),
    ];
    const secondOrder = (await secondOrderObstacle(op, example, native)) === undefined;
    return { targets, secondOrder, ...(example.where && { where: example.where }) };
  } catch (error) {
    if (error instanceof NotDifferentiableError) return { refused: error.obstacles[0]!.reason };
    throw error;
  }
}

function onGpu({ bytes, image, cotangent }: Packed): Promise<Float32Array> {
  const input = { name: 'image', shape: [1, image.length] } as unknown as BuiltExplainer['input'];
  return gpu!.gradient({ bytes, weights: { files: new Map() }, input, classes: cotangent.length }, image, cotangent);
}
