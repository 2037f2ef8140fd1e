/**
 * Names that other packages know, repeated here so that help and messages need not load them; a test holds them together.
 */
export const layoutNames = ['pair', 'map', 'overlay'] as const;
export const colormapNames = ['grey', 'viridis', 'inferno', 'blue-grey-red'] as const;
export const presetNames = ['torchvision', 'inception', 'caffe'] as const;
export const resizeNames = ['nearest', 'box', 'bilinear', 'hamming', 'bicubic', 'lanczos'] as const;
export const rangeNames = ['0..1', '0..255', '-1..1'] as const;
export const channelNames = ['rgb', 'bgr', 'grey'] as const;
