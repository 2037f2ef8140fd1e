const waiting: (() => void)[] = [];
let isScheduled = false;

/**
 * Runs a piece of drawing in a task of its own, so that six maps never hold up a click together.
 *
 * @returns its result
 */
export function inTurn<T>(draw: () => T): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    waiting.push(() => {
      try {
        resolve(draw());
      } catch (error) {
        reject(error);
      }
    });
    schedule();
  });
}

const { port1, port2 } = new MessageChannel();
port1.onmessage = () => {
  isScheduled = false;
  waiting.shift()?.();
  if (waiting.length > 0) schedule();
};

/** A message comes sooner than a timeout, and after what the user did. */
function schedule(): void {
  if (isScheduled) return;
  isScheduled = true;
  port2.postMessage(undefined);
}
