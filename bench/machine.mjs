import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus, platform, release, totalmem } from 'node:os';

/** What a result depends on beside the code. */
export function describeMachine() {
  const { version } = createRequire(import.meta.url)('onnxruntime-node/package.json');
  return {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 1e9),
    system: `${platform()} ${release()}`,
    node: process.version,
    onnxruntime: version,
  };
}

/** Results of machines of the same kind can be compared. */
export function kindOf({ cpu, cores }) {
  return `${cpu.trim().replace(/\s+/g, ' ')}, ${cores} cores`;
}

/**
 * How many cores others have kept busy on average since the call (Linux; null elsewhere): above about 0.1 the figures of a run are
 * noisy, above 1 only quotients of processor times mean something.
 */
export function watchOthers() {
  const before = otherSeconds();
  const started = performance.now();
  return () => {
    const after = otherSeconds();
    return before === null || after === null ? null : (after - before) / ((performance.now() - started) / 1000);
  };
}

/** The machine's busy time without that of this process and of its children that have ended. */
function otherSeconds() {
  try {
    const [, user, nice, system, , , irq, softirq] = readFileSync('/proc/stat', 'utf8').split(/\s+/).map(Number);
    // The fields behind the name, which is in parentheses: utime, stime, cutime and cstime are the 14th to 17th of the line.
    const own = readFileSync('/proc/self/stat', 'utf8').split(') ').at(-1).split(' ').slice(11, 15).map(Number);
    const ticks = user + nice + system + irq + softirq - own.reduce((sum, value) => sum + value);
    return ticks / 100;
  } catch {
    return null;
  }
}
