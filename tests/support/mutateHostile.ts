import { create } from '@bufbuild/protobuf';
import {
  AttributeProtoSchema,
  FunctionProtoSchema,
  type GraphProto,
  GraphProtoSchema,
  AttributeProto_AttributeType as Kind,
  type ModelProto,
  NodeProtoSchema,
  OperatorSetIdProtoSchema,
  SparseTensorProtoSchema,
  StringStringEntryProtoSchema,
  type TensorProto,
  TensorProto_DataLocation,
  TensorProtoSchema,
  ValueInfoProtoSchema,
} from 'onnx-buf';
import { absurd, type Dice } from './mutateDice.ts';
import { type GraphMutation, insertAfter, integers } from './mutateGraph.ts';

const pair = (key: string, value: string) => create(StringStringEntryProtoSchema, { key, value });

/** Locations outside the model's folder: nothing may be read there. `outside.bin` lies beside the folder. */
export const outsideLocations: readonly string[] = [
  '../outside.bin',
  './../outside.bin',
  'sub/../../outside.bin',
  '..\\outside.bin',
  '/etc/passwd',
  'file:///etc/passwd',
  'https://example.com/outside.bin',
  'C:\\outside.bin',
  '\\\\server\\outside.bin',
  'weights.bin\0/../../outside.bin',
  '',
  '.',
  '..',
  '/',
  '~/outside.bin',
  '/dev/zero',
  'weights.bin/../../outside.bin',
];

export const outsideMutations: Readonly<Record<string, GraphMutation>> = {
  'weights outside': (model, dice) => refer(dice.pick(model.graph!.initializer), dice.pick(outsideLocations)),
  'weights behind a link to a folder': (model, dice) => refer(dice.pick(model.graph!.initializer), 'link/passwd'),
  'weights of a Constant outside': (model, dice) => {
    const tensor = model.graph!.initializer.splice(dice.below(model.graph!.initializer.length), 1)[0]!;
    refer(tensor, dice.pick(outsideLocations));
    const attribute = create(AttributeProtoSchema, { name: 'value', type: Kind.TENSOR, t: tensor });
    model.graph!.node.unshift(
      create(NodeProtoSchema, { opType: 'Constant', output: [tensor.name], attribute: [attribute] }),
    );
  },
  'weights of a branch outside': (model, dice) => {
    const tensor = create(TensorProtoSchema, { name: 'inner', dataType: 1, dims: [1n] });
    refer(tensor, dice.pick(outsideLocations));
    const branch = create(GraphProtoSchema, {
      name: 'branch',
      initializer: [tensor],
      node: [create(NodeProtoSchema, { opType: 'Identity', input: ['inner'], output: ['inner_out'] })],
      output: [create(ValueInfoProtoSchema, { name: 'inner_out' })],
    });
    insertIf(model, dice, branch);
  },
};

function refer(tensor: TensorProto, location: string, more: Readonly<Record<string, string>> = {}) {
  tensor.rawData = new Uint8Array(0);
  tensor.floatData = [];
  tensor.dataLocation = TensorProto_DataLocation.EXTERNAL;
  tensor.externalData = [pair('location', location), ...Object.entries(more).map(([key, value]) => pair(key, value))];
}

