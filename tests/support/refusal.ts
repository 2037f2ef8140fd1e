import { differentiate, type GradientRule, NotDifferentiableError } from '@smoothgrad/autodiff';
import { type Attribute, int64Tensor, type StaticModel, type Target, type Tensor, type Value } from '@smoothgrad/onnx';

interface RefusalCase {
  readonly attributes?: Readonly<Record<string, Attribute>>;
  readonly inputs: readonly (Value | undefined)[];
  readonly output: Value;
  /** Constant integers among the inputs, by name. */
  readonly integers?: Readonly<Record<string, readonly number[]>>;
  /** Default: the first input. */
  readonly wrt?: readonly string[];
  readonly target?: Target;
}

/** What is said when one node of this form is to be differentiated; undefined where nothing stands in the way. No runtime is asked. */
export function refusal(rule: GradientRule, refusalCase: RefusalCase): string | undefined {
  const { wrt = [refusalCase.inputs[0]!.name], target = 'cpu' } = refusalCase;
  try {
    differentiate(staticModel(rule.op, refusalCase), {
      of: refusalCase.output.name,
      wrt,
      rules: { [rule.op]: rule },
      cotangent: 'cotangent',
      target,
    });
    return undefined;
  } catch (error) {
    if (error instanceof NotDifferentiableError) return error.message;
    throw error;
  }
}

function staticModel(op: string, { attributes = {}, inputs, output, integers = {} }: RefusalCase): StaticModel {
  const present = inputs.filter((input) => input !== undefined);
  const initializers = Object.entries(integers).map(([name, values]): [string, Tensor] => [
    name,
    int64Tensor(name, [values.length], values),
  ]);
  return {
    irVersion: 8,
    producer: '',
    opsets: new Map([['', 18]]),
    functions: [],
    metadata: new Map(),
    values: new Map([...present, output].map((value) => [value.name, value])),
    graph: {
      name: '',
      inputs: present.filter(({ name }) => !(name in integers)).map(({ name }) => ({ name })),
      outputs: [{ name: output.name }],
      initializers: new Map(initializers),
      nodes: [
        {
          op,
          domain: '',
          name: 'the node',
          inputs: inputs.map((input) => input?.name ?? ''),
          outputs: [output.name],
          attributes: new Map(Object.entries(attributes)),
        },
      ],
    },
  };
}
