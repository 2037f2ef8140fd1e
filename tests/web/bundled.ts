import type { Engine } from '@smoothgrad/onnx';
import { openModel, openPhotoClassifier, type PhotoClassifier } from '@smoothgrad/web';
import configUrl from '../../models/efficientnet-lite0/config.json?url';
import modelUrl from '../../models/efficientnet-lite0/model.onnx?url';
import preprocessorUrl from '../../models/efficientnet-lite0/preprocessor_config.json?url';
import photoUrl from '../../photos/coffee.jpg?url';

const fetched = async (url: string) => (await fetch(url)).blob();

/** The bundled classifier, with what is published beside it. */
export async function openBundled(engine: Engine): Promise<PhotoClassifier> {
  const model = await openModel([
    { name: 'model.onnx', content: await fetched(modelUrl) },
    { name: 'config.json', content: await fetched(configUrl) },
    { name: 'preprocessor_config.json', content: await fetched(preprocessorUrl) },
  ]);
  return openPhotoClassifier(model, engine);
}

export const demoPhoto = () => fetched(photoUrl);
