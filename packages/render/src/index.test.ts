import { expect, it } from 'vitest';
import * as render from './index.ts';

it('exports exactly these names', () => {
  expect(Object.keys(render).sort()).toEqual([
    'RenderError',
    'blueGreyRed',
    'colormapNamed',
    'colormaps',
    'colourise',
    'drawText',
    'encodePng',
    'grey',
    'inferno',
    'isDrawable',
    'layoutNamed',
    'layouts',
    'measureText',
    'multiplyByImage',
    'percentile',
    'readProvenance',
    'reduceChannels',
    'scaleMap',
    'terminalPreview',
    'viridis',
  ]);
});
