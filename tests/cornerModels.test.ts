import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { type Classifier, ClassifierError, type GradientResult, openClassifier } from '@smoothgrad/attribution';
import { NotDifferentiableError } from '@smoothgrad/autodiff';
import {
  ExternalDataError,
  float,
  float32Tensor,
  int,
  int64Tensor,
  ints,
  type Model,
  readModel,
  SpecialisationError,
  type Tensor,
  writeModel,
} from '@smoothgrad/onnx';
import {
  type ModelProto,
  ModelProtoSchema,
  StringStringEntryProtoSchema,
  type TensorProto,
  TensorProto_DataLocation,
  ValueInfoProtoSchema,
} from 'onnx-buf';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { largestDifference, relativeDistance } from './support/compare.ts';
import {
  CLASSES,
  INPUT,
  input,
  openAsFile,
  plainConstants,
  plainModel,
  plainNodes,
  quantised,
  SIDE,
  toFloat,
} from './support/cornerModels.ts';
import { node, numbers } from './support/graphs.ts';
import { oneHot, openFile } from './support/models.ts';
import { repositoryRoot } from './support/shared.ts';
import { createTestEngine } from './support/testEngine.ts';

/** One network in the many forms files have: the gradient must not notice. */
const engine = createTestEngine();
const area = SIDE * SIDE;
const target = oneHot(CLASSES, 2);
let plain: GradientResult;

beforeAll(async () => {
  const classifier = await openAsFile(plainModel(), engine);
  plain = await classifier.gradient(input, target);
  await classifier.close();
});
afterAll(() => engine.close());

async function expectSame(classifier: Classifier, expected: GradientResult = plain, x = input, tolerance = 1e-6) {
  const result = await classifier.gradient(x, target);
  await classifier.close();
  expect(largestDifference(result.logits, expected.logits)).toBeLessThanOrEqual(tolerance);
  expect(largestDifference(result.gradient, expected.gradient)).toBeLessThanOrEqual(tolerance);
}

async function gradientOf(model: Model): Promise<GradientResult> {
  const classifier = await openAsFile(model, engine);
  const result = await classifier.gradient(input, target);
  await classifier.close();
  return result;
}

const constantsWith = (...replaced: Tensor[]) => {
  const names = new Set(replaced.map(({ name }) => name));
  return [...plainConstants.filter(({ name }) => !names.has(name)), ...replaced];
};
const without = (...names: string[]) => plainConstants.filter(({ name }) => !names.includes(name));
const valuesOf = (name: string) => {
  const { data } = plainConstants.find((tensor) => tensor.name === name)!;
  if (data.kind !== 'inline') throw new Error('inline constants only');
  return new Float32Array(data.bytes.buffer);
};
const tensorNamed = (name: string) => plainConstants.find((tensor) => tensor.name === name)!;

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

