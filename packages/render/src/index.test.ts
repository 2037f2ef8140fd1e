import { expect, it } from 'vitest';
import * as render from './index.ts';

it('exports exactly these names', () => {
  expect(Object.keys(render).sort()).toEqual([
    'RenderError',
    'blueGreyRed',
    'colormapNamed',
    'colormaps',
    'colourise',
    'discriminativity',
    'drawText',
    'encodePng',
    'grey',
    'gridScene',
    'inferno',
    'isDrawable',
    'layoutNamed',
    'layouts',
    'measureText',
    'multiplyByImage',
    'percentile',
    'pixelMap',
    'readProvenance',
    'reduceChannels',
    'scaleMap',
    'sceneToSvg',
    'sharedLimit',
    'shortNumber',
    'terminalPreview',
    'toRgb',
    'viridis',
  ]);
});
