import type { GraphNode } from '../ir.ts';

/** A node that makes `to` a copy of `from`. ONNX Runtime removes it again. */
export function identity(from: string, to: string, name: string): GraphNode {
  return { op: 'Identity', domain: '', name, inputs: [from], outputs: [to], attributes: new Map() };
}
