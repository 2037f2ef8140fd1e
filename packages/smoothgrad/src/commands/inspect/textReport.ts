import { printable } from '../../errors.ts';
import { bytes, count, flops, STRAIGHT_THROUGH } from '../../report/words.ts';
import type { Report } from './inspectCommand.ts';

/** The report for people: lines of a name and a text, the operators, and the verdict. */
export function textReport(report: Report): string {
  const rows: [string, string][] = [
    ['file', describeFile(report)],
    ['input', `${report.input.name} [${report.input.shape}] ${report.input.layout}`],
    ['photos', describePhotos(report)],
    ['scores', describeScores(report)],
    ['labels', report.labels === null ? 'none beside the model (--labels FILE)' : `${report.labels} beside the model`],
    ['forward', describeForward(report)],
    ...describeExplainer(report),
    ...report.problems.map((problem): [string, string] => ['problem', problem]),
  ];
  const head = rows.map(([name, text]) => `  ${name.padEnd(9)} ${text}\n`).join('');
  const longest = Math.max(...report.operators.map(({ op }) => op.length));
  const operators = report.operators.map(
    ({ op, count: nodes, status }) => `    ${String(nodes).padStart(5)}  ${op.padEnd(longest)}  ${status}\n`,
  );
  return printable(`${report.model}\n${head}  operators\n${operators.join('')}${verdict(report)}`);
}

function describeFile({ opset, producer, nodes, parameters }: Report): string {
  return `opset ${opset}, ${producer || 'unknown producer'}, ${count(nodes, 'node')}, ${count(parameters, 'parameter')}`;
}

function describePhotos({ preprocessing }: Report): string {
  if (preprocessing === null) return 'the published preprocessing is unusable (--preprocessing NAME)';
  const { assumed, description } = preprocessing;
  return assumed ? `${description}; no preprocessing is published beside the model` : description;
}

function describeScores({ scores, classes }: Report): string {
  const guess = scores.assumed ? `; ${scores.activation} assumed for probabilities` : '';
  return `${scores.tensor}, ${count(classes, 'class', 'classes')}: ${scores.reason}${guess}`;
}

function describeForward(report: Report): string {
  if (report.flops === null) return 'FLOPs unknown: shapes depend on the data, or there is a loop';
  return `${flops(report.flops)} (two for a multiply-add of convolutions, matrix products and attention)`;
}

function describeExplainer({ explainer, flops: forward }: Report): [string, string][] {
  if (explainer === null) return [];
  const size = `${bytes(explainer.bytes)} beside the model, whose weights it uses; ${count(explainer.nodes, 'node')}`;
  if (!explainer.flops || !forward) return [['explainer', size]];
  const ratio = (explainer.flops / forward).toFixed(1);
  return [
    ['explainer', size],
    ['gradient', `${flops(explainer.flops)} with its forward pass, ${ratio} times a forward pass alone`],
  ];
}

function verdict({ operators, unsupported }: Report): string {
  if (unsupported.length > 0) {
    return `  Cannot be explained:\n${refusals(unsupported)}  Choose scores before these nodes with --scores, or export the model without them.\n`;
  }
  const isEstimate = operators.some(({ status }) => status === 'straight-through');
  return `  Can be explained${isEstimate ? `; the gradient is ${STRAIGHT_THROUGH}` : ''}.\n`;
}

/** One line for an operator and a reason, however many nodes it stands for; `--json` lists them all. */
function refusals(unsupported: Report['unsupported']): string {
  const groups = new Map<string, { first: string; nodes: number; op: string; reason: string }>();
  for (const { op, node, reason } of unsupported) {
    const group = groups.get(`${op} ${reason}`) ?? { first: node, nodes: 0, op, reason };
    groups.set(`${op} ${reason}`, { ...group, nodes: group.nodes + 1 });
  }
  const lines = [...groups.values()].map(({ first, nodes, op, reason }) => {
    const more = nodes > 1 ? ` and ${nodes - 1} more` : '';
    return `    ${op} at node '${first}'${more}: ${reason}\n`;
  });
  return lines.join('');
}
