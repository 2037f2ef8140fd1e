import { z } from 'zod';

/** A class of a photo, on the clean photo. */
const classSchema = z.object({
  index: z.int(),
  label: z.string().nullable(),
  logit: z.number(),
  probability: z.number(),
});

const mapSchema = z.object({
  /** Stands for all that has a say in the numbers. */
  key: z.string(),
  /** Stands for all that has a say in the pictures. */
  drawn: z.string(),
  id: z.string(),
  title: z.string(),
  isSmoothed: z.boolean(),
  /** As results name it: `smoothgrad(guided-backprop)`. */
  method: z.string(),
  unit: z.object({ text: z.string(), order: z.literal([0, 1, 2]), isRepeated: z.literal(true).optional() }),
  shape: z.tuple([z.int(), z.int(), z.int()]),
  samples: z.int(),
  noise: z.looseObject({ level: z.number().nullable(), sigma: z.number().nullable() }).nullable(),
  smoothing: z.unknown(),
  seed: z.int().nullable(),
  derivative: z.string(),
  settings: z.unknown(),
  seconds: z.number(),
  /** There is a second picture, × image. */
  isMultiplied: z.boolean(),
  /** One for each of the photo's classes. */
  classes: z.array(
    z.object({
      index: z.int(),
      relativeStandardError: z.number().nullable(),
      labelAgreement: z.number().nullable(),
      targetProbabilityUnderNoise: z.number().nullable(),
      facts: z.record(z.string(), z.unknown()),
    }),
  ),
});

const recordSchema = z.object({
  format: z.literal(1),
  /** Stands for all that has a say in every map: photo, model, preprocessing. */
  key: z.string(),
  /** Stands for what decides which classes are explained. */
  classesKey: z.string(),
  photo: z.string(),
  sha256: z.string(),
  width: z.int(),
  height: z.int(),
  /** The five highest classes. */
  predictions: z.array(classSchema),
  /** The true class, where it is known. */
  label: classSchema.nullable(),
  /** The classes that are explained, the prediction first; then the label where it is another, else the second highest. */
  classes: z.array(classSchema),
  maps: z.array(mapSchema),
  provenance: z.unknown(),
  /** Every file ever written beside this one. */
  files: z.array(z.string().regex(/^[^/\\]+\.(?:webp|png|npz)$/)),
});

export type ClassRecord = z.infer<typeof classSchema>;
export type MapRecord = z.infer<typeof mapSchema>;

/** All that a gallery knows about a photo: `photo.json`, beside its pictures. */
export type PhotoRecord = z.infer<typeof recordSchema>;

/** A record from its file; undefined where it is damaged or of another version: then it is made anew. */
export function parseRecord(text: string): PhotoRecord | undefined {
  try {
    return recordSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
