/** Plain forward passes of an .onnx file with onnxruntime-node in a process of its own: `forward.mjs MODEL THREADS ROUNDS` prints the median in ms. */
import * as ort from 'onnxruntime-node';
import { median } from './statistics.mjs';

const [file, threads, rounds] = process.argv.slice(2);
const session = await ort.InferenceSession.create(file, { intraOpNumThreads: Number(threads), logSeverityLevel: 4 });
const { name, shape } = session.inputMetadata[0];
const dims = shape.map((dimension) => (typeof dimension === 'number' && dimension > 0 ? dimension : 1));
const data = Float32Array.from({ length: dims.reduce((a, b) => a * b) }, (_, i) => Math.sin(i));
const feeds = { [name]: new ort.Tensor('float32', data, dims) };
const times = [];
for (let round = -5; round < Number(rounds); round++) {
  const started = performance.now();
  await session.run(feeds);
  if (round >= 0) times.push(performance.now() - started);
}
console.log(median(times));
