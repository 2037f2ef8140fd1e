import { readFileSync } from 'node:fs';
import { cam, decodeNpz, explain, gradCam, guidedGradCam, MethodMismatchError } from '@smoothgrad/attribution';
import { afterAll, describe, expect, it } from 'vitest';
import { largestDifference } from './support/compare.ts';
import { openFile } from './support/models.ts';
import { sharedPath } from './support/shared.ts';
import { createTestEngine } from './support/testEngine.ts';
import { expectClose, explainToy, flatten, type Nested, readToy, toyFolder, toysWith } from './support/toys.ts';

/** Class activation maps through whole classifiers. */
const engine = createTestEngine();
afterAll(() => engine.close());

const mean = (values: ArrayLike<number>) => Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;

describe.skipIf(toyFolder === undefined)('tiny networks beside the clone', () => {
  type GradCams = Record<string, Nested>;
  const isImage = (name: string) => name.includes('conv');
  const cases = toysWith('gradCam').flatMap((name) =>
    Object.entries(readToy<{ gradCam: GradCams }>(name).expected.gradCam).map(([layer, map]) => ({ name, layer, map })),
  );

  it.each(cases.filter(({ name }) => isImage(name)))('Grad-CAM: $name at $layer', async ({ name, layer, map }) => {
    const rows = await explainToy(name, engine, gradCam({ layer }));
    const coarse = flatten(map);
    expectClose(
      rows.flatMap(({ arrays }) => [...arrays.coarse!.data]),
      coarse,
    );
    expect(rows.map(({ facts }) => facts)).toEqual(rows.map(() => ({ layer })));
    expect(rows.every((row) => row.map.every((value) => value >= 0))).toBe(true);
  });

  it.each(cases.filter(({ name }) => !isImage(name)))(
    'a network of vectors is refused: $name',
    async ({ name, layer }) => {
      await expect(explainToy(name, engine, gradCam())).rejects.toThrow(
        'grad-cam does not fit this model: none of its layers has rows and columns',
      );
      await expect(explainToy(name, engine, gradCam({ layer }))).rejects.toThrow(
        /^'linear0' \[1,\d\] is no layer with rows and columns on the way from the image to the scores. The model has none$/,
      );
    },
  );

  it.each(toysWith('guidedGradCam'))('guided Grad-CAM: %s', async (name) => {
    const { featureMap: layer, values } = readToy<{ guidedGradCam: { featureMap: string; values: Nested } }>(name)
      .expected.guidedGradCam;
    const rows = await explainToy(name, engine, guidedGradCam({ layer, upsample: 'nearest' }));
    expectClose(
      rows.flatMap(({ map }) => [...map]),
      flatten(values),
    );
    expect(rows[0]!.facts).toMatchObject({ layer, rectifiers: 2, activations: 2 });
  });
});

const folder = sharedPath('golden') && sharedPath('models');
const data = (array: { data: unknown } | undefined) => array!.data as Float32Array;
const golden = (name: string) => decodeNpz(readFileSync(sharedPath('golden', `${name}.npz`)!));
const open = (name: string) => openFile(sharedPath('models', name, 'model.onnx')!, engine);

