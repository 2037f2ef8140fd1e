import { ClassifierError, type GradientResult, openClassifier } from '@smoothgrad/attribution';
import { NotDifferentiableError } from '@smoothgrad/autodiff';
import {
  float,
  float32Tensor,
  int,
  int64Tensor,
  ints,
  readModel,
  SpecialisationError,
  writeModel,
} from '@smoothgrad/onnx';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  CLASSES,
  comparison,
  INPUT,
  input,
  oldConstants,
  oldNodes,
  openAsFile,
  plainConstants,
  plainModel,
  plainNodes,
  SIDE,
  target,
  toFloat,
} from './support/cornerModels.ts';
import { node, numbers } from './support/graphs.ts';
import { createTestEngine } from './support/testEngine.ts';

/** One network in the many forms files have: the gradient must not notice. */
const engine = createTestEngine();
const { gradientOf, expectSame } = comparison(engine);
let plain: GradientResult;

beforeAll(async () => {
  plain = await gradientOf(plainModel());
});
afterAll(() => engine.close());

it('the plain network: directional derivatives agree with central differences', async () => {
  const classifier = await openAsFile(plainModel(), engine);
  const logit = async (x: Float32Array) => (await classifier.gradient(x, target)).logits[2]!;
  for (let seed = 1; seed <= 8; seed++) {
    const direction = numbers(INPUT, 100 + seed);
    // The network is piecewise linear: as long as no switch is crossed, the difference is exact up to rounding.
    const step = 1e-3;
    const [up, down] = await Promise.all(
      [1, -1].map((sign) => logit(input.map((v, i) => v + sign * step * direction[i]!))),
    );
    const derivative = plain.gradient.reduce((sum, value, i) => sum + value * direction[i]!, 0);
    expect(Math.abs((up! - down!) / (2 * step) - derivative)).toBeLessThan(0.02 * Math.abs(derivative) + 2e-3);
  }
  await classifier.close();
});

describe('old operator sets', () => {
  it.each([7, 8, 9, 10])('%i: attributes in place of inputs, softmax that flattens', async (opset) => {
    const classifier = await openAsFile(plainModel({ opset, nodes: oldNodes(opset), constants: oldConstants }), engine);
    expect(classifier.scores).toMatchObject({ tensor: 'y', activation: 'softmax', assumed: false });
    await expectSame(classifier, plain);
  });

  it.each([11, 13, 15, 17, 18, 19, 21])('%i takes the plain form', async (opset) => {
    await expectSame(await openAsFile(plainModel({ opset }), engine), plain);
  });

  it('a model older than 7 is refused', async () => {
    await expect(openAsFile(plainModel({ opset: 6 }), engine)).rejects.toThrow(
      'operator set 6; the oldest that can be read is 7',
    );
  });
});

const area = SIDE * SIDE;

