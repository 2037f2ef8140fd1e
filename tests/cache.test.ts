import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Attribution, explain, gradient, smoothGrad } from '@smoothgrad/attribution';
import { type Cache, createNodeEngine, loadModel, openDiskCache, openPhotoClassifier } from '@smoothgrad/node';
import type { Engine } from '@smoothgrad/onnx';
import { afterAll, describe, expect, it } from 'vitest';
import { repositoryRoot } from './support/shared.ts';

/** A kept explainer must not tell that it was kept, and whatever has a say in it must be noticed. */
const bundled = join(repositoryRoot, 'models', 'efficientnet-lite0', 'model.onnx');
const photo = join(repositoryRoot, 'photos', 'cat.jpg');
const method = smoothGrad(gradient, { samples: 2, seed: 3 });
const root = mkdtempSync(join(tmpdir(), 'smoothgrad-cache-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

interface Run {
  readonly attribution: Attribution;
  readonly sha256: string;
  readonly inputs: unknown;
  /** Sessions that were created. */
  readonly sessions: number;
}

async function run(model: string, cache?: Cache, options: { size?: number; score?: 'probability' } = {}): Promise<Run> {
  const engine = createNodeEngine({ workers: 1 });
  let sessions = 0;
  const counting: Engine = {
    ...engine,
    createSession: (session) => {
      sessions++;
      return engine.createSession(session);
    },
  };
  try {
    const loaded = await loadModel(model, cache);
    const { size, score } = options;
    const classifier = await openPhotoClassifier(loaded, counting, {
      cache,
      score,
      preset: 'torchvision',
      ...(size !== undefined && { preprocessing: { size } }),
    });
    const attribution = await explain(classifier, await classifier.prepare(photo), { method });
    return { attribution, sha256: await loaded.sha256(), inputs: [classifier.input, classifier.scores], sessions };
  } finally {
    await engine.close();
  }
}

const bits = ({ buffer, byteOffset, byteLength }: Float32Array) => Buffer.from(buffer, byteOffset, byteLength);

function expectSame(a: Run, b: Run): void {
  const { map, standardError, seconds: _, ...rest } = a.attribution;
  const { map: otherMap, standardError: otherError, seconds: __, ...otherRest } = b.attribution;
  expect(bits(map).equals(bits(otherMap))).toBe(true);
  expect(bits(standardError!).equals(bits(otherError!))).toBe(true);
  expect(rest).toEqual(otherRest);
  expect(a.sha256).toBe(b.sha256);
  expect(a.inputs).toEqual(b.inputs);
}

/** A copy of the bundled model that was there for a while. */
function copy(name: string, change?: (bytes: Buffer) => void): string {
  const path = join(root, name);
  copyFileSync(bundled, path);
  if (change !== undefined) {
    const bytes = readFileSync(path);
    change(bytes);
    writeFileSync(path, bytes);
  }
  utimesSync(path, 1e9, 1e9);
  return path;
}

describe('with a cache', () => {
  it('maps are the same bits as without one, and the second time only the explainer is loaded', async () => {
    const cache = openDiskCache(join(root, 'same'));
    const model = copy('same.onnx');
    const [none, first, second] = [await run(model), await run(model, cache), await run(model, cache)];
    expectSame(first, none);
    expectSame(second, none);
    expect(first.sessions).toBe(none.sessions);
    expect(second.sessions).toBe(1);
  });

  it('other options make another explainer', async () => {
    const cache = openDiskCache(join(root, 'options'));
    const model = copy('options.onnx');
    const logit = await run(model, cache);
    const probability = await run(model, cache, { score: 'probability' });
    expectSame(probability, await run(model, undefined, { score: 'probability' }));
    expect(probability.attribution.scores.kind).toBe('probability');
    expectSame(await run(model, cache), logit);
  });

  it('a changed model is noticed although its name, size and date are the same', async () => {
    const cache = openDiskCache(join(root, 'changed'));
    const before = await run(copy('changed.onnx'), cache);
    // In the middle of the weights, the last bits of some numbers.
    const changed = copy('changed.onnx', (bytes) => {
      for (let at = bytes.length >> 1; at < (bytes.length >> 1) + 4000; at += 2) bytes[at]! ^= 0x80;
    });
    const after = await run(changed, cache);
    expectSame(after, await run(changed));
    expect(after.sha256).not.toBe(before.sha256);
    expect(bits(after.attribution.map).equals(bits(before.attribution.map))).toBe(false);
  });

  it('damaged entries are made again', async () => {
    const folder = join(root, 'damaged');
    const cache = openDiskCache(folder);
    const model = copy('damaged.onnx');
    const before = await run(model, cache);
    for (const name of readdirSync(folder)) {
      const bytes = readFileSync(join(folder, name));
      bytes[bytes.length >> 1]! ^= 1;
      writeFileSync(join(folder, name), bytes);
    }
    const again = await run(model, cache);
    expectSame(again, before);
    expect(again.sessions).toBe(before.sessions);
    expect((await run(model, cache)).sessions).toBe(1);
  });
});
