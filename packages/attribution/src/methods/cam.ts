import { layerRecipe } from '../classifier/layerRecipe.ts';
import { classActivations, enlarged } from './classActivations.ts';
import type { Method } from './method.ts';
import { refineOnce } from './refineOnce.ts';
import { classActivation } from './unit.ts';

const recipe = (targets: number) =>
  layerRecipe({
    method: 'cam',
    targets,
    check: async (context, layer) => (await import('../classifier/camHead.ts')).checkCamHead('cam', context, layer),
  });

/**
 * Class activation map: M(place) = Σ_c w_c·A_c(place), with A the input of the global average pooling and w the class's weights in the linear
 * layer behind it (Zhou et al. 2016). Where a 1×1 Conv makes class scores before the pooling (SqueezeNet), M is the channel of the class.
 *
 * Its numbers split the logit up exactly: their mean over the places, plus the class's bias, is the logit. So they are signed, and no ReLU
 * is taken. As coarse as the layer; each place has seen much more of the photo than its own square. `coarse` [1, rows, columns] holds the map
 * before it was enlarged (bilinear, half-pixel centres), which changes its mean a little. Facts: `layer`.
 *
 * Its recipes throw MethodMismatchError for networks that do not end in global average pooling and a linear layer; Grad-CAM takes those.
 *
 * @example await explain(classifier, photo, { method: cam })
 */
export const cam: Method = {
  name: 'cam',
  unit: classActivation,
  channels: 1,
  recipes: (targets) => [recipe(targets)],
  async evaluate({ classifier, cotangents }, tensor) {
    const program = await classifier.program(recipe(cotangents.length));
    const result = await program.run(tensor, cotangents);
    const findings = classActivations(result, cotangents.length).map(({ shape, data }) => {
      // The gradient by each place is w over the number of places.
      const coarse = { shape, data: data.map((value) => value * data.length) };
      return { map: enlarged(coarse, classifier.input), facts: program.facts, arrays: { coarse } };
    });
    return { logits: result.logits, findings };
  },
  refine: (problem) => refineOnce(cam, problem),
};
