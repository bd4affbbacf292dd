import { once } from 'node:events';
import { createServer } from 'node:net';

import { expect, it } from 'vitest';

import { requireFree } from './ports.ts';

it('a taken port is named, with whose it would be and what to do', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const address = other.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;

  await expect(requireFree({ till: 0, backend: port, sandbox: 0 })).rejects.toThrow(
    `Port ${port} (backend) on 127.0.0.1 is taken: end the program that uses it, or start with another base, such as --port 100.`,
  );
  other.close();
  await once(other, 'close');
  await requireFree({ till: 0, backend: port, sandbox: 0 });
});
