import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
const shared = process.env.SMOOTHGRAD_SHARED ?? join(root, '..', 'shared');
const exported = process.env.SMOOTHGRAD_NETWORKS ?? join(root, 'bench', 'peers', 'networks');

/** A network to measure. `timm` names the PyTorch module that the file was exported from. */
const network = (name, file, timm) => ({ name, file, timm });
const sharedNetwork = (name) => network(name, join(shared, 'models', name, 'model.onnx'));
const timmNetwork = (name) => network(name, join(exported, `${name}.onnx`), name);

/** In the order of the tables. */
export const networks = [
  network('bundled', join(root, 'models', 'efficientnet-lite0', 'model.onnx')),
  ...[
    'efficientnet-lite0',
    'mobilenet-v1',
    'mobilenet-v2',
    'squeezenet-1.1',
    'tiny-darknet',
    'vit-tiny',
    'inception-v3-nsfw',
  ].map(sharedNetwork),
  ...[
    'resnet18',
    'resnet50',
    'vgg16',
    'inception_v3',
    'mobilenetv2_100',
    'efficientnet_lite0',
    'efficientnet_b0',
    'vit_tiny_patch16_224',
    'convnext_atto',
  ].map(timmNetwork),
];

/** Batch, height and width are open: for the growth curves. */
export const openNetwork = network('resnet18-open', join(exported, 'resnet18-open.onnx'), 'resnet18');

/** Those asked for (all by default), split into what is here and what is not. */
export function chooseNetworks(names) {
  const unknown = names?.filter((name) => !networks.some((known) => known.name === name)) ?? [];
  if (unknown.length > 0) {
    throw new Error(
      `unknown network ${unknown.join(', ')}: choose from ${networks.map(({ name }) => name).join(', ')}`,
    );
  }
  const chosen = networks.filter(({ name }) => !names || names.includes(name));
  return {
    found: chosen.filter(({ file }) => existsSync(file)),
    missing: chosen.filter(({ file }) => !existsSync(file)).map(({ name }) => name),
  };
}
