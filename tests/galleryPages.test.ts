import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath } from './support/browser.ts';
import { emptyFolder } from './support/cliFixtures.ts';
import { gallery, photoNames, quick, writeGalleryFixtures } from './support/galleryFixtures.ts';

const executablePath = chromiumPath();

describe.skipIf(executablePath === undefined)('the pages of a gallery, opened from disk', () => {
  let browser: Browser;
  let site: string;
  beforeAll(async () => {
    const { photos, model, labels } = await writeGalleryFixtures();
    site = emptyFolder();
    const methods = ['--method', 'gradient,integrated-gradients', '--smooth', '--labels', labels];
    const { code, stderr } = await gallery(site, photos, '--model', model, ...quick, ...methods, '-o', site);
    expect([code, stderr]).toEqual([0, '']);
    browser = await chromium.launch({ executablePath: executablePath!, args: ['--no-sandbox'] });
  });
  afterAll(() => browser?.close());

  const addressOf = (path: string) => pathToFileURL(join(site, path)).href;

  /** A page whose every complaint and request is written down. */
  async function open(path: string, options: BrowserContextOptions = {}) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    const page = await context.newPage();
    const trouble: string[] = [];
    page.on('console', (message) => trouble.push(message.text()));
    page.on('pageerror', (error) => trouble.push(error.message));
    page.on('requestfailed', (request) => {
      // Whoever leaves a page does not wait for its pictures.
      if (request.failure()?.errorText !== 'net::ERR_ABORTED') trouble.push(`not there: ${request.url()}`);
    });
    page.on('request', (request) => {
      if (!request.url().startsWith('file:')) trouble.push(`another host: ${request.url()}`);
    });
    await page.goto(path.startsWith('file:') ? path : addressOf(path));
    return { page, trouble, close: () => context.close() };
  }

  const photoPages = async (page: Page): Promise<string[]> => {
    const hrefs = await page
      .locator('.card h2 a')
      .evaluateAll((links) => links.map((link) => link.getAttribute('href')));
    return hrefs.map((href) => new URL(href!, addressOf('index.html')).href);
  };

  it('have no dead link, no missing picture, no complaint, and ask nobody else', async () => {
    const { page, trouble, close } = await open('index.html');
    const todo = [addressOf('index.html')];
    const seen = new Set<string>();
    while (todo.length > 0) {
      const address = todo.pop()!;
      if (seen.has(address)) continue;
      seen.add(address);
      expect(existsSync(fileURLToPath(address)), address).toBe(true);
      if (!address.endsWith('.html')) continue;
      await page.goto(address);
      expect(await page.evaluate(missingPictures)).toEqual([]);
      const links = (await page.evaluate(linksOf)) as string[];
      todo.push(...links);
    }
    expect([...seen].filter((address) => address.endsWith('.html'))).toHaveLength(1 + photoNames.length);
    expect([...seen].filter((address) => address.endsWith('.npz'))).toHaveLength(2 * 4 * photoNames.length);
    expect(trouble).toEqual([]);
    await close();
  }, 120_000);

  it.each(['light', 'dark'] as const)(
    'axe finds nothing, %s',
    async (colorScheme) => {
      const { page, close } = await open('index.html', { colorScheme });
      const [first] = await photoPages(page);
      const violations = async () => {
        const { violations: found } = await new AxeBuilder({ page }).analyze();
        return found.map(({ id, nodes }) => `${id}: ${nodes[0]!.html}`);
      };
      expect(await violations()).toEqual([]);
      await page.getByRole('radio', { name: 'their difference' }).check();
      expect(await violations()).toEqual([]);
      await page.goto(first!);
      await page.getByText('How these maps were made').click();
      expect(await violations()).toEqual([]);
      await close();
    },
    120_000,
  );

  it('search, filter, sort, and keep it in the address', async () => {
    const { page, trouble, close } = await open('index.html');
    const shown = () => page.locator('.card:visible h2').allTextContents();
    const all = await shown();
    expect(all).toEqual(expect.arrayContaining([...photoNames]));
    await page.keyboard.press('/');
    await page.keyboard.type('dog a/');
    expect(await shown()).toEqual(['a/dog.png']);
    await page.getByRole('searchbox').fill('');
    await page.getByRole('combobox', { name: 'Prediction' }).selectOption('wrong');
    const wrong = await shown();
    expect(wrong.length).toBe(await page.locator('.card.wrong').count());
    expect(wrong.length).toBeLessThan(6);
    await expect.poll(() => page.getByRole('status').textContent()).toBe(`${wrong.length} of 6 photos`);
    await page.getByRole('combobox', { name: 'Prediction' }).selectOption('');
    await page.getByLabel('Sort by').selectOption('insertion <auc>');
    await page.getByLabel('largest first').check();
    // The labels file counts up through the names.
    expect(await shown()).toEqual(photoNames.toReversed());
    await page.getByRole('radio', { name: 'map × image' }).check();
    const address = page.url();
    const again = await open(address);
    expect(await again.page.locator('.card:visible h2').allTextContents()).toEqual(photoNames.toReversed());
    await expect.poll(() => again.page.locator('.over').first().getAttribute('src')).toMatch(/-0x\.webp$/);
    await again.close();
    await page.getByLabel('Confidence at most').fill('1');
    expect(await shown()).toEqual([]);
    await page.getByRole('button', { name: 'Show all' }).click();
    expect(await shown()).toEqual(all);
    expect(page.url()).toBe(addressOf('index.html'));
    expect(trouble).toEqual([]);
    await close();
  });

  it('show the photo through a map that is hovered or pinned, and say so to a keyboard', async () => {
    const { page, close } = await open('index.html');
    const [first] = await photoPages(page);
    await page.goto(first!);
    const map = page.locator('.shown-0 .map').first();
    const over = map.locator('.over.alone');
    const blend = () =>
      over.evaluate((image) => String((image as unknown as StyledElement).computedStyleMap().get('mix-blend-mode')));
    const coloured = () => map.screenshot();
    expect(await blend()).toBe('normal');
    const plain = await coloured();
    await map.hover();
    expect(await blend()).toBe('multiply');
    expect(await saturation(await coloured())).toBeGreaterThan(10);
    expect(await saturation(plain)).toBeLessThan(3);
    await page.mouse.move(0, 0);
    expect(await blend()).toBe('normal');
    await map.getByRole('checkbox').focus();
    await page.keyboard.press('Space');
    expect(await map.getByRole('checkbox', { checked: true, name: /^Pin: the photo through Gradient/ }).count()).toBe(
      1,
    );
    await page.keyboard.press('Tab');
    expect(await blend()).toBe('multiply');
    await page.keyboard.press('Escape');
    expect(await blend()).toBe('normal');
    await close();
  });

  it('can be walked by keyboard: from the skip link to the next photo', async () => {
    const { page, trouble, close } = await open('index.html');
    await page.keyboard.press('Tab');
    const focused = () => page.locator(':focus').textContent();
    expect(await focused()).toBe('Skip to the maps');
    await page.keyboard.press('Enter');
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    const names = await page.locator('.card h2').allTextContents();
    expect(await focused()).toBe(names[1]);
    await page.keyboard.press('Enter');
    await page.waitForURL(/photos/);
    await expect.poll(() => page.locator('h1').textContent()).toBe(names[1]);
    await page.getByRole('radio', { name: 'difference' }).check();
    await page.locator('h1').click();
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => page.locator('h1').textContent()).toBe(names[2]);
    // The neighbour shows the same, and its address says so.
    expect(await page.locator('.shown:visible').getAttribute('class')).toBe('shown shown-d');
    expect(page.url()).toContain('class-shown=d');
    expect(trouble).toEqual([]);
    await close();
  });

  it('work without a script, on a phone too', async () => {
    const phone = { viewport: { width: 390, height: 844 }, javaScriptEnabled: false };
    const { page, close } = await open('index.html', phone);
    expect(await page.locator('.card').count()).toBe(6);
    expect(await page.locator('#controls').isVisible()).toBe(false);
    await page.locator('.card h2 a').first().click();
    await page.waitForURL(/photos/);
    const visible = () => page.locator('.shown:visible img.over:visible');
    expect(await visible().first().getAttribute('src')).toMatch(/-0\.webp$/);
    await page.getByRole('radio', { name: 'map × image' }).check();
    expect(await visible().first().getAttribute('src')).toMatch(/-0x\.webp$/);
    await page.getByRole('radio', { name: 'difference' }).check();
    expect(await visible().first().getAttribute('src')).toMatch(/-d\.webp$/);
    await page.locator('.shown-d .map').first().click();
    expect(await page.getByRole('checkbox', { checked: true }).count()).toBe(1);
    // Nothing is wider than the screen.
    const box = await page.locator('main').boundingBox();
    expect(box!.x + box!.width).toBeLessThanOrEqual(390);
    await close();
  });

  it('show nothing of a hostile name or label as markup', async () => {
    const { page, close } = await open('index.html');
    expect(await page.locator('.card i, .card script, .card h2 b').count()).toBe(0);
    const text = await page.locator('.cards').textContent();
    expect(text).toContain(`it's "so" <b>bold</b>.png`);
    await page.goto((await photoPages(page))[0]!);
    expect(await page.locator('main i, main script').count()).toBe(0);
    expect(await page.locator('.predictions').textContent()).toContain('tabby & <script>alert(1)</script>');
    await close();
  });
});

interface StyledElement {
  computedStyleMap(): ReadonlyMap<string, unknown>;
}

/** These run in the page, whose globals this file does not know. */
const missingPictures = `(async () => {
  // Also those that wait for their place to come into view, or are not shown.
  for (const image of document.images) image.loading = 'eager';
  const failed = (image) => image.decode().then(() => [], () => [image.src]);
  return (await Promise.all([...document.images].map(failed))).flat();
})()`;
const linksOf = `[...document.links].map(({ href }) => href.split('#')[0])`;

/** Mean difference of the largest and smallest channel of a screenshot, 0 to 255. */
async function saturation(png: Buffer): Promise<number> {
  const { data, info } = await sharp(png).raw().toBuffer({ resolveWithObject: true });
  let sum = 0;
  for (let i = 0; i < data.length; i += info.channels) {
    const pixel = [data[i]!, data[i + 1]!, data[i + 2]!];
    sum += Math.max(...pixel) - Math.min(...pixel);
  }
  return sum / (info.width * info.height);
}
