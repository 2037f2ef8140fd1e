import { fileURLToPath } from 'node:url';
import { playwright } from '@vitest/browser-playwright';
import type { TestProjectInlineConfiguration } from 'vitest/config';
import type { BrowserCommand } from 'vitest/node';

/** A WebGPU adapter made of software (SwiftShader); memory is measured at once, not when the browser finds time. */
const flags = [
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
  '--enable-features=Vulkan',
  '--enable-blink-features=ForceEagerMeasureMemory',
  '--no-sandbox',
];

/** Without these headers a page may not share memory between threads. */
const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/** Crashes the graphics process. */
const loses = 'tests/web/lostDevice.test.ts';

type NodeSide = Readonly<Record<string, (...args: unknown[]) => unknown>>;

const inNodeFile = fileURLToPath(new URL('./inNode.ts', import.meta.url));

/** For `askNode`: the functions see what was just edited, as tests do. */
const inNode: BrowserCommand<[string, unknown[]]> = async ({ project }, name, args) => {
  const functions = await project.import<NodeSide>(inNodeFile);
  return functions[name]!(...args);
};

/** Ends the browser's graphics process: every WebGPU device is lost. */
const crashGpu: BrowserCommand<[]> = async ({ context }) => {
  const session = await context.browser()!.newBrowserCDPSession();
  await session.send('Browser.crashGpuProcess');
  await session.detach();
};

/** The tests of `tests/web` in a real browser; none where there is no Chromium. */
export function browserProject(executablePath: string | undefined): TestProjectInlineConfiguration[] {
  if (executablePath === undefined) return [];
  return [
    {
      extends: true,
      server: { headers: isolation },
      // All dependencies are modules already; bundling them when they are first met would reload the page of a running test.
      optimizeDeps: { noDiscovery: true },
      worker: { format: 'es' },
      test: {
        name: 'browser',
        include: ['tests/web/**/*.test.ts'],
        // They share a browser and two cores, and one of them measures memory.
        fileParallelism: false,
        browser: {
          enabled: true,
          headless: true,
          screenshotFailures: false,
          provider: playwright({ launchOptions: { executablePath, args: flags } }),
          instances: [
            { browser: 'chromium', exclude: [loses] },
            { browser: 'chromium', name: 'browser that loses its graphics device', include: [loses] },
          ],
          commands: { inNode, crashGpu },
        },
      },
    },
  ];
}
