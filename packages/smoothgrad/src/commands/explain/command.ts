import { type Command, Option } from 'commander';
import { methodNames } from '../../methods.ts';
import { collect } from '../../options/collect.ts';
import { memorySize } from '../../options/memorySize.ts';
import { methodList } from '../../options/methodList.ts';
import { addModelOptions, scoreOption } from '../../options/modelOptions.ts';
import { colormapNames, layoutNames } from '../../options/names.ts';
import { noiseLevel } from '../../options/noiseLevel.ts';
import { addPreprocessingOptions } from '../../options/preprocessingOptions.ts';
import { wholeNumber } from '../../options/wholeNumber.ts';
import type { ExplainFlags } from './flags.ts';

const examples = `
Examples:
  smoothgrad explain cat.jpg
  smoothgrad explain cat.jpg --model my-model.onnx --target tabby --target "best:dog"
  smoothgrad explain *.jpg -o maps/ --method gradient,smoothgrad --samples 100 --noise 0.1
  smoothgrad explain cat.jpg --layout overlay --colormap inferno
  smoothgrad explain cat.jpg --model net.onnx --size 299 --range -1..1 --labels labels.txt
  smoothgrad explain --input tensor.npy --model net.onnx --save map.npz --json`;

/** `smoothgrad explain`: sensitivity maps of photos. */
export function addExplainCommand(program: Command): void {
  const command = program
    .command('explain')
    .summary('explain what a classifier sees in photos')
    .description('Makes a sensitivity map of each photo: which pixels change the score of a class.')
    .argument('[photos...]', 'JPEG, PNG, WebP, GIF, TIFF or AVIF files')
    .optionsGroup('What is explained:')
    .option('-m, --model <file>', 'ONNX classifier, or a folder with one (default: the bundled EfficientNet-Lite0)')
    .addOption(
      new Option('-t, --target <class>', 'class index, label or best:LABEL; may be repeated')
        .argParser(collect)
        .default([], 'the top class'),
    )
    .addOption(scoreOption());
  addModelOptions(command)
    .option('--labels <file>', 'class labels: one a line, a JSON array, or {"id2label": {...}}')
    .option('--input <file>', 'a prepared float32 tensor (.npy, the shape of the model input) instead of photos')
    .optionsGroup('How:')
    .addOption(
      new Option('--method <names>', `${methodNames.join(' or ')}; several with commas`)
        .argParser(methodList)
        .default(['smoothgrad'], 'smoothgrad'),
    )
    .option('-n, --samples <n>', 'how many noisy copies are averaged', wholeNumber(1), 50)
    .option(
      '--noise <level>',
      'standard deviation of the noise as a share of the range of the pixels',
      noiseLevel,
      0.15,
    )
    .option('--seed <number>', 'the same seed gives the same noise', wholeNumber(0), 0)
    .addOption(
      new Option('--noise-space <space>', 'add the noise to pixels or to the prepared input').choices([
        'pixel',
        'input',
      ]),
    )
    .option('--workers <n>', 'threads, each with its copy of the model (default: the cores, at most 4)', wholeNumber(1))
    .option(
      '--memory <size>',
      'memory for all of it, such as 4G: bounds the threads (default: half of what is free)',
      memorySize,
    )
    .option('--no-cache', 'compile the model anew, and keep nothing for the next time')
    .optionsGroup('Preprocessing (default: as published beside the model):');
  addPreprocessingOptions(command);
  addResultOptions(command);
  command.addHelpText('after', examples).action(async (photos: string[], flags: ExplainFlags) => {
    const { explainCommand } = await import('./explainCommand.ts');
    process.exitCode = await explainCommand(photos, flags);
  });
}

function addResultOptions(command: Command): void {
  command
    .optionsGroup('Picture:')
    .option('-o, --output <path>', 'a .png file, or a folder with a final slash (default: PHOTO.METHOD.CLASS.png here)')
    .addOption(
      new Option('--layout <name>', 'photo and map, the map, or the map over the photo')
        .choices(layoutNames)
        .default('pair'),
    )
    .addOption(new Option('--colormap <name>', 'default grey; blue-grey-red for --signed').choices(colormapNames))
    .addOption(new Option('--signed', 'for and against the class in two colours').conflicts('positive'))
    .option('--positive', 'only what speaks for the class')
    .option('--times-image', 'multiply the map by the photo, as some papers do: hides what is black')
    .option('--preview', 'show the map in the terminal (default: if it is one)')
    .option('--no-preview', 'do not')
    .optionsGroup('Results:')
    .option('--save <path>', 'the numbers as .npz (map, standard_error, input), or a folder with a final slash')
    .option('--json', 'print one JSON object per result instead of text')
    .option('--profile', 'then print which operators of the network and its gradient take the time')
    .option('-q, --quiet', 'no progress and no preview')
    .option('-f, --force', 'overwrite files that are not known to be ours');
}
