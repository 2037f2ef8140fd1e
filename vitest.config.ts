import { defineConfig } from 'vitest/config';
import { chromiumPath } from './tests/support/browser.ts';
import { browserProject } from './tests/web/browserProject.ts';

/** Packages resolve to their sources, so a test sees what was just edited; worker threads run the built `dist`. */
export default defineConfig({
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'] } },
  test: {
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          include: [
            'packages/*/src/**/*.test.ts',
            'apps/*/src/**/*.test.ts',
            'tests/**/*.test.ts',
            'bench/**/*.test.mjs',
          ],
          exclude: ['tests/web/**'],
          pool: 'forks',
        },
      },
      ...browserProject(chromiumPath()),
    ],
  },
});
