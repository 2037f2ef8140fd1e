import type { GraphNode } from '@smoothgrad/onnx';

/**
 * Values through which everything passes on the way from `input` to `of`, in order: no shortcut, no branch leads around them. The
 * sum at the end of a residual block is one, a result inside the block none.
 *
 * @param path nodes between the two, in topological order (`nodesOnPath`)
 */
export function bottlenecks(path: readonly GraphNode[], input: string, of: string): string[] {
  const made = new Set([input, ...path.flatMap(({ outputs }) => outputs)]);
  const readBy = ({ inputs }: GraphNode) => [...new Set(inputs)].filter((name) => made.has(name));
  const readers = new Map([[of, 1]]);
  for (const name of path.flatMap(readBy)) readers.set(name, (readers.get(name) ?? 0) + 1);
  const open = new Set([input]);
  const found: string[] = [];
  for (const node of path) {
    for (const name of readBy(node)) {
      const left = readers.get(name)! - 1;
      readers.set(name, left);
      if (left === 0) open.delete(name);
    }
    for (const name of node.outputs) if (readers.has(name)) open.add(name);
    if (open.size === 1) found.push([...open][0]!);
  }
  return found;
}
