import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** How long a competitor may take to load, and to answer. */
const patienceMs = 300_000;

/**
 * A competitor in a process of its own that lives for all rounds and computes only when told to: it prints one JSON object a line,
 * the first when it is ready, then one for each that it reads. `{"error": …}` is a refusal.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ env?: Record<string, string> }} [options]
 */
export async function startProcess(command, args, { env = {} } = {}) {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'], env: { ...process.env, ...env } });
  let complaints = '';
  let waiting = null;
  let ended = null;
  child.stderr.on('data', (chunk) => {
    complaints = (complaints + chunk).slice(-2000);
  });
  child.stdin.on('error', () => {});
  createInterface({ input: child.stdout }).on('line', (line) => waiting?.resolve(JSON.parse(line)));
  const end = (reason) => {
    ended = new Error([reason, complaints.trim().split('\n').at(-1)].filter(Boolean).join(': '));
    waiting?.reject(ended);
  };
  const closed = new Promise((resolve) => child.on('close', resolve));
  child.on('error', (error) => end(`${command} could not be started (${error.message})`));
  closed.then((code) => end(`its process ended with code ${code}`));

  const answer = async (question) => {
    if (ended) throw ended;
    const timer = setTimeout(() => end(`no answer within ${patienceMs / 1000} s`), patienceMs);
    try {
      const message = await new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        if (question) child.stdin.write(`${JSON.stringify(question)}\n`);
      });
      if (message.error) throw new Error(message.error);
      return message;
    } finally {
      clearTimeout(timer);
      waiting = null;
    }
  };
  const close = async () => {
    child.kill('SIGKILL');
    await closed;
  };
  try {
    return { ready: await answer(), ask: answer, close };
  } catch (error) {
    await close();
    throw error;
  }
}
