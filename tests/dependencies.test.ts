import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { repositoryRoot } from './support/shared.ts';

const folder = mkdtempSync(join(tmpdir(), 'smoothgrad-dependencies-'));
afterAll(() => rmSync(folder, { recursive: true }));

function check(...args: string[]) {
  const { status, stderr } = spawnSync(
    process.execPath,
    [join(repositoryRoot, 'scripts', 'check-dependencies.mjs'), ...args],
    {
      encoding: 'utf8',
    },
  );
  return { status, offences: stderr.split('\n').filter(Boolean) };
}

function writePackage(name: string, source: string, dependencies: Record<string, string> = {}, compilerOptions = {}) {
  const target = join(folder, 'packages', name);
  mkdirSync(join(target, 'src'), { recursive: true });
  const scoped = name === 'smoothgrad' ? name : `@smoothgrad/${name}`;
  writeFileSync(join(target, 'package.json'), JSON.stringify({ name: scoped, dependencies }));
  writeFileSync(join(target, 'tsconfig.json'), JSON.stringify({ compilerOptions }));
  writeFileSync(join(target, 'src', 'index.ts'), source);
  writeFileSync(join(target, 'src', 'index.test.ts'), "import 'node:fs';\nimport 'vitest';\n");
}

it('imports of this repository only go down', () => {
  expect(check()).toEqual({ status: 0, offences: [] });
});

it('offences are found', () => {
  writePackage(
    'onnx',
    "import {\n  a,\n} from '@smoothgrad/autodiff';\n// import 'node:path';\n/** from 'sharp' */\n",
    {
      '@smoothgrad/autodiff': '1',
    },
  );
  writePackage('autodiff', "export { b } from '@smoothgrad/onnx';\nconst c = await import('onnx-buf');\n", {
    '@smoothgrad/onnx': '1',
  });
  writePackage('image', "import { readFileSync } from 'node:fs';\nimport 'path';\nimport sharp from 'sharp';\n", {
    sharp: '1',
  });
  writePackage('render', "import { d } from '../../image/src/index.ts';\n", {}, { types: ['node'] });
  writePackage('node', "import 'fs';\nimport type { E } from 'smoothgrad';\n", { smoothgrad: '1' });
  writePackage('web', "import '@smoothgrad/figures';\nimport { readFileSync } from 'node:fs';\n", {
    '@smoothgrad/figures': '1',
  });
  writePackage('smoothgrad', "import '@smoothgrad/node';\nimport '@smoothgrad/some-model/model.onnx';\n", {
    '@smoothgrad/node': '1',
    '@smoothgrad/some-model': '1',
  });
  const at = (name: string) => join('packages', name, 'src', 'index.ts');
  expect(check(folder)).toEqual({
    status: 1,
    offences: [
      `${at('autodiff')}: imports 'onnx-buf', which its package.json does not list under dependencies`,
      `${at('image')}: imports 'node:fs', which only Node.js has`,
      `${at('image')}: imports 'path', which only Node.js has`,
      `${at('image')}: imports 'sharp', which is native or bound to a runtime`,
      `${at('node')}: imports 'fs' without the prefix node:`,
      `${at('node')}: must not depend on smoothgrad`,
      `${at('onnx')}: must not depend on @smoothgrad/autodiff`,
      `${join('packages', 'render', 'tsconfig.json')}: 'types' lets a pure package use more than the language`,
      `${at('render')}: leaves the package: '../../image/src/index.ts'`,
      `${at('web')}: imports 'node:fs', which only Node.js has`,
    ],
  });
});
