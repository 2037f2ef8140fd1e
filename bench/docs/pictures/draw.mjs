import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';

/** A plot as the text of an SVG file that is readable on light and dark pages. */
export function draw(options) {
  const { document } = parseHTML('<html><body></body></html>');
  const svg = Plot.plot({ ...options, document });
  svg.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  svg.setAttribute('style', 'background: white; color: black; font-family: sans-serif');
  return `${svg.outerHTML}\n`;
}
