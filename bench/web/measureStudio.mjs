import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { root } from '../networks.mjs';
import { median, rounded } from '../statistics.mjs';
import { longestTask } from './longestTask.mjs';

const SAMPLES = 50;
const REDRAWS = 9;

/** The built studio, as `smoothgrad studio` serves it: from a click on a sample photo to its map, and what drawing takes the page's thread. */
export async function measureStudio(browser) {
  const { url, stop } = await startStudio();
  const page = await browser.newPage();
  const fetched = new Set();
  page.on('request', (request) => fetched.add(request.url().split('/').at(-1)));
  try {
    await page.goto(url);
    const explaining = await longestTask(browser, page, async () => {
      await page.getByRole('button', { name: 'A cup of coffee', exact: true }).click();
      await untilSamples(page, SAMPLES);
    });
    const sizes = bundle(fetched);
    const [model] = await page.evaluate(() => performance.getEntriesByName('model').map(({ startTime }) => startTime));
    const drawn = await redrawsOf(page);
    let redraws = [];
    const redrawing = await longestTask(browser, page, async () => {
      redraws = await redraw(page);
    });
    return {
      firstPictureMs: rounded(drawn[0].startTime + drawn[0].duration - model),
      explainingTaskMs: rounded(explaining.ms),
      explainingTaskCpuMs: rounded(explaining.cpuMs),
      redrawMs: rounded(median(redraws)),
      redrawingTaskMs: rounded(redrawing.ms),
      redrawingTaskCpuMs: rounded(redrawing.cpuMs),
      ...sizes,
    };
  } finally {
    await page.close();
    stop();
  }
}

function startStudio() {
  const child = spawn(process.execPath, [join(root, 'packages/smoothgrad/bin/smoothgrad.js'), 'studio', '--port', '0']);
  return new Promise((resolve, reject) => {
    child.once('exit', () => reject(new Error('the studio did not start: npm run build')));
    child.stdout.once('data', (text) => resolve({ url: text.toString().trim(), stop: () => child.kill('SIGINT') }));
  });
}

async function untilSamples(page, samples) {
  const shown = page.getByTestId('samples');
  while ((await shown.count()) === 0 || Number(await shown.textContent()) < samples) await page.waitForTimeout(50);
}

const redrawsOf = (page) =>
  page.evaluate(() =>
    performance.getEntriesByName('redraw').map(({ startTime, duration }) => ({ startTime, duration })),
  );

/** Another percentile each time: from the numbers that are there to the pixels. */
async function redraw(page) {
  const before = (await redrawsOf(page)).length;
  for (let i = 0; i < REDRAWS; i++) {
    await page.getByRole('slider', { name: 'Cap at percentile' }).fill(String(90 + i));
    await page.waitForTimeout(150);
  }
  return (await redrawsOf(page)).slice(before).map(({ duration }) => duration);
}

/** Without runtime and model, gzipped: the page itself, what was fetched until it had explained, and all there is. */
function bundle(fetched) {
  const site = join(root, 'apps', 'studio', 'dist');
  const page = readFileSync(join(site, 'index.html'), 'utf8');
  const scripts = readdirSync(join(site, 'assets')).filter((name) => /^(?!ort\.).*\.(?:js|css)$/.test(name));
  const kilobytes = (names) =>
    rounded(
      names.reduce((sum, name) => sum + gzipSync(readFileSync(join(site, 'assets', name)), { level: 9 }).length, 0) /
        1000,
    );
  return {
    pageKilobytes: kilobytes(scripts.filter((name) => page.includes(name))),
    explainingKilobytes: kilobytes(scripts.filter((name) => fetched.has(name))),
    bundleKilobytes: kilobytes(scripts),
  };
}
