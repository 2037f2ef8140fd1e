/** `npm run demo`: SmoothGrad of a bundled photo with the bundled classifier; the picture lands in the repository's folder. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
if (!existsSync(new URL('../packages/smoothgrad/dist/bundle/main.js', import.meta.url))) {
  console.error('smoothgrad is not built: run npm ci first');
  process.exit(1);
}
const command = ['packages/smoothgrad/bin/smoothgrad.js', 'explain', 'photos/coffee.jpg', '--preview'];
const { status, signal } = spawnSync(process.execPath, [...command, ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
});
if (status === 0) {
  console.log('Your own: npx smoothgrad explain my.jpg --model my-model.onnx   (more: npx smoothgrad explain --help)');
}
process.exitCode = status ?? (signal ? 130 : 1);
