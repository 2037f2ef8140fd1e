import type { Attribute, ElementType } from '@smoothgrad/onnx';

export interface CaseInput {
  readonly shape: readonly number[];
  /** Row-major. Default: standard normal numbers. Choose values away from switches for operators that have them. */
  readonly values?: ArrayLike<number>;
  /** Default `float32`; also `float64`, `int64`, `int32` and `bool`. */
  readonly type?: ElementType;
  /** An initializer instead of an input of the graph; it is then not differentiated. */
  readonly constant?: boolean;
}

/** One node at one point. */
export interface GradientCase {
  /** For the explanation when the check fails. */
  readonly name?: string;
  /** In the operator's order; undefined: an optional input left out. */
  readonly inputs: readonly (CaseInput | undefined)[];
  readonly attributes?: Readonly<Record<string, Attribute>>;
  /** Names of the outputs; `y` is the one that is differentiated. Default: it is the only one. */
  readonly outputs?: readonly string[];
  /** Default 18. */
  readonly opset?: number;
  /** Inputs to differentiate by; default all of a float type that are not constant. */
  readonly wrt?: readonly number[];
  /** Of the default values and of the cotangent; default 0. */
  readonly seed?: number;
  /** h of the central difference (f(x + h) − f(x − h))/2h; default 1e-4. Switches must be farther away. */
  readonly step?: number;
  /** Largest relative L2 distance of the gradient; default 2e-5. */
  readonly tolerance?: number;
}

/** The case in words, for errors. */
export function describeCase(op: string, { name, inputs, attributes = {} }: GradientCase): string {
  const shapes = inputs.map((input) =>
    input === undefined ? '–' : `${input.type ?? 'float32'}[${input.shape}]${input.constant ? ' constant' : ''}`,
  );
  const settings = Object.entries(attributes).map(([key, attribute]) => `${key}=${attributeText(attribute)}`);
  return [`${op}${name ? ` (${name})` : ''}`, `of ${shapes.join(', ')}`, settings.join(' ')].filter(Boolean).join(' ');
}

function attributeText(attribute: Attribute): string {
  if (attribute.kind === 'string') return String.fromCharCode(...attribute.value);
  if (attribute.kind === 'ints' || attribute.kind === 'floats') return `[${attribute.value}]`;
  return attribute.kind === 'int' || attribute.kind === 'float' ? String(attribute.value) : attribute.kind;
}
