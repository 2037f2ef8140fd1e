import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';

/**
 * Runs a program and returns what it printed, the seconds from start to end, and the peak memory of the whole process with all its
 * threads (VmHWM, Linux; null elsewhere).
 *
 * @param {readonly string[]} command the program and its arguments
 * @param {Record<string, string>} [env]
 */
export async function measureProcess([program, ...args], env = {}) {
  const started = performance.now();
  const child = spawn(program, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  let output = '';
  let complaints = '';
  let peakMb = null;
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  child.stderr.on('data', (chunk) => {
    complaints += chunk;
  });
  // The high-water mark only grows, so the last look before the end is the peak, to within one interval.
  const watch = setInterval(async () => {
    const status = await readFile(`/proc/${child.pid}/status`, 'utf8').catch(() => '');
    const kibibytes = /VmHWM:\s+(\d+)/.exec(status)?.[1];
    if (kibibytes) peakMb = Math.round((Number(kibibytes) * 1024) / 1e6);
  }, 20);
  const code = await new Promise((resolve) => child.on('close', resolve));
  clearInterval(watch);
  if (code !== 0) {
    const reason = complaints.trim().split('\n').at(-1);
    throw new Error(`${[program, ...args].join(' ')} ended with code ${code}: ${reason}`);
  }
  return { output, seconds: (performance.now() - started) / 1000, peakMb };
}