describe('the input', () => {
  it.each([[[1, 3, SIDE, SIDE]], [['batch', 3, SIDE, SIDE]], [[undefined, 3, SIDE, SIDE]], [[4, 3, SIDE, SIDE]]])(
    'of shape %j',
    async (shape) => {
      await expectSame(await openAsFile(plainModel({}, shape), engine), plain);
    },
  );

  it.each([[['N', 3, 'H', 'W']], [['N', 3, undefined, undefined]], [['N', 'C', 'H', 'W']]])(
    'of open size %j needs one',
    async (shape) => {
      await expect(openAsFile(plainModel({}, shape), engine)).rejects.toThrow('say which with --size');
      const size = { height: SIDE, width: SIDE };
      await expectSame(await openAsFile(plainModel({}, shape), engine, { size }), plain);
      const other = await openAsFile(plainModel({}, shape), engine, { size: { height: 11, width: 6 } });
      const { gradient } = await other.gradient(numbers(3 * 66), target);
      expect(gradient).toHaveLength(3 * 66);
      await other.close();
    },
  );

  it('NHWC: a leading Transpose', async () => {
    const nodes = [node('Transpose', ['photo'], ['x'], { perm: ints([0, 3, 1, 2]) }), ...plainNodes()];
    const model = plainModel({ inputs: { photo: ['N', SIDE, SIDE, 3] }, nodes });
    const classifier = await openAsFile(model, engine);
    expect(classifier.input).toMatchObject({ layout: 'NHWC', channels: 3, shape: [1, SIDE, SIDE, 3] });
    await expectSame(classifier, { ...plain, gradient: interleaved(plain.gradient) }, interleaved(input));
  });

  it('grey: the sum over the channels it is copied to', async () => {
    const nodes = [node('Concat', ['grey', 'grey', 'grey'], ['x'], { axis: int(1) }), ...plainNodes()];
    const grey = input.slice(0, area);
    const copied = Float32Array.from({ length: INPUT }, (_, i) => grey[i % area]!);
    const colour = await openAsFile(plainModel(), engine);
    const inColour = await colour.gradient(copied, target);
    await colour.close();
    const summed = grey.map((_, i) => [0, 1, 2].reduce((sum, c) => sum + inColour.gradient[c * area + i]!, 0));
    for (const shape of [
      ['N', 1, SIDE, SIDE],
      [1, 1, SIDE, SIDE],
    ]) {
      const classifier = await openAsFile(plainModel({ inputs: { grey: shape }, nodes }), engine);
      expect(classifier.input).toMatchObject({ channels: 1, layout: 'NCHW' });
      await expectSame(classifier, { logits: inColour.logits, gradient: summed }, grey);
    }
  });

  it.each(['float16', 'bfloat16', 'float64'] as const)('of type %s', async (type) => {
    const nodes = [node('Cast', ['photo'], ['x'], toFloat), ...plainNodes()];
    const model = plainModel({ inputs: { photo: { type, shape: ['N', 3, SIDE, SIDE] } }, nodes });
    await expectSame(await openAsFile(model, engine), plain);
  });

  it('none, or two', async () => {
    const flat = plainModel({ inputs: { x: [1, INPUT] }, nodes: [node('Softmax', ['x'], ['p'])], constants: [] });
    await expect(openAsFile(flat, engine)).rejects.toThrow("no image input: it takes 'x' float32 [1,192]");
    const two = plainModel({ inputs: { x: ['N', 3, SIDE, SIDE], x2: ['N', 3, SIDE, SIDE] } });
    await expect(openAsFile(two, engine)).rejects.toThrow(ClassifierError);
    await expect(openAsFile(two, engine)).rejects.toThrow(
      "2 image inputs ('x' float32 [N,3,8,8], 'x2' float32 [N,3,8,8])",
    );
  });
});

/** [C,H,W] as [H,W,C]. */
function interleaved(values: Float32Array): Float32Array {
  return values.map((_, i) => values[(i % 3) * area + Math.floor(i / 3)]!);
}

describe('outputs', () => {
  it('feature maps and labels beside the scores do no harm', async () => {
    const nodes = [...plainNodes(), node('ArgMax', ['y'], ['label'], { axis: int(1), keepdims: int(0) })];
    await expectSame(await openAsFile(plainModel({ nodes, outputs: ['r1', 'label', 'p', 'y'] }), engine), plain);
  });

  it('an auxiliary classifier: the main one is chosen by name', async () => {
    const nodes = [
      ...plainNodes(),
      node('GlobalAveragePool', ['r1'], ['ag']),
      node('Flatten', ['ag'], ['af']),
      node('Gemm', ['af', 'aux'], ['aux_logits']),
    ];
    const constants = [...plainConstants, float32Tensor('aux', [6, CLASSES], numbers(6 * CLASSES, 41))];
    const model = plainModel({ nodes, outputs: ['p', 'aux_logits'], constants });
    await expect(openAsFile(model, engine)).rejects.toThrow(/several outputs look like class scores.*--scores/);
    await expectSame(await openAsFile(model, engine, { scores: 'y' }), plain);
    const aux = await openAsFile(model, engine, { scores: 'aux_logits' });
    expect(aux.scores).toMatchObject({ tensor: 'aux_logits', assumed: true });
    await aux.close();
  });

  it('no scores at all', async () => {
    await expect(openAsFile(plainModel({ outputs: ['r2'] }), engine)).rejects.toThrow(
      "no output looks like class scores [N, classes]: the model returns 'r2' float32 [1,16,4,4]",
    );
  });
});

