import { explain, gradient, refine, smoothGrad } from '@smoothgrad/attribution';
import { createWebEngine, openModel, openPhotoClassifier } from '@smoothgrad/web';

const questions = { open, samples, firstPicture, explanation };
addEventListener('message', async ({ data: { question, ...options } }) => {
  try {
    postMessage({ answer: await questions[question](options) });
  } catch (error) {
    postMessage({ error: String(error) });
  }
});

let engine;
let classifier;
const fetched = async (url) => (await fetch(url)).blob();

/** Milliseconds from nothing to a classifier that can be asked: the runtime, the model, its explainer. */
async function open({ device, threads, folder }) {
  const started = performance.now();
  await engine?.close();
  engine = await createWebEngine({ device, threads });
  const runtime = performance.now() - started;
  const files = ['model.onnx', 'config.json', 'preprocessor_config.json'].map(async (name) => ({
    name,
    content: await fetched(`${folder}/${name}`),
  }));
  const model = await openModel(await Promise.all(files));
  const readAt = performance.now();
  classifier = await openPhotoClassifier(model, engine);
  return { runtime, load: performance.now() - readAt, reason: engine.reason };
}

/** Milliseconds of one sample, forward pass and gradient, with as many at once as there are threads. */
async function samples({ count }) {
  const tensor = new Float32Array(classifier.input.shape.reduce((a, b) => a * b)).map(() => Math.random());
  const cotangent = new Float32Array(classifier.scores.classes);
  cotangent[1] = 1;
  const started = performance.now();
  await Promise.all(Array.from({ length: count }, () => classifier.gradient(tensor, cotangent)));
  return (performance.now() - started) / count;
}

/** Milliseconds from a photo's file to its first map. */
async function firstPicture({ photo }) {
  const file = await fetched(photo);
  const started = performance.now();
  const prepared = await classifier.prepare(file);
  const prepare = performance.now() - started;
  for await (const progress of refine(classifier, prepared, { method: smoothGrad(gradient, { samples: 50 }) })) {
    progress.attribution();
    return { prepare, total: performance.now() - started };
  }
}

/** Milliseconds from a photo's file to the map of n samples. */
async function explanation({ photo, samples }) {
  const file = await fetched(photo);
  const started = performance.now();
  await explain(classifier, await classifier.prepare(file), { method: smoothGrad(gradient, { samples }) });
  return performance.now() - started;
}
