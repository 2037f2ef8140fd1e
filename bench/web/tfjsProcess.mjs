/**
 * TensorFlow.js on its WebAssembly backend, one thread: `tfjsProcess.mjs FILE forward|gradient`. Each line is a round. Weights are no
 * variables, so only the gradient of the image is computed.
 */
import '@tensorflow/tfjs-backend-wasm';
import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs';
import { answerLines } from '../competitors/answerLines.mjs';
import { timeRuns } from '../competitors/timeRuns.mjs';
import { tfjsNetwork } from './tfjsNetwork.mjs';

const [file, what] = process.argv.slice(2);
try {
  await tf.setBackend('wasm');
  await tf.ready();
  const { forward, shape } = tfjsNetwork(tf, readFileSync(file));
  const image = tf.randomNormal(shape, 0, 1, 'float32', 1);
  const gradient = tf.grad((x) => tf.sum(tf.slice(forward(x), [0, 1], [1, 1])));
  const run = async () => {
    const result = tf.tidy(() => (what === 'forward' ? forward(image) : gradient(image)));
    await result.data();
    result.dispose();
  };
  await timeRuns(run, 1);
  answerLines(await timeRuns(run, 1), ({ runs }) => timeRuns(run, runs));
} catch (error) {
  answerLines({ error: error.message.split('\n')[0] }, () => ({}));
}
