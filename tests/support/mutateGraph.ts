import { clone, create } from '@bufbuild/protobuf';
import {
  AttributeProto_AttributeType,
  AttributeProtoSchema,
  type ModelProto,
  type NodeProto,
  NodeProtoSchema,
  OperatorSetIdProtoSchema,
  type TensorProto,
  TensorProtoSchema,
  TensorShapeProto_DimensionSchema,
} from 'onnx-buf';
import { absurd, type Dice } from './mutateDice.ts';

/** Changes to a model in place that keep it readable. */
export type GraphMutation = (model: ModelProto, dice: Dice) => void;

const nodes = ({ graph }: ModelProto) => graph!.node;
const valueNames = (model: ModelProto) => [
  ...nodes(model).flatMap(({ output }) => output),
  ...model.graph!.initializer.map(({ name }) => name),
  ...model.graph!.input.map(({ name }) => name),
];
const strangeNames = [
  '',
  '__proto__',
  'constructor',
  'toString',
  'cotangent',
  'gradient',
  'scores',
  '\u001b[31mred',
  'a\nb',
  'x\0y',
  'ü'.repeat(5000),
];
const operators = [
  'Conv',
  'Gemm',
  'Relu',
  'Loop',
  'If',
  'Scan',
  'Constant',
  'NonZero',
  'Identity',
  'Einsum',
  'constructor',
  '',
  'Softmax',
  'Attention',
  'LSTM',
  'Unique',
  'TopK',
  'Upsample',
  'SequenceAt',
  'Optional',
  'RandomNormal',
  'ai.onnx.Relu',
];

export const nodeMutations: Readonly<Record<string, GraphMutation>> = {
  'a node dropped': (model, dice) => void nodes(model).splice(dice.below(nodes(model).length), 1),
  'a node twice': (model, dice) => {
    const at = dice.below(nodes(model).length);
    nodes(model).splice(dice.below(nodes(model).length), 0, clone(NodeProtoSchema, nodes(model)[at]!));
  },
  'nodes in another order': (model, dice) => {
    const [a, b] = [dice.below(nodes(model).length), dice.below(nodes(model).length)];
    [nodes(model)[a], nodes(model)[b]] = [nodes(model)[b]!, nodes(model)[a]!];
  },
  'nodes backwards': (model) => void nodes(model).reverse(),
  'a circle': (model, dice) => {
    const first = dice.below(nodes(model).length);
    const later = nodes(model)[first + dice.below(nodes(model).length - first)]!;
    const { input } = nodes(model)[first]!;
    input[dice.below(input.length)] = dice.pick(later.output);
  },
  'another operator': (model, dice) => {
    dice.pick(nodes(model)).opType = dice.pick(operators);
  },
  'another domain': (model, dice) => {
    dice.pick(nodes(model)).domain = dice.pick(['com.microsoft', 'ai.onnx', 'ai.onnx.ml', 'nobody', '__proto__']);
  },
  'another input': (model, dice) => {
    const { input } = dice.pick(nodes(model));
    input[dice.below(input.length + 1)] = dice.pick([...valueNames(model), 'nowhere', '']);
  },
  'an input less': (model, dice) => void dice.pick(nodes(model)).input.splice(dice.below(2), 1),
  'another output': (model, dice) => {
    const { output } = dice.pick(nodes(model));
    output[dice.below(output.length + 1)] = dice.pick([...valueNames(model), 'nowhere', '']);
  },
  'an output less': (model, dice) => void dice.pick(nodes(model)).output.pop(),
  'a strange name': (model, dice) => renameEverywhere(model, dice.pick(valueNames(model)), dice.pick(strangeNames)),
  'strange names of nodes': (model, dice) => {
    for (const node of nodes(model)) node.name = dice.pick(strangeNames);
  },
  'an attribute changed': (model, dice) => changeAttribute(model, dice),
  'an attribute of another kind': (model, dice) => {
    const attribute = dice.pick(nodes(model).flatMap((node) => node.attribute));
    if (attribute !== undefined) attribute.type = dice.below(16) as AttributeProto_AttributeType;
  },
  'an attribute added': (model, dice) => {
    const name = dice.pick([
      'kernel_shape',
      'pads',
      'strides',
      'dilations',
      'group',
      'axis',
      'perm',
      'auto_pad',
      'ceil_mode',
      'alpha',
      'epsilon',
    ]);
    const type = dice.pick([
      AttributeProto_AttributeType.INTS,
      AttributeProto_AttributeType.INT,
      AttributeProto_AttributeType.FLOAT,
    ]);
    const values = Array.from({ length: dice.below(5) }, () => dice.pick(absurd));
    const added = create(AttributeProtoSchema, {
      name,
      type,
      ints: values,
      i: dice.pick(absurd),
      f: dice.pick([0, -1, Number.NaN, 1e38]),
    });
    dice.pick(nodes(model)).attribute.push(added);
  },
  'a chain that grows': (model, dice) => {
    const node = nodes(model)[dice.below(nodes(model).length)]!;
    const [from, count] = [node.output[0]!, dice.pick([3, 12, 40])];
    const chain = Array.from({ length: count }, (_, k) =>
      create(NodeProtoSchema, {
        opType: 'Concat',
        input: new Array(2).fill(k === 0 ? from : `grown_${k - 1}`),
        output: [`grown_${k}`],
        attribute: [
          create(AttributeProtoSchema, {
            name: 'axis',
            type: AttributeProto_AttributeType.INT,
            i: dice.pick([0n, 1n, -1n]),
          }),
        ],
      }),
    );
    insertAfter(model, node, chain, `grown_${count - 1}`);
  },
};

