import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';

/**
 * Runs `node ARGS` and returns what it printed, the seconds from start to end, and its peak memory (VmHWM, Linux; null elsewhere).
 *
 * @param {readonly string[]} args
 */
export async function measureProcess(args) {
  const started = performance.now();
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  let peakMb = null;
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  // The high-water mark only grows, so the last look before the end is the peak, to within one interval.
  const watch = setInterval(async () => {
    const status = await readFile(`/proc/${child.pid}/status`, 'utf8').catch(() => '');
    const kilobytes = /VmHWM:\s+(\d+)/.exec(status)?.[1];
    if (kilobytes) peakMb = Math.round(Number(kilobytes) / 1000);
  }, 20);
  const code = await new Promise((resolve) => child.on('close', resolve));
  clearInterval(watch);
  if (code !== 0) throw new Error(`node ${args.join(' ')} ended with code ${code}`);
  return { output, seconds: (performance.now() - started) / 1000, peakMb };
}
