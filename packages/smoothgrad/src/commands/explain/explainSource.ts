import { basename } from 'node:path';
import { type Attribution, encodeNpz, type Progress as Partial, predict, refineAll } from '@smoothgrad/attribution';
import { toChannelsFirst } from '@smoothgrad/image';
import { encodePng, sharedLimits } from '@smoothgrad/render';
import { targetSlugs } from '../../outputs/resultNames.ts';
import { writeOutput } from '../../outputs/writeOutput.ts';
import { deflate } from '../../picture/deflate.ts';
import { type DrawnPicture, drawPicture, pictureMap } from '../../picture/drawPicture.ts';
import type { Progress } from '../../progress.ts';
import type { ExplainSession } from '../../session/openSession.ts';
import { type LoadedSubject, loadSubject, type Source } from '../../session/subject.ts';
import { type ChosenTarget, chooseTargets } from '../../session/targets.ts';
import type { ExplainFlags } from './flags.ts';
import type { MethodJob } from './jobs.ts';
import { checkPaths, type OutputPlan, type ResultPaths } from './outputPlan.ts';
import { provenance } from './provenance.ts';

const manyPasses = 1000;

/** What all photos of a run share. */
export interface ExplainRun {
  readonly session: ExplainSession;
  readonly flags: ExplainFlags;
  readonly jobs: readonly MethodJob[];
  readonly plan: OutputPlan;
  readonly progress: Progress;
  /** Called when everything is settled and the computation begins. */
  readonly announce: () => void;
}

/** One map, drawn and written. */
export interface ExplainResult {
  readonly source: Source;
  readonly attribution: Attribution;
  readonly target: ChosenTarget;
  readonly drawn: DrawnPicture;
  /** Files that were written. */
  readonly outputs: readonly string[];
}

/** A result before it is drawn. */
interface Unwritten {
  readonly job: MethodJob;
  readonly attribution: Attribution;
  readonly target: ChosenTarget;
  readonly paths: ResultPaths;
}

/** Explains one photo by all methods for all targets; each result is written before it is yielded. */
export async function* explainSource(run: ExplainRun, source: Source): AsyncGenerator<ExplainResult, void> {
  const { session, flags, plan, jobs } = run;
  const { classifier } = session;
  const loaded = await loadSubject(source, classifier);
  const logits = await predict(classifier, loaded.subject.tensor);
  const targets = chooseTargets(flags, logits, classifier.labels, classifier.scores);
  const slugs = targetSlugs(targets);
  const pathsOf = ({ name }: MethodJob) => slugs.map((slug) => plan.paths(source.stem, name, slug));
  for (const job of jobs) for (const paths of pathsOf(job)) await checkPaths(paths, plan);
  const grid = jobs.length * targets.length > 1 ? plan.grid(source.stem) : undefined;
  if (grid !== undefined) await checkPaths({ picture: grid }, plan);
  run.announce();
  const all: Unwritten[] = [];
  for (const job of jobs) {
    const attributions = await compute(run, source, loaded, { job, targets, logits });
    const paths = pathsOf(job);
    const results = attributions.map((attribution, k) => ({ job, attribution, target: targets[k]!, paths: paths[k]! }));
    all.push(...results);
    if (flags.scale === 'shared') continue;
    for (const result of results) yield await drawAndWrite(run, source, loaded, result);
  }
  if (flags.scale === 'shared') {
    const limits = sharedLimits(
      all.map(({ job, attribution }) => pictureMap(attribution, loaded.photo, flags, job.picture)),
    );
    for (const [k, result] of all.entries()) yield await drawAndWrite(run, source, loaded, result, limits[k]);
  }
  if (grid !== undefined) await writeGrid(run, source, loaded, { all, path: grid });
}

interface Question {
  readonly job: MethodJob;
  readonly targets: readonly ChosenTarget[];
  /** Of the clean photo. */
  readonly logits: Float32Array;
}

async function compute(
  { session, progress }: ExplainRun,
  { path }: Source,
  { subject }: LoadedSubject,
  { job, targets, logits }: Question,
): Promise<Attribution[]> {
  const { classifier } = session;
  let attributions = (): Attribution[] => [];
  let isFirst = true;
  try {
    for await (const partial of refineAll(classifier, subject, {
      method: job.method,
      targets: targets.map(({ index, minus }) => (minus === undefined ? index : { class: index, minus: minus.index })),
      logits,
      labels: classifier.labels,
    })) {
      if (isFirst) {
        sayLong(job, partial);
        progress.start(path, partial.total);
      }
      isFirst = false;
      progress.update(partial);
      attributions = partial.attributions;
    }
    // Before the generator's arrays can change no more: it has ended.
    return attributions();
  } finally {
    progress.stop();
  }
}

/** How long a method takes that runs the network thousands of times. */
function sayLong({ name }: MethodJob, { counts, total }: Pick<Partial, 'counts' | 'total'>): void {
  if (counts === 'samples' || total < manyPasses) return;
  process.stderr.write(`smoothgrad: ${name} runs the network ${total.toLocaleString('en')} times\n`);
}

async function drawAndWrite(
  run: ExplainRun,
  source: Source,
  loaded: LoadedSubject,
  { job, attribution, target, paths }: Unwritten,
  limit?: number,
): Promise<ExplainResult> {
  const { title, picture: preset } = job;
  const drawn = drawPicture(attribution, loaded.photo, run.flags, { title, preset, limit });
  const { session, flags, plan } = run;
  const png = encodePng(drawn.picture, { provenance: provenance(session, source, flags, attribution), deflate });
  await writeOutput(paths.picture, png, plan.pictureRules);
  const outputs = [paths.picture];
  if (paths.arrays !== undefined) {
    await writeOutput(paths.arrays, arraysOf(session, loaded, attribution), plan.arrayRules);
    outputs.push(paths.arrays);
  }
  return { source, attribution, target, drawn, outputs };
}

function arraysOf({ classifier }: ExplainSession, { subject }: LoadedSubject, attribution: Attribution): Uint8Array {
  const { map, standardError, shape, arrays } = attribution;
  const { channels, height, width } = classifier.input;
  return encodeNpz({
    ...arrays,
    map: { shape, data: map },
    // A plain method has no spread to measure: unknown, as for a single sample.
    standard_error: { shape, data: standardError ?? new Float32Array(map.length).fill(Number.NaN) },
    input: { shape: [channels, height, width], data: toChannelsFirst(subject.tensor, classifier.spec) },
  });
}

/** All maps of a photo in one picture: targets as rows, methods as columns. */
async function writeGrid(
  { session, flags, plan, jobs }: ExplainRun,
  source: Source,
  { photo }: LoadedSubject,
  { all, path }: { readonly all: readonly Unwritten[]; readonly path: string },
): Promise<void> {
  if (photo === undefined) return;
  const { drawGrid } = await import('../../picture/drawGrid.ts');
  const columns = jobs.map((job) => ({
    title: job.title,
    look: job.picture,
    attributions: all.filter((each) => each.job === job).map(({ attribution }) => attribution),
  }));
  const picture = await drawGrid({ name: basename(source.path), photo, targets: [] }, columns, flags);
  const [first] = all;
  const made = { ...provenance(session, source, flags, first!.attribution), methods: jobs.map(({ name }) => name) };
  await writeOutput(path, encodePng(picture, { provenance: made, deflate }), plan.pictureRules);
}
