import {
  type Attribution,
  type Classifier,
  gradient,
  type Method,
  type Progress,
  refineAll,
  smoothGrad,
} from '@smoothgrad/attribution';
import type { PreparedPhoto } from '@smoothgrad/image';
import type { StripQuestion, StripUpdate } from '../protocol.ts';

export interface StripRequest {
  readonly classifier: Classifier;
  readonly photo: PreparedPhoto;
  readonly logits: Float32Array;
  readonly labels: readonly string[] | undefined;
  readonly question: StripQuestion;
  readonly signal: AbortSignal;
}

/** Several maps that come into focus together: figures 3 and 4 of the paper, live. */
export async function computeStrip(request: StripRequest, listen: (update: StripUpdate) => void): Promise<void> {
  const make = { 'noise-levels': noiseLevels, 'sample-sizes': sampleSizes }[request.question.kind];
  await make(request, listen);
}

type Listen = (update: StripUpdate) => void;

/** Figure 3: the same noise, scaled; each level gets one sample in turn. */
async function noiseLevels(request: StripRequest, listen: Listen): Promise<void> {
  const { values, samples, seed } = request.question;
  const runs = values.map((level) =>
    // 0 % is the plain gradient.
    refine(request, level === 0 ? gradient : smoothGrad(gradient, { samples, seed, noise: { level } })),
  );
  let open = runs.map((run, index) => ({ run, index }));
  for (let round = 1; open.length > 0; round++) {
    const going: typeof open = [];
    for (const each of open) {
      const { value, done } = await each.run.next();
      if (request.signal.aborted) return;
      if (done) continue;
      going.push(each);
      if (isWorthALook(round, samples) || value.samples === value.total) listen(updateOf(each.index, value));
    }
    open = going;
  }
}

/** Figure 4: the mean of the first n samples is the map of that n. */
async function sampleSizes(request: StripRequest, listen: Listen): Promise<void> {
  const { values, seed, noise } = request.question;
  const samples = Math.max(...values);
  for await (const progress of refine(request, smoothGrad(gradient, { samples, seed, noise: { level: noise } }))) {
    if (request.signal.aborted) return;
    values.forEach((size, index) => {
      const isNext = progress.samples < size && (values[index - 1] ?? 0) < progress.samples;
      if (progress.samples === size || (isNext && isWorthALook(progress.samples, size))) {
        listen(updateOf(index, progress));
      }
    });
  }
}

const refine = ({ classifier, photo, logits, labels, signal, question }: StripRequest, method: Method) =>
  refineAll(classifier, photo, { method, targets: [question.target], logits, labels, signal });

/** Early samples change much, later ones little. */
const isWorthALook = (samples: number, total: number) => samples <= 4 || samples % 5 === 0 || samples === total;

const updateOf = (index: number, progress: Progress): { index: number; attribution: Attribution } => ({
  index,
  attribution: progress.attribution(),
});
