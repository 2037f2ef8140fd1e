import { describe, expect, it } from 'vitest';
import { closeGate, createGate, enterGate, leaveGate, waitOutsideGate } from './gate.ts';

describe('the gate of a worker', () => {
  it('counts a new thread as busy, then lets it in and out', () => {
    const gate = createGate();
    expect(enterGate(gate)).toBe(false);
    expect(leaveGate(gate)).toBe(true);
    expect(enterGate(gate)).toBe(true);
    expect(leaveGate(gate)).toBe(true);
  });

  it('of an idle thread closes at once, and lets nobody in', () => {
    const gate = createGate();
    leaveGate(gate);
    expect(closeGate(gate)).toBe(true);
    expect(closeGate(gate)).toBe(true);
    expect(enterGate(gate)).toBe(false);
  });

  it('of a busy thread closes when the thread leaves', () => {
    const gate = createGate();
    expect(closeGate(gate)).toBe(false);
    expect(closeGate(gate)).toBe(false);
    expect(waitOutsideGate(gate, 5)).toBe(false);
    expect(leaveGate(gate)).toBe(false);
    expect(waitOutsideGate(gate, 5)).toBe(true);
    expect(closeGate(gate)).toBe(true);
    expect(enterGate(gate)).toBe(false);
  });
});
