/** An .onnx file in onnxruntime-node: `sessionProcess.mjs FILE THREADS [BATCH]`. Each line `{"runs": k}` is a round. */
import * as ort from 'onnxruntime-node';
import { answerLines } from './answerLines.mjs';
import { feedsOf } from './feeds.mjs';
import { timeRuns } from './timeRuns.mjs';

const [file, threads, batch = '1'] = process.argv.slice(2);
const session = await ort.InferenceSession.create(file, {
  intraOpNumThreads: Number(threads),
  interOpNumThreads: 1,
  graphOptimizationLevel: 'all',
  logSeverityLevel: 4,
});
const feeds = feedsOf(ort, session, Number(batch));
const run = () => session.run(feeds);
await timeRuns(run, 2);
answerLines(await timeRuns(run, 1), async ({ runs }) => ({
  ...(await timeRuns(run, runs, Number(batch))),
  peakRssMb: Math.round((process.resourceUsage().maxRSS * 1024) / 1e6),
}));
