/**
 * An explainer in smoothgrad's own worker threads: `engineProcess.mjs FILE WORKERS`. Each line `{"runs": k}` is a round, `ms` the
 * wall-clock time divided by the number of runs.
 */
import { readFileSync } from 'node:fs';
import { createNodeEngine } from '@smoothgrad/node';
import * as ort from 'onnxruntime-node';
import { answerLines } from './answerLines.mjs';
import { feedsOf } from './feeds.mjs';

const [file, workers] = process.argv.slice(2);
const engine = createNodeEngine({ workers: Number(workers) });
const session = await engine.createSession({
  model: readFileSync(file),
  optimisation: 'all',
  parallel: Number(workers),
});
const inputMetadata = session.inputs.map(({ name, type }) => ({ name, shape: type.shape }));
const feeds = Object.fromEntries(
  Object.entries(feedsOf(ort, { inputMetadata })).map(([name, { type, dims, data }]) => [
    name,
    { type, shape: dims, data },
  ]),
);

async function round(runs) {
  let left = runs;
  const work = async () => {
    while (left-- > 0) await session.run(feeds);
  };
  const started = performance.now();
  await Promise.all(Array.from({ length: Number(workers) }, work));
  return { ms: (performance.now() - started) / runs };
}
await round(2 * workers);
answerLines(await round(workers), ({ runs }) => round(runs));