export const hostileMutations: Readonly<Record<string, GraphMutation>> = {
  'absurd offset or length of weights': (model, dice) => {
    const number = () => dice.pick([...absurd.map(String), 'NaN', '1e3', '0x10', '', ' 4', '-0', '1'.repeat(400)]);
    const more = { ...(dice.chance(0.7) && { offset: number() }), ...(dice.chance(0.7) && { length: number() }) };
    refer(dice.pick(model.graph!.initializer), 'weights.bin', more);
  },
  'weights missing or in the model': (model, dice) =>
    refer(
      dice.pick(model.graph!.initializer),
      dice.pick(['none.bin', 'model.onnx', '.hidden', 'a'.repeat(5000), 'weights.bin/', 'sub']),
    ),
  'branches in branches': (model, dice) => {
    let branch = leaf('deepest');
    const depth = dice.pick([2, 10, 25, 33, 50, 99, 300]);
    for (let level = 0; level < depth; level++) {
      branch = create(GraphProtoSchema, {
        name: `level_${level}`,
        node: [conditional(branch, `made_${level}`)],
        output: [create(ValueInfoProtoSchema, { name: `made_${level}` })],
      });
    }
    insertIf(model, dice, branch);
  },
  'functions that call themselves': (model, dice) => {
    const names = ['f', 'g', 'h'].slice(0, 1 + dice.below(3));
    model.functions.push(...names.map((name, i) => functionOf(name, [names[(i + 1) % names.length]!])));
    insertCall(model, dice, 'f');
  },
  'functions that multiply': (model, dice) => {
    const depth = dice.pick([3, 8, 30]);
    const levels = Array.from({ length: depth }, (_, i) =>
      functionOf(`f${i}`, i + 1 < depth ? new Array(10).fill(`f${i + 1}`) : []),
    );
    model.functions.push(...levels);
    insertCall(model, dice, 'f0');
  },
  'functions that are missing or twice': (model, dice) => {
    if (dice.chance(0.5)) model.functions.push(functionOf('f', []), functionOf('f', []));
    insertCall(model, dice, 'f');
  },
  'a loop that never ends': (model, dice) => {
    model.graph!.initializer.push(
      integers('trips', [dice.pick([2n ** 62n, 2n ** 31n, -1n, 100_000n])]),
      create(TensorProtoSchema, { name: 'going', dataType: 9, rawData: Uint8Array.of(1) }),
      create(TensorProtoSchema, { name: 'start', dataType: 1, dims: [1n], rawData: new Uint8Array(4) }),
    );
    model.graph!.initializer.find(({ name }) => name === 'trips')!.dims = [];
    const body = create(GraphProtoSchema, {
      name: 'body',
      input: [typed('trip', 7, []), typed('condition', 9, []), typed('carried', 1, [1n])],
      node: [
        create(NodeProtoSchema, { opType: 'Identity', input: ['condition'], output: ['condition_out'] }),
        create(NodeProtoSchema, { opType: 'Identity', input: ['carried'], output: ['carried_out'] }),
      ],
      output: [typed('condition_out', 9, []), typed('carried_out', 1, [1n])],
    });
    const attribute = create(AttributeProtoSchema, { name: 'body', type: Kind.GRAPH, g: body });
    const node = dice.pick(model.graph!.node);
    insertAfter(
      model,
      node,
      [
        create(NodeProtoSchema, {
          opType: 'Loop',
          input: ['trips', 'going', 'start'],
          output: ['looped'],
          attribute: [attribute],
        }),
        create(NodeProtoSchema, { opType: 'Add', input: [node.output[0]!, 'looped'], output: ['after_loop'] }),
      ],
      'after_loop',
    );
  },
  'an absurd sparse constant': (model, dice) => {
    const values = create(TensorProtoSchema, { name: 'sparse', dataType: 1, dims: [1n], rawData: new Uint8Array(4) });
    const indices = integers('', [dice.pick(absurd)]);
    model.graph!.sparseInitializer.push(
      create(SparseTensorProtoSchema, {
        values,
        indices,
        dims: dice.pick([[dice.pick(absurd)], [2n ** 16n, 2n ** 16n], [1n, 1n]]),
      }),
    );
    const node = dice.pick(model.graph!.node);
    insertAfter(
      model,
      node,
      [create(NodeProtoSchema, { opType: 'Add', input: [node.output[0]!, 'sparse'], output: ['with_sparse'] })],
      'with_sparse',
    );
  },
};

function typed(name: string, elemType: number, dims: readonly bigint[]) {
  const dim = dims.map((value) => ({ value: { case: 'dimValue', value } as const }));
  return create(ValueInfoProtoSchema, {
    name,
    type: { value: { case: 'tensorType', value: { elemType, shape: { dim } } } },
  });
}

function leaf(output: string): GraphProto {
  const constant = create(TensorProtoSchema, { dataType: 1, dims: [1n], rawData: new Uint8Array(4) });
  const attribute = create(AttributeProtoSchema, { name: 'value', type: Kind.TENSOR, t: constant });
  return create(GraphProtoSchema, {
    name: output,
    node: [create(NodeProtoSchema, { opType: 'Constant', output: [output], attribute: [attribute] })],
    output: [create(ValueInfoProtoSchema, { name: output })],
  });
}

function conditional(branch: GraphProto, output: string) {
  return create(NodeProtoSchema, {
    opType: 'If',
    input: ['yes'],
    output: [output],
    attribute: [
      create(AttributeProtoSchema, { name: 'then_branch', type: Kind.GRAPH, g: branch }),
      create(AttributeProtoSchema, { name: 'else_branch', type: Kind.GRAPH, g: leaf(`${output}_else`) }),
    ],
  });
}

function insertIf(model: ModelProto, dice: Dice, branch: GraphProto): void {
  model.graph!.initializer.push(create(TensorProtoSchema, { name: 'yes', dataType: 9, rawData: Uint8Array.of(1) }));
  const node = dice.pick(model.graph!.node);
  const add = create(NodeProtoSchema, { opType: 'Add', input: [node.output[0]!, 'chosen'], output: ['after_if'] });
  insertAfter(model, node, [conditional(branch, 'chosen'), add], 'after_if');
}

function functionOf(name: string, calls: readonly string[]) {
  const steps = calls.length === 0 ? ['Relu'] : calls;
  return create(FunctionProtoSchema, {
    name,
    domain: 'own',
    input: ['x'],
    output: [`v${steps.length - 1}`],
    opsetImport: [
      create(OperatorSetIdProtoSchema, { version: 18n }),
      create(OperatorSetIdProtoSchema, { domain: 'own', version: 1n }),
    ],
    node: steps.map((op, i) =>
      create(NodeProtoSchema, {
        opType: op,
        domain: calls.length === 0 ? '' : 'own',
        input: [i === 0 ? 'x' : `v${i - 1}`],
        output: [`v${i}`],
      }),
    ),
  });
}

function insertCall(model: ModelProto, dice: Dice, name: string): void {
  model.opsetImport.push(create(OperatorSetIdProtoSchema, { domain: 'own', version: 1n }));
  const node = dice.pick(model.graph!.node);
  insertAfter(
    model,
    node,
    [create(NodeProtoSchema, { opType: name, domain: 'own', input: [node.output[0]!], output: ['called'] })],
    'called',
  );
}