describe.skipIf(folder === undefined)('networks beside the clone', () => {
  // Layers by golden/index.json; bias of the last layer as far as CAM fits.
  it.each([
    ['tiny-darknet', 'conv2d_16_output_0'],
    ['squeezenet-1.1', 'relu_conv10_output_0'],
    ['mobilenet-v1', 'conv26_relu6_output_0'],
    ['mobilenet-v2', 'conv51_relu6_output_0'],
    ['efficientnet-lite0', '/conv_head/Clip_output_0'],
    ['inception-v3-nsfw', 'mixed10_output_0'],
  ])('%s: Grad-CAM as Captum, at %s without being told', async (name, layer) => {
    const file = golden(name);
    const classifier = await open(name);
    const target = Number((file.target!.data as BigInt64Array)[0]);
    const result = await explain(classifier, { tensor: data(file.input) }, { method: gradCam(), target });
    expect(result.facts).toEqual({ layer });
    const coarse = result.arrays.coarse!;
    expect(coarse.shape).toEqual(file.gradcam!.shape.slice(1));
    if (process.env.SMOOTHGRAD_MEASURE)
      console.info(name, 'gradcam', largestDifference(coarse.data, data(file.gradcam)));
    expect(largestDifference(coarse.data, data(file.gradcam))).toBeLessThanOrEqual(1e-4);
    expect(result.shape).toEqual([1, classifier.input.height, classifier.input.width]);
    expect(result.map.length).toBe(classifier.input.height * classifier.input.width);
    await classifier.close();
  });

  it.each(['tiny-darknet', 'squeezenet-1.1', 'mobilenet-v1', 'mobilenet-v2', 'efficientnet-lite0'])(
    '%s: CAM splits logits up: those of two photos differ by what the means of their maps do',
    async (name) => {
      const file = golden(name);
      const classifier = await open(name);
      const target = Number((file.target!.data as BigInt64Array)[0]);
      const biases: number[] = [];
      for (const factor of [1, 0.5]) {
        const tensor = data(file.input).map((value) => factor * value);
        const { arrays, map } = await explain(classifier, { tensor }, { method: cam, target });
        biases.push((await classifier.logits(tensor))[target]! - mean(arrays.coarse!.data));
        expect(map.length).toBe(classifier.input.height * classifier.input.width);
      }
      const scale = Math.max(...data(file.logits).map(Math.abs));
      if (process.env.SMOOTHGRAD_MEASURE) console.info(name, 'bias', biases, scale);
      expect(Math.abs(biases[0]! - biases[1]!)).toBeLessThanOrEqual(1e-4 * scale);
      // Class scores before the pooling: no bias behind it.
      if (name === 'squeezenet-1.1' || name === 'tiny-darknet')
        expect(Math.abs(biases[0]!)).toBeLessThanOrEqual(1e-4 * scale);
      await classifier.close();
    },
  );

  it('vit-tiny: Grad-CAM of the patches at the input of the last block; CAM is refused', async () => {
    const file = golden('vit-tiny');
    const classifier = await open('vit-tiny');
    const { arrays, facts } = await explain(classifier, { tensor: data(file.input) }, { method: gradCam() });
    expect(facts).toEqual({ layer: '/blocks.10/Add_1_output_0' });
    expect(arrays.coarse!.shape).toEqual([1, 14, 14]);
    expect(arrays.coarse!.data.filter((value) => value !== 0).length).toBe(196);
    await expect(explain(classifier, { tensor: data(file.input) }, { method: cam })).rejects.toThrow(
      MethodMismatchError,
    );
    await classifier.close();
  });

  it('inception-v3-nsfw has a Relu behind its pooling: CAM is refused', async () => {
    const classifier = await open('inception-v3-nsfw');
    const tensor = data(golden('inception-v3-nsfw').input);
    await expect(explain(classifier, { tensor }, { method: cam })).rejects.toThrow(
      "cam does not fit this model: between its global average pooling and the logits stands Relu 'dense_1_relu', which is not linear",
    );
    await classifier.close();
  });

  it('layers that are not there: the nearest names are listed; layers without places are refused', async () => {
    const classifier = await open('squeezenet-1.1');
    const tensor = data(golden('squeezenet-1.1').input);
    const at = (layer: string) => explain(classifier, { tensor }, { method: gradCam({ layer }) });
    await expect(at('relu_conv10_output')).rejects.toThrow(
      /^there is no layer 'relu_conv10_output'. Layers that are: 'relu_conv10_output_0'/,
    );
    await expect(at('flatten_output_0')).rejects.toThrow(
      /^'flatten_output_0' \[1,1000\] is no layer with rows and columns/,
    );
    await classifier.close();
  });
});
