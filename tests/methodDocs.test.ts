import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { methods } from '@smoothgrad/attribution/catalogue';
import { expect, it } from 'vitest';
import { repositoryRoot } from './support/shared.ts';

const { methodPage } = (await import(
  pathToFileURL(join(repositoryRoot, 'scripts', 'docs', 'methodPage.mjs')).href
)) as { methodPage(table: object): string };

it('docs/methods.md says what the files of the methods say (npm run docs:methods)', () => {
  const page = methodPage(methods);
  for (const name of Object.keys(methods)) expect(page).toContain(`\`--method ${name}\``);
  expect(readFileSync(join(repositoryRoot, 'docs', 'methods.md'), 'utf8')).toBe(page);
});