describe('where the weights are', () => {
  const floats = (tensor: TensorProto) => new Float32Array(tensor.rawData.slice().buffer);
  const emptyBytes = new Uint8Array(0);

  it('float_data instead of raw_data, small and large', async () => {
    const edit = ({ graph }: ModelProto) => {
      for (const tensor of graph!.initializer) {
        tensor.floatData = [...floats(tensor)];
        tensor.rawData = emptyBytes;
      }
    };
    await expectSame(await openAsFile(plainModel(), engine, {}, edit));
    // Bytes that are nowhere in the file must travel in the explainer, so no weight source is needed.
    await expectSame(await openAsFile(plainModel(), engine, { weights: undefined }, edit));
  });

  it('double_data, through a Cast', async () => {
    const nodes = [node('Cast', ['head64'], ['head'], toFloat), ...plainNodes()];
    const doubles: Tensor = {
      name: 'head64',
      type: 'float64',
      dims: [16, CLASSES],
      data: { kind: 'inline', bytes: new Uint8Array(Float64Array.from(valuesOf('head')).buffer) },
    };
    const model = plainModel({ nodes, constants: [...without('head'), doubles] });
    await expectSame(
      await openAsFile(model, engine, {}, ({ graph }) => {
        const tensor = graph!.initializer.find(({ name }) => name === 'head64')!;
        tensor.doubleData = [...new Float64Array(tensor.rawData.slice().buffer)];
        tensor.rawData = emptyBytes;
      }),
    );
  });

  it('in Constant nodes, small and large', async () => {
    const constantNodes = plainConstants.map((tensor) =>
      node('Constant', [], [tensor.name], { value: { kind: 'tensor', value: { ...tensor, name: 'value' } } }),
    );
    await expectSame(
      await openAsFile(plainModel({ nodes: [...constantNodes, ...plainNodes()], constants: [] }), engine),
    );
  });

  it('listed as inputs too, as before IR version 4', async () => {
    const edit = (proto: ModelProto) => {
      proto.irVersion = 3n;
      for (const { name, dims } of proto.graph!.initializer) {
        const dim = dims.map((value) => ({ value: { case: 'dimValue' as const, value } }));
        const type = { value: { case: 'tensorType' as const, value: { elemType: 1, shape: { dim } } } };
        proto.graph!.input.unshift(create(ValueInfoProtoSchema, { name, type }));
      }
    };
    await expectSame(
      await openAsFile(plainModel({ opset: 8, nodes: oldNodes(8), constants: oldConstants }), engine, {}, edit),
    );
  });

  describe('in a side file', () => {
    const folder = mkdtempSync(join(tmpdir(), 'smoothgrad-corner-'));
    afterAll(() => rmSync(folder, { recursive: true }));

    /** Moves weights of at least `threshold` bytes (exporters: 1024) to one file, each at an aligned offset as exporters do. */
    function moveOut(proto: ModelProto, location: string, threshold = 0): Uint8Array<ArrayBuffer> {
      const parts: Uint8Array[] = [];
      let offset = 0;
      for (const tensor of proto.graph!.initializer) {
        const length = tensor.rawData.byteLength;
        if (length < threshold) continue;
        const padded = Math.ceil(length / 64) * 64;
        const part = new Uint8Array(padded);
        part.set(tensor.rawData);
        parts.push(part);
        tensor.rawData = emptyBytes;
        tensor.dataLocation = TensorProto_DataLocation.EXTERNAL;
        tensor.externalData = Object.entries({ location, offset, length }).map(([key, value]) =>
          create(StringStringEntryProtoSchema, { key, value: `${value}` }),
        );
        offset += padded;
      }
      const all = new Uint8Array(offset);
      for (const [i, part] of parts.entries())
        all.set(
          part,
          parts.slice(0, i).reduce((sum, { length }) => sum + length, 0),
        );
      return all;
    }

    it('of a folder', async () => {
      const edit = (proto: ModelProto) => writeFileSync(join(folder, 'weights.bin'), moveOut(proto, 'weights.bin'));
      await expectSame(await openAsFile(plainModel(), engine, { weights: { folder } }, edit));
    });

    it('of a folder: the bundled classifier, its half-precision weights moved there', async () => {
      const file = join(repositoryRoot, 'models', 'efficientnet-lite0', 'model.onnx');
      const proto = fromBinary(ModelProtoSchema, readFileSync(file));
      writeFileSync(join(folder, 'big.bin'), moveOut(proto, 'big.bin', 1024));
      const model = readModel(toBinary(ModelProtoSchema, proto), 'big.onnx');
      const [moved, bundled] = [
        await openClassifier(model, engine, { weights: { folder } }),
        await openFile(file, engine),
      ];
      const x = numbers(3 * 224 * 224, 51);
      const [ours, expected] = [await moved.gradient(x, oneHot(1000, 7)), await bundled.gradient(x, oneHot(1000, 7))];
      expect(relativeDistance(ours.gradient, expected.gradient)).toBe(0);
      expect(relativeDistance(ours.logits, expected.logits)).toBe(0);
      await Promise.all([moved.close(), bundled.close()]);
    });

    it('given as bytes', async () => {
      const files = new Map<string, Uint8Array>();
      const edit = (proto: ModelProto) => void files.set('a.data', moveOut(proto, './a.data'));
      await expectSame(await openAsFile(plainModel(), engine, { weights: { files } }, edit));
    });

    it('that would lie outside the folder is refused', () => {
      for (const location of ['../w.bin', '/w.bin', 'a/../../w.bin', 'C:\\w.bin']) {
        const edit = (proto: ModelProto) => void moveOut(proto, location);
        expect(() => openAsFile(plainModel(), engine, {}, edit)).toThrow(ExternalDataError);
      }
    });

    it('that is missing is said to be', async () => {
      const edit = (proto: ModelProto) => void moveOut(proto, 'nowhere.bin');
      await expect(openAsFile(plainModel(), engine, { weights: { folder } }, edit)).rejects.toThrow(/nowhere\.bin/);
    });
  });
});

