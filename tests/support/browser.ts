import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright';
import type { BuiltExplainer } from './builtExplainer.ts';
import { repositoryRoot } from './shared.ts';

/** Debian's Chromium, or the one that `SMOOTHGRAD_CHROMIUM` names; undefined, with a line, where there is none. */
export function chromiumPath(): string | undefined {
  const path = process.env.SMOOTHGRAD_CHROMIUM ?? '/usr/bin/chromium';
  if (existsSync(path)) return path;
  console.info(`skipped: there is no Chromium at ${path} (install it, or name one in SMOOTHGRAD_CHROMIUM)`);
  return undefined;
}

/** Chromium with a WebGPU adapter made of software (SwiftShader): no GPU is needed. */
const flags = [
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
  '--enable-features=Vulkan',
  '--no-sandbox',
];

export interface WebGpu {
  /** ∂score/∂image on WebGPU; nodes that the runtime would run on the CPU are an error. */
  gradient(explainer: BuiltExplainer, image: Float32Array, cotangent: Float32Array): Promise<Float32Array>;
  close(): Promise<void>;
}

/** onnxruntime-web in a page of its own, served from this process together with what it loads. */
export async function openWebGpu(executablePath: string): Promise<WebGpu> {
  const files = new Map<string, Uint8Array>();
  const server = await serve(files);
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const browser = await chromium.launch({ executablePath, args: flags, headless: true });
  const page = await openPage(browser, origin);
  return {
    async gradient({ bytes, weights, input }, image, cotangent) {
      files.set('/explainer', bytes);
      files.set('/image', new Uint8Array(image.buffer, image.byteOffset, image.byteLength));
      const locations = [...weights.files.keys()];
      for (const [name, content] of weights.files) files.set(`/weights/${name}`, content);
      const result = await page.evaluate(runInPage, {
        input: input.name,
        shape: [...input.shape],
        cotangent: Array.from(cotangent),
        locations,
      });
      return new Float32Array(Uint8Array.from(atob(result), (c) => c.charCodeAt(0)).buffer);
    },
    async close() {
      await browser.close();
      server.close();
    },
  };
}

async function openPage(browser: Browser, origin: string): Promise<Page> {
  const page = await browser.newPage();
  await page.goto(origin);
  await page.waitForFunction('globalThis.ort !== undefined');
  const adapter = await page.evaluate('navigator.gpu?.requestAdapter().then((adapter) => adapter !== null)');
  if (adapter !== true) throw new Error('this Chromium has no WebGPU adapter');
  return page;
}

interface Job {
  readonly input: string;
  readonly shape: number[];
  readonly cotangent: number[];
  readonly locations: string[];
}

/** Runs in the page; the gradient comes back as base64. */
async function runInPage({ input, shape, cotangent, locations }: Job): Promise<string> {
  const bytesOf = async (path: string) => new Uint8Array(await (await fetch(path)).arrayBuffer());
  const { ort } = globalThis as unknown as { ort: typeof import('onnxruntime-web') };
  const session = await ort.InferenceSession.create(await bytesOf('/explainer'), {
    executionProviders: ['webgpu'],
    graphOptimizationLevel: 'all',
    externalData: await Promise.all(locations.map(async (path) => ({ path, data: await bytesOf(`/weights/${path}`) }))),
    extra: { session: { disable_cpu_ep_fallback: '1', disable_quant_qdq: '1' } },
  });
  const image = new Float32Array((await bytesOf('/image')).buffer);
  const { gradient } = await session.run({
    [input]: new ort.Tensor('float32', image, shape),
    cotangent: new ort.Tensor('float32', Float32Array.from(cotangent), [1, cotangent.length]),
  });
  const data = gradient!.data as Float32Array;
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  await session.release();
  let text = '';
  for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192));
  return btoa(text);
}

/** The page loads the runtime itself: `import` in a function that is sent to it would be rewritten by the test runner. */
const html = `<!doctype html><title>onnxruntime-web</title>
<script type="module">
  import * as ort from '/runtime/ort.webgpu.bundle.min.mjs';
  ort.env.wasm.wasmPaths = '/runtime/';
  ort.env.logLevel = 'error';
  globalThis.ort = ort;
</script>`;

const runtimeFolder = join(repositoryRoot, 'node_modules', 'onnxruntime-web', 'dist');

async function serve(files: ReadonlyMap<string, Uint8Array>): Promise<Server> {
  const server = createServer(async ({ url = '/' }, response) => {
    response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
    response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp');
    const path = decodeURIComponent(url.split('?')[0]!);
    if (path === '/') return void response.setHeader('Content-Type', 'text/html').end(html);
    const known = files.get(path);
    if (known) return void response.end(known);
    const name = /^\/runtime\/([\w.-]+)$/.exec(path)?.[1];
    if (name === undefined) return void response.writeHead(404).end();
    response.setHeader('Content-Type', name.endsWith('.wasm') ? 'application/wasm' : 'text/javascript');
    response.end(await readFile(join(runtimeFolder, name)));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return server;
}
