/**
 * What a model or its explainer is run with: noise for the image, one-hot for the cotangent.
 *
 * @param {typeof import('onnxruntime-common')} ort
 * @param {import('onnxruntime-common').InferenceSession} session
 * @param {number} [batch] for dimensions that the file leaves open
 */
export function feedsOf(ort, session, batch = 1) {
  return Object.fromEntries(
    session.inputMetadata.map(({ name, shape }) => {
      const dims = shape.map((dimension) => (typeof dimension === 'number' && dimension > 0 ? dimension : batch));
      const data = name === 'cotangent' ? oneHot(dims) : noise(dims);
      return [name, new ort.Tensor('float32', data, dims)];
    }),
  );
}

function oneHot([batch, classes]) {
  const data = new Float32Array(batch * classes);
  for (let image = 0; image < batch; image++) data[image * classes + 1] = 1;
  return data;
}

/** A linear congruential generator: uniform, with the variance of a standardised photo. */
function noise(dims) {
  let state = 1;
  return Float32Array.from({ length: dims.reduce((a, b) => a * b, 1) }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state / 2 ** 31 - 1) * Math.sqrt(3);
  });
}
