import type { Preprocessing } from '../preprocessing.ts';

/**
 * The recipe of Caffe's ImageNet models (VGG, ResNet, SqueezeNet, GoogLeNet): BGR, pixels in 0..255 less the mean of
 * each channel; shortest edge 256 bilinear, crop 224.
 * Source: the channel means published with the VGG models (Simonyan & Zisserman 2014), B 103.939, G 116.779, R 123.68.
 */
export const caffe: Preprocessing = {
  resize: { mode: 'shortest-edge', size: 256 },
  filter: 'bilinear',
  crop: { width: 224, height: 224 },
  rescale: 1,
  mean: [103.939, 116.779, 123.68],
  std: [1, 1, 1],
  channels: 'BGR',
  source: 'preset caffe',
};
