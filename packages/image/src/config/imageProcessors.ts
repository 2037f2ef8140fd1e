import type { ResizeFilter } from '../resizeFilters.ts';
import { type Fields, readValue, unusable } from './fields.ts';

/** What a Hugging Face image processor class does that its configuration file need not say. */
export interface ImageProcessor {
  /** A bare number as `size`: both sides ('square') or the shortest edge. Undefined: the edge if a crop follows. */
  readonly bareSize?: 'square' | 'shortest-edge';
  /** The filter when `resample` is absent. */
  readonly filter: ResizeFilter;
  /**
   * `crop_pct`: 'convnext' (size is the crop, resized from size/crop_pct; warped from 384 on), 'scaled' (the edge is
   * size/crop_pct, the crop is crop_size), 'refused' (the class has no such field), 'either' (unknown class: 'scaled'
   * if there is a crop_size, else 'convnext').
   */
  readonly cropPct: 'convnext' | 'scaled' | 'refused' | 'either';
  /** `crop_pct` when absent. */
  readonly defaultCropPct?: number;
  /** Factor on the shortest edge before it is rounded down. */
  readonly edgeFactor?: number;
  /** Divides by image_std once more, unless `include_top` is false. */
  readonly dividesTwice?: boolean;
}

const square = { bareSize: 'square', filter: 'bilinear', cropPct: 'refused' } as const;
const edge = { bareSize: 'shortest-edge', filter: 'bilinear', cropPct: 'refused' } as const;

/** Source: `transformers.models.<name>.image_processing_<name>`, the defaults of each class (release 4.5x). */
const imageProcessors: Readonly<Record<string, ImageProcessor>> = {
  Beit: { ...square, filter: 'bicubic' },
  Bit: { ...edge, filter: 'bicubic' },
  CLIP: { ...edge, filter: 'bicubic' },
  ConvNext: { ...edge, filter: 'bicubic', cropPct: 'convnext', defaultCropPct: 224 / 256 },
  DeiT: { ...square, filter: 'bicubic' },
  EfficientNet: { ...square, filter: 'nearest', dividesTwice: true },
  Levit: { ...edge, filter: 'bicubic', edgeFactor: 256 / 224 },
  MobileNetV1: edge,
  MobileNetV2: edge,
  MobileViT: edge,
  PoolFormer: { ...edge, filter: 'bicubic', cropPct: 'scaled', defaultCropPct: 0.9 },
  Pvt: square,
  Siglip: { ...square, filter: 'bicubic' },
  ViT: square,
};

const unknownProcessor: ImageProcessor = { filter: 'bilinear', cropPct: 'either' };

/** The class named by `image_processor_type` (or the older `feature_extractor_type`); unknown classes get safe rules. */
export function imageProcessorOf(fields: Fields): ImageProcessor {
  const field =
    readValue(fields, 'image_processor_type') === undefined ? 'feature_extractor_type' : 'image_processor_type';
  const type = readValue(fields, field);
  if (type === undefined) return unknownProcessor;
  if (typeof type !== 'string') throw unusable(fields, field, 'it must be text');
  const name = type.replace(/(ImageProcessor(Fast|Pil)?|FeatureExtractor)$/, '');
  return Object.hasOwn(imageProcessors, name) ? imageProcessors[name]! : unknownProcessor;
}