/** A constant of the size the operator is asked for, times the value it is put behind. */
const makers: Readonly<Record<string, (x: string, size: string) => Partial<NodeProto>[]>> = {
  Expand: (x, size) => [{ opType: 'Expand', input: [x, size] }],
  Reshape: (x, size) => [{ opType: 'Reshape', input: [x, size] }],
  Tile: (x, size) => [{ opType: 'Tile', input: [x, size] }],
  Pad: (x, size) => [{ opType: 'Pad', input: [x, size] }],
  ConstantOfShape: (x, size) => [
    { opType: 'ConstantOfShape', input: [size], output: ['made'] },
    { opType: 'ReduceMean', input: ['made'], output: ['mean'] },
    { opType: 'Add', input: [x, 'mean'] },
  ],
  Resize: (x, size) => [{ opType: 'Resize', input: [x, '', '', size] }],
  CenterCropPad: (x, size) => [{ opType: 'CenterCropPad', input: [x, size] }],
  TopK: (x, size) => [{ opType: 'TopK', input: [x, size] }],
  OneHot: (x, size) => [
    {
      opType: 'Cast',
      input: [size],
      output: ['some'],
      attribute: [create(AttributeProtoSchema, { name: 'to', type: AttributeProto_AttributeType.INT, i: 1n })],
    },
    { opType: 'OneHot', input: [size, size, 'some'], output: ['made'] },
    { opType: 'ReduceMean', input: ['made'], output: ['mean'] },
    { opType: 'Add', input: [x, 'mean'] },
  ],
};

export const sizeMutations: Readonly<Record<string, GraphMutation>> = {
  'absurd dimensions of a constant': (model, dice) => {
    const tensor = dice.pick(model.graph!.initializer);
    if (dice.chance(0.3)) tensor.dims.push(dice.pick(absurd));
    else tensor.dims[dice.below(tensor.dims.length)] = dice.pick(absurd);
  },
  'absurd dimensions of an empty constant': (model, dice) => {
    const tensor = dice.pick(model.graph!.initializer);
    tensor.dims[0] = dice.pick(absurd);
    tensor.dims[1] = 0n;
    tensor.rawData = new Uint8Array(0);
  },
  'absurd dimensions of the image': (model, dice) => {
    for (let k = dice.below(2); k >= 0; k--) setDimension(model, dice, dice.pick(model.graph!.input).name);
  },
  'absurd dimensions of the output': (model, dice) => setDimension(model, dice, model.graph!.output[0]!.name),
  'absurd numbers in an integer constant': (model, dice) => {
    const tensor = dice.pick(model.graph!.initializer.filter(({ dataType }) => dataType === 7 || dataType === 6));
    if (tensor === undefined || tensor.rawData.length < 8)
      return setDimension(model, dice, model.graph!.input[0]!.name);
    const view = new DataView(tensor.rawData.buffer, tensor.rawData.byteOffset, tensor.rawData.byteLength);
    for (let k = dice.below(3); k >= 0; k--)
      view.setBigInt64(8 * dice.below(Math.floor(view.byteLength / 8)), dice.pick(absurd), true);
  },
  'an operator that makes an absurd size': (model, dice) => {
    const node = dice.pick(nodes(model));
    const x = node.output[0]!;
    const rank = dice.pick([4, 4, 2, 1]);
    const dims = Array.from({ length: rank }, (_, i) => (i === 0 || dice.chance(0.5) ? 1n : dice.pick(absurd)));
    const op = dice.pick(Object.keys(makers));
    const values = op === 'Pad' ? [...dims, ...dims] : op === 'TopK' ? [dice.pick(absurd)] : dims;
    model.graph!.initializer.push(integers('size', values));
    const chain = makers[op]!(x, 'size').map((each) =>
      create(NodeProtoSchema, { output: ['larger'], ...each } as NodeProto),
    );
    insertAfter(model, node, chain, 'larger');
  },
  'an absurd convolution': (model, dice) => {
    const node = dice.pick(nodes(model).filter(({ opType }) => /Conv|Pool/.test(opType)));
    if (node === undefined) return changeAttribute(model, dice);
    const name = dice.pick(['pads', 'strides', 'dilations', 'kernel_shape']);
    const values = Array.from({ length: name === 'pads' ? 4 : 2 }, () => dice.pick(absurd));
    node.attribute = node.attribute.filter((each) => each.name !== name);
    node.attribute.push(create(AttributeProtoSchema, { name, type: AttributeProto_AttributeType.INTS, ints: values }));
  },
};

