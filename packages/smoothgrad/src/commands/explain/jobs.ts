import type { Baseline, Method, PresetPicture } from '@smoothgrad/attribution';
import { createMethod, createPreset, methods } from '@smoothgrad/attribution/catalogue';
import { methodSettings } from '../../options/methodOptions.ts';
import type { ExplainFlags } from './flags.ts';

/** One method of a run, made as its options say. */
export interface MethodJob {
  /** In the names of files. */
  readonly name: string;
  /** Above the map. */
  readonly title: string;
  readonly method: Method;
  readonly picture?: PresetPicture | undefined;
  /** One pass of the network is all it takes. */
  readonly runsOnce: boolean;
}

/**
 * The methods, or the preset, that the flags name.
 *
 * @param baseline where the flags name a file
 * @throws RangeError options that exclude each other
 */
export async function createJobs(
  flags: ExplainFlags,
  baseline?: Baseline,
): Promise<readonly [MethodJob, ...MethodJob[]]> {
  const { preset, seed } = flags;
  if (preset !== undefined) {
    const job = await createPreset(preset, seed);
    return [{ ...job, name: preset, title: `SmoothGrad as in ${preset}`, runsOnce: false }];
  }
  const settings = { ...methodSettings(flags), baseline };
  const jobs = flags.method.map(async (name): Promise<MethodJob> => {
    const method = await createMethod(name, settings);
    const isSmoothed = method.noise !== undefined;
    const { title, runsOnce = false } = methods[name]!;
    return {
      name: isSmoothed && name !== 'smoothgrad' ? `smooth-${name}` : name,
      title: isSmoothed && name !== 'smoothgrad' ? `${title}, smoothed` : title,
      method,
      runsOnce: runsOnce && !isSmoothed,
    };
  });
  return (await Promise.all(jobs)) as [MethodJob, ...MethodJob[]];
}
