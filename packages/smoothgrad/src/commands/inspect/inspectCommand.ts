import { type Inspection, inspectClassifier, prepareClassifier } from '@smoothgrad/attribution';
import { describePreprocessing, type Preprocessing, type Size } from '@smoothgrad/image';
import { choosePreprocessing, chooseSize, createNodeEngine, type LoadedModel, loadModel } from '@smoothgrad/node';
import { exitCodes, messageOf, printable } from '../../errors.ts';
import { modelName } from '../../model/modelName.ts';
import type { InspectFlags } from './command.ts';

/** What `inspect --json` prints. */
interface Report extends Inspection {
  readonly model: string;
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
  process.stdout.write(flags.json ? `${JSON.stringify(report)}\n` : describe(report));
  return report.unsupported.length === 0 ? 0 : exitCodes.notDifferentiable;
}

async function inspect(path: string, { size: asked, scores }: InspectFlags): Promise<Report> {
  const loaded = await loadModel(path);
  const size = chooseSize(loaded, asked);
  const engine = createNodeEngine({ workers: 1 });
  try {
    const prepared = await prepareClassifier(loaded.model, engine, { scores, weights: loaded.weights, size });
    return {
      model: modelName(path, loaded.file),
      ...inspectClassifier(loaded.model, prepared),
      ...published(loaded, asked),
    };
  } finally {
    await engine.close();
  }
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

function describe(report: Report): string {
  const { input, scores, preprocessing, unsupported } = report;
  const guess = scores.assumed ? 'assumed for probabilities' : 'follows in the model';
  const rows: [string, string][] = [
    ['input', `${input.name} [${input.shape}] ${input.layout}`],
    [
      'scores',
      `${scores.tensor}, ${report.classes} ${report.classes === 1 ? 'class' : 'classes'}; ${scores.activation} ${guess}`,
    ],
    ['labels', report.labels === null ? 'none beside the model (--labels FILE)' : `${report.labels} beside the model`],
    ['photos', preprocessing?.description ?? 'the published preprocessing is unusable (--preprocessing NAME)'],
    [
      'file',
      `opset ${report.opset}, ${report.producer || 'unknown producer'}, ${report.nodes} nodes, ${report.parameters.toLocaleString('en')} parameters`,
    ],
  ];
  const operators = report.operators.map(
    ({ op, count, status }) => `    ${String(count).padStart(5)}  ${op.padEnd(24)} ${status}\n`,
  );
  const verdict =
    unsupported.length === 0 ? '  Can be explained.\n' : `  Cannot be explained:\n${refusals(unsupported)}`;
  rows.push(...report.problems.map((problem): [string, string] => ['problem', problem]));
  const head = rows.map(([name, text]) => `  ${name.padEnd(8)} ${text}\n`).join('');
  return printable(`${report.model}\n${head}  operators\n${operators.join('')}${verdict}`);
}

/** One line for an operator and a reason, however many nodes it stands for; `--json` lists them all. */
function refusals(unsupported: Report['unsupported']): string {
  const groups = new Map<string, { first: string; count: number; op: string; reason: string }>();
  for (const { op, node, reason } of unsupported) {
    const group = groups.get(`${op} ${reason}`) ?? { first: node, count: 0, op, reason };
    groups.set(`${op} ${reason}`, { ...group, count: group.count + 1 });
  }
  const lines = [...groups.values()].map(({ first, count, op, reason }) => {
    const more = count > 1 ? ` and ${count - 1} more` : '';
    return `    ${op} at node '${first}'${more}: ${reason}\n`;
  });
  return lines.join('');
}
