import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { type GradientResult, openClassifier } from '@smoothgrad/attribution';
import { ExternalDataError, float32Tensor, int, readModel, type Tensor } from '@smoothgrad/onnx';
import {
  type ModelProto,
  ModelProtoSchema,
  StringStringEntryProtoSchema,
  type TensorProto,
  TensorProto_DataLocation,
  ValueInfoProtoSchema,
} from 'onnx-buf';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { relativeDistance } from './support/compare.ts';
import {
  CLASSES,
  comparison,
  oldConstants,
  oldNodes,
  openAsFile,
  plainConstants,
  plainModel,
  plainNodes,
  quantised,
  toFloat,
  without,
} from './support/cornerModels.ts';
import { node, numbers } from './support/graphs.ts';
import { fromHalfBits, halfBits } from './support/halfModels.ts';
import { oneHot, openFile } from './support/models.ts';
import { repositoryRoot } from './support/shared.ts';
import { createTestEngine } from './support/testEngine.ts';

/** One network with its weights in all places and number formats files have them in: the gradient must not notice. */
const engine = createTestEngine();
const { gradientOf, expectSame } = comparison(engine);
let plain: GradientResult;

beforeAll(async () => {
  plain = await gradientOf(plainModel());
});
afterAll(() => engine.close());

const constantsWith = (...replaced: Tensor[]) => {
  const names = new Set(replaced.map(({ name }) => name));
  return [...plainConstants.filter(({ name }) => !names.has(name)), ...replaced];
};
const valuesOf = (name: string) => {
  const { data } = plainConstants.find((tensor) => tensor.name === name)!;
  if (data.kind !== 'inline') throw new Error('inline constants only');
  return new Float32Array(data.bytes.buffer);
};
const tensorNamed = (name: string) => plainConstants.find((tensor) => tensor.name === name)!;

describe('where the weights are', () => {
  const floats = (tensor: TensorProto) => new Float32Array(tensor.rawData.slice().buffer);
  const emptyBytes = new Uint8Array(0);

  it('float_data instead of raw_data, small and large', async () => {
    const edit = ({ graph }: ModelProto) => {
      for (const tensor of graph!.initializer) {
        tensor.floatData = [...floats(tensor)];
        tensor.rawData = emptyBytes;
      }
    };
    await expectSame(await openAsFile(plainModel(), engine, {}, edit), plain);
    // Bytes that are nowhere in the file must travel in the explainer, so no weight source is needed.
    await expectSame(await openAsFile(plainModel(), engine, { weights: undefined }, edit), plain);
  });

  it('double_data, through a Cast', async () => {
    const nodes = [node('Cast', ['head64'], ['head'], toFloat), ...plainNodes()];
    const doubles: Tensor = {
      name: 'head64',
      type: 'float64',
      dims: [16, CLASSES],
      data: { kind: 'inline', bytes: new Uint8Array(Float64Array.from(valuesOf('head')).buffer) },
    };
    const model = plainModel({ nodes, constants: [...without('head'), doubles] });
    await expectSame(
      await openAsFile(model, engine, {}, ({ graph }) => {
        const tensor = graph!.initializer.find(({ name }) => name === 'head64')!;
        tensor.doubleData = [...new Float64Array(tensor.rawData.slice().buffer)];
        tensor.rawData = emptyBytes;
      }),
      plain,
    );
  });

  it('in Constant nodes, small and large', async () => {
    const constantNodes = plainConstants.map((tensor) =>
      node('Constant', [], [tensor.name], { value: { kind: 'tensor', value: { ...tensor, name: 'value' } } }),
    );
    await expectSame(
      await openAsFile(plainModel({ nodes: [...constantNodes, ...plainNodes()], constants: [] }), engine),
      plain,
    );
  });

  it('listed as inputs too, as before IR version 4', async () => {
    const edit = (proto: ModelProto) => {
      proto.irVersion = 3n;
      for (const { name, dims } of proto.graph!.initializer) {
        const dim = dims.map((value) => ({ value: { case: 'dimValue' as const, value } }));
        const type = { value: { case: 'tensorType' as const, value: { elemType: 1, shape: { dim } } } };
        proto.graph!.input.unshift(create(ValueInfoProtoSchema, { name, type }));
      }
    };
    await expectSame(
      await openAsFile(plainModel({ opset: 8, nodes: oldNodes(8), constants: oldConstants }), engine, {}, edit),
      plain,
    );
  });

  describe('in a side file', () => {
    const folder = mkdtempSync(join(tmpdir(), 'smoothgrad-corner-'));
    afterAll(() => rmSync(folder, { recursive: true }));

    /** Moves weights of at least `threshold` bytes (exporters: 1024) to one file, each at an aligned offset as exporters do. */
    function moveOut(proto: ModelProto, location: string, threshold = 0): Uint8Array<ArrayBuffer> {
      const parts: Uint8Array[] = [];
      let offset = 0;
      for (const tensor of proto.graph!.initializer) {
        const length = tensor.rawData.byteLength;
        if (length < threshold) continue;
        const padded = Math.ceil(length / 64) * 64;
        const part = new Uint8Array(padded);
        part.set(tensor.rawData);
        parts.push(part);
        tensor.rawData = emptyBytes;
        tensor.dataLocation = TensorProto_DataLocation.EXTERNAL;
        tensor.externalData = Object.entries({ location, offset, length }).map(([key, value]) =>
          create(StringStringEntryProtoSchema, { key, value: `${value}` }),
        );
        offset += padded;
      }
      const all = new Uint8Array(offset);
      for (const [i, part] of parts.entries())
        all.set(
          part,
          parts.slice(0, i).reduce((sum, { length }) => sum + length, 0),
        );
      return all;
    }

    it('of a folder', async () => {
      const edit = (proto: ModelProto) => writeFileSync(join(folder, 'weights.bin'), moveOut(proto, 'weights.bin'));
      await expectSame(await openAsFile(plainModel(), engine, { weights: { folder } }, edit), plain);
    });

    it('of a folder: the bundled classifier, its half-precision weights moved there', async () => {
      const file = join(repositoryRoot, 'models', 'efficientnet-lite0', 'model.onnx');
      const proto = fromBinary(ModelProtoSchema, readFileSync(file));
      writeFileSync(join(folder, 'big.bin'), moveOut(proto, 'big.bin', 1024));
      const model = readModel(toBinary(ModelProtoSchema, proto), 'big.onnx');
      const [moved, bundled] = [
        await openClassifier(model, engine, { weights: { folder } }),
        await openFile(file, engine),
      ];
      const x = numbers(3 * 224 * 224, 51);
      const [ours, expected] = [await moved.gradient(x, oneHot(1000, 7)), await bundled.gradient(x, oneHot(1000, 7))];
      expect(relativeDistance(ours.gradient, expected.gradient)).toBe(0);
      expect(relativeDistance(ours.logits, expected.logits)).toBe(0);
      await Promise.all([moved.close(), bundled.close()]);
    });

    it('given as bytes', async () => {
      const files = new Map<string, Uint8Array>();
      const edit = (proto: ModelProto) => void files.set('a.data', moveOut(proto, './a.data'));
      await expectSame(await openAsFile(plainModel(), engine, { weights: { files } }, edit), plain);
    });

    it('that would lie outside the folder is refused', () => {
      for (const location of ['../w.bin', '/w.bin', 'a/../../w.bin', 'C:\\w.bin']) {
        const edit = (proto: ModelProto) => void moveOut(proto, location);
        expect(() => openAsFile(plainModel(), engine, {}, edit)).toThrow(ExternalDataError);
      }
    });

    it('that is missing is said to be', async () => {
      const edit = (proto: ModelProto) => void moveOut(proto, 'nowhere.bin');
      await expect(openAsFile(plainModel(), engine, { weights: { folder } }, edit)).rejects.toThrow(/nowhere\.bin/);
    });
  });
});

