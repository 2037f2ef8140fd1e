import { type Pass, withGraph } from './pass.ts';

/** Older files list initializers as inputs; newer ones than this hold nothing else that is read here, but ONNX Runtime refuses them. */
const [OLDEST_IR, NEWEST_IR] = [8, 13];

/** Before IR version 4 every initializer was listed as a graph input too. They are constants here, and only real inputs stay. */
export const dropInitializerInputs: Pass = {
  name: 'dropInitializerInputs',
  run(model) {
    const { inputs, initializers } = model.graph;
    const irVersion = Math.min(Math.max(model.irVersion, OLDEST_IR), NEWEST_IR);
    return withGraph({ ...model, irVersion }, { inputs: inputs.filter(({ name }) => !initializers.has(name)) });
  },
};
