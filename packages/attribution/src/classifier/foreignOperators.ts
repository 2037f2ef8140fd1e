import { type GraphNode, type Model, nodeLabel, operatorName, SpecialisationError } from '@smoothgrad/onnx';
import { nodesOfFile } from './inspectOperators.ts';

/** The domains of ONNX and of ONNX Runtime. */
const isKnown = ({ domain }: GraphNode) => domain === '' || /^(ai\.onnx|com\.microsoft)(\.|$)/.test(domain);

/** A runtime that cannot load a model names one operator it does not know: this names all of them, before the first is replaced. */
export function withForeignOperators(error: unknown, source: Model): unknown {
  if (!(error instanceof SpecialisationError)) return error;
  const own = new Set(source.functions.map(({ domain, name }) => operatorName({ domain, op: name })));
  const foreign = nodesOfFile(source).filter((node) => !isKnown(node) && !own.has(operatorName(node)));
  if (foreign.length === 0) return error;
  const first = new Map<string, string>();
  for (const node of foreign) if (!first.has(operatorName(node))) first.set(operatorName(node), nodeLabel(node));
  const listed = [...first].map(([op, label]) => `${op} at node '${label}'`);
  return new SpecialisationError(
    `the model has operators that are neither ONNX's nor ONNX Runtime's: ${listed.join(', ')}. Export it without them`,
    { cause: error },
  );
}
