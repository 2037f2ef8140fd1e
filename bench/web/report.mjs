import { alignedText } from '../report/print.mjs';

/** A result as text. */
export function textOf({ machine, threads, rounds, samples, bundled, studio }) {
  const { cpu, cores, browser, otherCores } = machine;
  const busy = otherCores === null ? '' : `; all programs kept ${otherCores} cores busy`;
  const blocks = [`${cpu}, ${cores} cores, Chromium ${browser}, WebAssembly, ${threads} threads${busy}`];
  if (samples !== null) blocks.push(`SqueezeNet 1.1, median of ${rounds} rounds in turn\n${samplesTable(samples)}`);
  blocks.push(`The bundled classifier\n${bundledTable(bundled)}`);
  blocks.push(`The studio, the bundled classifier, n = 50\n${studioTable(studio)}`);
  return blocks.join('\n\n');
}

function samplesTable({ tfjsRuntime, oursMs, oursCpuMs, tfjsMs, tfjsCpuMs, factor, spread, cpuFactor, cpuSpread }) {
  const rows = [
    ['forward pass and gradient', 'clock', 'processor'],
    ['smoothgrad', `${oursMs} ms`, `${oursCpuMs} ms`],
  ];
  if (tfjsMs !== undefined) {
    const quotient = (value, error) => `${value} ± ${Math.round(100 * error)} %`;
    rows.push([`TensorFlow.js (${tfjsRuntime.threads} of the threads)`, `${tfjsMs} ms`, `${tfjsCpuMs} ms`]);
    rows.push(['quotient', quotient(factor, spread), quotient(cpuFactor, cpuSpread)]);
  }
  return alignedText(rows);
}

function bundledTable({ runtimeMs, loadMs, prepareMs, firstPictureMs, samples, explanationMs, longestTaskMs }) {
  return alignedText([
    ['', ''],
    ['the runtime, loaded and started', `${runtimeMs} ms`],
    ['the explainer, compiled and loaded', `${loadMs} ms`],
    ['from the photo to the first picture, n = 1', `${firstPictureMs} ms`],
    ['  of this decoding and resizing', `${prepareMs} ms`],
    [`from the photo to the picture, n = ${samples}`, `${explanationMs} ms`],
    ["the page's own thread, longest task", longestTaskMs === 0 ? 'below 50 ms' : `${longestTaskMs} ms`],
  ]);
}

/** By the clock, which other programs stretch, and by the processor. */
const task = (ms, cpuMs) => `${ms} ms; of the processor ${cpuMs} ms`;

function studioTable(studio) {
  return alignedText([
    ['', ''],
    ['from the loaded model to the first picture, n = 1', `${studio.firstPictureMs} ms`],
    ["the page's own thread, longest task until n = 50", task(studio.explainingTaskMs, studio.explainingTaskCpuMs)],
    ['  and while settings of the picture change', task(studio.redrawingTaskMs, studio.redrawingTaskCpuMs)],
    ['from a setting to the picture drawn anew', `${studio.redrawMs} ms`],
    ['bundle without runtime and model, gzip: the page', `${studio.pageKilobytes} kB`],
    ['  with what a first explanation needs', `${studio.explainingKilobytes} kB`],
    ['  all of it: every method, and what saves', `${studio.bundleKilobytes} kB`],
  ]);
}
