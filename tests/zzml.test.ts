import { writeModel, float, int, ints, string, normalise } from '@smoothgrad/onnx';
import { test } from 'vitest';
import { modelOf, node, weights } from './support/graphs.ts';
import { integers } from './support/runGraph.ts';
import { createTestEngine } from './support/testEngine.ts';
import { prepareClassifier } from '@smoothgrad/attribution';
const engine = createTestEngine();
const body = [node('Conv', ['x', 'w'], ['features']), node('GlobalAveragePool', ['features'], ['pooled']), node('Flatten', ['pooled'], ['logits'])];
const constants = [weights('w', [5, 3, 2, 2]), integers('k', [3])];
const zip = (from: string) => node('ZipMap', [from], ['maps'], { classlabels_int64s: ints([0, 1, 2, 3, 4]) }, 'ai.onnx.ml');
const label = (from: string) => node('ArgMax', [from], ['label'], { axis: int(1), keepdims: int(0) });
const soft = node('Softmax', ['logits'], ['p']);
const cases: any = {
  labelZip: [[soft, label('p'), zip('p')], ['label', 'maps']],
  label: [[soft, label('p')], ['label']],
  labelLogits: [[label('logits')], ['label']],
  zip: [[soft, zip('p')], ['maps']],
  zipLogits: [[zip('logits')], ['maps']],
  topk: [[soft, node('TopK', ['p', 'k'], ['best', 'index'])], ['best', 'index']],
  topkIndex: [[soft, node('TopK', ['p', 'k'], ['best', 'index'])], ['index']],
};
test.each(Object.keys(cases))('%s', async (name) => {
  const [tail, outputs] = cases[name];
  const m = modelOf({ inputs: { x: ['N', 3, 4, 4] }, nodes: [...body, ...tail], outputs, constants, opsets: { 'ai.onnx.ml': 1 } });
  try { console.log(name, (await prepareClassifier(m, engine)).scores); } catch (e) { console.log(name, 'ERR', String(e)); }
});
