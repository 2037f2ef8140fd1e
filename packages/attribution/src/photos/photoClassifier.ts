import {
  type DecodedImage,
  describePreprocessing,
  type PreparedPhoto,
  type Preprocessing,
  preparePhoto,
  type TensorSpec,
  toRgb,
} from '@smoothgrad/image';
import type { Classifier } from '../classifier/classifier.ts';
import type { ChosenPreprocessing } from './choosePreprocessing.ts';
import type { PublishedModel } from './publishedModel.ts';

/** A classifier that takes photos, in whatever form a platform has them. */
export interface PhotoClassifier<Photo> extends Classifier {
  readonly preprocessing: Preprocessing;
  readonly spec: TensorSpec;
  readonly labels: readonly string[] | undefined;
  /** Set where the preprocessing is a guess: one line to show. */
  readonly assumption: string | undefined;
  /** Why the labels published beside the model are not used, where they are not. */
  readonly labelsProblem: string | undefined;
  /** Decodes and prepares a photo. @throws PhotoError, PreprocessingError */
  prepare(photo: Photo): Promise<PreparedPhoto>;
}

export interface PhotoSettings<Photo> {
  readonly chosen: ChosenPreprocessing;
  readonly published: Pick<PublishedModel, 'labels'>;
  /** Instead of the published ones. */
  readonly labels?: readonly string[] | undefined;
  decode(photo: Photo): Promise<DecodedImage>;
}

/** Teaches a classifier to take photos. */
export function withPhotos<Photo>(
  classifier: Classifier,
  { chosen, published, labels, decode }: PhotoSettings<Photo>,
): PhotoClassifier<Photo> {
  const { preprocessing, isAssumed } = chosen;
  const { layout, height, width } = classifier.input;
  const spec: TensorSpec = { layout, channels: preprocessing.channels, height, width };
  return {
    ...classifier,
    preprocessing,
    spec,
    ...chooseLabels(published, labels, classifier.scores.classes),
    assumption: isAssumed
      ? `no preprocessing is published beside the model; assuming ${describePreprocessing(preprocessing)}`
      : undefined,
    prepare: async (photo) => preparePhoto(toRgb(await decode(photo)), preprocessing, spec),
  };
}

/** Labels of another classifier are worse than none, and a damaged list must not stand in the way of a map. */
function chooseLabels(
  published: Pick<PublishedModel, 'labels'>,
  given: readonly string[] | undefined,
  classes: number,
): Pick<PhotoClassifier<never>, 'labels' | 'labelsProblem'> {
  try {
    const labels = given ?? published.labels();
    if (labels === undefined || labels.length === classes) return { labels, labelsProblem: undefined };
    const source = given === undefined ? 'those of config.json' : 'those given';
    return {
      labels: undefined,
      labelsProblem: `labels are not used: ${source} number ${labels.length}, the classes of the model ${classes}`,
    };
  } catch (error) {
    return { labels: undefined, labelsProblem: `labels are not used: config.json: ${(error as Error).message}` };
  }
}
