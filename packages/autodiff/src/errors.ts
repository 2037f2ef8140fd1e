import { type GraphNode, nameInFile, operatorName } from '@smoothgrad/onnx';

/** One node that stands between the scores and the image, as the file calls it. */
export interface Obstacle {
  readonly node: string;
  readonly op: string;
  readonly reason: string;
}

export function obstacle(node: GraphNode, reason: string): Obstacle {
  const { label, op } = nameInFile(node);
  const made = operatorName(node);
  return { node: label, op, reason: made === op ? reason : `${reason} (it is computed with ${made})` };
}

/** Operators on the path from the input to the scores have no gradient rule, or are used in a form the rule does not know. */
export class NotDifferentiableError extends Error {
  override readonly name = 'NotDifferentiableError';
  readonly obstacles: readonly Obstacle[];

  constructor(obstacles: readonly Obstacle[]) {
    const [first, ...rest] = obstacles;
    const more = rest.length > 0 ? ` (and ${rest.length} more; \`smoothgrad inspect\` lists them)` : '';
    super(
      `cannot differentiate ${first?.op} at node '${first?.node}': ${first?.reason}${more}. ` +
        'Choose scores before that node with --scores, or export the model without it',
    );
    this.obstacles = obstacles;
  }
}
