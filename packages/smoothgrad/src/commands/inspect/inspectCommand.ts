import {
  choosePreprocessing,
  chooseSize,
  type Inspection,
  inspectClassifier,
  prepareClassifier,
} from '@smoothgrad/attribution';
import { describePreprocessing, type Preprocessing, type Size } from '@smoothgrad/image';
import { createNodeEngine, type LoadedModel, loadModel } from '@smoothgrad/node';
import type { Model } from '@smoothgrad/onnx';
import { exitCodes, messageOf } from '../../errors.ts';
import { modelName } from '../../model/modelName.ts';
import type { InspectFlags } from './command.ts';
import { textReport } from './textReport.ts';

/** What `inspect --json` prints. */
export interface Report extends Inspection {
  readonly model: string;
  readonly scores: Inspection['scores'] & {
    /** Why this tensor. */
    readonly reason: string;
  };
  /** Null where what is published beside the model is unusable. */
  readonly preprocessing: (Preprocessing & { readonly description: string; readonly assumed: boolean }) | null;
  /** How many labels are published beside the model; null: none. */
  readonly labels: number | null;
  /** What is wrong with the files beside the model. */
  readonly problems: readonly string[];
}

/** Says what a model is. Returns the exit code: 3 where something cannot be differentiated. */
export async function inspectCommand(path: string, flags: InspectFlags): Promise<number> {
  const report = await inspect(path, flags);
  process.stdout.write(flags.json ? `${JSON.stringify(report)}\n` : textReport(report));
  return report.unsupported.length === 0 ? 0 : exitCodes.notDifferentiable;
}

async function inspect(path: string, { size: asked, scores }: InspectFlags): Promise<Report> {
  const loaded = await loadModel(path);
  const model = await loaded.model();
  const size = chooseSize(loaded, asked);
  const engine = createNodeEngine({ workers: 1 });
  try {
    const prepared = await prepareClassifier(model, engine, { scores, weights: loaded.weights, size });
    const inspection = inspectClassifier(model, prepared);
    return {
      model: modelName(path, loaded.file),
      ...inspection,
      scores: { ...inspection.scores, reason: reasonFor(inspection.scores, model, scores !== undefined) },
      ...published(loaded, asked),
    };
  } finally {
    await engine.close();
  }
}

function reasonFor({ tensor, activation, assumed }: Inspection['scores'], model: Model, isAsked: boolean) {
  if (isAsked) return 'as asked for with --scores';
  if (!assumed) return `what the model makes its ${activation} of`;
  const isOutput = model.graph.outputs.some(({ name }) => name === tensor);
  return isOutput ? 'the output of the model' : 'the output of the model before it is reshaped';
}

/** What is published beside the model; unusable files are told, and do not stand in the way of looking at the model. */
function published(loaded: LoadedModel, size: Size | undefined): Pick<Report, 'preprocessing' | 'labels' | 'problems'> {
  const problems: string[] = [];
  const attempt = <T>(read: () => T): T | null => {
    try {
      return read();
    } catch (error) {
      problems.push(messageOf(error));
      return null;
    }
  };
  const preprocessing = attempt(() => {
    const { preprocessing: recipe, isAssumed } = choosePreprocessing(loaded, { preprocessing: { size } });
    return { ...recipe, description: describePreprocessing(recipe), assumed: isAssumed };
  });
  return { preprocessing, labels: attempt(() => loaded.labels()?.length ?? null), problems };
}
