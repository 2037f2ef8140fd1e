/**
 * @module Engine and photos for browsers.
 */
export {};
