import type { Command } from 'commander';
import { addModelOptions, type ModelFlags } from '../../options/modelOptions.ts';

export interface InspectFlags extends ModelFlags {
  readonly json?: boolean;
}

const examples = `
The exit code is 0 where the model can be explained, and 3 where an operator between input and scores cannot be
differentiated.

Examples:
  smoothgrad inspect net.onnx
  smoothgrad inspect net.onnx --size 320x240 --scores logits --json`;

/** `smoothgrad inspect`: what a model is, and whether it can be explained. */
export function addInspectCommand(program: Command): void {
  const command = program
    .command('inspect')
    .summary('say what a model is and whether it can be explained')
    .description('Shows the input, the scores, the operators of a classifier, and what cannot be differentiated.')
    .argument('<model>', 'ONNX classifier, or a folder with one');
  addModelOptions(command)
    .option('--json', 'print one JSON object instead of text')
    .addHelpText('after', examples)
    .action(async (model: string, flags: InspectFlags) => {
      const { inspectCommand } = await import('./inspectCommand.ts');
      process.exitCode = await inspectCommand(model, flags);
    });
}
