import { type Engine, float32Tensor, int } from '@smoothgrad/onnx';
import { afterAll, describe, expect, it } from 'vitest';
import { type GraphParts, modelOf, node, numbers } from '../../../../tests/support/graphs.ts';
import { createTestEngine } from '../../../../tests/support/testEngine.ts';
import { gradient } from '../methods/gradient.ts';
import { NonFiniteError } from '../methods/nonFiniteError.ts';
import { type Classifier, openClassifier } from './classifier.ts';
import { firstNonFinite } from './nonFinite.ts';

const engine = createTestEngine();
afterAll(() => engine.close());

const constants = [
  float32Tensor('w', [12, 2], numbers(24, 3)),
  float32Tensor('zero', [1], [0]),
  float32Tensor('huge', [1], [3e38]),
  float32Tensor('damaged', [2], [1, Number.NaN]),
];

const open = (between: GraphParts['nodes'], last: string, on: Engine = engine) =>
  openClassifier(
    modelOf({
      inputs: { x: [1, 3, 2, 2] },
      nodes: [node('Flatten', ['x'], ['flat']), ...between, node('MatMul', [last, 'w'], ['y'])],
      outputs: ['y'],
      constants,
    }),
    on,
  );

async function complaint(classifier: Classifier, tensor: Float32Array = numbers(12)): Promise<string> {
  const problem = { classifier, tensor, cotangents: [Float32Array.of(1, 0)] };
  const error = await gradient.evaluate(problem, tensor).then(
    () => new Error('no complaint'),
    (reason: Error) => reason,
  );
  await classifier.close();
  if (error instanceof NonFiniteError) return error.message;
  throw error;
}

describe('the first layer that made a NaN or an infinity is named', () => {
  it('where a division by zero gives an infinity', async () => {
    const classifier = await open(
      [node('Relu', ['flat'], ['r']), node('Div', ['r', 'zero'], ['d']), node('Tanh', ['d'], ['t'])],
      't',
    );
    expect(await complaint(classifier, new Float32Array(12).fill(1))).toContain("comes from Div at node 'Div_d'");
  });

  it('where 0/0 gives a NaN', async () => {
    const classifier = await open([node('Mul', ['flat', 'zero'], ['m']), node('Div', ['m', 'm'], ['d'])], 'd');
    expect(await complaint(classifier)).toContain("Div at node 'Div_d'");
  });

  it('where numbers overflow', async () => {
    const classifier = await open(
      [node('Mul', ['flat', 'huge'], ['big']), node('Add', ['big', 'big'], ['sum'])],
      'sum',
    );
    expect(await complaint(classifier, new Float32Array(12).fill(1))).toContain("Add at node 'Add_sum'");
  });

  it('where a weight of the file is damaged', async () => {
    const model = modelOf({
      inputs: { x: [1, 3, 2, 2] },
      nodes: [
        node('Flatten', ['x'], ['flat']),
        node('MatMul', ['flat', 'w'], ['m']),
        node('Add', ['m', 'damaged'], ['y']),
      ],
      outputs: ['y'],
      constants,
    });
    expect(await complaint(await openClassifier(model, engine))).toContain("Add at node 'Add_y'");
  });

  it('where only the backward pass leaves the numbers', async () => {
    // 0·3·10³⁸·3·10³⁸ is 0, but its derivative is a product of the two factors.
    const classifier = await open(
      [
        node('Sub', ['flat', 'flat'], ['s']),
        node('Mul', ['flat', 'huge'], ['m']),
        node('Div', ['s', 'm'], ['d']),
        node('Mul', ['d', 'huge'], ['e']),
        node('Mul', ['e', 'huge'], ['f']),
      ],
      'f',
    );
    const message = await complaint(classifier, new Float32Array(12).fill(0.5));
    expect(message).toMatch(/comes from Mul at node 'grad\/Mul_[ef]\/Mul/);
  });

  it('where the values of the model are called as the explainer’s own', async () => {
    const model = modelOf({
      inputs: { x: [1, 3, 2, 2] },
      nodes: [
        node('Flatten', ['x'], ['flat']),
        { ...node('Div', ['flat', 'zero'], ['gradient']), name: '' },
        node('MatMul', ['gradient', 'w'], ['y']),
      ],
      outputs: ['y'],
      constants,
    });
    expect(await complaint(await openClassifier(model, engine))).toContain("Div at node 'gradient'");
  });

  it('where a runtime hands out half-precision bits: 0x7c00 is infinity, 0x7bff the largest number', async () => {
    const nodes = [node('Cast', ['x'], ['half'], { to: int(10) }), node('Mul', ['half', 'half'], ['square'])];
    const model = modelOf({ inputs: { x: [1] }, nodes, outputs: ['square'] });
    const half = (bits: number) => ({ type: 'float16' as const, shape: [1], data: Uint16Array.of(bits) });
    const session = {
      parallel: 1,
      inputs: [],
      outputs: [],
      run: async () => ({ half: half(0x7bff), square: half(0x7c00) }),
      close: async () => {},
    };
    const feeds = { x: { type: 'float32' as const, shape: [1], data: Float32Array.of(6e4) } };
    expect(
      await firstNonFinite(
        model,
        async () => session,
        feeds,
        (name) => name,
      ),
    ).toBe("Mul at node 'Mul_square'");
  });
});

it('an input that holds a NaN is itself the cause', async () => {
  for (const bad of [Number.NaN, Number.POSITIVE_INFINITY]) {
    const classifier = await open([], 'flat');
    const message = await complaint(classifier, new Float32Array(12).fill(bad));
    expect(message).toContain("comes from the input 'x' itself");
    expect(message).toContain('Check the preprocessing');
  }
});

it('no second session stays open', async () => {
  let sessions = 0;
  const counting: Engine = {
    ...engine,
    async createSession(options) {
      const session = await engine.createSession(options);
      sessions++;
      return { ...session, close: () => session.close().finally(() => sessions--) };
    },
  };
  await complaint(await open([node('Div', ['flat', 'zero'], ['d'])], 'd', counting));
  expect(sessions).toBe(0);
});
