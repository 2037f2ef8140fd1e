import { resolve } from 'node:path';
import type { Baseline } from '@smoothgrad/attribution';
import { sha256File } from '@smoothgrad/node';
import { errorText, exitCodes, messageAbout, messageOf, UsageError } from '../../errors.ts';
import { onInterrupt } from '../../interrupt.ts';
import { createProgress, type Progress } from '../../progress.ts';
import { count } from '../../report/words.ts';
import { baselineOf, isBaselineFile } from '../../session/baselineOf.ts';
import { type ExplainSession, openSession } from '../../session/openSession.ts';
import type { Failure } from './failure.ts';
import { checkGalleryFlags, type GalleryFlags } from './flags.ts';
import { inParallel } from './inParallel.ts';
import { type Column, createColumns } from './maps/columns.ts';
import { type Advance, makePhoto } from './maps/makePhoto.ts';
import { type GalleryRun, jobsOf, type PhotoItem, type PhotoPlan, planPhoto } from './maps/photoPlan.ts';
import { findPhotos, type PhotoFile } from './photos/findPhotos.ts';
import { labelPhotos } from './photos/labelPhotos.ts';
import { type PhotoRow, readPhotoRows } from './photos/photoRows.ts';
import { createSite, type Site } from './site/createSite.ts';
import { prune } from './site/prune.ts';
import { openStore } from './site/store.ts';
import { summaryOf, summaryText } from './summary.ts';

/** Makes or completes a gallery. Returns the exit code. @throws UsageError, OutputRefusedError, what opening models throws */
export async function galleryCommand(paths: readonly string[], flags: GalleryFlags): Promise<number> {
  const started = performance.now();
  const output = checkGalleryFlags(paths, flags);
  if (paths.some((path) => resolve(path) === resolve(output)))
    throw new UsageError(`--output ${output} is a folder of photos: choose another for the gallery`);
  const photos = findPhotos(paths, output);
  const rows = flags.photoLabels === undefined ? undefined : await readPhotoRows(flags.photoLabels);
  const isFile = isBaselineFile(flags.baseline);
  const early = await createColumns(flags, isFile ? undefined : (flags.baseline as Baseline));
  const progress = await createProgress(process.stderr, flags.quiet ?? false);
  progress.phase('loading the model');
  const session = await openGallerySession(flags, early).finally(progress.stop);
  try {
    for (const warning of session.warnings) warn(warning);
    const columns = isFile ? await createColumns(flags, await baselineOf(flags.baseline, session.classifier)) : early;
    const items = itemsOf(photos, rows, session, flags);
    const weights = await Promise.all(session.weightPaths.map(sha256File));
    const run: GalleryRun = { session, weights, flags, columns, store: await openStore(output, flags.force ?? false) };
    const site = await createSite(run, items);
    const failures = await makeAll(run, items, site, progress);
    await site.finish(failures.failed);
    const failed = new Set(failures.failed.map(({ photo }) => photo));
    // What is known of those that failed stays.
    const whole = site.entries().filter(({ item }) => !failed.has(item.path));
    const pruned = await prune(run, { items, entries: whole, isDeleted: flags.prune ?? false });
    const summary = await summaryOf(run, site.entries(), { ...failures, pruned, started });
    process.stdout.write(flags.json ? `${JSON.stringify(summary)}\n` : summaryText(summary));
    return failures.failed.length === 0 ? 0 : exitCodes.failure;
  } finally {
    progress.stop();
    await session.close();
  }
}

function openGallerySession(flags: GalleryFlags, columns: readonly Column[]): Promise<ExplainSession> {
  const [first] = jobsOf(columns);
  const recipe = first!.method.recipes(flags.discriminativity ? 2 : 1)[0];
  return openSession(flags, { recipe, isSerial: false });
}

