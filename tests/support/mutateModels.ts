import { fromBinary, toBinary } from '@bufbuild/protobuf';
import { ModelProtoSchema } from 'onnx-buf';
import { type Base, networkBases } from './mutateBases.ts';
import { byteMutations } from './mutateBytes.ts';
import { type Dice, diceOf } from './mutateDice.ts';
import { type GraphMutation, nodeMutations, sizeMutations, typeMutations } from './mutateGraph.ts';
import { hostileMutations, outsideMutations } from './mutateHostile.ts';
import { operatorBases } from './mutateOperatorBases.ts';

export interface Mutant {
  /** What was done to which model: `vit: a node dropped (17)`. */
  readonly name: string;
  /** Of `model.onnx`. */
  readonly bytes: Uint8Array;
  readonly files: Base['files'];
  /** It asks for files outside its folder: it must be refused. */
  readonly isOutside: boolean;
}

type Mutate = (bytes: Uint8Array, dice: Dice) => Uint8Array;

const onGraph =
  (mutate: GraphMutation): Mutate =>
  (bytes, dice) => {
    const model = fromBinary(ModelProtoSchema, bytes.slice());
    mutate(model, dice);
    return toBinary(ModelProtoSchema, model);
  };

const onGraphs = (table: Readonly<Record<string, GraphMutation>>): Readonly<Record<string, Mutate>> =>
  Object.fromEntries(Object.entries(table).map(([name, mutate]) => [name, onGraph(mutate)]));

/** With how often each group is drawn. */
const groups: readonly (readonly [weight: number, Readonly<Record<string, Mutate>>])[] = [
  [3, byteMutations],
  [4, onGraphs(nodeMutations)],
  [5, onGraphs(sizeMutations)],
  [3, onGraphs(typeMutations)],
  [2, onGraphs(hostileMutations)],
  [1, onGraphs(outsideMutations)],
];

/** Mutants by number, an endless list: of small networks, and of as many classifiers with one operator each. */
export function createMutants(): (k: number) => Mutant {
  const bases = [networkBases(), operatorBases()];
  return (k) => mutantOf(k, bases[k % 2]!);
}

function mutantOf(k: number, bases: readonly Base[]): Mutant {
  const dice = diceOf(k);
  const [base, table] = [
    dice.pick(bases),
    dice.pick(groups.flatMap(([weight, group]) => new Array(weight).fill(group))),
  ];
  const names = Object.keys(table as Readonly<Record<string, Mutate>>);
  const name = dice.pick(names);
  return {
    name: `${base.name}: ${name} (${k})`,
    bytes: (table as Readonly<Record<string, Mutate>>)[name]!(base.bytes, dice),
    files: base.files,
    isOutside: name in outsideMutations,
  };
}
