import { expect, it } from 'vitest';

import { cameraMemoryText, readCameraMemory } from './camera-memory.ts';

const nothing = { atEverySale: false, camera: null };

it('reads back what was kept', () => {
  const memory = { atEverySale: true, camera: { id: 'a', group: 'b', label: 'Counter camera' } };
  expect(readCameraMemory(cameraMemoryText(memory))).toEqual(memory);
});

it.each([
  null,
  '',
  '{',
  'null',
  '7',
  '[]',
  '{"atEverySale":"yes","camera":{"id":1}}',
  '{"camera":"a"}',
  JSON.stringify({ camera: { id: 'x'.repeat(501), group: '', label: '' } }),
])('takes what was not written here for nothing: %s', (kept) => {
  expect(readCameraMemory(kept)).toEqual(nothing);
});
