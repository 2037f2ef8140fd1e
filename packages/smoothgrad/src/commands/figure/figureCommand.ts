import { basename, extname } from 'node:path';
import { gradientRecipe, predict, topPredictions } from '@smoothgrad/attribution';
import { type Figure, type FigurePhoto, figureNamed, figures } from '@smoothgrad/figures';
import { rasteriseSvg } from '@smoothgrad/node';
import { encodePng, readProvenance, sceneToSvg } from '@smoothgrad/render';
import { UsageError } from '../../errors.ts';
import { createDocument } from '../../figure/makeFigure.ts';
import { checkOutput, type OutputRules, writeOutput } from '../../outputs/writeOutput.ts';
import { deflate } from '../../picture/deflate.ts';
import { mapOptions } from '../../picture/mapOptions.ts';
import { createProgress } from '../../progress.ts';
import { type ExplainSession, openSession } from '../../session/openSession.ts';
import { chooseTargets } from '../../session/targets.ts';
import type { FigureFlags } from './command.ts';
import { figureProvenance } from './provenance.ts';

/** Makes one figure. Returns the exit code. @throws UsageError, and what opening models and photos throws */
export async function figureCommand(
  name: string | undefined,
  photos: readonly string[],
  flags: FigureFlags,
): Promise<number> {
  if (flags.list) {
    process.stdout.write(listOfFigures());
    return 0;
  }
  if (name === undefined) throw new UsageError('name a figure and photos; --list says which there are');
  const figure = named(name);
  if (photos.length === 0) throw new UsageError(`${figure.name} needs photos: name at least one`);
  const output = flags.output ?? `${figure.name}.png`;
  const rules: OutputRules = { force: flags.force ?? false, inputs: photos, makeFolder: false, isOurs };
  if (!['.png', '.svg'].includes(extname(output).toLowerCase()))
    throw new UsageError(`--output ${output} must end in .png or .svg`);
  await checkOutput(output, rules);
  const progress = await createProgress(process.stderr, flags.quiet ?? false);
  progress.phase('loading the model');
  const recipe = gradientRecipe(figure.classes ?? 1);
  const session = await openSession(flags, { recipe, isSerial: false }).finally(progress.stop);
  const started = performance.now();
  try {
    for (const warning of session.warnings) process.stderr.write(`smoothgrad: ${warning}\n`);
    const chosen = await choosePhotos(session, figure, photos, flags);
    let part = '';
    const scene = await figure.make({
      classifier: session.classifier,
      labels: session.classifier.labels,
      photos: chosen,
      options: optionsOf(flags),
      document: createDocument(),
      progress(next, samples, total) {
        if (next !== part) progress.start(next, total);
        part = next;
        progress.update({ counts: 'passes', samples, relativeStandardError: null });
      },
    });
    progress.stop();
    const provenance = figureProvenance(figure, session, photos, flags);
    const svg = sceneToSvg(scene, { provenance, deflate });
    const bytes = /\.svg$/i.test(output)
      ? Buffer.from(svg)
      : encodePng(await rasteriseSvg(svg), { provenance, deflate });
    await writeOutput(output, bytes, { ...rules, inputs: [...photos, ...session.inputs] });
    const seconds = (performance.now() - started) / 1000;
    process.stdout.write(
      flags.json
        ? `${JSON.stringify({ output, seconds, ...provenance })}\n`
        : `${output}: ${figure.summary} (${seconds.toFixed(1)} s)\n`,
    );
    return 0;
  } finally {
    progress.stop();
    await session.close();
  }
}

function named(name: string): Figure {
  try {
    return figureNamed(name);
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function listOfFigures(): string {
  const rows = figures.map(({ name, number, summary, thumbnail }) => [
    number === undefined ? '' : String(number),
    name,
    summary,
    thumbnail,
  ]);
  const width = Math.max(...rows.map(([, name]) => name!.length));
  return rows
    .map(
      ([number, name, summary, thumbnail]) =>
        `${number!.padStart(2)}  ${name!.padEnd(width)}  ${summary}\n${' '.repeat(width + 6)}${thumbnail}\n`,
    )
    .join('');
}

/** Two classes for each photo, or the same two for all, where a figure needs two. */
async function choosePhotos(
  { classifier }: ExplainSession,
  { name, classes = 1 }: Figure,
  paths: readonly string[],
  { target }: FigureFlags,
): Promise<[FigurePhoto, ...FigurePhoto[]]> {
  const chosen: FigurePhoto[] = [];
  const isEach = target.length === classes * paths.length && paths.length > 1;
  if (target.length > classes && !isEach) {
    throw new UsageError(
      `${target.length} classes are named; ${name} takes ${classes === 1 ? 'one' : classes} for all photos, or ${classes} for each of ${paths.length}`,
    );
  }
  for (const [i, path] of paths.entries()) {
    const photo = await classifier.prepare(path);
    const logits = await predict(classifier, photo.tensor);
    const asked = isEach ? target.slice(i * classes, (i + 1) * classes) : target;
    // One class may be left out: the top one.
    if (classes > 1 && asked.length < classes) {
      const best = topPredictions(logits, classifier.scores.activation, 5, classifier.labels);
      const names = best.map(({ index, label }) => `${label ?? 'class'} (${index})`).join('; ');
      throw new UsageError(
        `${name} takes ${classes} classes for each photo: name them with --target. The top 5 of ${path}: ${names}`,
      );
    }
    const targets = chooseTargets({ target: asked }, logits, classifier.labels, classifier.scores);
    chosen.push({ name: basename(path), photo, targets: targets.map(({ index }) => index) });
  }
  return chosen as [FigurePhoto, ...FigurePhoto[]];
}

function optionsOf(flags: FigureFlags) {
  const { samples, noise, seed, levels, sizes, steps, denominator, reference } = flags;
  const pixel = flags.pixel;
  if (pixel !== undefined && pixel.length !== 2)
    throw new UsageError('--pixel takes a column and a row, such as 120,96');
  return {
    ...mapOptions(flags),
    samples,
    noise,
    seed,
    levels,
    sizes,
    steps,
    pixel: pixel as readonly [number, number] | undefined,
    denominator,
    reference,
  };
}

/** A picture with our provenance, or a drawing with it. */
function isOurs(bytes: Uint8Array): boolean {
  return readProvenance(bytes) !== undefined || Buffer.from(bytes).includes('&quot;smoothgrad&quot;:');
}
