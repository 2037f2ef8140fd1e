/** Of the package, set by vite.config.ts. */
declare const STUDIO_VERSION: string;