describe('how the weights are stored', () => {
  it('half precision and Cast', async () => {
    const bits = Uint16Array.from(valuesOf('wide'), halfBits);
    const rounded = float32Tensor('wide', [16, 6, 3, 3], Float32Array.from(bits, fromHalfBits));
    const half: Tensor = {
      ...tensorNamed('wide'),
      name: 'wide16',
      type: 'float16',
      data: { kind: 'inline', bytes: new Uint8Array(bits.buffer) },
    };
    const expected = await gradientOf(plainModel({ constants: constantsWith(rounded) }));
    const nodes = [node('Cast', ['wide16'], ['wide'], toFloat), ...plainNodes()];
    const model = plainModel({ nodes, constants: [...without('wide'), half] });
    await expectSame(await openAsFile(model, engine), expected);
  });

  it('8 bits and DequantizeLinear, one scale for all', async () => {
    const parts = ['narrow', 'wide', 'head'].map((name) => quantised(tensorNamed(name), valuesOf(name)));
    const expected = await gradientOf(
      plainModel({ constants: constantsWith(...parts.map((part) => part.dequantised)) }),
    );
    const nodes = parts.map((part) =>
      node('DequantizeLinear', [part.quantised.name, part.scale.name], [part.dequantised.name]),
    );
    const constants = [...without('narrow', 'wide', 'head'), ...parts.flatMap((part) => [part.quantised, part.scale])];
    await expectSame(await openAsFile(plainModel({ nodes: [...nodes, ...plainNodes()], constants }), engine), expected);
  });

  it('8 bits with a scale and a zero point for each filter', async () => {
    const scales = numbers(16, 31, 0.002).map((value) => Math.abs(value) + 1e-3);
    const zeros = Uint8Array.from({ length: 16 }, (_, i) => 100 + 3 * i);
    const bytes = Uint8Array.from(numbers(16 * 54, 32), (value) => 128 + 127 * value);
    const exact = Float32Array.from(
      bytes,
      (byte, i) => (byte - zeros[Math.floor(i / 54)]!) * scales[Math.floor(i / 54)]!,
    );
    const expected = await gradientOf(
      plainModel({ constants: constantsWith(float32Tensor('wide', [16, 6, 3, 3], exact)) }),
    );
    const uint8 = (name: string, dims: number[], data: Uint8Array): Tensor => ({
      name,
      type: 'uint8',
      dims,
      data: { kind: 'inline', bytes: data },
    });
    const nodes = [node('DequantizeLinear', ['q', 's', 'z'], ['wide'], { axis: int(0) }), ...plainNodes()];
    const constants = [
      ...without('wide'),
      uint8('q', [16, 6, 3, 3], bytes),
      float32Tensor('s', [16], scales),
      uint8('z', [16], zeros),
    ];
    await expectSame(await openAsFile(plainModel({ nodes, constants }), engine), expected);
  });
});

/** The plain network as exporters wrote it then, with nodes that do nothing in between. */
function oldNodes(opset: number) {
  return [
    node('Pad', ['x'], ['padded'], {
      pads: ints([0, 0, 1, 0, 0, 0, 0, 1]),
      mode: { kind: 'string', value: new TextEncoder().encode('constant') },
    }),
    node('Conv', ['padded', 'narrow'], ['c1'], { pads: ints([0, 1, 1, 0]), kernel_shape: ints([3, 3]) }),
    node(
      'BatchNormalization',
      ['c1', 'scale', 'offset', 'mean', 'variance'],
      ['b1'],
      opset < 9 ? { spatial: int(1) } : {},
    ),
    node('Clip', ['b1'], ['r1'], { min: float(0), max: float(6) }),
    node('MaxPool', ['r1'], ['m1'], { kernel_shape: ints([2, 2]), strides: ints([2, 2]) }),
    node('Dropout', ['m1'], ['d1', 'mask'], { ratio: float(0.5) }),
    node('Conv', ['d1', 'wide'], ['c2'], { pads: ints([1, 1, 1, 1]) }),
    node('Relu', ['c2'], ['r2']),
    node('ReduceMean', ['r2'], ['g'], { axes: ints([2, 3]), keepdims: int(1) }),
    node('Squeeze', ['g'], ['squeezed'], { axes: ints([2, 3]) }),
    node('Unsqueeze', ['squeezed'], ['u'], { axes: ints([2, 3]) }),
    node('Flatten', ['u'], ['f']),
    node('Gemm', ['f', 'head', 'head_bias'], ['y4']),
    node('Unsqueeze', ['y4'], ['y'], { axes: ints([2, 3]) }),
    // Over [N, C, 1, 1] flattened at axis 1.
    node('Softmax', ['y'], ['p'], { axis: int(1) }),
  ];
}
const oldConstants = without('zero', 'six');

