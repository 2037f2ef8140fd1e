import { type Attribution, encodeNpz, type Method, predict, refineAll } from '@smoothgrad/attribution';
import { toChannelsFirst } from '@smoothgrad/image';
import { encodePng } from '@smoothgrad/render';
import { createMethod } from '../../methods.ts';
import { targetSlugs } from '../../outputs/resultNames.ts';
import { writeOutput } from '../../outputs/writeOutput.ts';
import { type DrawnPicture, drawPicture } from '../../picture/drawPicture.ts';
import type { Progress } from '../../progress.ts';
import { type ExplainFlags, methodSettings } from './flags.ts';
import type { ExplainSession } from './openSession.ts';
import { checkPaths, type OutputPlan, type ResultPaths } from './outputPlan.ts';
import { provenance } from './provenance.ts';
import { type LoadedSubject, loadSubject, type Source } from './subject.ts';
import { type ChosenTarget, chooseTargets } from './targets.ts';

/** What all photos of a run share. */
export interface ExplainRun {
  readonly session: ExplainSession;
  readonly flags: ExplainFlags;
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

/** Explains one photo by all methods for all targets; each result is written before it is yielded. */
export async function* explainSource(run: ExplainRun, source: Source): AsyncGenerator<ExplainResult, void> {
  const { session, flags, plan } = run;
  const { classifier } = session;
  const loaded = await loadSubject(source, classifier);
  const logits = await predict(classifier, loaded.subject.tensor);
  const targets = chooseTargets(flags.target, logits, classifier.labels, classifier.scores);
  const slugs = targetSlugs(targets);
  const pathsOf = (name: string) => slugs.map((slug) => plan.paths(source.stem, name, slug));
  for (const name of flags.method) for (const paths of pathsOf(name)) await checkPaths(paths, plan);
  run.announce();
  for (const name of flags.method) {
    const method = await createMethod(name, methodSettings(flags));
    const attributions = await compute(run, source, loaded, { method, targets, logits });
    for (const [k, attribution] of attributions.entries()) {
      const drawn = drawPicture(attribution, loaded.photo, flags);
      const outputs = await write(run, source, loaded, { attribution, drawn, paths: pathsOf(name)[k]! });
      yield { source, attribution, target: targets[k]!, drawn, outputs };
    }
  }
}

interface Question {
  readonly method: Method;
  readonly targets: readonly ChosenTarget[];
  /** Of the clean photo. */
  readonly logits: Float32Array;
}

async function compute(
  { session, progress }: ExplainRun,
  { path }: Source,
  { subject }: LoadedSubject,
  { method, targets, logits }: Question,
): Promise<Attribution[]> {
  const { classifier } = session;
  let results: Attribution[] = [];
  try {
    for await (const partial of refineAll(classifier, subject, {
      method,
      targets: targets.map(({ index }) => index),
      logits,
      labels: classifier.labels,
    })) {
      if (partial.samples === 1) progress.start(path, partial.total);
      progress.update(partial);
      if (partial.samples === partial.total) results = partial.attributions();
    }
  } finally {
    progress.stop();
  }
  return results;
}

interface Unwritten {
  readonly attribution: Attribution;
  readonly drawn: DrawnPicture;
  readonly paths: ResultPaths;
}

async function write(
  { session, flags, plan }: ExplainRun,
  source: Source,
  { subject }: LoadedSubject,
  { attribution, drawn, paths }: Unwritten,
): Promise<string[]> {
  const png = encodePng(drawn.picture, { provenance: provenance(session, source, flags, attribution) });
  await writeOutput(paths.picture, png, plan.pictureRules);
  if (paths.arrays === undefined) return [paths.picture];
  const { map, standardError, shape } = attribution;
  const input = toChannelsFirst(subject.tensor, session.classifier.spec);
  const arrays = encodeNpz({
    map: { shape, data: map },
    // A plain method has no spread to measure: unknown, as for a single sample.
    standard_error: { shape, data: standardError ?? new Float32Array(map.length).fill(Number.NaN) },
    input: { shape, data: input },
  });
  await writeOutput(paths.arrays, arrays, plan.arrayRules);
  return [paths.picture, paths.arrays];
}
