import type { Command } from 'commander';
import { addModelOptions, type ModelFlags } from '../../options/modelOptions.ts';

export interface InspectFlags extends ModelFlags {
  readonly json?: boolean;
}

const examples = `
Every operator of the file is listed with what the gradient does there: exact; straight-through (rounding in a quantised
model counts as the identity); refused; off path (it does not come by). FLOPs are two for a multiply-add of convolutions,
matrix products and attention, at one image of the input's size; nothing else is counted.

The exit code is 0 where the model can be explained, and 3 where an operator between input and scores cannot be
differentiated: all of them are named.

Examples:
  smoothgrad inspect net.onnx
  smoothgrad inspect net.onnx --size 320x240 --scores logits --json`;

/** `smoothgrad inspect`: what a model is, and whether it can be explained. */
export function addInspectCommand(program: Command): void {
  const command = program
    .command('inspect')
    .summary('say what a model is and whether it can be explained')
    .description(
      'Shows what a classifier takes and returns, its operators, what cannot be differentiated, and what its explainer costs.',
    )
    .argument('<model>', 'ONNX classifier, or a folder with one');
  addModelOptions(command)
    .option('--json', 'print one JSON object instead of text')
    .addHelpText('after', examples)
    .action(async (model: string, flags: InspectFlags) => {
      const { inspectCommand } = await import('./inspectCommand.ts');
      process.exitCode = await inspectCommand(model, flags);
    });
}
