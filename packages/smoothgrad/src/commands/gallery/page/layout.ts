import { html, type Markup } from './markup.ts';

export interface Layout {
  readonly title: string;
  /** From the page to the gallery's folder: '' or '../'. */
  readonly root: string;
  /** Of the body. */
  readonly kind: 'index' | 'photo';
  readonly header: Markup;
  readonly main: Markup;
  readonly footer: Markup;
}

/** A whole page. Style and script are classic files beside it: modules and data are not loaded from disk. */
export function layout({ title, root, kind, header, main, footer }: Layout): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="smoothgrad gallery">
<title>${title}</title>
<link rel="stylesheet" href="${root}gallery.css">
<script src="${root}gallery.js" defer></script>
</head>
<body class="${kind}">
<a class="skip" href="#main">Skip to the maps</a>
<header>${header}</header>
<main id="main" tabindex="-1">${main}</main>
<footer>${footer}</footer>
</body>
</html>
`.toString();
}
