import { decode } from 'fast-png';
import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import type { Scene } from './scene.ts';
import { sceneToSvg } from './sceneToSvg.ts';

const picture = { width: 2, height: 1, channels: 3 as const, data: Uint8Array.of(255, 0, 0, 0, 0, 255) };
const scene: Scene = {
  width: 120,
  height: 80,
  description: 'A <test> & "more"',
  marks: [
    { kind: 'picture', x: 1, y: 2, width: 30, height: 15, picture, label: 'a map' },
    { kind: 'text', x: 5, y: 70, text: '1 < 2 & 3', size: 12, weight: 'bold', anchor: 'middle', colour: [16, 32, 255] },
    { kind: 'rectangle', x: 40, y: 4, width: 10, height: 10, stroke: [0, 0, 0] },
    { kind: 'graphic', x: 50, y: 6, width: 20, height: 20, svg: '<svg><circle r="3"/></svg>' },
  ],
};

function parsed(svg: string) {
  return parseHTML(`<html><body>${svg}</body></html>`).document;
}

describe('an SVG', () => {
  const document = parsed(sceneToSvg(scene, { provenance: { seed: 7, name: '<x>' } }));

  it('says its size, what it shows and how it was made', () => {
    const root = document.querySelector('svg')!;
    expect(root.getAttribute('viewBox')).toBe('0 0 120 80');
    expect(root.querySelector('title')!.textContent).toBe('A <test> & "more"');
    expect(JSON.parse(root.querySelector('metadata')!.textContent)).toEqual({ seed: 7, name: '<x>' });
  });

  it('holds pictures pixel by pixel, with a label', () => {
    const image = document.querySelector('image')!;
    expect(image.getAttribute('width')).toBe('30');
    const [, base64] = image.getAttribute('href')!.split(',');
    expect([...decode(Buffer.from(base64!, 'base64')).data]).toEqual([...picture.data]);
    expect(image.querySelector('title')!.textContent).toBe('a map');
  });

  it('keeps text as text', () => {
    const text = document.querySelector('text')!;
    expect(text.textContent).toBe('1 < 2 & 3');
    expect(text.getAttribute('fill')).toBe('#1020ff');
    expect(text.getAttribute('text-anchor')).toBe('middle');
    expect(text.getAttribute('font-weight')).toBe('bold');
  });

  it('draws rectangles and puts graphics in their place', () => {
    const rectangles = document.querySelectorAll('rect');
    expect(rectangles[1]!.getAttribute('fill')).toBe('none');
    expect(document.querySelector('g')!.getAttribute('transform')).toBe('translate(50 6)');
    expect(document.querySelector('g circle')).not.toBeNull();
  });
});
