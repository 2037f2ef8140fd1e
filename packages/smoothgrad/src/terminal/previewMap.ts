import {
  type Colormap,
  colourise,
  percentile,
  type ScaledMap,
  type TerminalColours,
  terminalPreview,
} from '@smoothgrad/render';

/**
 * A map as text. Averaging over the pixels of a cell makes a grainy map dark, so what is shown is scaled anew, by the 99th
 * percentile of the cells.
 *
 * @param columns width in character cells, at most the map's own
 */
export function previewMap(map: ScaledMap, colormap: Colormap, columns: number, colours: TerminalColours): string {
  const width = Math.min(columns, map.width);
  // A cell holds two pixels, one above the other.
  const height = Math.max(2, 2 * Math.round((width * map.height) / map.width / 2));
  const cells = averages(map, width, Math.min(height, map.height));
  const limit = percentile(cells.data.map(Math.abs), 99);
  const data = limit > 0 ? cells.data.map((value) => Math.min(Math.max(value / limit, -1), 1)) : cells.data;
  return terminalPreview(colourise({ ...cells, data }, colormap), { columns: width, colours });
}

/** Means over blocks of whole pixels. */
function averages(map: ScaledMap, width: number, height: number): ScaledMap {
  const sums = new Float32Array(width * height);
  const counts = new Uint32Array(width * height);
  map.data.forEach((value, i) => {
    const x = Math.floor(((i % map.width) * width) / map.width);
    const y = Math.floor((Math.floor(i / map.width) * height) / map.height);
    sums[y * width + x]! += value;
    counts[y * width + x]! += 1;
  });
  return { ...map, width, height, data: sums.map((sum, cell) => sum / counts[cell]!) };
}