describe('operators without a gradient', () => {
  it('do not matter off the path: behind the scores, in another branch, on constants', async () => {
    const nodes = [
      node('Bernoulli', ['chance'], ['drawn']),
      ...plainNodes(),
      node('TopK', ['p', 'two'], ['best', 'indices']),
      node('Bernoulli', ['p'], ['draw']),
      node('Gelu', ['y'], ['g2'], {}, 'com.microsoft'),
    ];
    const constants = [...plainConstants, float32Tensor('chance', [2], [0.5, 0.5]), int64Tensor('two', [1], [2])];
    const outputs = ['p', 'indices', 'draw', 'drawn'];
    const model = plainModel({ nodes, constants, outputs, opsets: { 'com.microsoft': 1 } });
    await expectSame(await openAsFile(model, engine, { scores: 'y' }), plain);
  });

  it('are named on the path, with their node and what to do', async () => {
    const nodes = plainNodes().map((each) =>
      each.op === 'Relu' ? { ...each, op: 'Bernoulli', name: 'layer2/draw' } : each,
    );
    const error = openAsFile(plainModel({ nodes }), engine);
    await expect(error).rejects.toThrow(NotDifferentiableError);
    await expect(error).rejects.toThrow(/cannot differentiate Bernoulli at node 'layer2\/draw': .*--scores/);
  });

  it('of another domain are named with it', async () => {
    const foreign = (domain: string) =>
      plainModel({
        nodes: plainNodes().map((each) =>
          each.op === 'Relu' ? { ...each, op: 'Trilu', domain, inputs: ['c2'] } : each,
        ),
        opsets: { [domain]: 1 },
      });
    await expect(openAsFile(foreign('com.microsoft'), engine)).rejects.toThrow(
      'cannot differentiate com.microsoft.Trilu',
    );
    await expect(openAsFile(foreign('org.example'), engine)).rejects.toThrow(SpecialisationError);
    await expect(openAsFile(foreign('org.example'), engine)).rejects.toThrow(/org\.example/);
  });
});

describe('ReLU6', () => {
  it.each([
    ['Clip with constants', [node('Clip', ['b1', 'zero', 'six'], ['r1'])]],
    [
      'Clip with bounds from Constant nodes',
      [
        node('Constant', [], ['lo'], { value_float: float(0) }),
        node('Constant', [], ['hi'], { value_float: float(6) }),
        node('Clip', ['b1', 'lo', 'hi'], ['r1']),
      ],
    ],
    ['Relu and Clip above', [node('Relu', ['b1'], ['r0']), node('Clip', ['r0', '', 'six'], ['r1'])]],
    ['Clip below and above', [node('Clip', ['b1', 'zero'], ['r0']), node('Clip', ['r0', '', 'six'], ['r1'])]],
    [
      'Clip whose bounds are computed',
      [
        node('Sub', ['six', 'six'], ['lo']),
        node('Add', ['six', 'lo'], ['hi']),
        node('Clip', ['b1', 'lo', 'hi'], ['r1']),
      ],
    ],
  ])('as %s', async (_, clip) => {
    const nodes = plainNodes().flatMap((each) => (each.op === 'Clip' ? clip : [each]));
    await expectSame(await openAsFile(plainModel({ nodes }), engine), plain);
  });
});

it('nothing beside something: a slice of length 0 is joined to the image', async () => {
  const nodes = [
    node('Slice', ['photo', 'none', 'none', 'axis'], ['empty']),
    node('Concat', ['empty', 'photo'], ['x'], { axis: int(3) }),
    ...plainNodes(),
  ];
  const constants = [...plainConstants, int64Tensor('none', [1], [0]), int64Tensor('axis', [1], [3])];
  const model = plainModel({ inputs: { photo: [1, 3, SIDE, SIDE] }, nodes, constants });
  await expectSame(await openAsFile(model, engine), plain);
});

