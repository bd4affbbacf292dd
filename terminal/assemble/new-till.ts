import { readPairingCode, type Command, type PairingProblem, type Reply } from '#contract';
import type { Clock, Ids } from '#payment';

import { askToPair } from '../../acquirer/client/index.ts';
import type { CommandTaker } from '../index.ts';
import { readBackendAddress } from '../supervise/index.ts';
import { newTerminalKey, terminalKey } from './keys.ts';
import { keepPairing } from './pairing-file.ts';

export type NewTillParts = {
  folder: string;
  /** The address that this till was started with; then no other is taken. */
  backend: string | null;
  clock: Clock;
  ids: Ids;
  /** The pairing is on the disk. */
  paired(): void;
};

type Pair = Extract<Command, { do: 'pair' }>;

/** A till that no backend knows yet: all that it does is to be paired. The code is in no log and no file. */
export function newTill(parts: NewTillParts): CommandTaker {
  let asking: { command: string; reply: Promise<Reply> } | null = null;
  return {
    async handle(command) {
      if (command.do !== 'pair') return { is: 'refused', why: 'not-selling' };
      const asked = JSON.stringify(command);
      // A screen that has lost its link repeats itself.
      if (asking !== null) return asking.command === asked ? await asking.reply : { is: 'refused', why: 'busy' };
      const reply = pair(parts, command);
      asking = { command: asked, reply };
      try {
        return await reply;
      } finally {
        asking = null;
      }
    },
    noteUnreadable: () => undefined,
  };
}

async function pair(parts: NewTillParts, asked: Pair): Promise<Reply> {
  const { folder, clock, ids } = parts;
  const backend = parts.backend ?? readBackendAddress(asked.backend);
  if (backend === null) return notPaired('address');
  const code = readPairingCode(asked.code);
  if (code === null) return notPaired('code-unreadable');
  try {
    // On the disk before anybody hears of it: a key that was paired and lost could never sign.
    let key = terminalKey(folder);
    const ask = async () => await askToPair({ baseUrl: backend, code, key, nonce: ids.next(), clock });
    let granted = await ask();
    if (!granted.ok && granted.error === 'key-revoked') {
      key = newTerminalKey(folder);
      granted = await ask();
    }
    // Who says that of a key that nobody has seen before knows nothing.
    if (!granted.ok) return notPaired(granted.error === 'key-revoked' ? 'not-counterpay' : granted.error);
    keepPairing(folder, { backend, ...granted.value }, key);
  } catch {
    return notPaired('disk');
  }
  parts.paired();
  return { is: 'ok' };
}

function notPaired(why: PairingProblem): Reply {
  return { is: 'not-paired', why };
}
