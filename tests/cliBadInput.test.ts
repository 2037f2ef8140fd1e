import { writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { at, emptyFolder, explain, files, tiny, writeFixtures } from './support/cliFixtures.ts';
import { runSmoothgrad } from './support/runSmoothgrad.ts';

beforeAll(async () => {
  await writeFixtures();
  writeFileSync(at('two-labels.txt'), 'a\nb\n');
});

describe.concurrent('bad input is refused by one line, and nothing is written', () => {
  const model = (name: string) => ['--model', at(name), '--quiet', '-n', '2'];
  it.each<[string, RegExp, () => string[]]>([
    ['text for a model', /text\.onnx is not a readable ONNX model/, () => [at('photo.png'), ...model('text.onnx')]],
    ['a truncated model', /truncated\.onnx is not a readable/, () => [at('photo.png'), ...model('truncated.onnx')]],
    ['an empty model', /is empty \(0 bytes\)/, () => [at('photo.png'), ...model('empty.onnx')]],
    ['a missing model', /does not exist/, () => [at('photo.png'), ...model('none.onnx')]],
    ['a folder without a model', /holds no \.onnx file/, () => [at('photo.png'), ...model('no-model')]],
    ['a folder with many models', /several models.*tiny\.onnx/, () => [at('photo.png'), ...model('.')]],
    ['missing weights', /'nowhere\.bin' is missing/, () => [at('photo.png'), ...model('missing-weights.onnx')]],
    ['weights outside', /'\.\.\/outside\.bin'.*own folder/, () => [at('photo.png'), ...model('outside-weights.onnx')]],
    [
      'short weights',
      /'short\.bin' is too short: it has 100 bytes/,
      () => [at('photo.png'), ...model('short-weights.onnx')],
    ],
    ['no image input', /no image input: it takes 'x'/, () => [at('photo.png'), ...model('no-image.onnx')]],
    ['two image inputs', /2 image inputs \('image'.*'other'/, () => [at('photo.png'), ...model('two-images.onnx')]],
    ['no scores', /no output looks like class scores.*--scores/, () => [at('photo.png'), ...model('no-scores.onnx')]],
    ['unknown scores', /no value named 'x'.*logits/, () => [at('photo.png'), ...model('tiny.onnx'), '--scores', 'x']],
    [
      'an operator without a rule',
      /Bernoulli at node 'Bernoulli_draw'/,
      () => [at('photo.png'), ...model('random.onnx')],
    ],
    [
      'infinite gradients',
      /first NaN or infinity comes from Div at node/,
      () => [at('photo.png'), ...model('infinite.onnx'), '--range', '0..1'],
    ],
    ['any size', /any height and width.*--size/, () => [at('photo.png'), ...model('dynamic.onnx')]],
    ['a missing photo', /missing\.jpg does not exist/, () => [at('missing.jpg'), ...tiny]],
    ['text for a photo', /text\.jpg is not an image/, () => [at('text.jpg'), ...tiny]],
    ['a truncated photo', /truncated\.jpg is truncated/, () => [at('truncated.jpg'), ...tiny]],
    ['an empty photo', /empty\.jpg is empty/, () => [at('empty.jpg'), ...tiny]],
    ['one pixel', /1x1 pixels; at least/, () => [at('pixel.png'), ...tiny]],
    ['too many pixels', /30000x30000 pixels; the limit is 100 megapixels/, () => [at('huge.jpg'), ...tiny]],
    ['CMYK', /cmyk\.jpg is in the colour space CMYK/, () => [at('cmyk.jpg'), ...tiny]],
    ['an animation', /animated\.gif is animated/, () => [at('animated.gif'), ...tiny]],
    [
      'an ambiguous label',
      /"cat" names 2 classes: 0 "tabby cat, tabby" \(score .*; 1 "tiger cat" \(score /,
      () => [at('photo.png'), ...tiny, '-t', 'cat'],
    ],
    ['an unknown label', /"dog" names no class/, () => [at('photo.png'), ...tiny, '-t', 'dog']],
    ['an index out of range', /4 classes, 0 to 3/, () => [at('photo.png'), ...tiny, '-t', '4']],
    [
      'labels of another model',
      /has 2 labels, the model 4 classes/,
      () => [at('photo.png'), ...tiny, '--labels', at('two-labels.txt')],
    ],
    [
      'a folder that is missing',
      /missing is not an existing folder/,
      () => [at('photo.png'), ...tiny, '-o', 'missing/x.png'],
    ],
    [
      'an unwritable output',
      /\/dev\/null\/x\.png cannot be written/,
      () => [at('photo.png'), ...tiny, '-o', '/dev/null/x.png'],
    ],
    ['the photo as output', /never overwritten/, () => [at('photo.png'), ...tiny, '-o', at('photo.png'), '--force']],
  ])('%s', async (_, message, args) => {
    const cwd = emptyFolder();
    const { code, stdout, stderr } = await explain(cwd, ...args());
    expect(stderr).toMatch(/^smoothgrad: [^\n]+\n$/);
    expect(stderr).toMatch(message);
    expect([1, 2]).toContain(code);
    expect(stdout).toBe('');
    expect(files(cwd)).toEqual([]);
  });

  it.each([
    [['--noise', '-0.1'], /number ≥ 0/],
    [['--noise', 'NaN'], /number ≥ 0/],
    [['--samples', '0'], /whole number ≥ 1/],
    [['--samples', '1.5'], /whole number ≥ 1/],
    [['--seed', '-1'], /whole number ≥ 0/],
    [['--method', 'smothgrad'], /the methods are gradient, smoothgrad/],
    [['--layout', 'grid'], /pair, map, overlay/],
    [['--signed', '--positive'], /cannot be used with/],
    [['--sampels', '3'], /Did you mean --samples\?/],
    [['--input', 'x.npy'], /leave out one or the other/],
    [['-o', 'x.jpg'], /must end in \.png/],
    [['other.jpg', '-o', 'x.png'], /one result and there are several/],
  ])('%j', async (args, message) => {
    const cwd = emptyFolder();
    const { code, stdout, stderr } = await explain(cwd, 'photo.png', ...args);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^smoothgrad: [^\n]+\n$/);
    expect(stderr).toMatch(message);
    expect(files(cwd)).toEqual([]);
  });

  it('no photo, no command, a misspelt one', async () => {
    const cwd = emptyFolder();
    expect(await explain(cwd)).toMatchObject({ code: 2, stderr: expect.stringContaining('name at least one photo') });
    expect(await runSmoothgrad(cwd, 'explian')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Did you mean explain?'),
    });
    expect(await runSmoothgrad(cwd)).toMatchObject({ code: 2, stderr: expect.stringContaining('Usage: smoothgrad') });
  });
});
