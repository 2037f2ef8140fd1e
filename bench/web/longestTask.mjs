/** The longest task of a page's own thread meanwhile, by the clock and by the processor, in milliseconds. */
export async function longestTask(browser, page, during) {
  await browser.startTracing(page, { categories: ['toplevel'] });
  await during();
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString());
  const place = ({ pid, tid }) => `${pid} ${tid}`;
  const main = new Set(traceEvents.filter(({ args }) => args.name === 'CrRendererMain').map(place));
  const tasks = traceEvents.filter((event) => event.name.endsWith('RunTask') && main.has(place(event)));
  const longest = (clock) => Math.max(...tasks.map((event) => event[clock] ?? 0)) / 1000;
  return { ms: longest('dur'), cpuMs: longest('tdur') };
}
