import { readFileSync } from 'node:fs';
import { normalise, readModel, specialise, writeModel } from '@smoothgrad/onnx';
import { it } from 'vitest';
import { createTestEngine } from './support/testEngine.ts';
const engine = createTestEngine();
it('layers', { timeout: 600000 }, async () => {
  const [name, tag] = (process.env.QL ?? 'mobilenet-v2/qop').split('/');
  const d = `/tmp/quant/${name}`;
  const x = new Float32Array(new Uint8Array(readFileSync(`${d}/x.bin`)).buffer);
  const source = normalise(readModel(readFileSync(`${d}/${tag}.onnx`), `${tag}.onnx`));
  const input = source.graph.inputs[0]!;
  const shape = (input.type!.shape as number[]).map((v) => (typeof v === 'number' ? v : 1));
  const stat = await specialise(source, engine, { inputShapes: { [input.name]: shape }, weights: { folder: d } });
  const names = source.graph.nodes.filter((n) => /QLinear|QuantizeLinear|QGemm/.test(n.op)).map((n) => n.outputs[0]!).filter((n) => stat.values.has(n) && stat.graph.nodes.some((m) => m.outputs.includes(n)));
  const run = async (m: any) => {
    const graph = { ...m.graph, outputs: names.map((n) => ({ name: n })), extra: undefined };
    const s = await engine.createSession({ model: writeModel({ ...m, graph }, 'reference'), weights: { folder: d }, optimisation: 'basic' });
    return s.run({ [input.name]: { type: 'float32', shape, data: x } });
  };
  const [a, b] = [await run(source), await run(stat)];
  for (const n of names) {
    const p = Array.from(a[n]!.data as any, Number); const q = Array.from(b[n]!.data as any, Number);
    if (a[n]!.type === 'float32') continue;
    const off = q.map((v, i) => p[i]! - v).sort((u, v) => u - v); const med = off[off.length >> 1]!;
    const diff = off.filter((v) => v !== med).length / off.length;
    console.log(n.slice(0, 60).padEnd(60), a[n]!.type, 'offset', med, 'differ', diff.toFixed(5), 'max', Math.max(Math.abs(off[0]! - med), Math.abs(off.at(-1)! - med)));
  }
});