export const typeMutations: Readonly<Record<string, GraphMutation>> = {
  'another type of a constant': (model, dice) => {
    dice.pick(model.graph!.initializer).dataType = dice.pick([
      0, 1, 2, 3, 6, 7, 8, 9, 10, 11, 14, 16, 17, 21, 23, 24, 99, -1,
    ]);
  },
  'another type of the image': (model, dice) => {
    const { type } = model.graph!.input[0]!;
    if (type?.value.case === 'tensorType') type.value.value.elemType = dice.pick([0, 2, 7, 8, 9, 10, 11, 16, 17, 99]);
  },
  'no type of the image': (model) => {
    delete model.graph!.input[0]!.type;
  },
  'another operator set': (model, dice) => {
    model.opsetImport = [
      create(OperatorSetIdProtoSchema, {
        domain: dice.pick(['', '', 'nobody']),
        version: dice.pick([...absurd, 1n, 6n, 7n, 13n, 30n]),
      }),
    ];
  },
  'another IR version': (model, dice) => {
    model.irVersion = dice.pick([...absurd, 3n, 13n, 99n]);
  },
  'operator sets twice': (model) =>
    void model.opsetImport.push(create(OperatorSetIdProtoSchema, { domain: '', version: 9n })),
  'a constant missing': (model, dice) =>
    void model.graph!.initializer.splice(dice.below(model.graph!.initializer.length), 1),
  'a constant twice': (model, dice) =>
    void model.graph!.initializer.push(clone(TensorProtoSchema, dice.pick(model.graph!.initializer))),
  'a constant under the name of a value': (model, dice) => {
    model.graph!.initializer.push({
      ...clone(TensorProtoSchema, dice.pick(model.graph!.initializer)),
      name: dice.pick(valueNames(model)),
    });
  },
  'the image twice': (model) => void model.graph!.input.push(model.graph!.input[0]!),
  'no inputs': (model) => {
    model.graph!.input = [];
  },
  'another output of the graph': (model, dice) => {
    model.graph!.output[0]!.name = dice.pick([...valueNames(model), 'nowhere', '']);
  },
  'no outputs': (model) => {
    model.graph!.output = [];
  },
  'strange weights': (model, dice) => {
    const tensor = dice.pick(model.graph!.initializer);
    for (let at = 0; at + 4 <= tensor.rawData.length; at += 4)
      tensor.rawData.set(
        dice.pick([
          [0, 0, 128, 127],
          [0, 0, 192, 127],
          [255, 255, 127, 127],
          [0, 0, 0, 0],
          [1, 0, 0, 0],
        ]),
        at,
      );
  },
};

export const integers = (name: string, values: readonly bigint[]): TensorProto =>
  create(TensorProtoSchema, {
    name,
    dataType: 7,
    dims: [BigInt(values.length)],
    rawData: new Uint8Array(BigInt64Array.from(values).buffer),
  });

/** Nodes behind a value, which everything after them then reads in its place. */
export function insertAfter(model: ModelProto, node: NodeProto, chain: readonly NodeProto[], last: string): void {
  const at = nodes(model).indexOf(node) + 1;
  for (const later of nodes(model).slice(at))
    later.input = later.input.map((name) => (name === node.output[0] ? last : name));
  for (const output of model.graph!.output) if (output.name === node.output[0]) output.name = last;
  nodes(model).splice(at, 0, ...chain);
}

function changeAttribute(model: ModelProto, dice: Dice): void {
  const attribute = dice.pick(nodes(model).flatMap((node) => node.attribute));
  if (attribute === undefined) return;
  if (attribute.ints.length > 0) attribute.ints[dice.below(attribute.ints.length + 1)] = dice.pick(absurd);
  else attribute.i = dice.pick(absurd);
  attribute.f = dice.pick([0, -1, Number.NaN, Number.POSITIVE_INFINITY, 1e-40]);
}

function setDimension(model: ModelProto, dice: Dice, name: string): void {
  const info = [...model.graph!.input, ...model.graph!.output].find((each) => each.name === name);
  if (info?.type?.value.case !== 'tensorType') return;
  const dims = info.type.value.value.shape?.dim ?? [];
  const size = create(TensorShapeProto_DimensionSchema, { value: { case: 'dimValue', value: dice.pick(absurd) } });
  dims[dice.below(dims.length + 1)] = size;
}

function renameEverywhere(model: ModelProto, from: string, to: string): void {
  const renamed = (name: string) => (name === from ? to : name);
  for (const node of nodes(model)) {
    node.input = node.input.map(renamed);
    node.output = node.output.map(renamed);
  }
  for (const each of [...model.graph!.initializer, ...model.graph!.input, ...model.graph!.output])
    each.name = renamed(each.name);
}
