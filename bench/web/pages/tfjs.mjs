import { tfjsNetwork } from '../tfjsNetwork.mjs';

/** From the page's scripts. */
const { tf } = globalThis;

let gradient;
let image;

/** TensorFlow.js's own advice for WebAssembly: SIMD and threads, where the page is isolated. */
globalThis.open = async ({ file, threads }) => {
  tf.wasm.setWasmPaths('/tfjs/tfjs-backend-wasm/dist/');
  tf.wasm.setThreadsCount(threads);
  await tf.setBackend('wasm');
  const { forward, shape } = tfjsNetwork(tf, new Uint8Array(await (await fetch(file)).arrayBuffer()));
  image = tf.randomNormal(shape, 0, 1, 'float32', 1);
  gradient = tf.grad((x) => tf.sum(tf.slice(forward(x), [0, 1], [1, 1])));
  return {
    simd: await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT'),
    threads: tf.wasm.getThreadsCount(),
  };
};

/** Milliseconds of one sample: forward pass and gradient of the image. */
globalThis.samples = async ({ count }) => {
  const started = performance.now();
  for (let i = 0; i < count; i++) {
    const result = tf.tidy(() => gradient(image));
    await result.data();
    result.dispose();
  }
  return (performance.now() - started) / count;
};
