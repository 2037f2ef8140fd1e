/**
 * `npm run bench`: what gradients and explanations cost, against plain forward passes of the same file and against other tools, all
 * measured in turn in one run. Machines are noisy: compare figures of one run only. `--help` lists the options.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeMachine, watchOthers } from './machine.mjs';
import { chooseNetworks } from './networks.mjs';
import { readOptions, usage } from './options.mjs';
import { howToGetPeers, peerPython } from './peers.mjs';
import { compareWithLast } from './report/compare.mjs';
import { printReport } from './report/print.mjs';
import { lastResult, saveResult } from './results.mjs';
import { sections } from './sections/index.mjs';
import { addPeakShares } from './sections/samples.mjs';
import { rounded } from './statistics.mjs';

const say = (line) => process.stderr.write(`${line}\n`);

async function main() {
  const options = readOptions(process.argv.slice(2));
  if (options.help) return console.log(usage);
  const { found, missing } = chooseNetworks(options.networks);
  if (missing.length > 0) {
    say(`Not here, left out: ${missing.join(', ')} (SMOOTHGRAD_SHARED, bench/peers/setup)`);
  }
  if (peerPython() === null) say(howToGetPeers);
  const report = await measure(found, options);
  const last = lastResult(report);
  if (options.json) console.log(JSON.stringify(report));
  else printReport(report, last && compareWithLast(last, report));
  if (options.save) say(`kept: ${saveResult(report)}`);
}

async function measure(networks, options) {
  const folder = mkdtempSync(join(tmpdir(), 'smoothgrad-bench-'));
  const otherCores = watchOthers();
  try {
    const results = [];
    for (const network of networks) results.push(await measureNetwork(network, folder, options));
    const report = {
      date: new Date().toISOString(),
      machine: describeMachine(),
      rounds: options.rounds,
      sections: options.sections,
      networks: results,
    };
    for (const name of options.sections) {
      if (!sections[name].measure) continue;
      say(name);
      report[name] = await inFolder(folder, name, options, (context) => sections[name].measure(networks, context));
    }
    report.machine.gemmGflops = addPeakShares(results);
    report.machine.otherCores = rounded(otherCores());
    return report;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** All fields of one network. A section that fails is a result too. */
async function measureNetwork(network, folder, options) {
  const result = { name: network.name };
  for (const name of options.sections) {
    const { measureNetwork: measureSection } = sections[name];
    if (!measureSection) continue;
    say(`${network.name}: ${name}`);
    try {
      Object.assign(
        result,
        await inFolder(folder, network.name, options, (context) => measureSection(network, context)),
      );
    } catch (error) {
      result.errors = { ...result.errors, [name]: error.message };
    }
  }
  return result;
}

/** Explainers are large: each section clears up behind itself. */
async function inFolder(parent, name, { rounds }, work) {
  const folder = join(parent, name);
  mkdirSync(folder, { recursive: true });
  try {
    return await work({ folder, cache: join(parent, 'cache'), rounds, say });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

main().catch((error) => {
  say(`bench: ${error.message}`);
  process.exitCode = 1;
});
