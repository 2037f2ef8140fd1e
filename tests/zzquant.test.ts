import { readFileSync, existsSync, readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { openClassifier, prepareClassifier, inspectClassifier } from '@smoothgrad/attribution';
import { readModel } from '@smoothgrad/onnx';
import { afterAll, it } from 'vitest';
import { cosine, relativeDistance } from './support/compare.ts';
import { oneHot } from './support/models.ts';
import { createTestEngine } from './support/testEngine.ts';
const engine = createTestEngine();
afterAll(() => engine.close());
const names = (process.env.QNAMES ?? 'squeezenet-1.1,mobilenet-v2,vit-tiny').split(',');
const f32 = (p: string) => new Float32Array(new Uint8Array(readFileSync(p)).buffer);
it.each(names)('%s', { timeout: 600000 }, async (name) => {
  const d = `/tmp/quant/${name}`;
  const x = f32(`${d}/x.bin`);
  let plain: any; let top = 0;
  for (const tag of ['float', 'qdq', 'qdq8', 'qdq16', 'qop', 'dyn', ...(process.env.QTAGS?.split(',') ?? [])]) {
    const file = `${d}/${tag}.onnx`;
    if (!existsSync(file)) continue;
    try {
      const model = readModel(readFileSync(file), `${tag}.onnx`);
      const t0 = performance.now();
      const c = await openClassifier(model, engine, { weights: { folder: d } });
      const t1 = performance.now();
      const n = c.scores.classes;
      if (tag === 'float') {
        const r0 = await c.gradient(x, oneHot(n, 0));
        top = r0.logits.indexOf(Math.max(...r0.logits));
      }
      const r = await c.gradient(x, oneHot(n, top));
      const t2 = performance.now();
      for (let i = 0; i < 3; i++) await c.gradient(x, oneHot(n, top));
      const t3 = performance.now();
      if (tag === 'float') plain = r;
      const un = file.replace('.onnx', '.unfused'); let s = f32(existsSync(un) ? un : file.replace('.onnx', '.scores'));
      const soft = (l: Float32Array) => { const m = Math.max(...l); const e = l.map((v) => Math.exp(v - m)); const t = e.reduce((a, b) => a + b, 0); return e.map((v) => v / t); };
      const sum = s.reduce((a, b) => a + b, 0);
      const ours = Math.abs(sum - 1) < 0.1 && Math.min(...s) >= 0 ? soft(r.logits) : r.logits;
      console.log(name, tag, c.scores.tensor, c.derivative, 'top', r.logits.indexOf(Math.max(...r.logits)), 'vs ORT scores rel', relativeDistance(ours, s).toExponential(2), 'ORT top', s.indexOf(Math.max(...s)),
        '| cos with float map', cosine(r.gradient, plain.gradient).toFixed(4), 'logits cos', cosine(r.logits, plain.logits).toFixed(4), `open ${(t1 - t0).toFixed(0)} ms, run ${((t3 - t2) / 3).toFixed(0)} ms`);
      if (process.env.QINSPECT) console.log(inspectClassifier(model, await prepareClassifier(model, engine, { weights: { folder: d } })).operators.map((o) => `${o.op} ${o.count} ${o.status}`).join('; '));
      await c.close();
    } catch (e) { console.log(name, tag, 'FAIL', String((e as Error).message).slice(0, 600)); }
  }
});
