/** A page that explains as it should be done: everything in a worker. Its own thread only waits, and watches how long it was kept from it. */
const longTasks = [];
new PerformanceObserver((list) => longTasks.push(...list.getEntries().map(({ duration }) => duration))).observe({
  type: 'longtask',
  buffered: true,
});

const worker = new Worker(new URL('./oursWorker.mjs', import.meta.url), { type: 'module' });

/** Asks the worker; one question at a time. */
globalThis.ask = (question) =>
  new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => (data.error ? reject(new Error(data.error)) : resolve(data.answer));
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.postMessage(question);
  });
/** Milliseconds of the longest task of the page's thread; 0: none took 50 or more. */
globalThis.longestTask = () => Math.max(0, ...longTasks);
