import * as Plot from '@observablehq/plot';

/** One line of a chart. */
export interface ChartLine {
  readonly name: string;
  readonly colour: string;
  readonly points: readonly (readonly [x: number, y: number])[];
  readonly dashed?: boolean | undefined;
  readonly dots?: boolean | undefined;
}

export interface LineChart {
  readonly width: number;
  readonly height: number;
  readonly x: { readonly label: string; readonly log?: boolean | undefined };
  readonly y: { readonly label: string; readonly log?: boolean | undefined; readonly zero?: boolean | undefined };
  readonly lines: readonly ChartLine[];
}

/** A line chart by Observable Plot as an SVG element, with its legend inside; `document`: a DOM document to make it in. */
export function lineChart({ width, height, x, y, lines }: LineChart, document: unknown): string {
  const rows = lines.flatMap(({ name, points }) => points.map(([at, value]) => ({ name, x: at, y: value })));
  const of = (name: string) => rows.filter((row) => row.name === name);
  const chart = Plot.plot({
    document: document as never,
    width,
    height,
    marginLeft: 52,
    marginBottom: 38,
    marginTop: 26,
    style: { background: 'none' },
    x: { label: x.label, type: x.log ? 'log' : 'linear', ...(x.log && { tickFormat: ',' }) },
    y: { label: y.label, type: y.log ? 'log' : 'linear', grid: true, nice: true, ...(y.log && { tickFormat: ',' }) },
    marks: [
      ...(y.zero ? [Plot.ruleY([0], { stroke: '#9aa0aa' })] : []),
      ...lines.map(({ name, colour, dashed }) =>
        Plot.line(of(name), {
          x: 'x',
          y: 'y',
          stroke: colour,
          strokeWidth: 1.5,
          ...(dashed && { strokeDasharray: '5 3' }),
        }),
      ),
      ...lines
        .filter(({ dots }) => dots)
        .map(({ name, colour }) => Plot.dot(of(name), { x: 'x', y: 'y', fill: colour, r: 3 })),
    ],
  }) as unknown as { setAttribute(name: string, value: string): void; outerHTML: string };
  chart.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  return withKey(chart.outerHTML, lines, width);
}

/** The names of the lines in their colours, upper right. */
function withKey(svg: string, lines: readonly ChartLine[], width: number): string {
  const key = lines.map(
    ({ name, colour, dashed }, i) =>
      `<line x1="${width - 178}" x2="${width - 160}" y1="${32 + 16 * i}" y2="${32 + 16 * i}" stroke="${colour}" stroke-width="2"${dashed ? ' stroke-dasharray="5 3"' : ''}/>` +
      `<text x="${width - 154}" y="${36 + 16 * i}" font-size="11" text-anchor="start" fill="#181a1f">${name}</text>`,
  );
  return svg.replace(/<\/svg>\s*$/, `${key.join('')}</svg>`);
}
