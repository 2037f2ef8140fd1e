/**
 * `npm run bench:web`: what explaining costs in a browser, in one run of one Chromium: a sample of SqueezeNet beside TensorFlow.js on
 * WebAssembly with as many threads, measured in turn; the bundled classifier alone, which TensorFlow.js cannot differentiate there.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright';
import { interleave } from '../interleave.mjs';
import { describeMachine, watchOthers } from '../machine.mjs';
import { networks } from '../networks.mjs';
import { median, quotients, rounded, spread } from '../statistics.mjs';
import { measureStudio } from './measureStudio.mjs';
import { textOf } from './report.mjs';
import { servePages } from './servePages.mjs';

const usage = `npm run bench:web -- [options]

  --rounds n    how often the samples are measured in turn (default: 7)
  --json        print one JSON object instead of a table
  --help        print this

SqueezeNet comes from SMOOTHGRAD_SHARED, TensorFlow.js from npm ci --prefix bench/web, Chromium from SMOOTHGRAD_CHROMIUM or /usr/bin/chromium.`;

const THREADS = 2;
const SAMPLES = 50;
const say = (line) => process.stderr.write(`${line}\n`);

async function main() {
  const { values: options } = parseArgs({
    options: {
      rounds: { type: 'string', default: '7' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (options.help) return console.log(usage);
  const rounds = Number(options.rounds);
  if (!Number.isInteger(rounds) || rounds < 1)
    throw new Error(`--rounds ${options.rounds} must be a whole number from 1`);
  const report = await measure(rounds);
  console.log(options.json ? JSON.stringify(report) : textOf(report));
}

async function measure(rounds) {
  const squeezenet = networks.find(({ name }) => name === 'squeezenet-1.1').file;
  const hasTfjs = existsSync(fileURLToPath(new URL('node_modules', import.meta.url)));
  if (!hasTfjs) say('TensorFlow.js is not here, left out: npm ci --prefix bench/web');
  const hasSqueezenet = existsSync(squeezenet);
  if (!hasSqueezenet) say('SqueezeNet is not here, left out: SMOOTHGRAD_SHARED');
  const server = await servePages({ hasTfjs, squeezenet: join(squeezenet, '..') });
  const executablePath = process.env.SMOOTHGRAD_CHROMIUM ?? '/usr/bin/chromium';
  const browser = await chromium.launch({ executablePath, args: flags });
  const otherCores = watchOthers();
  try {
    const open = (page) => openPage(browser, `${server.origin}/${page}.html`);
    const samples = hasSqueezenet ? await measureSamples(open, { rounds, hasTfjs }) : null;
    const bundled = await measureBundled(open);
    say('studio');
    const studio = await measureStudio(browser);
    const machine = { ...describeMachine(), browser: browser.version(), otherCores: rounded(otherCores()) };
    return { date: new Date().toISOString(), machine, threads: THREADS, rounds, samples, bundled, studio };
  } finally {
    await browser.close();
    server.close();
  }
}

/** Pages that are not in front compute as fast as the one that is. */
const flags = ['--no-sandbox', '--disable-renderer-backgrounding', '--disable-background-timer-throttling'];

async function openPage(browser, url) {
  const page = await browser.newPage();
  // Whoever waits for an answer from it hears that the page is gone.
  page.on('pageerror', (error) => {
    say(`${url}: ${error.message}`);
    void page.close();
  });
  await page.goto(url, { waitUntil: 'load' });
  return page;
}

/** Forward pass and gradient of SqueezeNet, in turn. */
async function measureSamples(open, { rounds, hasTfjs }) {
  say('squeezenet-1.1');
  const ours = await open('ours');
  const ask = (question) => ours.evaluate((asked) => globalThis.ask(asked), question);
  const { reason } = await ask({ question: 'open', device: 'wasm', threads: THREADS, folder: '/squeezenet' });
  const oursClocks = await clocksOf(ours);
  const contestants = {
    ours: () => oursClocks(4 * THREADS, (count) => ask({ question: 'samples', count })),
  };
  let tfjsThreads;
  if (hasTfjs) {
    const peer = await open('tfjs');
    tfjsThreads = await peer.evaluate((asked) => globalThis.open(asked), {
      file: '/squeezenet/model.onnx',
      threads: THREADS,
    });
    const peerClocks = await clocksOf(peer);
    contestants.tfjs = () => peerClocks(2, (count) => peer.evaluate((asked) => globalThis.samples(asked), { count }));
  }
  // What runs for the first time is compiled meanwhile.
  for (const contestant of Object.values(contestants)) for (let i = 0; i < 3; i++) await contestant();
  const results = await interleave(contestants, rounds);
  await ours.close();
  return { reason, ...figures(results), ...(hasTfjs && { tfjsRuntime: tfjsThreads }) };
}

/** Milliseconds a sample by the clock, and by the processor: of all threads of the page's process. */
async function clocksOf(page) {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const processSeconds = async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'ProcessTime').value;
  };
  return async (count, run) => {
    const before = await processSeconds();
    const ms = await run(count);
    return { ms, cpuMs: (1000 * ((await processSeconds()) - before)) / count };
  };
}

function figures({ ours, tfjs }) {
  for (const result of [ours, tfjs]) if (result?.error) throw new Error(result.error);
  const typical = ({ rounds }, clock) => rounded(median(rounds.map((round) => round[clock])));
  const own = { oursMs: typical(ours, 'ms'), oursCpuMs: typical(ours, 'cpuMs') };
  if (tfjs === undefined) return own;
  const factors = (clock) =>
    quotients(
      tfjs.rounds.map((round) => round[clock]),
      ours.rounds.map((round) => round[clock]),
    );
  return {
    ...own,
    tfjsMs: typical(tfjs, 'ms'),
    tfjsCpuMs: typical(tfjs, 'cpuMs'),
    factor: rounded(median(factors('ms'))),
    spread: rounded(spread(factors('ms'))),
    cpuFactor: rounded(median(factors('cpuMs'))),
    cpuSpread: rounded(spread(factors('cpuMs'))),
  };
}

/** A page of its own, so that its thread's longest task is that of explaining. */
async function measureBundled(open) {
  say('bundled');
  const page = await open('ours');
  const ask = (question) => page.evaluate((asked) => globalThis.ask(asked), question);
  const photo = '/photos/coffee.jpg';
  const opened = await ask({ question: 'open', device: 'wasm', threads: THREADS, folder: '/bundled' });
  const first = await ask({ question: 'firstPicture', photo });
  const explanationMs = await ask({ question: 'explanation', photo, samples: SAMPLES });
  return {
    reason: opened.reason,
    runtimeMs: rounded(opened.runtime),
    loadMs: rounded(opened.load),
    prepareMs: rounded(first.prepare),
    firstPictureMs: rounded(first.total),
    samples: SAMPLES,
    explanationMs: rounded(explanationMs),
    longestTaskMs: rounded(await page.evaluate(() => globalThis.longestTask())),
  };
}

await main().catch((error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
