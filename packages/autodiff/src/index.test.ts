import { expect, test } from 'vitest';
import * as api from './index.ts';
import * as testing from './testing/index.ts';

test('the public names', () => {
  expect(Object.keys(api).sort()).toEqual([
    'NotDifferentiableError',
    'countActivations',
    'deconvnet',
    'deepLiftRules',
    'differentiate',
    'differentiationObstacles',
    'guided',
    'isRectifier',
    'lrpComposite',
    'lrpCompositeNames',
    'lrpRules',
    'needsBounds',
    'nodesOnPath',
    'relevanceSeed',
    'standard',
  ]);
});

test('the public names of @smoothgrad/autodiff/testing', () => {
  expect(Object.keys(testing).sort()).toEqual([
    'GradientCheckError',
    'at',
    'broadcastAt',
    'checkGradient',
    'checkSecondOrder',
    'distinctValues',
    'elementwise',
    'mapTensor',
    'normalValues',
    'referenceTensor',
    'tabulate',
    'withShape',
  ]);
});
