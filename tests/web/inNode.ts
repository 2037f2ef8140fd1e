/** What tests in the browser ask of Node.js: the same computed there. Arrays cross as base64. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { explain, gradient, normalNoise, predict, smoothGrad } from '@smoothgrad/attribution';
import { toRgb } from '@smoothgrad/image';
import { createNodeEngine, decodePhoto, loadModel, openPhotoClassifier } from '@smoothgrad/node';
import { base64 } from './base64.ts';
import { photoFiles, refusedFiles } from './photoFiles.ts';
import { type SmoothNetwork, smoothGradient } from './smoothGradient.ts';

const bundled = fileURLToPath(new URL('../../models/efficientnet-lite0', import.meta.url));
const photo = fileURLToPath(new URL('../../photos/coffee.jpg', import.meta.url));

/** Photos of every kind: the files, and their upright RGB pixels as Node.js decodes them. */
export async function photos() {
  const files = Object.entries(await photoFiles());
  return Promise.all(
    files.map(async ([name, file]) => {
      const { width, height, data } = toRgb(await decodePhoto(file));
      return { name, file: base64(file), width, height, pixels: base64(data) };
    }),
  );
}

/** Photos that are refused, and in which words. */
export async function refusedPhotos() {
  const files = Object.entries(await refusedFiles());
  return Promise.all(
    files.map(async ([name, file]) => ({
      name,
      file: base64(file),
      message: await decodePhoto(file).then(String, (error: Error) => error.message),
    })),
  );
}

/** The bundled classifier on the demo photo: prepared tensor, logits, gradient, and SmoothGrad of four samples. */
export async function bundledMaps() {
  const engine = createNodeEngine({ workers: 1 });
  try {
    const classifier = await openPhotoClassifier(await loadModel(bundled), engine);
    const prepared = await classifier.prepare(readFileSync(photo));
    const logits = await predict(classifier, prepared.tensor);
    const plain = await explain(classifier, prepared, { method: gradient });
    const smooth = await explain(classifier, prepared, { method: smoothGrad(gradient, { samples: 4 }) });
    return {
      tensor: base64(prepared.tensor),
      logits: base64(logits),
      target: plain.target.index,
      gradient: base64(plain.map),
      smoothGrad: base64(smooth.map),
    };
  } finally {
    await engine.close();
  }
}

/** Standard normal numbers. */
export function noise(seed: number, sample: number, length: number) {
  return base64(normalNoise(seed, sample, length));
}

/** The gradient of a small network without switches. */
export async function gradientOf(network: SmoothNetwork) {
  const engine = createNodeEngine({ workers: 1 });
  try {
    return base64(await smoothGradient(network, engine));
  } finally {
    await engine.close();
  }
}
