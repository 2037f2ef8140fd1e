/**
 * Keeps the studio for visits without a network: the build when it is first loaded, the runtime and the model once they were fetched.
 * `BUILD` and `FILES` are filled in when the site is built (siteFiles.ts).
 */
const build = 'BUILD';
const files = ['FILES'];
/** WebAssembly, for either device. */
const runtime = ['RUNTIME'];
/** Stores are the origin's, which may have other studios in other folders. */
const pageStores = { begin: 'studio-page-', end: ` ${registration.scope}` };
const pageStore = `${pageStores.begin}${build}${pageStores.end}`;
/** The name of such a file says what is in it: kept from one build to the next. */
const runtimeStore = `studio-runtime ${registration.scope}`;
const isRuntime = (path) => path.endsWith('.wasm');
/** What the local server says about the user's own model. */
const isGiven = (path) => path.includes('/given/');
/** Changes with every build, or with the model that a server was started with. */
const isNews = (path) => path.endsWith('/') || path.endsWith('.html') || path.endsWith('/studio.json');

addEventListener('install', (event) => {
  event.waitUntil(
    caches
      .open(pageStore)
      .then((store) => store.addAll(files))
      .then(() => skipWaiting()),
  );
});

addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => names.filter((name) => isPageStore(name) && name !== pageStore))
      .then((old) => Promise.all(old.map((name) => caches.delete(name))))
      .then(forgetOldRuntimes)
      .then(() => clients.claim()),
  );
});

addEventListener('fetch', (event) => {
  const { origin, pathname } = new URL(event.request.url);
  if (event.request.method !== 'GET' || origin !== location.origin || isGiven(pathname)) return;
  event.respondWith(answer(event.request, pathname).then(isolated));
});

async function answer(request, path) {
  if (isNews(path)) {
    return fetch(request)
      .then((response) => keep(pageStore, request, response))
      .catch(async () => (await find(request, { ignoreSearch: true })) ?? Response.error());
  }
  const kept = await find(request, { ignoreVary: true });
  return kept ?? keep(isRuntime(path) ? runtimeStore : pageStore, request, await fetch(request));
}

/** What was fetched before this worker was there: the page tells when it has it all. */
addEventListener('message', ({ data }) => {
  const wasm = runtime.filter((file) => file.includes('asyncify') === (data.device === 'webgpu'));
  for (const file of [...wasm, ...data.files]) {
    const url = new URL(file, registration.scope);
    if (isGiven(url.pathname)) continue;
    find(url).then((kept) => kept ?? fetch(url).then((response) => keepAs(url, response)));
  }
});

const keepAs = (url, response) => keep(isRuntime(url.pathname) ? runtimeStore : pageStore, url, response);

const isPageStore = (name) => name.startsWith(pageStores.begin) && name.endsWith(pageStores.end);

async function find(request, options) {
  const inStore = (cacheName) => caches.match(request, { ...options, cacheName });
  return (await inStore(pageStore)) ?? inStore(runtimeStore);
}

async function forgetOldRuntimes() {
  const store = await caches.open(runtimeStore);
  const current = new Set(runtime.map((file) => new URL(file, registration.scope).href));
  const old = (await store.keys()).filter(({ url }) => !current.has(url));
  await Promise.all(old.map((request) => store.delete(request)));
}

async function keep(name, request, response) {
  if (response.status === 200) {
    const copy = response.clone();
    const store = await caches.open(name);
    // A full disk must not stand in the way.
    store.put(request, copy).catch(() => undefined);
  }
  return response;
}

/** Hosts that cannot send these headers get them here, from the second visit on: WebAssembly may then use threads. */
function isolated(response) {
  if (response.status === 0 || response.type === 'opaqueredirect') return response;
  const headers = new Headers(response.headers);
  headers.set('Cross-Origin-Opener-Policy', 'same-origin');
  headers.set('Cross-Origin-Embedder-Policy', 'require-corp');
  headers.set('Cross-Origin-Resource-Policy', 'same-origin');
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}
