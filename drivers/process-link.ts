import { fstatSync } from 'node:fs';
import { createInterface } from 'node:readline';

import { frameBytesMax, type DriverFrame, type PrinterFrame } from '#contract';

/** The way to whoever started this process: a shell, or somebody who tries it by hand. */
export type ProcessLink = {
  send: (frame: DriverFrame | PrinterFrame) => void;
  listen: (take: (raw: unknown) => void, gone: () => void) => void;
};

/** What Electron puts into a utility process. */
type ParentPort = {
  postMessage: (message: unknown) => void;
  on: (event: 'message', take: (message: { data: unknown }) => void) => void;
};

/** To the Electron main process, which ends this one when it goes, or to the process that forked it; null without either. */
export function parentLink(): ProcessLink | null {
  const { parentPort } = process as { parentPort?: ParentPort };
  if (parentPort !== undefined)
    return {
      send: (frame) => parentPort.postMessage(frame),
      listen: (take) => parentPort.on('message', ({ data }) => take(data)),
    };
  if (process.send === undefined) return null;
  return {
    send(frame) {
      // A parent that has gone is told nothing; `disconnect` says that it has.
      if (process.connected) process.send?.(frame, undefined, {}, () => undefined);
    },
    listen(take, gone) {
      process.on('message', take);
      process.on('disconnect', gone);
    },
  };
}

/** Commands on stdin, frames on stdout, one a line. Whoever gives no stdin ends it by a signal. */
export function lineLink(): ProcessLink {
  return {
    send: (frame) => void process.stdout.write(`${JSON.stringify(frame)}\n`),
    listen(take, gone) {
      const lines = createInterface({ input: process.stdin, terminal: false });
      lines.on('line', (line) => take(parsed(line)));
      lines.on('close', () => (isNoInput() ? undefined : gone()));
    },
  };
}

/** Such as /dev/null: its end says nothing about the one who started this. */
function isNoInput(): boolean {
  try {
    return fstatSync(0).isCharacterDevice();
  } catch {
    return true;
  }
}

function parsed(line: string): unknown {
  if (Buffer.byteLength(line) > frameBytesMax) return undefined;
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