it('a network exported in training mode: the statistics of the one image', async () => {
  // The closed form: each channel of the image is brought to mean 0 and variance 1 before the plain network.
  const statistics = ['one', 'nought', 'nought', 'one'];
  const norm = (op: string, inputs: readonly string[], outputs: readonly string[], training = {}) =>
    node(op, ['photo', ...inputs], outputs, training);
  const open = (first: ReturnType<typeof node>, opset: number) =>
    openAsFile(
      plainModel({
        opset,
        inputs: { photo: [1, 3, SIDE, SIDE] },
        nodes: [first, ...(opset < 11 ? oldNodes(opset) : plainNodes())],
        constants: [
          ...(opset < 11 ? oldConstants : plainConstants),
          float32Tensor('one', [3], [1, 1, 1]),
          float32Tensor('nought', [3], [0, 0, 0]),
        ],
      }),
      engine,
    );
  const instance = await open(norm('InstanceNormalization', ['one', 'nought'], ['x']), 13);
  const expected = await instance.gradient(input, target);
  await instance.close();
  const newer = norm('BatchNormalization', statistics, ['x', 'm', 'v'], { training_mode: int(1) });
  await expectSame(await open(newer, 17), expected);
  const older = norm('BatchNormalization', statistics, ['x', 'm', 'v', 'saved_m', 'saved_v']);
  for (const opset of [9, 13]) await expectSame(await open(older, opset), expected);
});

it('names that the explainer uses, and nodes without names', async () => {
  const names = new Map(Object.entries({ y: 'scores', g: 'gradient', f: 'logits', c1: 'cotangent' }));
  const renamed = (name: string) => names.get(name) ?? name;
  const nodes = plainNodes().map((each) => ({
    ...each,
    name: '',
    inputs: each.inputs.map(renamed),
    outputs: each.outputs.map(renamed),
  }));
  const classifier = await openAsFile(plainModel({ nodes }), engine);
  expect(classifier.scores.tensor).toBe('scores');
  await expectSame(classifier, plain);
});

it('constants under the names that the runtime’s optimiser gives, from a file that it wrote once', async () => {
  // The runtime makes a Gemm between two Reshapes of MatMul and Add, fuses the second one with ours, and names the constants so.
  const tokens = (shape: string, constants: ReturnType<typeof int64Tensor>[]) =>
    plainModel({
      inputs: { photo: [1, 3, SIDE, SIDE] },
      nodes: [
        node('Reshape', ['photo', 'rows'], ['t']),
        node('MatMul', ['t', 'identity'], ['m']),
        node('Add', ['m', 'zeros'], ['a']),
        node('Reshape', ['a', shape], ['r']),
        node('Reshape', ['r', 'gemm_output_shape'], ['x']),
        ...plainNodes(),
      ],
      constants: [
        ...plainConstants,
        ...constants,
        int64Tensor('rows', [3], [3, SIDE, SIDE]),
        int64Tensor('gemm_output_shape', [4], [1, 3, SIDE, SIDE]),
        float32Tensor(
          'identity',
          [SIDE, SIDE],
          Float32Array.from({ length: area }, (_, i) => (i % (SIDE + 1) === 0 ? 1 : 0)),
        ),
        float32Tensor('zeros', [SIDE], new Float32Array(SIDE)),
      ],
    });
  for (const name of ['gemm_input_shape', 'gemm_output_reshape_new_shape']) {
    await expectSame(await openAsFile(tokens(name, [int64Tensor(name, [2], [3, area])]), engine), plain);
  }
});

it('a written explainer is itself an ordinary model: it can be read, and differs in nothing after a round trip', async () => {
  const bytes = writeModel(plainModel(), 'reference');
  const again = writeModel(readModel(bytes, 'model.onnx'), {
    embed: (_, offset, length) => bytes.slice(offset, offset + length),
  });
  await expectSame(
    await openClassifier(readModel(again, 'm.onnx'), engine, { weights: { files: new Map([['m.onnx', again]]) } }),
    plain,
  );
});
