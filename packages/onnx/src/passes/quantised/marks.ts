import type { GraphNode } from '../../ir.ts';

const APPROXIMATION = 'smoothgrad.approximation';
const NUMBERS = 'smoothgrad.numbers';

/** The node with a note that the derivative of what it returns rests on the straight-through estimate. */
export const markApproximated = (node: GraphNode) => marked(node, APPROXIMATION, 'straight-through');

/** Whether the derivative of what a node returns rests on an estimate. */
export const isApproximated = (node: GraphNode): boolean => node.metadata?.has(APPROXIMATION) ?? false;

/** The node with a note that it belongs to a step that returns what it takes, up to rounding; its data is its first input. */
export const markKeepsNumbers = (node: GraphNode) => marked(node, NUMBERS, 'kept');

/** Whether a node belongs to quantising or dequantising: its result stands for the numbers of its first input. */
export const keepsNumbers = (node: GraphNode): boolean => node.metadata?.has(NUMBERS) ?? false;

function marked(node: GraphNode, key: string, value: string): GraphNode {
  return { ...node, metadata: new Map([...(node.metadata ?? []), [key, value]]) };
}
