import { type Command, Option } from 'commander';
import { addMethodParameters, addNamedMethods, addNoiseOptions } from '../../options/methodOptions.ts';
import { addScaleOptions } from '../../options/pictureOptions.ts';
import { addPreprocessingOptions } from '../../options/preprocessingOptions.ts';
import { renamed } from '../../options/renamed.ts';
import { samplesOf } from '../../options/samplesOf.ts';
import { addExplainedModel, addMachineOptions, CLASS_LABELS } from '../../options/sessionOptions.ts';
import type { GalleryFlags } from './flags.ts';

const examples = `
The folder opens in a browser by itself (index.html): no server, no other host, and without JavaScript too. A second call
computes only what is missing or has changed; Ctrl-C leaves a gallery of what is done.

Labels: CSV with a first line 'photo,label', or JSON, an array of objects with these names or {"cat.jpg": "tabby"}. A label is
a class index or its text; further columns of numbers can be sorted by.

Examples:
  smoothgrad gallery photos/ -o site/
  smoothgrad gallery photos/ --method gradient,integrated-gradients,guided-backprop --smooth --labels truth.csv -o site/
  smoothgrad gallery photos/ --method gradient,integrated-gradients --smooth -n 50 --samples-of integrated-gradients=5 --steps 10 -o site/
  smoothgrad gallery *.jpg --model my-model.onnx --class-labels classes.txt --title "What my model sees" -o site/`;

/** `smoothgrad gallery`: the paper's companion page, for the user's own model and photos. */
export function addGalleryCommand(program: Command): void {
  const command = program
    .command('gallery')
    .summary('make a web page of the maps of many photos')
    .description('Makes a folder of static pages: maps of many photos by several methods, to browse, search and share.')
    .argument('[photos...]', 'photos, or folders with photos')
    .optionsGroup('What is explained:');
  addExplainedModel(command)
    .addOption(renamed(new Option('--labels <file>', 'the true class of each photo: CSV or JSON'), 'photoLabels'))
    .addOption(renamed(new Option('--class-labels <file>', CLASS_LABELS), 'labels'))
    .option('--no-discriminativity', 'one class only where label and prediction agree: half the time')
    .optionsGroup('How:');
  addNamedMethods(command, ['gradient', 'smoothgrad'])
    .option('--smooth', 'each method smoothed too, beside the plain one')
    .addOption(
      new Option('--samples-of <method=n>', 'another n for one method, 0 to leave it unsmoothed; may be repeated')
        .argParser(samplesOf)
        .default({}, 'none'),
    );
  addMethodParameters(addNoiseOptions(command)).optionsGroup('Preprocessing (default: as published beside the model):');
  addPreprocessingOptions(command).optionsGroup('Pictures:');
  addScaleOptions(command).optionsGroup('Machine:');
  addMachineOptions(command)
    .optionsGroup('Results:')
    .option('-o, --output <folder>', 'where the gallery goes: an empty folder, a new one, or a gallery')
    .option('--title <text>', 'the heading of the page')
    .option('--with-error', 'the standard error in the .npz files too')
    .option('--no-npz', 'no .npz files: a map has four bytes a number')
    .option('--prune', 'delete files of earlier calls that the gallery no longer shows')
    .option('--json', 'print one JSON object instead of text')
    .option('-q, --quiet', 'no progress')
    .option('-f, --force', 'write into a folder that holds other files, and over those of the same name')
    .addHelpText('after', examples)
    .action(async (paths: string[], flags: GalleryFlags) => {
      const { galleryCommand } = await import('./galleryCommand.ts');
      process.exitCode = await galleryCommand(paths, flags);
    });
}
