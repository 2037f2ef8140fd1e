import { float32Tensor } from '@smoothgrad/onnx';
import { expect, it } from 'vitest';
import { workerMemory } from './workerMemory.ts';

it('counts a thread, 2.8 times the weights, and half of what the forward pass makes', () => {
  const initializers = new Map([['w', float32Tensor('w', [1000, 250], new Float32Array(250_000))]]);
  const values = [
    { name: 'w', type: 'float32', shape: [1000, 250] },
    { name: 'y', type: 'float32', shape: [1, 16, 100, 100] },
  ] as const;
  expect(workerMemory({ initializers }, values)).toBe(50e6 + 2.8e6 + 320e3);
});
