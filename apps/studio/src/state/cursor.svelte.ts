/** A pixel of the photo as the network sees it. */
export interface Pixel {
  readonly x: number;
  readonly y: number;
}

let current = $state.raw<Pixel | undefined>(undefined);

/** The one pixel that all pictures point at. */
export const cursor = {
  get pixel() {
    return current;
  },
  set pixel(pixel: Pixel | undefined) {
    current = pixel;
  },
};
