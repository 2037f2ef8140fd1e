export type Theme = 'light' | 'dark';

const key = 'smoothgrad-theme';
const system = matchMedia('(prefers-color-scheme: dark)');
const systemTheme = (): Theme => (system.matches ? 'dark' : 'light');

let current = $state<Theme>(storedTheme() ?? systemTheme());

export const theme = {
  get current() {
    return current;
  },
  toggle() {
    show(current === 'dark' ? 'light' : 'dark');
    try {
      localStorage.setItem(key, current);
    } catch {
      // Without a store the choice lasts as long as the page.
    }
  },
};

export function followSystemTheme(): void {
  show(current);
  system.addEventListener('change', () => {
    if (storedTheme() === undefined) show(systemTheme());
  });
}

function show(wanted: Theme): void {
  current = wanted;
  document.documentElement.dataset.theme = wanted;
}

function storedTheme(): Theme | undefined {
  try {
    const stored = localStorage.getItem(key);
    return stored === 'light' || stored === 'dark' ? stored : undefined;
  } catch {
    return undefined;
  }
}
