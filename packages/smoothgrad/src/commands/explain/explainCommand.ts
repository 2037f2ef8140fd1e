import type { Baseline } from '@smoothgrad/attribution';
import { decodePhoto } from '@smoothgrad/node';
import { errorText, exitCodes, messageAbout, messageOf } from '../../errors.ts';
import { uniqueStems } from '../../outputs/resultNames.ts';
import { createProgress } from '../../progress.ts';
import { baselineOf, isBaselineFile } from '../../session/baselineOf.ts';
import { type ExplainSession, openSession } from '../../session/openSession.ts';
import type { Source } from '../../session/subject.ts';
import { previewMap } from '../../terminal/previewMap.ts';
import { terminalColours } from '../../terminal/terminalColours.ts';
import { type ExplainResult, type ExplainRun, explainSource } from './explainSource.ts';
import { checkFlags, type ExplainFlags } from './flags.ts';
import { createJobs } from './jobs.ts';
import { jsonReport } from './jsonReport.ts';
import { checkPaths, planOutputs, targetCount } from './outputPlan.ts';
import { textReport } from './textReport.ts';

const previewColumns = 64;
const PROFILE_RUNS = 10;

/** Explains all photos, one after the other; a broken one does not stop the others. Returns the exit code. */
export async function explainCommand(photos: readonly string[], flags: ExplainFlags): Promise<number> {
  checkFlags(photos, flags);
  const isFile = isBaselineFile(flags.baseline);
  const sources = decodeFirst(sourcesOf(photos, flags.input));
  const early = await createJobs(flags, isFile ? undefined : (flags.baseline as Baseline));
  const firstPlan = planOutputs(flags, sources.length, photos);
  await checkPaths(firstPlan.named, firstPlan);
  const progress = await createProgress(process.stderr, flags.quiet ?? false);
  progress.phase('loading the model');
  const recipe = early[0].method.recipes(targetCount(flags.target))[0];
  const isSerial = early.every(({ runsOnce }) => runsOnce);
  const session = await openSession(flags, { recipe, isSerial }).finally(progress.stop);
  const plan = planOutputs(flags, sources.length, [...session.inputs, ...photos]);
  const jobs = isFile ? await createJobs(flags, await baselineOf(flags.baseline, session.classifier)) : early;
  const run: ExplainRun = { session, flags, jobs, plan, progress, announce: announcer(session.warnings) };
  let failures = 0;
  try {
    for (const source of sources) {
      if (!(await explainAndReport(run, source))) failures++;
    }
    if (flags.profile) await printProfile(session, flags);
  } finally {
    await session.close();
  }
  return failures === 0 ? 0 : exitCodes.failure;
}

/** What to know about the model is told once, and not in front of a photo or a target that cannot be used at all. */
function announcer(warnings: readonly string[]): () => void {
  const untold = [...warnings];
  return () => {
    for (const warning of untold.splice(0)) warn(warning);
  };
}

function sourcesOf(photos: readonly string[], tensor: string | undefined): Source[] {
  const kind = tensor === undefined ? 'photo' : 'tensor';
  const paths = tensor === undefined ? photos : [tensor];
  const stems = uniqueStems(paths);
  return paths.map((path, i) => ({ kind, path, stem: stems[i]! }));
}

/** The first photo is decoded while methods and the model are loaded; all of them at once could be more than memory holds. */
function decodeFirst([first, ...others]: Source[]): Source[] {
  if (first?.kind !== 'photo') return first === undefined ? others : [first, ...others];
  const decoding = decodePhoto(first.path);
  // Whoever takes it hears of a failure.
  decoding.catch(() => undefined);
  return [{ ...first, decoding }, ...others];
}

async function explainAndReport(run: ExplainRun, source: Source): Promise<boolean> {
  const { session, flags } = run;
  try {
    for await (const result of explainSource(run, source)) {
      const { noise } = result.attribution;
      if (noise?.sigma === 0 && noise.level !== 0)
        warn(`${source.path} is of one colour: σ = 0, and all samples are the same`);
      process.stdout.write(flags.json ? jsonLine(session, result) : textAndPreview(result, flags));
    }
    return true;
  } catch (error) {
    const message = messageAbout(source.path, error);
    process.stderr.write(errorText(message, error));
    if (flags.json) process.stdout.write(`${JSON.stringify({ photo: source.path, error: messageOf(error) })}\n`);
    return false;
  }
}

function jsonLine(session: ExplainSession, result: ExplainResult): string {
  return `${JSON.stringify(jsonReport(session, result))}\n`;
}

function textAndPreview(result: ExplainResult, { preview, quiet }: ExplainFlags): string {
  const { isTTY = false, columns, rows } = process.stdout;
  const colours = terminalColours(process.env, isTTY);
  const text = textReport(result, colours !== 'none');
  if (!(preview ?? (isTTY && !quiet))) return `${text}\n`;
  // A cell is twice as high as wide; the whole map should fit on the screen. A size of 0 is an unknown one.
  const width = Math.max(8, Math.min(previewColumns, columns || 80, 2 * ((rows || 50) - 2)));
  return `${text}\n${previewMap(result.drawn.scaled, result.drawn.colormap, width, colours)}\n`;
}

/** Gradients of zeros: what is computed takes the same time at every image. */
async function printProfile({ classifier }: ExplainSession, { json }: ExplainFlags): Promise<void> {
  const tensor = new Float32Array(classifier.input.shape.reduce((product, side) => product * side, 1));
  const cotangent = new Float32Array(classifier.scores.classes).fill(1, 0, 1);
  const profile = await classifier.profile(tensor, cotangent, PROFILE_RUNS);
  const { profileTable } = await import('../../report/profileTable.ts');
  process.stdout.write(json ? `${JSON.stringify({ profile })}\n` : profileTable(profile));
}

function warn(message: string): void {
  process.stderr.write(`smoothgrad: ${message}\n`);
}
