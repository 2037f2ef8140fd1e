import { type Model, renameValues, valuesOf } from '@smoothgrad/onnx';
import { ClassifierError } from './errors.ts';
import { isReserved } from './explainerNames.ts';

export interface ReservedNames {
  readonly model: Model;
  /** The name a value of `model` has in the user's file. */
  original(name: string): string;
  /** The name a value of the user's file has in `model`. */
  renamed(name: string): string;
}

/**
 * Frees the explainer's own names: a model's value called `scores` is renamed inside, and reported under its own name.
 *
 * So are constant shapes. A file that ONNX Runtime's optimiser once wrote has those it made, under names that it gives again when
 * it optimises the explainer, without looking whether they are taken: the session would fail.
 *
 * @throws ClassifierError the input has such a name: it is the explainer's input too
 */
export function reserveNames(model: Model): ReservedNames {
  const used = new Set([...valueNames(model), ...valuesOf(model.graph.nodes)]);
  const inputs = new Set(model.graph.inputs.map(({ name }) => name));
  const names = new Map<string, string>();
  for (const name of used) {
    if (!isReserved(name)) continue;
    if (inputs.has(name)) {
      throw new ClassifierError(
        `the model's input is called '${name}', a name the explainer needs for itself: rename the input`,
      );
    }
    names.set(name, freeName(name, used));
  }
  for (const { name, type } of model.graph.initializers.values()) {
    if (type === 'int64' && !names.has(name)) names.set(name, freeName(name, used));
  }
  const back = new Map([...names].map(([from, to]) => [to, from]));
  return {
    model: renameValues(model, names),
    original: (name) => back.get(name) ?? name,
    renamed: (name) => names.get(name) ?? name,
  };
}

function freeName(name: string, used: ReadonlySet<string>): string {
  const free = `${name}_of_model`;
  return used.has(free) ? freeName(free, used) : free;
}

/** Names of all values of the main graph. */
export function valueNames({ graph }: Model): string[] {
  const made = graph.nodes.flatMap(({ outputs }) => outputs);
  return [...graph.inputs.map(({ name }) => name), ...graph.initializers.keys(), ...made];
}
