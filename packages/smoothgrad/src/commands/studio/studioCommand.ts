import { spawn } from 'node:child_process';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { UsageError } from '../../errors.ts';
import type { StudioFlags } from './command.ts';
import { builtStudio, givenModel, pageFiles } from './siteFiles.ts';
import { createStudioApp } from './studioApp.ts';

/** Serves the studio until Ctrl-C. */
export async function studioCommand({ port, model, open }: StudioFlags): Promise<void> {
  const files = await pageFiles(builtStudio());
  const given = model === undefined ? undefined : await givenModel(model);
  const address = await listen(createStudioApp(files, given).fetch, port);
  const url = `http://127.0.0.1:${address.port}/`;
  process.stdout.write(`${url}\n`);
  process.stderr.write('smoothgrad: the studio runs until you press Ctrl-C\n');
  if (open) openBrowser(url);
}

/** @throws UsageError the port is taken, or may not be used */
function listen(fetch: ReturnType<typeof createStudioApp>['fetch'], port: number): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    if (port > 65_535) throw new UsageError(`--port ${port}: ports go up to 65535`);
    const server = serve({ fetch, port, hostname: '127.0.0.1' }, resolve);
    server.once('error', (error: NodeJS.ErrnoException) => {
      const why =
        { EADDRINUSE: 'is in use', EACCES: 'may not be used by you' }[error.code ?? ''] ??
        `cannot be used (${error.message})`;
      reject(new UsageError(`port ${port} ${why}: name another with --port, or --port 0 for any that is free`));
    });
  });
}

const openers: Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', ''],
};

/** Whoever has no browser on this machine has the address. */
function openBrowser(url: string): void {
  const [command, ...args] = openers[process.platform] ?? ['xdg-open'];
  const child = spawn(command, [...args, url], { stdio: 'ignore', detached: true });
  child.once('error', () => process.stderr.write(`smoothgrad: no browser could be opened: go to ${url}\n`));
  child.unref();
}
