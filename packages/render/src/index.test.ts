import { expect, it } from 'vitest';
import * as render from './index.ts';

it('exports exactly these names', () => {
  expect(Object.keys(render).sort()).toEqual([
    'RenderError',
    'blueGreyRed',
    'colormapNamed',
    'colormaps',
    'colourise',
    'defaultColormap',
    'discriminativity',
    'drawText',
    'drawnMap',
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
    'scaleDrawn',
    'scaleMap',
    'sceneToSvg',
    'sharedLimits',
    'shortNumber',
    'terminalPreview',
    'toRgb',
    'viridis',
  ]);
});
