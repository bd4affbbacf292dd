import { expect, it } from 'vitest';

it('everything runs on Node 24, whatever Node npm itself runs on', () => {
  expect(process.version).toMatch(/^v24\./);
});
