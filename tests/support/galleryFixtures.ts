import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { at, emptyFolder, writeFixtures } from './cliFixtures.ts';
import { type Outcome, runSmoothgrad } from './runSmoothgrad.ts';

/** Labels that a page must escape. */
export const hostileLabels = ['tabby & <script>alert(1)</script>', `"tiger" 'cat'`, 'cup, <i>mug</i>', 'crane'];

/** Names of photos that file systems, pages and addresses have something against; two have one name in two folders. */
export const photoNames = [
  'a/dog.png',
  'b/dog.png',
  `it's "so" <b>bold</b>.png`,
  '50% #1 ?größe.png',
  'x & y;z.png',
  'plain.png',
];

export interface GalleryFixtures {
  readonly photos: string;
  /** A model with labels that are hard to show. */
  readonly model: string;
  /** Of one row for each photo, with a metric. */
  readonly labels: string;
}

/** Six small photos and a model of four classes. */
export async function writeGalleryFixtures(): Promise<GalleryFixtures> {
  await writeFixtures();
  const model = emptyFolder();
  copyFileSync(at('tiny.onnx'), join(model, 'model.onnx'));
  writeFileSync(join(model, 'config.json'), JSON.stringify({ id2label: hostileLabels }));
  const photos = emptyFolder();
  for (const [k, name] of photoNames.entries()) {
    mkdirSync(join(photos, name, '..'), { recursive: true });
    const data = Uint8Array.from({ length: 20 * 16 * 3 }, (_, i) => (i * 7919 + k * 131) % 251);
    await sharp(data, { raw: { width: 20, height: 16, channels: 3 } })
      .png()
      .toFile(join(photos, name));
  }
  const labels = join(emptyFolder(), 'truth.csv');
  const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;
  const rows = photoNames.map((name, k) => `${quoted(name)},${k % 4},${k / 10},note ${k}`);
  writeFileSync(labels, ['photo,label,"insertion <auc>",remark', ...rows].join('\n'));
  return { photos, model, labels };
}

/** Options of a gallery that takes no time. */
export const quick = ['-n', '4', '--steps', '2', '--range', '0..1', '--workers', '2', '--quiet'];

export const gallery = (cwd: string, ...args: string[]): Promise<Outcome> => runSmoothgrad(cwd, 'gallery', ...args);

/** All files of a folder, with forward slashes. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
    .sort();
}

/** What pages link to that is not there. */
export function deadLinks(site: string): string[] {
  const files = new Set(filesBelow(site));
  return [...files]
    .filter((file) => file.endsWith('.html'))
    .flatMap((page) => {
      const text = readFileSync(join(site, page), 'utf8');
      const links = Array.from(text.matchAll(/ (?:href|src)="([^"]*)"/g), ([, link]) => link!.split('#')[0]!);
      const base = new URL(`file:///${page}`);
      return links
        .filter((link) => link !== '')
        .map((link) => decodeURIComponent(new URL(link.replaceAll('&amp;', '&'), base).pathname.slice(1)))
        .filter((path) => !files.has(path))
        .map((path) => `${page} → ${path}`);
    });
}
