import { readModel } from '@smoothgrad/onnx';

/**
 * An ONNX file as TensorFlow.js would write it, channels last: there is no converter from ONNX. The operators of ordinary
 * convolutional networks only.
 */
export function tfjsNetwork(tf, bytes) {
  const { graph } = readModel(bytes, 'model.onnx');
  const constants = new Map();
  for (const [name, tensor] of graph.initializers) constants.set(name, constantOf(tensor, bytes));
  const input = graph.inputs.find(({ name }) => !constants.has(name));
  const [, channels, height, width] = input.type.shape;
  const output = graph.outputs[0].name;
  const steps = graph.nodes
    .filter(({ op }) => op !== 'Softmax')
    .map((node) => ({ node, run: operatorOf(node)(tf, node, (i) => constants.get(node.inputs[i])) }));
  const forward = (image) => {
    const values = new Map([[input.name, image]]);
    for (const { node, run } of steps) values.set(node.outputs[0], run(...node.inputs.map((name) => values.get(name))));
    return values.get(output) ?? values.get(graph.nodes.at(-1).inputs[0]);
  };
  return { forward, shape: [1, height, width, channels] };
}

function constantOf({ dims, data, type }, bytes) {
  if (type !== 'float32') throw new Error(`a weight of type ${type}: give a float32 network`);
  const raw = data.kind === 'file' ? bytes.subarray(data.offset, data.offset + data.length) : data.bytes;
  return { dims, values: new Float32Array(new Uint8Array(raw).buffer) };
}

function operatorOf({ op }) {
  const operator = operators[op];
  if (!operator)
    throw new Error(`${op} is not among the operators written for TensorFlow.js (bench/web/tfjsNetwork.mjs)`);
  return operator;
}

/** Whole numbers are BigInts in files. */
const plain = (value) => (typeof value === 'bigint' ? Number(value) : value);

function attribute({ attributes }, name, otherwise) {
  const value = attributes.get(name)?.value ?? otherwise;
  return Array.isArray(value) || ArrayBuffer.isView(value) ? Array.from(value, plain) : plain(value);
}
const vector = (tf, { values }) => tf.tensor1d(values);

/** Each returns a function of the node's inputs; constants are made once. */
const operators = {
  Conv(tf, node, constant) {
    const { dims, values } = constant(1);
    const group = attribute(node, 'group', 1);
    const isDepthwise = group > 1 && dims[1] === 1;
    if (group > 1 && !isDepthwise) throw new Error('grouped convolutions are not written for TensorFlow.js');
    const kernel = tf.transpose(tf.tensor4d(values, dims), isDepthwise ? [2, 3, 0, 1] : [2, 3, 1, 0]);
    const bias = node.inputs[2] && vector(tf, constant(2));
    const strides = attribute(node, 'strides', [1, 1]);
    const convolve = isDepthwise ? tf.depthwiseConv2d : tf.conv2d;
    const pad = padding(node);
    return (x) => {
      const y = convolve(x, kernel, strides, pad);
      return bias ? tf.add(y, bias) : y;
    };
  },
  BatchNormalization(tf, node, constant) {
    const [scale, offset, mean, variance] = [1, 2, 3, 4].map((i) => vector(tf, constant(i)));
    const epsilon = attribute(node, 'epsilon', 1e-5);
    return (x) => tf.batchNorm(x, mean, variance, offset, scale, epsilon);
  },
  MaxPool(tf, node) {
    const [size, strides, pad] = [attribute(node, 'kernel_shape'), attribute(node, 'strides'), padding(node)];
    return (x) => tf.maxPool(x, size, strides, pad);
  },
  Clip(tf, _, constant) {
    const [low, high] = [constant(1).values[0], constant(2).values[0]];
    return low === 0 && high === 6 ? (x) => tf.relu6(x) : (x) => tf.clipByValue(x, low, high);
  },
  Gemm(tf, node, constant) {
    const { dims, values } = constant(1);
    const weights = tf.tensor2d(values, dims);
    const bias = vector(tf, constant(2));
    return (x) => tf.add(tf.matMul(x, weights, false, Boolean(attribute(node, 'transB', 0))), bias);
  },
  LeakyRelu: (tf, node) => (x) => tf.leakyRelu(x, attribute(node, 'alpha', 0.01)),
  Relu: (tf) => (x) => tf.relu(x),
  Add: (tf) => (a, b) => tf.add(a, b),
  Concat:
    (tf) =>
    (...parts) =>
      tf.concat(parts, 3),
  GlobalAveragePool: (tf) => (x) => tf.mean(x, [1, 2], true),
  Flatten: (tf) => (x) => tf.reshape(x, [1, -1]),
};

/** As TensorFlow.js takes it: one number where all sides are alike. */
function padding(node) {
  const [top, left, bottom, right] = attribute(node, 'pads', [0, 0, 0, 0]);
  if (top === left && top === bottom && top === right) return top;
  return [
    [0, 0],
    [top, bottom],
    [left, right],
    [0, 0],
  ];
}
