import type { Preprocessing } from '../preprocessing.ts';

/**
 * The evaluation recipe of torchvision's ImageNet classifiers (ResNet, DenseNet, VGG, MobileNet, ...): shortest edge 256
 * bilinear, crop 224, pixels in 0..1, mean and standard deviation of ImageNet.
 * Source: torchvision.transforms._presets.ImageClassification.
 */
export const torchvision: Preprocessing = {
  resize: { mode: 'shortest-edge', size: 256 },
  filter: 'bilinear',
  crop: { width: 224, height: 224, rounding: 'half-even' },
  rescale: 1 / 255,
  mean: [0.485, 0.456, 0.406],
  std: [0.229, 0.224, 0.225],
  channels: 'RGB',
  source: 'preset torchvision',
};
