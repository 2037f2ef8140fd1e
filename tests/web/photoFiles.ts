import sharp, { type Sharp } from 'sharp';

const [width, height] = [61, 47];

/** Waves of different lengths, a little noise, and alpha from 0 to 255: nothing is flat, and nothing periodic. */
const samples = Buffer.from(
  Array.from({ length: width * height * 4 }, (_, i) => {
    const [channel, x, y] = [i % 4, (i >> 2) % width, Math.floor(i / 4 / width)];
    if (channel === 3) return (x * 4 + y) % 256;
    const value = 128 + 100 * Math.sin(x / 7 + channel) + 60 * Math.cos(y / 5 - channel) + ((i * 7919) % 23);
    return Math.max(0, Math.min(255, Math.round(value)));
  }),
);

const rgba = () => sharp(samples, { raw: { width, height, channels: 4 } });
const rgb = () => rgba().removeAlpha();
const grey = (picture: Sharp) => picture.toColourspace('b-w');
const turned = (orientation: number) => rgb().withMetadata({ orientation });

/** Every colour at every alpha: 65,536 pixels. */
const allAlphas = sharp(
  Buffer.from(Array.from({ length: 4 * 65536 }, (_, i) => (i % 4 === 3 ? i >> 10 : (i >> 2) % 256))),
  {
    raw: { width: 256, height: 256, channels: 4 },
  },
);

const wide = sharp(
  Uint16Array.from({ length: width * height * 3 }, (_, i) => (i * 7919) % 65536),
  {
    raw: { width, height, channels: 3 },
  },
);

/** Photos that browsers decode as Node.js does, bit for bit. */
export async function photoFiles(): Promise<Record<string, Buffer>> {
  const pictures: Record<string, Sharp> = {
    'JPEG 4:2:0': rgb().jpeg(),
    'JPEG 4:4:4': rgb().jpeg({ chromaSubsampling: '4:4:4' }),
    'JPEG progressive': rgb().jpeg({ progressive: true }),
    'JPEG grey': grey(rgb()).jpeg(),
    'JPEG with a profile': rgb().withIccProfile('p3').jpeg(),
    ...Object.fromEntries([1, 2, 3, 4, 5, 6, 7, 8].map((n) => [`JPEG turned ${n}`, turned(n).jpeg()])),
    'PNG RGB': rgb().png(),
    'PNG RGBA': rgba().png(),
    'PNG of every alpha': allAlphas.png(),
    'PNG with a palette': rgb().png({ palette: true }),
    'PNG with a palette and alpha': rgba().png({ palette: true }),
    'PNG grey': grey(rgb()).png(),
    'PNG grey and alpha': grey(rgba()).png(),
    'PNG of 16 bits': wide.toColourspace('rgb16').png(),
    'PNG interlaced': rgb().png({ progressive: true }),
    'PNG with a profile': rgb().withIccProfile('p3').png(),
    'PNG turned 6': turned(6).png(),
    WebP: rgb().webp(),
    'WebP lossless': rgb().webp({ lossless: true }),
    'WebP with alpha': rgba().webp(),
    'WebP lossless with alpha': rgba().webp({ lossless: true }),
    'WebP turned 6': turned(6).webp(),
    GIF: rgb().gif(),
    'GIF with alpha': rgba().gif(),
    'AVIF lossless': rgb().avif({ lossless: true }),
    'AVIF turned 6': turned(6).avif({ lossless: true }),
  };
  const files = Object.entries(pictures).map(async ([name, picture]) => [name, await picture.toBuffer()] as const);
  return Object.fromEntries(await Promise.all(files));
}

/** Those that neither takes. */
export async function refusedFiles(): Promise<Record<string, Buffer>> {
  const frames = sharp(samples.subarray(0, width * 44 * 4), {
    raw: { width, height: 44, channels: 4, pageHeight: 11 },
  });
  const [jpeg, png, webp, gif] = await Promise.all(
    [rgb().jpeg(), rgb().png(), rgb().webp(), rgb().gif()].map((p) => p.toBuffer()),
  );
  const cut = (bytes: Buffer, part: number) => bytes.subarray(0, Math.floor(bytes.length * part));
  return {
    'an empty file': Buffer.alloc(0),
    text: Buffer.from('hello world'),
    SVG: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"></svg>'),
    'an animated GIF': await frames.clone().gif().toBuffer(),
    'an animated WebP': await frames.clone().webp().toBuffer(),
    CMYK: await rgb().toColourspace('cmyk').jpeg().toBuffer(),
    'a single pixel': await rgb().extract({ left: 0, top: 0, width: 1, height: 1 }).png().toBuffer(),
    'a cut JPEG': cut(jpeg!, 0.5),
    'a JPEG without its end': cut(jpeg!, 0.9),
    'a cut PNG': cut(png!, 0.5),
    'a PNG without its end': cut(png!, 0.9),
    'a cut WebP': cut(webp!, 0.7),
    'a cut GIF': cut(gif!, 0.7),
  };
}
