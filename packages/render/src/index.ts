export { blueGreyRed } from './colormaps/blueGreyRed.ts';
export type { Colormap } from './colormaps/colormap.ts';
export { colourise } from './colormaps/colourise.ts';
export { grey } from './colormaps/grey.ts';
export { colormapNamed, colormaps, defaultColormap } from './colormaps/index.ts';
export { inferno } from './colormaps/inferno.ts';
export { viridis } from './colormaps/viridis.ts';
export { RenderError } from './errors.ts';
export { layoutNamed, layouts } from './layouts/index.ts';
export type { Layout, LayoutInput } from './layouts/layout.ts';
export { type Legend, shortNumber } from './layouts/legend.ts';
export type { Rgb } from './picture/canvas.ts';
export { toRgb } from './picture/toRgb.ts';
export { type EncodePngOptions, encodePng } from './png/encodePng.ts';
export { readProvenance } from './png/readProvenance.ts';
export { discriminativity } from './scale/discriminativity.ts';
export {
  type DrawnMap,
  type DrawnMapSource,
  drawnMap,
  type MapLook,
  scaleDrawn,
  sharedLimits,
} from './scale/drawnMap.ts';
export { multiplyByImage } from './scale/multiplyByImage.ts';
export { percentile } from './scale/percentile.ts';
export { type PixelMapSource, pixelMap } from './scale/pixelMap.ts';
export { type ChannelReduction, type MapShape, type MapSign, reduceChannels } from './scale/reduceChannels.ts';
export { type ScaledMap, type ScaleOptions, scaleMap } from './scale/scaleMap.ts';
export { type Grid, type GridCell, type GridChart, type GridLegend, type GridRow, gridScene } from './scene/grid.ts';
export type {
  GraphicMark,
  Mark,
  PictureMark,
  RectangleMark,
  Scene,
  TextMark,
} from './scene/scene.ts';
export { type SvgOptions, sceneToSvg } from './scene/sceneToSvg.ts';
export { type TerminalColours, type TerminalPreviewOptions, terminalPreview } from './terminal/terminalPreview.ts';
export { type DrawTextStyle, drawText } from './text/drawText.ts';
export type { FontWeight, TextStyle } from './text/fonts.ts';
export { isDrawable } from './text/isDrawable.ts';
export { measureText } from './text/measureText.ts';
