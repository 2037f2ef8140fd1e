import { expect, it } from 'vitest';
import * as api from './index.ts';

it('exports exactly these names', () => {
  expect(Object.keys(api).sort()).toEqual([
    'DeviceLostError',
    'EngineClosedError',
    'EngineError',
    'ModelFileError',
    'OutOfMemoryError',
    'PhotoError',
    'createWebEngine',
    'decodePhoto',
    'openModel',
    'openPhotoClassifier',
    'prepareModel',
  ]);
});
