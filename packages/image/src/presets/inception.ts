import type { Preprocessing } from '../preprocessing.ts';

/**
 * The evaluation recipe of TensorFlow's Inception and MobileNet checkpoints: the central 87.5 % of both sides brought
 * to 299 x 299 without keeping the aspect ratio, pixels in -1..1.
 * Source: `preprocess_for_eval` in TF-slim's inception_preprocessing.py (central_fraction 0.875). It crops first and
 * resizes then; here the whole photo is resized to 342 = round(299 / 0.875) and cropped to 299: the same field of view.
 */
export const inception: Preprocessing = {
  resize: { mode: 'exact', width: 342, height: 342 },
  filter: 'bilinear',
  crop: { width: 299, height: 299 },
  rescale: 1 / 255,
  mean: [0.5, 0.5, 0.5],
  std: [0.5, 0.5, 0.5],
  channels: 'RGB',
  source: 'preset inception',
};
