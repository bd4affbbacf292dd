import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from '@playwright/test';

import { checkOrder } from './order-trace.ts';
import { Product } from './product.ts';
import { calm, sell } from './sale.ts';

const timeScale = 5; // a traced till is slow

test('[V13] [V14] the system calls of a till: on the disk before it is sent, and before it is shown', async () => {
  test.skip(process.platform !== 'linux', 'strace exists on Linux only');
  test.setTimeout(90_000);
  const product = await Product.start({ timeScale });
  try {
    const file = join(product.folder, 'till.trace');
    await startTraced(product, file);
    const paid = await sell(product, 'approves', 1250, calm);
    const stopped = await sell(product, 'stopped', 730, calm);
    expect([paid.shown, stopped.shown]).toEqual(['paid', 'cancelled']);
    await product.endTill();

    const trace = readFileSync(file, 'latin1');
    const { held, broken: problems } = checkOrder(trace);
    for (const line of held) console.log(`  on the disk first: ${line}`);
    expect(problems).toEqual([]);
    expect(held.filter((line) => line.startsWith('[V13] pay'))).toHaveLength(2);
    expect(held.filter((line) => line.startsWith('[V13] cancel'))).toHaveLength(1);
    expect(held.filter((line) => line.startsWith('[V14] outcome'))).toHaveLength(2);
    // The same trace without its syncs is seen through at each of these places.
    expect(checkOrder(trace.replaceAll(/^.*sync\(.*$/gm, '')).broken).toHaveLength(held.length);
  } finally {
    await product.stop();
  }
});

async function startTraced(product: Product, file: string): Promise<void> {
  const calls = 'trace=fdatasync,fsync,write,pwrite64,writev,sendto,sendmsg,connect';
  const strace = ['strace', '-f', '-yy', '-s', '20000', '-e', calls, '-o', file];
  try {
    await product.startTill(strace);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    if (why.includes('ENOENT'))
      throw new Error('The order of system calls needs strace: install it (Debian: apt-get install strace).', {
        cause: error,
      });
    if (/ptrace/i.test(why))
      throw new Error('The order of system calls needs ptrace, which is forbidden here: allow it for this test.', {
        cause: error,
      });
    throw error;
  }
}

// The shape of a real trace, shortened.
const wal = '23</data/till/journal.sqlite-wal>';
const intent = String.raw`7 pwrite64(${wal}, "\r\0pay.intent\1TILL1a", 4096, 49496) = 4096`;
const sync = `7 fsync(${wal}) = 0`;
const pay = String.raw`7 writev(24<TCP:[127.0.0.1:1->127.0.0.1:2]>, [{iov_base="POST /v1/payments HTTP/1.1\r\n\r\n", iov_len=30}, {iov_base="{\"paymentRequestId\":\"TILL1a\"}", iov_len=29}], 2) = 59`;
const final = String.raw`7 pwrite64(${wal}, "\r\0final\1TILL1a", 4096, 53616) = 4096`;
const show = String.raw`7 write(3<UNIX-STREAM:[2->1]>, "{\"stage\":{\"at\":\"outcome\",\"saleId\":\"S\",\"paymentRequestId\":\"TILL1a\"}}", 70) = 70`;

test('[V13] [V14] the check of the order holds for a trace in order', () => {
  const lines = [intent, sync, pay, final, sync, show];
  expect(broken(...lines)).toEqual([]);
  expect(checkOrder(lines.join('\n')).held).toEqual(['[V13] pay of TILL1a', '[V14] outcome of TILL1a']);
});

test('[V13] [V14] the check of the order sees each way to be too early', () => {
  const payTooEarly = ['[V13] pay of TILL1a left before pay.intent was on the disk'];
  const shownTooEarly = ['[V14] outcome of TILL1a left before final was on the disk'];
  expect(broken(intent, pay, sync)).toEqual(payTooEarly);
  expect(broken(pay, intent, sync)).toEqual(payTooEarly);
  expect(broken(sync, intent, pay)).toEqual(payTooEarly);
  expect(broken(intent, sync.replace('= 0', '= -1 EIO (Input/output error)'), pay)).toEqual(payTooEarly);
  expect(broken(intent, sync.replace('journal.sqlite-wal', 'settings.json'), pay)).toEqual(payTooEarly);
  expect(broken(intent.replace('TILL1a', 'TILL1b'), sync, pay)).toEqual(payTooEarly);
  expect(broken(intent, sync, pay, final, show, sync)).toEqual(shownTooEarly);
  const samePage = String.raw`7 pwrite64(${wal}, "\r\0pay.intent\1TILL1a host {} final\1TILL1b", 4096, 53616) = 4096`;
  expect(broken(samePage, sync, pay, show)).toEqual(shownTooEarly);
});

test('[V13] a sync that another thread interrupts counts from its return', () => {
  const begun = `7 fsync(${wal} <unfinished ...>`;
  const returned = '7 <... fsync resumed>) = 0';
  expect(checkOrder([intent, begun, returned, pay].join('\n')).broken).toEqual([]);
  expect(checkOrder([intent, begun, pay, returned].join('\n')).broken).toHaveLength(1);
});

function broken(...lines: string[]): string[] {
  return checkOrder(lines.join('\n')).broken;
}
