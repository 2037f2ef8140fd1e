import { describe, expect, it } from 'vitest';
import { parsePretrainedConfig } from './parsePretrainedConfig.ts';

const cfg = {
  input_size: [3, 288, 288],
  mean: [0.5, 0.4, 0.3],
  std: [0.2, 0.3, 0.4],
  interpolation: 'bicubic',
  crop_pct: 0.95,
  crop_mode: 'center',
};

describe('parsePretrainedConfig', () => {
  it('reads pretrained_cfg or the object alone', () => {
    const expected = {
      resize: { mode: 'shortest-edge', size: 303 },
      filter: 'bicubic',
      crop: { width: 288, height: 288, rounding: 'half-even' },
      rescale: 1 / 255,
      mean: [0.5, 0.4, 0.3],
      std: [0.2, 0.3, 0.4],
      channels: 'RGB',
      source: 'config.json',
    };
    expect(parsePretrainedConfig({ architecture: 'resnet50', pretrained_cfg: cfg })).toEqual(expected);
    expect(parsePretrainedConfig(cfg)).toEqual(expected);
  });

  it("fills in timm's defaults", () => {
    const result = parsePretrainedConfig({ pretrained_cfg: { input_size: [3, 224, 224] } });
    expect(result).toMatchObject({ filter: 'bilinear', mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] });
    expect(result?.resize).toEqual({ mode: 'shortest-edge', size: 256 });
  });

  it('squashes where the file says so', () => {
    const result = parsePretrainedConfig({ ...cfg, input_size: [3, 200, 300], crop_pct: 1, crop_mode: 'squash' });
    expect([result?.resize, result?.crop]).toEqual([
      { mode: 'exact', width: 300, height: 200 },
      { width: 300, height: 200, rounding: 'half-even' },
    ]);
  });

  it('reads one-channel models', () => {
    const result = parsePretrainedConfig({ ...cfg, input_size: [1, 28, 28], mean: [0.1], std: [0.3] });
    expect(result).toMatchObject({ channels: 'L', mean: [0.1], std: [0.3] });
  });

  it('returns undefined for a config.json without preprocessing', () => {
    expect(parsePretrainedConfig({ model_type: 'vit', id2label: { '0': 'cat' } })).toBeUndefined();
  });

  it.each<[unknown, string]>([
    [{ pretrained_cfg: {} }, 'config.json, pretrained_cfg: input_size is missing'],
    [{ ...cfg, input_size: [3, 224] }, 'input_size is [3,224]'],
    [{ ...cfg, input_size: [4, 224, 224] }, 'input_size is [4,224,224]'],
    [{ ...cfg, input_size: [3, 200, 300] }, 'with crop_mode center it must be a square'],
    [{ ...cfg, crop_mode: 'border' }, 'crop_mode is "border"'],
    [{ ...cfg, interpolation: 'random' }, 'interpolation is "random"'],
    [{ ...cfg, crop_pct: 0 }, 'crop_pct is 0'],
    [{ input_size: [1, 28, 28] }, 'mean is missing; a model with one channel'],
    ['text', 'it is "text"; it must be a JSON object'],
  ])('refuses %j', (config, message) => {
    expect(() => parsePretrainedConfig(config)).toThrow(message);
  });
});
