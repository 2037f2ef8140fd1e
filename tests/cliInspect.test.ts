import { readFileSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { readModel } from '@smoothgrad/onnx';
import { beforeAll, describe, expect, it } from 'vitest';
import { at, emptyFolder, fixtures, writeFixtures } from './support/cliFixtures.ts';
import { runSmoothgrad } from './support/runSmoothgrad.ts';

beforeAll(writeFixtures);

describe.concurrent('inspect', () => {
  it('says what a model is', async () => {
    const { code, stdout, stderr } = await runSmoothgrad(fixtures, 'inspect', 'softmax.onnx', '--json');
    expect([code, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout)).toMatchObject({
      input: { name: 'image', shape: [1, 3, 8, 8], layout: 'NCHW', channels: 3 },
      scores: { tensor: 'logits', activation: 'softmax', assumed: false },
      classes: 4,
      nodes: 6,
      unsupported: [],
      parameters: 6 * 27 + 24,
      opset: 18,
      producer: '',
      // The convolution's 64 outputs of 6 channels, and the classes.
      flops: 2 * (6 * 64 * 27 + 4 * 6),
      preprocessing: { assumed: true, source: 'assumed', mean: [0.485, 0.456, 0.406] },
      labels: 4,
    });
    expect(JSON.parse(stdout).scores.reason).toBe('what the model makes its softmax of');
    const text = await runSmoothgrad(fixtures, 'inspect', 'dynamic.onnx', '--size', '16x8');
    expect(text.code).toBe(0);
    const lines = text.stdout.split('\n').map((line) => line.trim().split(/\s{2,}|(?<=^\w+) /));
    const rows = Object.fromEntries(lines.map(([name, ...rest]) => [name, rest.join(' ')]));
    expect(rows).toMatchObject({
      file: 'opset 18, unknown producer, 5 nodes, 186 parameters',
      input: 'image [1,3,8,16] NCHW',
      photos: expect.stringMatching(/mean 0\.485 .*\(assumed.*no preprocessing is published beside the model/),
      scores: 'logits, 4 classes: the output of the model; softmax assumed for probabilities',
      forward: expect.stringMatching(/^0\.0415 MFLOPs/),
      explainer: expect.stringMatching(/^\d+\.\d kB beside the model.*; \d+ nodes$/),
      gradient: expect.stringMatching(/^0\.0\d+ MFLOPs with its forward pass, \d\.\d times a forward pass alone$/),
    });
    expect(text.stdout).toMatch(/^ {8}1 {2}GlobalAveragePool {2}exact\n[\s\S]*^ {2}Can be explained\.\n$/m);
  });

  it('tells the size of the explainer that compile writes', async () => {
    const cwd = emptyFolder();
    await cp(at('softmax.onnx'), join(cwd, 'softmax.onnx'));
    const { explainer } = JSON.parse((await runSmoothgrad(cwd, 'inspect', 'softmax.onnx', '--json')).stdout);
    expect((await runSmoothgrad(cwd, 'compile', 'softmax.onnx', '-o', 'e.onnx')).code).toBe(0);
    const written = readFileSync(join(cwd, 'e.onnx'));
    expect(explainer.bytes).toBe(written.length);
    expect(explainer.nodes).toBe(readModel(written, 'e.onnx').graph.nodes.length);
  });

  it('lists what cannot be differentiated, with exit code 3', async () => {
    const json = await runSmoothgrad(fixtures, 'inspect', 'random.onnx', '--json');
    expect(json.code).toBe(3);
    expect(JSON.parse(json.stdout)).toMatchObject({
      unsupported: [{ op: 'Bernoulli', node: 'Bernoulli_draw', reason: expect.any(String) }],
      explainer: null,
    });
    const text = await runSmoothgrad(fixtures, 'inspect', 'random.onnx');
    expect(text).toMatchObject({ code: 3, stdout: expect.stringContaining("Bernoulli at node 'Bernoulli_draw'") });
    expect(await runSmoothgrad(fixtures, 'inspect', 'text.onnx')).toMatchObject({ code: 1, stdout: '' });
  });
});
