import type { Command } from 'commander';
import { memorySize } from './memorySize.ts';
import { addModelOptions, type ModelFlags, type ScoreFlags, scoreOption } from './modelOptions.ts';
import type { PreprocessingFlags } from './preprocessingOptions.ts';
import { wholeNumber } from './wholeNumber.ts';

/** Options of every command that explains. */
export interface SessionFlags extends ModelFlags, ScoreFlags, PreprocessingFlags {
  readonly model?: string;
  readonly labels?: string;
  /** A prepared tensor in the place of photos. */
  readonly input?: string;
  readonly workers?: number;
  readonly memory?: number;
  readonly cache: boolean;
}

/** Which model, and what of it is explained. */
export function addExplainedOptions(command: Command): Command {
  return addExplainedModel(command).option('--labels <file>', CLASS_LABELS);
}

/** What a file with the labels of a model's classes may be. */
export const CLASS_LABELS = 'class labels: one a line, a JSON array, or {"id2label": {...}}';

export function addExplainedModel(command: Command): Command {
  command
    .option('-m, --model <file>', 'ONNX classifier, or a folder with one (default: the bundled EfficientNet-Lite0)')
    .addOption(scoreOption());
  return addModelOptions(command);
}

/** With how much of the machine. */
export function addMachineOptions(command: Command): Command {
  return command
    .option('--workers <n>', 'threads, each with its copy of the model (default: the cores, at most 4)', wholeNumber(1))
    .option(
      '--memory <size>',
      'memory for all of it, such as 4G: bounds the threads (default: half of what is free)',
      memorySize,
    )
    .option('--no-cache', 'compile the model anew, and keep nothing for the next time');
}
