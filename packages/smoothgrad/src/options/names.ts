/**
 * Names that other packages know, repeated here so that help and messages need not load them; a test holds them together.
 */
export const layoutNames = ['pair', 'map', 'overlay', 'mask', 'contour'] as const;
export const reductionNames = ['sum', 'max', 'mean', 'l2', 'signed-mean'] as const;
export const aggregationNames = ['mean', 'squared', 'variance', 'absolute'] as const;
export const samplingNames = ['iid', 'antithetic', 'centered'] as const;
export const smoothGradPresetNames = [
  'paper',
  'pair-2017',
  'pair',
  'captum',
  'tf-explain',
  'innvestigate',
  'zennit',
  'xplique',
  'tf-keras-vis',
] as const;
export const colormapNames = ['grey', 'viridis', 'inferno', 'blue-grey-red'] as const;
export const quadratureNames = ['gauss-legendre', 'trapezoid', 'left', 'right', 'middle'] as const;
export const baselineNames = ['black', 'white', 'mean', 'blurred', 'noise', 'zero'] as const;
export const upsampleNames = ['bilinear', 'nearest'] as const;
export const compositeNames = [
  'epsilon-plus-flat',
  'epsilon-plus',
  'epsilon-gamma-box',
  'epsilon-alpha2-beta1-flat',
  'epsilon',
  'gamma',
  'alpha-beta',
  'z-plus',
] as const;
export const figureNames = [
  'map',
  'fluctuation',
  'noise-levels',
  'sample-sizes',
  'methods',
  'discriminativity',
  'combinations',
  'convergence',
  'presets',
] as const;
export const presetNames = ['torchvision', 'inception', 'caffe'] as const;
export const resizeNames = ['nearest', 'box', 'bilinear', 'hamming', 'bicubic', 'lanczos'] as const;
export const rangeNames = ['0..1', '0..255', '-1..1'] as const;
export const channelNames = ['rgb', 'bgr', 'grey'] as const;
