import { expect, it } from 'vitest';
import * as api from './index.ts';

it('exports exactly these names', () => {
  expect(Object.keys(api).sort()).toEqual([
    'AmbiguousLabelError',
    'ClassifierError',
    'InvalidNpyError',
    'InvalidNpzError',
    'NonFiniteError',
    'StoppedError',
    'TargetRangeError',
    'UnknownLabelError',
    'buildExplainer',
    'compileClassifier',
    'createWelford',
    'decodeNpy',
    'decodeNpz',
    'encodeNpy',
    'encodeNpz',
    'explain',
    'findImageInput',
    'findScores',
    'gradient',
    'inspectClassifier',
    'labelOf',
    'loadClassifier',
    'normalNoise',
    'openClassifier',
    'predict',
    'prepareClassifier',
    'probabilities',
    'refine',
    'resolveTarget',
    'smoothGrad',
    'topClass',
    'topPredictions',
  ]);
});
