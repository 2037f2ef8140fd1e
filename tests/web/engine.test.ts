import { explain, gradient, smoothGrad } from '@smoothgrad/attribution';
import { createWebEngine, openModel, openPhotoClassifier } from '@smoothgrad/web';
import { expect, it } from 'vitest';
import config from '../../models/efficientnet-lite0/config.json?url';
import modelUrl from '../../models/efficientnet-lite0/model.onnx?url';
import preprocessor from '../../models/efficientnet-lite0/preprocessor_config.json?url';
import photoUrl from '../../photos/coffee.jpg?url';

const blob = async (url: string) => (await fetch(url)).blob();

it('explains a photo with the bundled classifier', async () => {
  const engine = await createWebEngine({ threads: 2 });
  expect(engine).toMatchObject({
    device: 'wasm',
    threads: 2,
    reason: expect.stringMatching(/^WebAssembly, 2 threads: /),
  });
  const opened = await openModel([
    { name: 'model.onnx', content: await blob(modelUrl) },
    { name: 'config.json', content: await blob(config) },
    { name: 'preprocessor_config.json', content: await blob(preprocessor) },
  ]);
  const classifier = await openPhotoClassifier(opened, engine);
  const photo = await classifier.prepare(await blob(photoUrl));
  const method = smoothGrad(gradient, { samples: 2 });
  const { target } = await explain(classifier, photo, { method, labels: classifier.labels });
  expect(target.label).toBe('espresso');
  await engine.close();
});
