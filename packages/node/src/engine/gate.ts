/**
 * One shared cell that says whether a worker thread is inside the runtime. Stopping a thread while onnxruntime-node
 * 1.30 runs on it (`worker.terminate()`, or `process.exit()` in the main thread) aborts the whole process: its binding
 * creates JavaScript objects when the run ends, which a stopped thread cannot. So a thread enters the gate before every
 * native call, and is only stopped outside of it.
 */
export type Gate = Int32Array<SharedArrayBuffer>;

const IDLE = 0;
const BUSY = 1;
/** Busy, and to be stopped as soon as the native call returns. */
const STOPPING = 2;
const STOPPED = 3;

/** A new thread counts as busy: it begins by loading the runtime. */
export function createGate(): Gate {
  const gate = new Int32Array(new SharedArrayBuffer(4));
  gate[0] = BUSY;
  return gate;
}

/** Worker side: false when the thread is being stopped and must not call the runtime any more. */
export function enterGate(gate: Gate): boolean {
  return Atomics.compareExchange(gate, 0, IDLE, BUSY) === IDLE;
}

/** Worker side: false when the thread was asked to stop meanwhile and should now end itself. */
export function leaveGate(gate: Gate): boolean {
  if (Atomics.compareExchange(gate, 0, BUSY, IDLE) === BUSY) return true;
  Atomics.store(gate, 0, STOPPED);
  Atomics.notify(gate, 0);
  return false;
}

/** Main side: true when the thread is outside the runtime and may be terminated; else it ends itself after its call. */
export function closeGate(gate: Gate): boolean {
  for (;;) {
    const state = Atomics.load(gate, 0);
    if (state === STOPPED) return true;
    if (state === STOPPING) return false;
    const closed = state === IDLE ? STOPPED : STOPPING;
    if (Atomics.compareExchange(gate, 0, state, closed) === state) return closed === STOPPED;
  }
}

/** Main side, after `closeGate`: blocks until the thread has left the runtime; false after `milliseconds`. */
export function waitOutsideGate(gate: Gate, milliseconds: number): boolean {
  return Atomics.wait(gate, 0, STOPPING, milliseconds) !== 'timed-out';
}
