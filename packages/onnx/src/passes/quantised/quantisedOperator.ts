import type { GraphBuilder } from '../../builder.ts';
import type { ElementType, GraphNode, Value } from '../../ir.ts';

/** A quantised value as the rewritten graph has it: float32 numbers, each whole, that are `offset` less than those of the file. */
export interface WholeNumbers {
  readonly value: Value;
  /** Where the zero point is a known number it is left out until something asks for it: most readers subtract it at once. */
  readonly offset: number;
}

/** What the rewrite of a quantised operator sees of its node. */
export interface QuantisedContext {
  readonly g: GraphBuilder;
  readonly node: GraphNode;
  /**
   * Undefined: left out. Integers computed from the image come as float32 with the numbers of the file; constants and what the
   * graph takes have the type of the file.
   */
  readonly inputs: readonly (Value | undefined)[];
  /** The type an input has in the file. */
  fileType(index: number): ElementType | undefined;
  /** With the types of the file. */
  readonly outputs: readonly (Value | undefined)[];
  /** The numbers of a small constant input. */
  constant(index: number): readonly number[] | undefined;
  /** Input `index` less its zero point, in float32; `along` says which axis of it a zero point with several numbers has. */
  centred(index: number, zeroPoint: number, along?: Along): Value;
  /** The whole numbers nearest to `scaled`, in the type of output 0, whose zero point is an input. */
  quantised(scaled: Value, zeroPoint: number, along?: Along): WholeNumbers;
}

/** How a parameter with several numbers lies along a tensor. */
export interface Along {
  readonly axis: number;
  /** Numbers that share a parameter along that axis; 0: one parameter for each position. */
  readonly block?: number;
}

/**
 * How an operator on quantised tensors is computed in float32 with the same whole numbers.
 *
 * A `Value` stands for an output as it is; a string says why this node cannot be rewritten.
 */
export interface QuantisedOperator {
  /** The operator, with its domain unless standard. */
  readonly op: string;
  /** Rewritten only where one of these inputs holds rewritten numbers; default: where any input depends on the image. */
  readonly data?: readonly number[];
  /** Whether a node it was rewritten to stands for the numbers it takes, up to rounding. Default: none does. */
  readonly keepsNumbers?: (node: GraphNode) => boolean;
  rewrite(context: QuantisedContext): readonly (WholeNumbers | Value | undefined)[] | string;
}

const LIMITS: Partial<Record<ElementType, readonly [lowest: number, highest: number]>> = {
  uint8: [0, 255],
  int8: [-128, 127],
  uint16: [0, 65535],
  int16: [-32768, 32767],
  uint4: [0, 15],
  int4: [-8, 7],
  uint2: [0, 3],
  int2: [-2, 1],
};

/** The lowest and highest number of a quantised type; undefined for other types. */
export function limitsOf(type: ElementType): readonly [lowest: number, highest: number] | undefined {
  return LIMITS[type];
}
