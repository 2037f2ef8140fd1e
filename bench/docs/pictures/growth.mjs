import * as Plot from '@observablehq/plot';
import { draw } from './draw.mjs';

/** By curve: what stands on its axis, and how its time is called. */
const curves = {
  samples: 'samples n',
  workers: 'workers (n = 100)',
  pixels: 'height and width, pixels',
  batch: 'batch',
};

/** One row of panels for time and one for memory; a column for each curve. */
export function growthPicture(growth) {
  const found = Object.keys(curves).filter((name) => growth[name]);
  const panels = found.flatMap((name, column) => [
    panel(growth[name], { column, row: 0, name, of: timeOf, label: timeLabel(growth[name]) }),
    panel(growth[name], { column, row: 1, name, of: ({ peakRssMb }) => peakRssMb, label: 'peak memory, MB' }),
  ]);
  const [width, height] = [260 * found.length, 460];
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">\n` +
    `<rect width="${width}" height="${height}" fill="white"/>\n${panels.join('')}</svg>\n`
  );
}

const timeOf = ({ seconds, cpuMsPerSample }) => seconds ?? cpuMsPerSample;
const timeLabel = ({ points }) =>
  points.some(({ seconds }) => seconds) ? 'seconds, whole process' : 'CPU ms a sample';

function panel({ network, points }, { column, row, name, of, label }) {
  const data = points.filter(of).map((point) => ({ x: point.value, y: of(point) }));
  const svg = draw({
    width: 250,
    height: 220,
    marginLeft: 48,
    marginTop: 34,
    x: {
      label: curves[name],
      type: name === 'samples' ? 'log' : 'linear',
      ticks: points.map(({ value }) => value),
      tickFormat: 'd',
    },
    y: { label: `${label} (${network})`, zero: true, grid: true, nice: true },
    marks: [
      Plot.line(data, { x: 'x', y: 'y', stroke: '#c0392b' }),
      Plot.dot(data, { x: 'x', y: 'y', fill: '#c0392b' }),
    ],
  });
  return svg.replace('<svg ', `<svg x="${260 * column}" y="${230 * row}" `);
}
