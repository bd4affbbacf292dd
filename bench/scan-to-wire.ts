import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { connect } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { lineOf, type Line } from './figures.ts';
import { momentMs } from './moment.ts';
import { startStub, type Stub } from './stub-process.ts';
import { inTemporaryFolder } from './temporary-folder.ts';
import { openTill } from './till-in-process.ts';

const runsDefault = 300;
/** So that neither side is measured before its code is compiled. */
const warmUps = 40;

/**
 * From the moment that the host is handed a scan until the first byte of its payment is read by another process.
 * The floor is what nobody can leave out: one commit that is synced, one Ed25519 signature, one new loopback
 * connection, one write.
 */
export async function scanToWire(runs = runsDefault): Promise<Line> {
  return inTemporaryFolder(async (folder) => {
    const stub = await startStub(0);
    const till = await openTill(folder, stub);
    const floor = openFloor(folder, stub);
    const samples: number[] = [];
    const floorSamples: number[] = [];
    try {
      for (let run = -warmUps; run < runs; run++) {
        const took = await till.sell();
        const floorTook = await floor.once();
        if (run < 0) continue;
        samples.push(took);
        floorSamples.push(floorTook);
      }
    } finally {
      till.close();
      floor.close();
      stub.stop();
    }
    return lineOf('scan-to-wire', 'ms', samples, floorSamples);
  });
}

function openFloor(folder: string, stub: Stub): { once(): Promise<number>; close(): void } {
  const db = new DatabaseSync(join(folder, 'floor.sqlite'));
  for (const pragma of ['locking_mode = EXCLUSIVE', 'journal_mode = WAL', 'synchronous = FULL'])
    db.exec(`PRAGMA ${pragma}`);
  if (process.platform === 'darwin') db.exec('PRAGMA fullfsync = ON'); // as the journal does
  db.exec('CREATE TABLE floor (seq INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT');
  const insert = db.prepare('INSERT INTO floor (body) VALUES (?)');
  const { privateKey } = generateKeyPairSync('ed25519');
  return {
    async once() {
      stub.forget();
      const beganAt = momentMs();
      insert.run(record);
      const signature = signed(privateKey);
      const socket = connect(stub.sinkPort, '127.0.0.1', () => socket.write(signature + record));
      socket.on('error', () => undefined);
      const cameAt = await stub.next('came');
      await new Promise((resolve) => socket.once('close', resolve).resume());
      return cameAt - beganAt;
    },
    close: () => db.close(),
  };
}

/** About as long as what the journal keeps of a payment, and as what leaves for it. */
const record = 'x'.repeat(1_000);

function signed(key: KeyObject): string {
  return sign(null, Buffer.from(record), key).toString('base64');
}
