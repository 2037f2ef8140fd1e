import { layerRecipe } from '../classifier/layerRecipe.ts';
import { classActivations, enlarged, rectified } from './classActivations.ts';
import type { Method } from './method.ts';
import { refineOnce } from './refineOnce.ts';
import { classActivation } from './unit.ts';

export interface GradCamOptions {
  /**
   * Name, in the model file, of the value (or the node that makes it) whose places the map is about. Default the last one with rows and
   * columns: the input of the last global pooling, or of a vision transformer's last block.
   */
  readonly layer?: string | undefined;
}

/**
 * Grad-CAM: ReLU(Σ_c α_c·A_c), α_c = mean over the places of ∂S/∂A_c, with A the result of a layer (Selvaraju et al. 2017, equations 1 and 2).
 *
 * Its numbers: how much the channels that raise the score are active at each place, to first order. As coarse as the layer, so it says where,
 * not which edges. The mean over places assumes that a channel means the same everywhere: right behind global pooling, ever less in layers
 * below. What lowers the score is cut off at last; `coarse` [1, rows, columns] holds the signed map that it was made of, before it was
 * enlarged (bilinear, half-pixel centres). Smoothed, signed maps are averaged and cut afterwards. Of vision transformers the tokens of
 * patches at the input of the last block are taken, without the class token. Facts: `layer`.
 *
 * Its recipes throw MethodMismatchError for networks without rows and columns, LayerError for layers that are not there or have none.
 *
 * @example await explain(classifier, photo, { method: gradCam() })
 */
export function gradCam({ layer }: GradCamOptions = {}): Method {
  const recipe = (targets: number) => layerRecipe({ method: 'grad-cam', targets, layer });
  const method: Method = {
    name: 'grad-cam',
    unit: classActivation,
    channels: 1,
    recipes: (targets) => [recipe(targets)],
    async evaluate({ classifier, cotangents }, tensor) {
      const program = await classifier.program(recipe(cotangents.length));
      const result = await program.run(tensor, cotangents);
      const findings = classActivations(result, cotangents.length).map((coarse) => ({
        map: enlarged(coarse, classifier.input),
        facts: program.facts,
        arrays: { coarse },
      }));
      return { logits: result.logits, findings };
    },
    refine: (problem) => refineOnce(method, problem),
    finish: rectified,
  };
  return method;
}
