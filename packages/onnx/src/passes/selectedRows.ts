import { intAttribute } from '../attributes.ts';
import { inlineNumbers } from '../elements.ts';
import { type Graph, type GraphNode, operatorName, type Value } from '../ir.ts';
import { elementCount, normaliseAxis } from '../shapes.ts';

/** Some rows of a value along one of its axes. */
export interface Rows {
  readonly axis: number;
  readonly indices: readonly number[];
}

/** The rows that a Gather or Slice with constant indices takes of its first input, in its order; undefined for other nodes. */
export function selectedRows(node: GraphNode, graph: Graph, values: ReadonlyMap<string, Value>): Rows | undefined {
  const select = selections[operatorName(node)];
  const data = values.get(node.inputs[0] ?? '');
  const output = values.get(node.outputs[0] ?? '');
  if (select === undefined || data === undefined || output === undefined) return undefined;
  const constant = (index: number) => {
    const tensor = graph.initializers.get(node.inputs[index] ?? '');
    return tensor && inlineNumbers(tensor);
  };
  return select({ node, data, output, constant });
}

interface Selection {
  readonly node: GraphNode;
  readonly data: Value;
  readonly output: Value;
  constant(index: number): readonly number[] | undefined;
}

const selections: Readonly<Record<string, (selection: Selection) => Rows | undefined>> = {
  Gather({ node, data, constant }) {
    const axis = normaliseAxis(intAttribute(node, 'axis', 0), data.shape.length);
    const length = data.shape[axis]!;
    const indices = constant(1)?.map((index) => normaliseAxis(index, length));
    return indices?.every((index) => index >= 0 && index < length) ? { axis, indices } : undefined;
  },
  /** Along one axis only. */
  Slice({ node, data, output, constant }) {
    const cut = data.shape.flatMap((length, axis) => (length === output.shape[axis] ? [] : [axis]));
    const [starts, axes, steps] = [constant(1), constant(3), constant(4)];
    const unknown = starts === undefined || (node.inputs[3] && !axes) || (node.inputs[4] && !steps);
    if (unknown || cut.length !== 1 || elementCount(output.shape) === 0) return undefined;
    if (steps?.some((step) => step < 0)) return undefined;
    const axis = cut[0]!;
    const position = starts.findIndex((_, i) => normaliseAxis(axes?.[i] ?? i, data.shape.length) === axis);
    const start = Math.max(0, normaliseAxis(starts[position]!, data.shape[axis]!));
    const step = steps?.[position] ?? 1;
    return { axis, indices: Array.from({ length: output.shape[axis]! }, (_, k) => start + k * step) };
  },
};

/** Sorted, each row once; undefined where the axes differ. */
export function union(a: Rows, b: Rows): Rows | undefined {
  if (a.axis !== b.axis) return undefined;
  return { axis: a.axis, indices: [...new Set([...a.indices, ...b.indices])].sort((i, j) => i - j) };
}
