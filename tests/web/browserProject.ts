import { playwright } from '@vitest/browser-playwright';
import type { TestProjectInlineConfiguration } from 'vitest/config';

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

/** The tests of `tests/web` in a real browser; none where there is no Chromium. */
export function browserProject(executablePath: string | undefined): TestProjectInlineConfiguration[] {
  if (executablePath === undefined) return [];
  return [
    {
      extends: true,
      server: { headers: isolation },
      optimizeDeps: { exclude: ['onnxruntime-web'] },
      worker: { format: 'es' },
      test: {
        name: 'browser',
        include: ['tests/web/**/*.test.ts'],
        browser: {
          enabled: true,
          headless: true,
          screenshotFailures: false,
          provider: playwright({ launchOptions: { executablePath, args: flags } }),
          instances: [{ browser: 'chromium' }],
        },
      },
    },
  ];
}
