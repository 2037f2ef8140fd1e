import { join } from 'node:path';
import {
  createNodeEngine,
  defaultModelPath,
  explain,
  explainAll,
  figureNamed,
  gradient,
  guidedBackprop,
  integratedGradients,
  loadModel,
  openPhotoClassifier,
  smoothGrad,
} from 'smoothgrad';
import { root } from '../networks.mjs';

const photo = join(root, 'photos', 'cat.jpg');
const smooth = (method, samples) => smoothGrad(method, { samples });

/** What is computed, and how often the network must be run for it: the clean photo's scores once, then what the definition asks for. */
const cases = [
  ['gradient', 1 + 1, (open) => open.explain(gradient)],
  ['SmoothGrad, n = 10', 1 + 10, (open) => open.explain(smooth(gradient, 10))],
  ['integrated gradients, 8 points', 1 + 8 + 2, (open) => open.explain(integratedGradients({ steps: 8 }))],
  // Each copy has its own end of the path; the baseline's scores are known after the first.
  [
    'integrated gradients, 8 points, smoothed, n = 3',
    1 + 3 * (8 + 1) + 1,
    (open) => open.explain(smooth(integratedGradients({ steps: 8 }), 3)),
  ],
  ['guided backpropagation, smoothed, n = 5', 1 + 5, (open) => open.explain(smooth(guidedBackprop, 5))],
  ['two classes, SmoothGrad, n = 5', 1 + 5, (open) => open.explainTwo(smooth(gradient, 5))],
  ['figure 3: 3 levels, n = 4', 3 + 1 + 4 + 4, (open) => open.figure('3', { levels: [0, 0.1, 0.2], samples: 4 })],
  ['figure 4: 1, 5 and 10 samples', 1 + 10, (open) => open.figure('4', { sizes: [1, 5, 10] })],
];

/** Passes counted against passes needed, with the bundled classifier. */
export const passes = {
  byDefault: false,
  async measure() {
    const results = [];
    for (const [what, needed, run] of cases) {
      const open = await openCounting();
      try {
        await run(open);
        results.push({ what, needed, counted: open.runs() });
      } finally {
        await open.close();
      }
    }
    return results;
  },
};

async function openCounting() {
  const engine = createNodeEngine();
  let runs = 0;
  const counting = {
    ...engine,
    async createSession(options) {
      const session = await engine.createSession(options);
      // Probe sessions, which learn shapes, are not optimised.
      if (options.optimisation !== 'all') return session;
      return {
        ...session,
        run(...args) {
          runs++;
          return session.run(...args);
        },
      };
    },
  };
  const classifier = await openPhotoClassifier(await loadModel(defaultModelPath()), counting);
  const prepared = await classifier.prepare(photo);
  return {
    runs: () => runs,
    explain: (method) => explain(classifier, photo, { method }),
    explainTwo: (method) => explainAll(classifier, prepared, { method, targets: [281, 282] }),
    figure: (name, options) =>
      figureNamed(name).make({ classifier, photos: [{ name: 'cat', photo: prepared, targets: [] }], options }),
    close: () => engine.close(),
  };
}
