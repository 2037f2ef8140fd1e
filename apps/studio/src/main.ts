import { mount } from 'svelte';
import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';
import App from './App.svelte';
import { registerServiceWorker } from './offline.ts';
import { followSystemTheme } from './state/theme.svelte.ts';

followSystemTheme();
mount(App, { target: document.getElementById('studio')! });
registerServiceWorker();
