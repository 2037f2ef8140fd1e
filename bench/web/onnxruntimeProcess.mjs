/** An .onnx file in onnxruntime-web's WebAssembly, in this process, one thread: `onnxruntimeProcess.mjs FILE`. Each line is a round. */
import { readFileSync } from 'node:fs';
import * as ort from 'onnxruntime-web';
import { answerLines } from '../competitors/answerLines.mjs';
import { feedsOf } from '../competitors/feeds.mjs';
import { timeRuns } from '../competitors/timeRuns.mjs';

ort.env.wasm.numThreads = 1;
const session = await ort.InferenceSession.create(readFileSync(process.argv[2]), {
  executionProviders: ['wasm'],
  logSeverityLevel: 4,
});
const feeds = feedsOf(ort, session);
const run = () => session.run(feeds);
await timeRuns(run, 1);
answerLines(await timeRuns(run, 1), ({ runs }) => timeRuns(run, runs));
