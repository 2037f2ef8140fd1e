import * as Plot from '@observablehq/plot';
import { peers } from '../../peers.mjs';
import { draw } from './draw.mjs';

const titles = {
  smoothgrad: 'smoothgrad',
  ...Object.fromEntries(Object.entries(peers).map(([key, { title }]) => [key, title])),
};
const colours = ['#c0392b', '#e08e0b', '#2b7bba', '#7d5ba6', '#4d4d4d'];

/** One dot for each network and tool: processor time ÷ forward pass, on a logarithmic axis. */
export function ratioPicture({ networks }) {
  const measured = networks.filter(({ cpuRatio }) => cpuRatio);
  const dots = measured.flatMap(({ name, cpuRatio, peers: others = {} }) => [
    ...Object.entries(others)
      .filter(([, { cpuRatio: found }]) => found)
      .map(([peer, { cpuRatio: found }]) => ({ network: name, tool: titles[peer], ratio: found })),
    { network: name, tool: titles.smoothgrad, ratio: cpuRatio },
  ]);
  const tools = Object.values(titles);
  const largest = Math.max(...dots.map(({ ratio }) => ratio));
  // Plot's own legend is no part of the SVG: names stand above the dots, in their colours.
  const legend = tools.map((tool, index) => ({
    tool,
    ratio: 2 * (Math.max(20, largest) / 2) ** (index / tools.length),
  }));
  return draw({
    width: 760,
    height: 70 + 22 * measured.length,
    marginLeft: 150,
    marginTop: 40,
    x: {
      type: 'log',
      domain: [1.8, Math.max(22, largest * 1.1)],
      grid: true,
      label: 'forward passes (processor time)',
      ticks: [2, 3, 5, 10, 20, 50, 100],
      tickFormat: 'd',
    },
    y: { domain: measured.map(({ name }) => name), label: null },
    color: { domain: tools, range: colours },
    marks: [
      Plot.text(legend, { x: 'ratio', text: 'tool', fill: 'tool', frameAnchor: 'top', dy: -26, textAnchor: 'start' }),
      Plot.dot(dots, { x: 'ratio', y: 'network', fill: 'tool', r: (dot) => (dot.tool === titles.smoothgrad ? 6 : 4) }),
    ],
  });
}
