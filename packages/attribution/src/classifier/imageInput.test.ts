import { type Dimension, float32Tensor } from '@smoothgrad/onnx';
import { describe, expect, it } from 'vitest';
import { type GraphParts, modelOf, node } from '../../../../tests/support/graphs.ts';
import { ClassifierError } from './errors.ts';
import { describeType, findImageInput, inputShape } from './imageInput.ts';

const taking = (inputs: GraphParts['inputs']) =>
  modelOf({ inputs, nodes: [node('Relu', [Object.keys(inputs)[0] ?? ''], ['y'])], outputs: ['y'] });
const imageOf = (...shape: Dimension[]) => findImageInput(taking({ x: shape }));

describe('findImageInput', () => {
  it.each<[Dimension[], object]>([
    [[1, 3, 224, 192], { layout: 'NCHW', channels: 3, height: 224, width: 192 }],
    [['N', 1, 28, 28], { layout: 'NCHW', channels: 1, height: 28, width: 28 }],
    [[undefined, 224, 192, 3], { layout: 'NHWC', channels: 3, height: 224, width: 192 }],
    [['N', 28, 28, 1], { layout: 'NHWC', channels: 1, height: 28, width: 28 }],
    [['N', 3, 'H', 'W'], { layout: 'NCHW', channels: 3, height: undefined, width: undefined }],
    [['N', 3, 'H', 224], { layout: 'NCHW', channels: 3, height: undefined, width: 224 }],
    [['N', 'H', 'W', 3], { layout: 'NHWC', channels: 3, height: undefined, width: undefined }],
    [['N', 'C', 'H', 'W'], { layout: 'NCHW', channels: 3, height: undefined, width: undefined }],
    [[undefined, undefined, undefined, undefined], { layout: 'NCHW', channels: 3 }],
  ])('reads [%s]', (shape, expected) => {
    expect(imageOf(...shape)).toMatchObject({ name: 'x', ...expected });
  });

  it.each<[string, GraphParts['inputs']]>([
    ['rank 2', { x: [1, 10] }],
    ['four channels', { x: [1, 4, 8, 8] }],
    ['signed integers', { x: { type: 'int32', shape: [1, 3, 8, 8] } }],
    ['unknown rank', { x: { type: 'float32', shape: undefined } }],
  ])('refuses a model whose input has %s, and says what it takes', (_, inputs) => {
    expect(() => findImageInput(taking(inputs))).toThrow(ClassifierError);
    expect(() => findImageInput(taking(inputs))).toThrow(
      /no image input: it takes 'x' .*Expected one float or uint8 tensor/,
    );
  });

  it('says so where a model takes nothing', () => {
    const model = modelOf({ inputs: {}, nodes: [node('Relu', ['c'], ['y'])], outputs: ['y'], constants: [] });
    expect(() => findImageInput(model)).toThrow('it takes nothing');
  });

  it('lists two image inputs', () => {
    const model = taking({ left: [1, 3, 8, 8], right: [1, 8, 8, 1] });
    expect(() => findImageInput(model)).toThrow(
      "2 image inputs ('left' float32 [1,3,8,8], 'right' float32 [1,8,8,1]); only one can be explained",
    );
  });

  it('refuses an input a photo cannot fill', () => {
    const model = taking({ x: [1, 3, 8, 8], rate: { type: 'float32', shape: [] } });
    expect(() => findImageInput(model)).toThrow(
      "needs more than a photo: it takes 'x' float32 [1,3,8,8], 'rate' float32 []",
    );
  });

  it('tells the photo from constants that the exporter left out, as tf2onnx does with the mean of Keras', () => {
    const model = taking({ 'net/Sub/y': [1, 1, 1, 3], photo: ['N', 96, 96, 3], 'net/Sqrt/x': [1, 1, 1, 3] });
    expect(() => findImageInput(model)).toThrow(
      /^the model needs more than a photo: .*'net\/Sqrt\/x' float32 \[1,1,1,3\]\. If the others are constants, export/,
    );
    expect(imageOf(1, 3, 1, 1)).toMatchObject({ height: 1, width: 1 });
  });

  it('takes half and double precision', () => {
    expect(findImageInput(taking({ x: { type: 'float16', shape: [1, 3, 8, 8] } }))).toMatchObject({ channels: 3 });
    expect(findImageInput(taking({ x: { type: 'float64', shape: [1, 3, 8, 8] } }))).toMatchObject({ channels: 3 });
  });

  it('takes pixels as whole numbers', () => {
    expect(imageOf(1, 3, 8, 8).isWhole).toBe(false);
    const whole = taking({ x: { type: 'uint8', shape: [1, 8, 8, 3] } });
    expect(findImageInput(whole)).toMatchObject({ layout: 'NHWC', isWhole: true });
  });

  it('does not see initializers that were not listed as inputs', () => {
    const model = modelOf({
      inputs: { x: [1, 3, 2, 2] },
      nodes: [node('Add', ['x', 'w'], ['y'])],
      outputs: ['y'],
      constants: [float32Tensor('w', [1, 3, 2, 2], new Float32Array(12))],
    });
    expect(findImageInput(model).name).toBe('x');
  });
});

it('describes types as messages show them', () => {
  expect(describeType(undefined)).toBe('(not a tensor)');
  expect(describeType({ elementType: 'int64', shape: ['N', undefined, 3] })).toBe('int64 [N,?,3]');
  expect(describeType({ elementType: 'float32' })).toBe('float32 [?]');
});

it('puts the batch and the size in their places', () => {
  expect(inputShape(imageOf('N', 3, 'H', 'W'), 2, 5, 7)).toEqual([2, 3, 5, 7]);
  expect(inputShape(imageOf('N', 'H', 'W', 1), 4, 5, 7)).toEqual([4, 5, 7, 1]);
});
