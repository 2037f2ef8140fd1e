import { describe, expect, it } from 'vitest';
import { parsePreprocessorConfig } from './parsePreprocessorConfig.ts';

const half = { do_normalize: true, image_mean: [0.5, 0.5, 0.5], image_std: [0.5, 0.5, 0.5] };
const crop224 = { width: 224, height: 224 };

describe('parsePreprocessorConfig', () => {
  it('reads everything written out', () => {
    const config = {
      image_processor_type: 'ImageProcessor',
      do_resize: true,
      size: { shortest_edge: 256 },
      resample: 3,
      do_center_crop: true,
      crop_size: { height: 227, width: 225 },
      do_rescale: false,
      do_normalize: true,
      image_mean: [103.939, 116.779, 123.68],
      image_std: [1, 1, 1],
      do_flip_channel_order: true,
    };
    expect(parsePreprocessorConfig(config)).toEqual({
      resize: { mode: 'shortest-edge', size: 256 },
      filter: 'bicubic',
      crop: { width: 225, height: 227 },
      rescale: 1,
      mean: [103.939, 116.779, 123.68],
      std: [1, 1, 1],
      channels: 'BGR',
      source: 'preprocessor_config.json',
    });
  });

  it('leaves out what is switched off', () => {
    const off = { do_resize: false, do_center_crop: false, do_rescale: false, do_normalize: false };
    const result = parsePreprocessorConfig({ size: 224, crop_size: 224, ...half, ...off }, 'my.json');
    expect(result).toMatchObject({
      resize: { mode: 'none' },
      crop: undefined,
      rescale: 1,
      mean: [0],
      std: [1],
      source: 'my.json',
    });
  });

  it.each([
    ['nearest', 0],
    ['lanczos', 1],
    ['bilinear', 2],
    ['bicubic', 3],
    ['box', 4],
    ['hamming', 5],
  ])('knows the filter %s by Pillow number %i', (name, number) => {
    expect(parsePreprocessorConfig({ size: { height: 8, width: 8 }, resample: number }).filter).toBe(name);
  });

  it.each([
    // google/vit-base-patch16-224 and facebook/deit-base-patch16-224 as first published: bare sizes, old class names.
    ['ViTFeatureExtractor', { size: 224 }, { mode: 'exact', ...crop224 }, undefined, 'bilinear'],
    [
      'DeiTFeatureExtractor',
      { size: 256, crop_size: 224, do_center_crop: true },
      { mode: 'exact', width: 256, height: 256 },
      crop224,
      'bicubic',
    ],
    ['CLIPFeatureExtractor', { size: 224, crop_size: 224 }, { mode: 'shortest-edge', size: 224 }, crop224, 'bicubic'],
    [
      'ConvNextFeatureExtractor',
      { size: 224, crop_pct: 0.875 },
      { mode: 'shortest-edge', size: 256 },
      crop224,
      'bicubic',
    ],
    [
      'ConvNextImageProcessorFast',
      { size: { shortest_edge: 288 }, crop_pct: 0.95 },
      { mode: 'shortest-edge', size: 303 },
      { width: 288, height: 288 },
      'bicubic',
    ],
    [
      'ConvNextImageProcessor',
      { size: { shortest_edge: 224 }, crop_pct: null },
      { mode: 'shortest-edge', size: 256 },
      crop224,
      'bicubic',
    ],
    [
      'ConvNextImageProcessor',
      { size: { shortest_edge: 384 }, crop_pct: 0.95 },
      { mode: 'exact', width: 384, height: 384 },
      undefined,
      'bicubic',
    ],
    [
      'PoolFormerImageProcessor',
      { size: { shortest_edge: 224 }, crop_pct: 0.9, crop_size: 224 },
      { mode: 'shortest-edge', size: 248 },
      crop224,
      'bicubic',
    ],
    [
      'LevitImageProcessor',
      { size: { shortest_edge: 224 }, crop_size: 224 },
      { mode: 'shortest-edge', size: 256 },
      crop224,
      'bicubic',
    ],
    ['SomethingNew', { size: 224, crop_pct: 0.875 }, { mode: 'shortest-edge', size: 256 }, crop224, 'bilinear'],
    ['SomethingNew', { size: 240, crop_size: 224 }, { mode: 'shortest-edge', size: 240 }, crop224, 'bilinear'],
    ['SomethingNew', { size: 224 }, { mode: 'exact', ...crop224 }, undefined, 'bilinear'],
    [
      'SomethingNew',
      { size: { height: 224, width: 224, shortest_edge: null } },
      { mode: 'exact', ...crop224 },
      undefined,
      'bilinear',
    ],
    ['SomethingNew', { size: [224, 224] }, { mode: 'exact', ...crop224 }, undefined, 'bilinear'],
  ])('%s %j', (type, fields, resize, crop, filter) => {
    const field = type.endsWith('FeatureExtractor') ? 'feature_extractor_type' : 'image_processor_type';
    const result = parsePreprocessorConfig({ [field]: type, ...half, ...fields });
    expect(result.resize).toEqual(resize);
    expect(result.crop).toEqual(crop);
    expect(result.filter).toBe(filter);
    expect(result.rescale).toBe(1 / 255);
  });

  it('rescales by default, unless the mean is one of pixels in 0..255', () => {
    const size = { height: 8, width: 8 };
    expect(parsePreprocessorConfig({ size, ...half }).rescale).toBe(1 / 255);
    expect(parsePreprocessorConfig({ size, rescale_factor: 0.5 }).rescale).toBe(0.5);
    expect(parsePreprocessorConfig({ size, image_mean: [104, 117, 124], image_std: 1 }).rescale).toBe(1);
    expect(parsePreprocessorConfig({ size, do_rescale: true, image_mean: 104, image_std: 1 }).rescale).toBe(1 / 255);
  });

  it('follows EfficientNet: offset to -1..1 and a second division by std', () => {
    const config = {
      image_processor_type: 'EfficientNetImageProcessor',
      size: { height: 346, width: 346 },
      resample: 0,
      do_center_crop: true,
      crop_size: { height: 289, width: 289 },
      rescale_factor: 1 / 127.5,
      rescale_offset: true,
      ...half,
    };
    const pixel = 200;
    const { rescale, mean, std } = parsePreprocessorConfig(config);
    expect((pixel * rescale - mean[1]!) / std[1]!).toBeCloseTo((pixel / 127.5 - 1 - 0.5) / 0.5 / 0.5, 12);
    const once = parsePreprocessorConfig({ ...config, include_top: false });
    expect((pixel * rescale - once.mean[1]!) / once.std[1]!).toBeCloseTo((pixel / 127.5 - 1 - 0.5) / 0.5, 12);
    const unnormalised = parsePreprocessorConfig({ ...config, rescale_offset: false, do_normalize: false });
    expect((pixel * rescale - unnormalised.mean[0]!) / unnormalised.std[1]!).toBeCloseTo(pixel / 127.5 / 0.5, 12);
  });

  it('reads grey models', () => {
    const config = { size: { height: 28, width: 28 }, do_grayscale: true, image_mean: [0.1307], image_std: [0.3081] };
    expect(parsePreprocessorConfig(config)).toMatchObject({ channels: 'L', mean: [0.1307], std: [0.3081] });
  });

  it.each<[unknown, string]>([
    [[], 'preprocessor_config.json: it is []; it must be a JSON object'],
    [{ id2label: {} }, 'so this is no preprocessor_config.json'],
    [{ size: { longest_edge: 224 } }, 'size is {"longest_edge":224}'],
    [{ size: { shortest_edge: 224, longest_edge: 400 } }, 'size is {"shortest_edge":224,"longest_edge":400}'],
    [{ size: { height: 224 } }, 'size is {"height":224}; it must be a number'],
    [{ size: [224, 320] }, 'size is [224,320]'],
    [{ size: 22.5 }, 'size is 22.5'],
    [{ size: '224' }, 'size is "224"'],
    [{ size: 224, crop_size: { shortest_edge: 224 } }, 'crop_size is {"shortest_edge":224}'],
    [{ do_resize: true, crop_size: 224 }, 'size is missing; do_resize is true'],
    [{ size: 224, do_center_crop: true }, 'crop_size is missing; do_center_crop is true'],
    [{ size: 224, do_center_crop: 1 }, 'do_center_crop is 1; it must be true or false'],
    [{ size: 224, resample: 6 }, 'resample is 6'],
    [{ size: 224, resample: 'bicubic' }, 'resample is "bicubic"'],
    [{ size: 224, rescale_factor: 0 }, 'rescale_factor is 0'],
    [{ size: 224, rescale_offset: true }, 'rescale_offset is true; it is defined only with rescale_factor 1/127.5'],
    [{ size: 224, do_normalize: true }, 'image_mean is missing'],
    [{ size: 224, image_mean: [0.5] }, 'image_std is missing'],
    [{ size: 224, image_mean: [0.5, 0.5], image_std: 1 }, 'image_mean is [0.5,0.5]'],
    [{ size: 224, image_mean: ['a'], image_std: 1 }, 'image_mean is ["a"]'],
    [{ size: 224, image_mean: [0, 0, 0], image_std: [1, 0, 1] }, 'std is [1,0,1]; it divides'],
    [{ size: 224, crop_pct: 1.5 }, 'crop_pct is 1.5; it must be above 0 and at most 1'],
    [{ size: 224, crop_pct: 0.9, image_processor_type: 'ViTImageProcessor' }, 'ViTImageProcessor does not define it'],
    [{ size: { height: 224, width: 200 }, crop_pct: 0.9 }, 'size is {"height":224,"width":200}; with crop_pct'],
    [{ size: 224, do_pad: true }, 'do_pad is true; this step is not supported'],
    [{ size: 224, image_processor_type: 3 }, 'image_processor_type is 3'],
  ])('refuses %j', (config, message) => {
    expect(() => parsePreprocessorConfig(config)).toThrow(message);
  });
});
