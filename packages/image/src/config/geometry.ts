import type { Size } from '../preparedSize.ts';
import type { Preprocessing, ResizeRule } from '../preprocessing.ts';
import { type Fields, readBoolean, readFraction, readValue, unusable } from './fields.ts';
import type { ImageProcessor } from './imageProcessors.ts';
import { readCropSize, readSize, type SizeField } from './sizeField.ts';

type Geometry = Pick<Preprocessing, 'resize' | 'crop'>;

/** ConvNeXT and its kin warp the whole photo from this size on instead of cropping it. */
const warpFrom = 384;

/** Resize and crop from `do_resize`, `size`, `crop_pct`, `do_center_crop`, `crop_size`. */
export function readGeometry(fields: Fields, processor: ImageProcessor): Geometry {
  const size = readSize(fields, 'size');
  const crop = readCrop(fields);
  const resizes = readBoolean(fields, 'do_resize') ?? size !== undefined;
  if (!resizes)
    return processor.cropPct === 'convnext' ? { resize: { mode: 'none' } } : { resize: { mode: 'none' }, crop };
  if (size === undefined) throw unusable(fields, 'size', 'do_resize is true, so a size is needed (or pass --size)');
  const fraction = readCropFraction(fields, processor);
  if (fraction === undefined) return { resize: resizeRule(size, processor, crop), crop };
  const usage = processor.cropPct === 'either' ? (crop === undefined ? 'convnext' : 'scaled') : processor.cropPct;
  const length = edgeLength(fields, size, usage);
  if (usage === 'scaled') return { resize: { mode: 'shortest-edge', size: Math.trunc(length / fraction) }, crop };
  if (length >= warpFrom) return { resize: { mode: 'exact', width: length, height: length } };
  return {
    resize: { mode: 'shortest-edge', size: Math.trunc(length / fraction) },
    crop: { width: length, height: length },
  };
}

function readCrop(fields: Fields): Size | undefined {
  const crop = readCropSize(fields, 'crop_size');
  const crops = readBoolean(fields, 'do_center_crop') ?? crop !== undefined;
  if (!crops) return undefined;
  if (crop === undefined)
    throw unusable(fields, 'crop_size', 'do_center_crop is true, so a crop size is needed (or pass --size)');
  return crop;
}

function readCropFraction(fields: Fields, processor: ImageProcessor): number | undefined {
  const fraction = readFraction(fields, 'crop_pct');
  if (fraction !== undefined && processor.cropPct === 'refused') {
    throw unusable(fields, 'crop_pct', `${String(readProcessorName(fields))} does not define it; remove the field`);
  }
  return fraction ?? processor.defaultCropPct;
}

function readProcessorName(fields: Fields): unknown {
  return readValue(fields, 'image_processor_type') ?? readValue(fields, 'feature_extractor_type');
}

function edgeLength(fields: Fields, size: SizeField, usage: string): number {
  if (typeof size === 'number') return size;
  if ('shortestEdge' in size) return size.shortestEdge;
  if (usage === 'scaled' && size.width === size.height) return size.width;
  throw unusable(fields, 'size', 'with crop_pct it must be a number or {"shortest_edge"}');
}

function resizeRule(size: SizeField, processor: ImageProcessor, crop: Size | undefined): ResizeRule {
  const shortestEdge = (length: number): ResizeRule => ({
    mode: 'shortest-edge',
    size: Math.trunc(length * (processor.edgeFactor ?? 1)),
  });
  if (typeof size !== 'number') {
    return 'width' in size ? { mode: 'exact', ...size } : shortestEdge(size.shortestEdge);
  }
  const meaning = processor.bareSize ?? (crop === undefined ? 'square' : 'shortest-edge');
  return meaning === 'square' ? { mode: 'exact', width: size, height: size } : shortestEdge(size);
}
