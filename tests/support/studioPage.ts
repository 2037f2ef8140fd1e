import { serve } from '@hono/node-server';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright';
import { expect } from 'vitest';
import { builtStudio, type GivenModel, pageFiles } from '../../packages/smoothgrad/src/commands/studio/siteFiles.ts';
import { createStudioApp } from '../../packages/smoothgrad/src/commands/studio/studioApp.ts';

/** Chromium with a WebGPU adapter made of software (SwiftShader). */
export const softwareGpu = ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader', '--enable-features=Vulkan'];

export interface Studio {
  readonly url: string;
  readonly browser: Browser;
  /** Addresses that pages asked for, all of them. */
  readonly requests: readonly string[];
  /** What went wrong in pages: exceptions, refusals by the policy. */
  readonly complaints: readonly string[];
  open(options?: BrowserContextOptions & { readonly address?: string }): Promise<Page>;
  close(): Promise<void>;
}

/** The built studio, served as `smoothgrad studio` does, and a browser. */
export async function startStudio(
  executablePath: string,
  args: readonly string[] = [],
  given?: GivenModel,
): Promise<Studio> {
  const app = createStudioApp(await pageFiles(builtStudio()), given);
  const server = await new Promise<{ port: number; close: () => void }>((resolve) => {
    const listening = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) =>
      resolve({ port, close: () => listening.close() }),
    );
  });
  const url = `http://127.0.0.1:${server.port}/`;
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', ...args], headless: true });
  const requests: string[] = [];
  const complaints: string[] = [];
  return {
    url,
    browser,
    requests,
    complaints,
    async open({ address = '', ...options } = {}) {
      const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
      context.on('request', (request) => requests.push(request.url()));
      const page = await context.newPage();
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(message.text());
      });
      await page.goto(url + address);
      return page;
    },
    async close() {
      await browser.close();
      server.close();
    },
  };
}

/** n, as the page shows it. */
export async function samplesOf(page: Page): Promise<number> {
  return Number(await page.getByTestId('samples').textContent());
}

/** Waits until so many samples (or passes) are in the map. */
export async function untilSamples(page: Page, least: number): Promise<void> {
  const samples = page.getByTestId('samples');
  const shown = async () => ((await samples.count()) === 0 ? -1 : samplesOf(page));
  await expect.poll(shown, { timeout: 120_000, interval: 30 }).toBeGreaterThanOrEqual(least);
}

export interface GivenFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Drops files on the page, as a hand would. */
export async function drop(page: Page, ...files: readonly GivenFile[]): Promise<void> {
  await page.dispatchEvent('body', 'drop', { dataTransfer: await page.evaluateHandle(transferOf(files)) });
}

/** Pastes a file, as a browser does that was given a picture. */
export async function paste(page: Page, file: GivenFile): Promise<void> {
  const event = `new ClipboardEvent('paste', { clipboardData: ${transferOf([file])}, bubbles: true })`;
  await page.evaluate(`document.body.dispatchEvent(${event})`);
}

/** JavaScript whose value are the files, as a page gets them. */
function transferOf(files: readonly GivenFile[]): string {
  const plain = files.map(({ name, bytes }) => ({ name, base64: Buffer.from(bytes).toString('base64') }));
  return `(() => {
    const transfer = new DataTransfer();
    for (const { name, base64 } of ${JSON.stringify(plain)}) {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      transfer.items.add(new File([bytes], name, { type: name.endsWith('.jpg') ? 'image/jpeg' : '' }));
    }
    return transfer;
  })()`;
}