function itemsOf(
  photos: readonly PhotoFile[],
  rows: readonly PhotoRow[] | undefined,
  { classifier: { labels, scores } }: ExplainSession,
  { photoLabels: file }: GalleryFlags,
): PhotoItem[] {
  if (rows === undefined || file === undefined) return photos.map((photo) => ({ ...photo, truth: undefined }));
  const truths = labelPhotos(photos, rows, { labels, classes: scores.classes }, file);
  const without = truths.filter((truth) => truth?.label === undefined).length;
  if (without > 0) warn(`${without} of ${photos.length} photos have no label in ${file}`);
  return photos.map((photo, i) => ({ ...photo, truth: truths[i] }));
}

/** Makes what is missing; a photo that cannot be explained does not stop the others. */
async function makeAll(run: GalleryRun, items: readonly PhotoItem[], site: Site, progress: Progress) {
  const failed: Failure[] = [];
  let computed = 0;
  let isStopped = false;
  const attempt = async <T>(item: PhotoItem, task: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await task();
    } catch (error) {
      // The process is about to end.
      if (isStopped) return new Promise<never>(() => {});
      failed.push({ photo: item.path, error: messageOf(error) });
      process.stderr.write(
        `${process.stderr.isTTY ? '\r\x1b[K' : ''}${errorText(messageAbout(item.path, error), error)}`,
      );
      return undefined;
    }
  };
  const plans: PhotoPlan[] = [];
  for (const item of items) {
    const plan = await attempt(item, () => planPhoto(run, item));
    if (plan === undefined) continue;
    // What is there already stays in view while the rest is made.
    if (plan.found !== undefined && plan.isCurrent) site.add(item, plan.found);
    const isDone = plan.found !== undefined && plan.isCurrent && plan.missing.length === 0;
    if (!isDone) plans.push(plan);
  }
  if (plans.length > 0) {
    await checkMethods(run);
    await site.write();
  }
  const forget = onInterrupt(async () => {
    isStopped = true;
    // Half-written files are taken away first.
    await new Promise(setImmediate);
    await site.write();
  });
  const advance = trackProgress(plans, progress);
  // One photo more than there are workers: they are busy while one is drawn.
  await inParallel(plans, run.session.classifier.parallel + 1, async (plan) => {
    const photo = await attempt(plan.item, () => makePhoto(run, plan, advance));
    if (photo === undefined) return;
    computed += photo.made;
    site.add(plan.item, photo.record);
    await site.writeSometimes().catch((error: unknown) => {
      // Its half-written file was taken away; the last writing is on its way.
      if (!isStopped) throw error;
    });
  });
  forget();
  progress.stop();
  // In the order of the photos, whichever failed first.
  const placeOf = ({ photo }: Failure) => items.findIndex(({ path }) => path === photo);
  return { failed: failed.toSorted((a, b) => placeOf(a) - placeOf(b)), computed };
}

/** A method that does not fit the model is refused before anything is computed. @throws MethodMismatchError */
async function checkMethods({ session: { classifier }, columns, flags }: GalleryRun): Promise<void> {
  const targets = flags.discriminativity && classifier.scores.classes > 1 ? 2 : 1;
  const recipes = jobsOf(columns).flatMap(({ method }) => method.recipes(targets));
  for (const recipe of recipes) await classifier.program(recipe);
}

/** Progress counts noisy copies: photos take too long, and maps are not alike. */
function trackProgress(plans: readonly PhotoPlan[], progress: Progress): Advance {
  const total = plans.flatMap(({ missing }) => missing).reduce((sum, { samples }) => sum + samples, 0);
  let done = 0;
  if (plans.length > 0) progress.start(count(plans.length, 'photo'), Math.max(1, total));
  return ({ samples }, share) => {
    done += share * samples;
    progress.update({ counts: 'copies', samples: Math.max(1, Math.round(done)), relativeStandardError: null });
  };
}

function warn(message: string): void {
  process.stderr.write(`smoothgrad: ${message}\n`);
}