describe('how the weights are stored', () => {
  it('half precision and Cast', async () => {
    const bits = Uint16Array.from(valuesOf('wide'), halfBits);
    const rounded = float32Tensor('wide', [16, 6, 3, 3], Float32Array.from(bits, fromHalfBits));
    const half: Tensor = {
      ...tensorNamed('wide'),
      name: 'wide16',
      type: 'float16',
      data: { kind: 'inline', bytes: new Uint8Array(bits.buffer) },
    };
    const expected = await gradientOf(plainModel({ constants: constantsWith(rounded) }));
    const nodes = [node('Cast', ['wide16'], ['wide'], toFloat), ...plainNodes()];
    const model = plainModel({ nodes, constants: [...without('wide'), half] });
    await expectSame(await openAsFile(model, engine), expected);
  });

  it('8 bits and DequantizeLinear, one scale for all', async () => {
    const parts = ['narrow', 'wide', 'head'].map((name) => quantised(tensorNamed(name), valuesOf(name)));
    const expected = await gradientOf(
      plainModel({ constants: constantsWith(...parts.map((part) => part.dequantised)) }),
    );
    const nodes = parts.map((part) =>
      node('DequantizeLinear', [part.quantised.name, part.scale.name], [part.dequantised.name]),
    );
    const constants = [...without('narrow', 'wide', 'head'), ...parts.flatMap((part) => [part.quantised, part.scale])];
    await expectSame(await openAsFile(plainModel({ nodes: [...nodes, ...plainNodes()], constants }), engine), expected);
  });

  it('8 bits with a scale and a zero point for each filter', async () => {
    const scales = numbers(16, 31, 0.002).map((value) => Math.abs(value) + 1e-3);
    const zeros = Uint8Array.from({ length: 16 }, (_, i) => 100 + 3 * i);
    const bytes = Uint8Array.from(numbers(16 * 54, 32), (value) => 128 + 127 * value);
    const exact = Float32Array.from(
      bytes,
      (byte, i) => (byte - zeros[Math.floor(i / 54)]!) * scales[Math.floor(i / 54)]!,
    );
    const expected = await gradientOf(
      plainModel({ constants: constantsWith(float32Tensor('wide', [16, 6, 3, 3], exact)) }),
    );
    const uint8 = (name: string, dims: number[], data: Uint8Array): Tensor => ({
      name,
      type: 'uint8',
      dims,
      data: { kind: 'inline', bytes: data },
    });
    const nodes = [node('DequantizeLinear', ['q', 's', 'z'], ['wide'], { axis: int(0) }), ...plainNodes()];
    const constants = [
      ...without('wide'),
      uint8('q', [16, 6, 3, 3], bytes),
      float32Tensor('s', [16], scales),
      uint8('z', [16], zeros),
    ];
    await expectSame(await openAsFile(plainModel({ nodes, constants }), engine), expected);
  });
});
