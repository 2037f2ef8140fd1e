import { type Command, Option } from 'commander';
import { collect } from '../../options/collect.ts';
import { addMethodOptions } from '../../options/methodOptions.ts';
import { layoutNames } from '../../options/names.ts';
import { addMapOptions } from '../../options/pictureOptions.ts';
import { addPreprocessingOptions } from '../../options/preprocessingOptions.ts';
import { realNumber } from '../../options/realNumber.ts';
import { addExplainedOptions, addMachineOptions } from '../../options/sessionOptions.ts';
import type { ExplainFlags } from './flags.ts';

const examples = `
Examples:
  smoothgrad explain cat.jpg
  smoothgrad explain cat.jpg --model my-model.onnx --target tabby --target "best:dog"
  smoothgrad explain cat.jpg --target tabby --minus "Egyptian cat" --signed
  smoothgrad explain cat.jpg --method gradient,integrated-gradients,smoothgrad --target top:3 -o maps/
  smoothgrad explain cat.jpg --method guided-backprop --smooth --samples 100 --noise 0.1
  smoothgrad explain cat.jpg --precision 0.3 --sampling antithetic --layout overlay --colormap inferno
  smoothgrad explain cat.jpg --preset captum
  smoothgrad explain cat.jpg --model net.onnx --size 299 --range -1..1 --labels labels.txt
  smoothgrad explain --input tensor.npy --model net.onnx --save map.npz --json`;

/** `smoothgrad explain`: sensitivity maps of photos. */
export function addExplainCommand(program: Command): void {
  const command = program
    .command('explain')
    .summary('explain what a classifier sees in photos')
    .description('Makes a sensitivity map of each photo: which pixels change the score of a class.')
    .argument('[photos...]', 'JPEG, PNG, WebP, GIF, TIFF or AVIF files')
    .optionsGroup('What is explained:');
  addExplainedOptions(command)
    .addOption(
      new Option('-t, --target <class>', 'class index, label, best:LABEL or top:K; may be repeated')
        .argParser(collect)
        .default([], 'the top class'),
    )
    .option('--minus <class>', 'what speaks for the target rather than for this class: the difference of their scores')
    .option('--input <file>', 'a prepared float32 tensor (.npy, the shape of the model input) instead of photos')
    .optionsGroup('How:');
  addMethodOptions(command).optionsGroup('Preprocessing (default: as published beside the model):');
  addPreprocessingOptions(command).optionsGroup('Picture:');
  addResultOptions(command);
  command.addHelpText('after', examples).action(async (photos: string[], flags: ExplainFlags) => {
    const { explainCommand } = await import('./explainCommand.ts');
    process.exitCode = await explainCommand(photos, flags);
  });
}

function addResultOptions(command: Command): void {
  command
    .option('-o, --output <path>', 'a .png file, or a folder with a final slash (default: PHOTO.METHOD.CLASS.png here)')
    .addOption(
      new Option(
        '--layout <name>',
        'photo and map, the map, the map over the photo, the photo through the map, or a line',
      )
        .choices(layoutNames)
        .default('pair'),
    );
  addMapOptions(command)
    .option('--with-error', 'the standard error of the map beside it, on the same scale')
    .option('--top <percent>', 'with --layout contour: the share of the pixels inside the line', realNumber(0, 100), 5)
    .option('--preview', 'show the map in the terminal (default: if it is one)')
    .option('--no-preview', 'do not')
    .optionsGroup('Machine:');
  addMachineOptions(command)
    .optionsGroup('Results:')
    .option('--save <path>', 'the numbers as .npz (map, standard_error, input), or a folder with a final slash')
    .option('--json', 'print one JSON object per result instead of text')
    .option('--profile', 'then print which operators of the network and its gradient take the time')
    .option('-q, --quiet', 'no progress and no preview')
    .option('-f, --force', 'overwrite files that are not known to be ours');
}
