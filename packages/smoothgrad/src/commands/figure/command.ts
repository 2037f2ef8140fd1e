import { type Command, Option } from 'commander';
import { collect } from '../../options/collect.ts';
import { figureNames } from '../../options/names.ts';
import { noiseLevel } from '../../options/noiseLevel.ts';
import { realNumbers, wholeNumbers } from '../../options/numberLists.ts';
import { addMapOptions, type MapFlags } from '../../options/pictureOptions.ts';
import { addPreprocessingOptions } from '../../options/preprocessingOptions.ts';
import { addExplainedOptions, addMachineOptions, type SessionFlags } from '../../options/sessionOptions.ts';
import { wholeNumber } from '../../options/wholeNumber.ts';

const examples = `
Examples:
  smoothgrad figure --list
  smoothgrad figure noise-levels cat.jpg dog.jpg -o noise.png
  smoothgrad figure 4 cat.jpg --sizes 1,10,100,1000 -o sizes.svg
  smoothgrad figure methods cat.jpg --model my-model.onnx -o methods.png
  smoothgrad figure discriminativity cat-and-dog.jpg --target tabby --target pug -o classes.png
  smoothgrad figure fluctuation cat.jpg --pixel 120,96 -o fluctuation.svg`;

/** The options of `figure`; what is left out has the paper's value. */
export interface FigureFlags extends SessionFlags, MapFlags {
  readonly list?: boolean;
  readonly target: readonly string[];
  readonly samples?: number;
  readonly noise?: number;
  readonly seed: number;
  readonly levels?: readonly number[];
  readonly sizes?: readonly number[];
  readonly steps?: number;
  readonly pixel?: readonly number[];
  readonly denominator: 'signed' | 'abs';
  readonly reference?: number;
  readonly output?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly force?: boolean;
}

/** `smoothgrad figure`: the paper's figures on the user's own photos and model. */
export function addFigureCommand(program: Command): void {
  const command = program
    .command('figure')
    .summary("make the paper's figures from your photos and model")
    .description("Makes one of the paper's figures, or one beyond it, from your own photos and model.")
    .argument('[name]', figureNames.join(', '))
    .argument('[photos...]', 'JPEG, PNG, WebP, GIF, TIFF or AVIF files, one row each')
    .option('--list', 'say what each figure shows')
    .optionsGroup('What is explained:');
  addExplainedOptions(command).addOption(
    new Option('-t, --target <class>', 'class index, label or best:LABEL; two for discriminativity')
      .argParser(collect)
      .default([], 'the top class'),
  );
  addFigureOptions(command).optionsGroup('Maps:');
  addMapOptions(command).optionsGroup('Preprocessing (default: as published beside the model):');
  addPreprocessingOptions(command).optionsGroup('Machine:');
  addMachineOptions(command)
    .optionsGroup('Results:')
    .option('-o, --output <file>', 'a .png or .svg file (default: NAME.png here)')
    .option('--json', 'print one JSON object instead of text')
    .option('-q, --quiet', 'no progress')
    .option('-f, --force', 'overwrite a file that is not known to be ours')
    .addHelpText('after', examples)
    .action(async (name: string | undefined, photos: string[], flags: FigureFlags) => {
      const { figureCommand } = await import('./figureCommand.ts');
      process.exitCode = await figureCommand(name, photos, flags);
    });
}

function addFigureOptions(command: Command): Command {
  return command
    .optionsGroup("Values (default: the paper's):")
    .option('-n, --samples <n>', 'noisy copies of each map (50)', wholeNumber(1))
    .option('--noise <level>', 'noise level (0.15; sample-sizes 0.1; fluctuation 0.01)', noiseLevel)
    .option('--seed <number>', 'the same seed gives the same noise', wholeNumber(0), 0)
    .option('--levels <list>', 'noise-levels: the columns (0,0.05,0.1,0.2,0.3,0.5)', realNumbers)
    .option('--sizes <list>', 'sample-sizes, convergence: the columns (1,5,10,20,50,100)', wholeNumbers)
    .option('--steps <n>', 'points of integrated gradients (50)', wholeNumber(1))
    .option('--pixel <x,y>', 'fluctuation: which pixel (the one with the largest derivatives)', wholeNumbers)
    .addOption(
      new Option(
        '--denominator <kind>',
        'fluctuation: what derivatives are a fraction of, the largest entry or magnitude',
      )
        .choices(['signed', 'abs'])
        .default('signed'),
    )
    .option('--reference <n>', 'convergence: samples that stand for infinitely many (1000)', wholeNumber(2));
}
