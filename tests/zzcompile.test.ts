import { readFileSync, writeFileSync } from 'node:fs';
import { buildExplainer, prepareClassifier } from '@smoothgrad/attribution';
import { standard } from '@smoothgrad/autodiff';
import { readModel, writeModel } from '@smoothgrad/onnx';
import { it } from 'vitest';
import { createTestEngine } from './support/testEngine.ts';
const engine = createTestEngine();
it('c', { timeout: 600000 }, async () => {
  for (const q of process.env.QC!.split(',')) {
    const [name, tag] = q.split('/') as [string, string];
    const d = `/tmp/quant/${name}`;
    const p = await prepareClassifier(readModel(readFileSync(`${d}/${tag}.onnx`), `${tag}.onnx`), engine, { weights: { folder: d } });
    const e = buildExplainer(p.model, { input: p.input.name, scores: p.scores, score: 'logit', rules: standard, batch: 1, target: 'cpu' });
    writeFileSync(`${d}/${tag}.explainer`, writeModel(e, 'reference'));
  }
});
