import { writeModel } from '@smoothgrad/onnx';
import { createWebEngine } from '@smoothgrad/web';
import { modelOf, node } from '../support/graphs.ts';

/** Uses an engine from within a worker, as a page should whose own thread must stay free, and posts what it computed. */
const engine = await createWebEngine({ threads: 1 });
const square = modelOf({ inputs: { x: [1] }, nodes: [node('Mul', ['x', 'x'], ['y'])], outputs: ['y'] });
const session = await engine.createSession({ model: writeModel(square, 'reference'), optimisation: 'all' });
const { y } = await session.run({ x: { type: 'float32', shape: [1], data: Float32Array.of(3) } });
postMessage(Array.from(y!.data as Float32Array));
await engine.close();
