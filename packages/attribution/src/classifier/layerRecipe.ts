import type { BuildContext, Recipe } from './recipe.ts';
import type { SpatialLayer } from './spatialLayer.ts';

export interface LayerOptions {
  /** The method the graph is for: named in errors. */
  readonly method: string;
  readonly targets: number;
  /** Name of the layer in the file; default the last one with rows and columns. */
  readonly layer?: string | undefined;
  /** Refuses layers that do not fit. */
  check?(context: BuildContext, layer: SpatialLayer): Promise<void>;
}

/**
 * Logits, a layer's result `activation` and the gradients of scores by it, `activation_gradient` …, each [1, channels, rows, columns] whatever
 * the layout of the layer. Facts: the `layer`.
 *
 * Its graph is not made economical: that may leave out tokens of the layer, or take their gradients elsewhere.
 */
export function layerRecipe({ method, targets, layer, check }: LayerOptions): Recipe {
  const settings = [
    ...(layer === undefined ? [] : [`layer=${layer}`]),
    ...(targets === 1 ? [] : [`targets=${targets}`]),
  ];
  return {
    name: settings.length === 0 ? method : `${method}(${settings.join(', ')})`,
    async build(context) {
      const [{ findSpatialLayer }, { buildLayerGraph }] = await Promise.all([
        import('./spatialLayer.ts'),
        import('./layerGraph.ts'),
      ]);
      const found = findSpatialLayer(method, context, layer);
      await check?.(context, found);
      return { model: buildLayerGraph(context, found, targets), facts: { layer: found.name } };
    },
  };
}