describe('old operator sets', () => {
  it.each([7, 8, 9, 10])('%i: attributes in place of inputs, softmax that flattens', async (opset) => {
    const classifier = await openAsFile(plainModel({ opset, nodes: oldNodes(opset), constants: oldConstants }), engine);
    expect(classifier.scores).toMatchObject({ tensor: 'y', activation: 'softmax', assumed: false });
    await expectSame(classifier);
  });

  it.each([11, 13, 15, 17, 18, 19, 21])('%i takes the plain form', async (opset) => {
    await expectSame(await openAsFile(plainModel({ opset }), engine));
  });

  it('a model older than 7 is refused', async () => {
    await expect(openAsFile(plainModel({ opset: 6 }), engine)).rejects.toThrow(
      'operator set 6; the oldest that can be read is 7',
    );
  });
});

describe('the input', () => {
  it.each([[[1, 3, SIDE, SIDE]], [['batch', 3, SIDE, SIDE]], [[undefined, 3, SIDE, SIDE]], [[4, 3, SIDE, SIDE]]])(
    'of shape %j',
    async (shape) => {
      await expectSame(await openAsFile(plainModel({}, shape), engine));
    },
  );

  it.each([[['N', 3, 'H', 'W']], [['N', 3, undefined, undefined]], [['N', 'C', 'H', 'W']]])(
    'of open size %j needs one',
    async (shape) => {
      await expect(openAsFile(plainModel({}, shape), engine)).rejects.toThrow('say which with --size');
      const size = { height: SIDE, width: SIDE };
      await expectSame(await openAsFile(plainModel({}, shape), engine, { size }));
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

  it.each([
    ['float16', 10, 1e-2],
    ['float64', 11, 1e-6],
  ] as const)('of type %s', async (type, _, tolerance) => {
    const nodes = [node('Cast', ['photo'], ['x'], toFloat), ...plainNodes()];
    const model = plainModel({ inputs: { photo: { type, shape: ['N', 3, SIDE, SIDE] } }, nodes });
    await expectSame(await openAsFile(model, engine), plain, input, tolerance);
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
    await expectSame(await openAsFile(plainModel({ nodes, outputs: ['r1', 'label', 'p', 'y'] }), engine));
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
    await expectSame(await openAsFile(model, engine, { scores: 'y' }));
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
    await expectSame(await openAsFile(model, engine, { scores: 'y' }));
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
          each.op === 'Relu' ? { ...each, op: 'BiasGelu', domain, inputs: ['c2', 'b'] } : each,
        ),
        constants: [...plainConstants, float32Tensor('b', [4], [0, 1, 2, 3])],
        opsets: { [domain]: 1 },
      });
    await expect(openAsFile(foreign('com.microsoft'), engine)).rejects.toThrow(
      'cannot differentiate com.microsoft.BiasGelu',
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
    await expectSame(await openAsFile(plainModel({ nodes }), engine));
  });
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
  await expectSame(classifier);
});

it('a written explainer is itself an ordinary model: it can be read, and differs in nothing after a round trip', async () => {
  const bytes = writeModel(plainModel(), 'reference');
  const again = writeModel(readModel(bytes, 'model.onnx'), {
    embed: (_, offset, length) => bytes.slice(offset, offset + length),
  });
  await expectSame(
    await openClassifier(readModel(again, 'm.onnx'), engine, { weights: { files: new Map([['m.onnx', again]]) } }),
  );
});

/** Nearest binary16, for numbers in its normal range. */
function halfBits(value: number): number {
  if (value === 0) return 0;
  const exponent = Math.max(Math.floor(Math.log2(Math.abs(value))), -14);
  const steps = Math.round(Math.abs(value) / 2 ** (exponent - 10));
  return (value < 0 ? 0x8000 : 0) + ((exponent + 14) << 10) + steps;
}

function fromHalfBits(bits: number): number {
  const exponent = (bits >> 10) & 0x1f;
  const fraction = (bits & 0x3ff) / 1024;
  const magnitude = exponent === 0 ? fraction * 2 ** -14 : (1 + fraction) * 2 ** (exponent - 15);
  return bits & 0x8000 ? -magnitude : magnitude;
}
