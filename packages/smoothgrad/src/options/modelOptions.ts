import type { Size } from '@smoothgrad/image';
import { type Command, Option } from 'commander';
import { imageSize } from './imageSize.ts';

/** Options of every command that opens a model. */
export interface ModelFlags {
  readonly scores?: string;
  readonly size?: Size;
}

export interface ScoreFlags {
  readonly score: 'logit' | 'probability';
}

export function addModelOptions(command: Command): Command {
  return command
    .option('--scores <name>', 'take this tensor of the model as the class scores')
    .option('--size <pixels>', 'input size, 224 or WIDTHxHEIGHT, where the model leaves it open', imageSize);
}

export function scoreOption(): Option {
  return new Option('--score <kind>', "what is differentiated: the class's logit, or its probability")
    .choices(['logit', 'probability'])
    .default('logit');
}
