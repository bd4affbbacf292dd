import { receive, type CommandTaker } from '../terminal/index.ts';
import { momentMs } from './moment.ts';

// A process of its own: reads what the shell hands over as the terminal host does, and says when a scan was there.

/** `ready`: of a scanner. */
export type FromHostStub = { ready: boolean } | { at: number };

const taker: CommandTaker = {
  handle: () => Promise.resolve({ is: 'ok' }),
  noteUnreadable: () => undefined,
  async hearDrivers(frame) {
    if (frame.driver === 'scan') tell({ at: momentMs() });
    if (frame.driver === 'devices') tell({ ready: frame.scanners.some(({ presence }) => presence === 'ready') });
  },
};
process.on('message', (raw) => void receive(raw, taker, { show: () => undefined }));
process.on('disconnect', () => process.exit(0));

function tell(word: FromHostStub): void {
  process.send?.(word);
}
