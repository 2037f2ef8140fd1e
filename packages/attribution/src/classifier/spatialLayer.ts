import { nodesOnPath } from '@smoothgrad/autodiff';
import {
  createBuilder,
  type GraphNode,
  nameInFile,
  namesOf,
  operatorName,
  type StaticModel,
  type Value,
} from '@smoothgrad/onnx';
import { nearNames } from '../labels/nearNames.ts';
import { LayerError, MethodMismatchError } from '../methods/errors.ts';
import { bottlenecks } from './bottlenecks.ts';
import type { BuildContext } from './recipe.ts';
import { isMap, type SpatialRoles, spatialRoles } from './spatialRoles.ts';

/** A value of the graph with rows and columns, and the nodes between it and the scores. */
export interface SpatialLayer {
  readonly value: Value;
  /** Its name in the user's file. */
  readonly name: string;
  readonly layout: SpatialRoles;
}

/** Operators that choose some tokens and leave others out. */
const choosing = new Set(['Gather', 'GatherElements', 'GatherND', 'Slice', 'Split']);

/**
 * The layer whose places a class activation map is about: the one of that name, or the last one with rows and columns through which
 * all passes to the scores, the input of the last global pooling. Where one token is classified by (vision transformers), what others hold
 * behind the last attention counts for nothing: there it is the input of the last block.
 *
 * @param wanted name of a value or node in the file
 * @throws LayerError no such layer, or one without rows and columns
 * @throws MethodMismatchError the network has no such layer
 */
export function findSpatialLayer(method: string, context: BuildContext, wanted?: string): SpatialLayer {
  const { model, input, scores, originalName } = context;
  const path = nodesOnPath(model, scores.tensor, [input.name]);
  const layouts = spatialRoles(model, input);
  const shapeOf = (name: string) => model.values.get(name)?.shape ?? [];
  const isLayer = (name: string) => {
    const layout = layouts.get(name);
    return layout?.isLayer === true && isMap(layout, shapeOf(name));
  };
  const layerOf = (name: string): SpatialLayer => ({
    value: model.values.get(name)!,
    name: originalName(name),
    layout: layouts.get(name)!,
  });
  if (wanted !== undefined) {
    const all = path.flatMap(({ outputs }) => outputs).filter(isLayer);
    return layerOf(namedLayer(context, path, all, wanted));
  }
  const maps = bottlenecks(path, input.name, scores.tensor).filter(isLayer);
  const last = maps.at(-1);
  if (last === undefined)
    throw new MethodMismatchError(
      method,
      'none of its layers has rows and columns, so a map has no places to be made of',
    );
  if (!isChosenFrom(path, last, layouts.get(last)!)) return layerOf(last);
  const before = beforeLastAttention(path, maps);
  if (before === undefined)
    throw new MethodMismatchError(
      method,
      `behind '${originalName(last)}' only some tokens count, and no attention mixes them before; name another layer`,
    );
  return layerOf(before);
}

/** Names in error messages at most. */
const MOST_NAMES = 5;

function namedLayer(
  { model, originalName }: BuildContext,
  path: readonly GraphNode[],
  layers: readonly string[],
  wanted: string,
): string {
  const exact = layers.find((name) => originalName(name) === wanted);
  const byNode = path.filter((node) => nameInFile(node).label === wanted).flatMap(({ outputs }) => outputs);
  const found = exact ?? byNode.findLast((name) => layers.includes(name));
  if (found !== undefined) return found;
  const names = layers.map(originalName);
  const near = nearNames(wanted, names, MOST_NAMES);
  const known = near.length > 0 ? near : names.slice(-MOST_NAMES).reverse();
  const value = [...model.values.keys()].find((name) => originalName(name) === wanted) ?? byNode.at(-1);
  if (value === undefined) throw new LayerError(`there is no layer '${wanted}'`, known);
  const shape = model.values.get(value)?.shape ?? [];
  throw new LayerError(
    `'${wanted}' [${shape}] is no layer with rows and columns on the way from the image to the scores`,
    known,
  );
}

/** Whether what is behind a value takes some of its tokens only. */
function isChosenFrom(path: readonly GraphNode[], name: string, { roles }: SpatialRoles): boolean {
  return roles.includes('T') && path.some((node) => node.inputs[0] === name && choosing.has(operatorName(node)));
}

/** The last of `maps` with attention behind: a product of two values that both depend on the image. */
function beforeLastAttention(path: readonly GraphNode[], maps: readonly string[]): string | undefined {
  const made = new Set(path.flatMap(({ outputs }) => outputs));
  const mixing = path.findLastIndex(
    (node) => operatorName(node) === 'MatMul' && node.inputs.every((name) => made.has(name)),
  );
  const sofar = new Set(path.slice(0, Math.max(mixing, 0)).flatMap(({ outputs }) => outputs));
  return maps.findLast((name) => sofar.has(name));
}

/** The graph with a value of a layer, or its gradient, as [1, channels, rows, columns], and the name it has there. */
export function withChannelsFirst(
  model: StaticModel,
  name: string,
  { roles, height, width, prefix }: SpatialRoles,
): { readonly model: StaticModel; readonly name: string } {
  const taken = namesOf(model.graph);
  const g = createBuilder((each) => taken.has(each) || model.values.has(each));
  g.scope('smoothgrad/layer');
  const value = model.values.get(name)!;
  const ordered = g.transpose(value, [roles.indexOf('N'), roles.indexOf('C'), ...places(roles)]);
  const patches = prefix === 0 ? ordered : withoutPrefix(g, ordered, prefix);
  const result = g.reshape(patches, [1, ordered.shape[1]!, height, width]);
  const { graph } = model;
  return {
    name: result.name,
    model: {
      ...model,
      values: new Map([...model.values, ...g.values]),
      graph: {
        ...graph,
        nodes: [...graph.nodes, ...g.nodes],
        initializers: new Map([...graph.initializers, ...g.initializers]),
      },
    },
  };
}

const places = (roles: SpatialRoles['roles']) =>
  roles.includes('T') ? [roles.indexOf('T')] : [roles.indexOf('H'), roles.indexOf('W')];

function withoutPrefix(g: ReturnType<typeof createBuilder>, x: Value, prefix: number): Value {
  const [images = 1, channels = 0, tokens = 0] = x.shape;
  return g.op('Slice', [x, g.int64([prefix]), g.int64([tokens]), g.int64([2])], {
    shape: [images, channels, tokens - prefix],
  });
}
