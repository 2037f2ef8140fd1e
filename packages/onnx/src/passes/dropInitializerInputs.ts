import { type Pass, withGraph } from './pass.ts';

/** Before IR version 4 every initializer was listed as a graph input too. They are constants here, and only real inputs stay. */
export const dropInitializerInputs: Pass = {
  name: 'dropInitializerInputs',
  run(model) {
    const { inputs, initializers } = model.graph;
    const irVersion = Math.max(model.irVersion, 8);
    return withGraph({ ...model, irVersion }, { inputs: inputs.filter(({ name }) => !initializers.has(name)) });
  },
};
