import { createInterface } from 'node:readline';

import { aliveEveryMs, frameBytesMax, type HostFrame } from '#contract';

/** The way to whoever shows screens: a parent process, or JSON lines. */
export type FrameLink = {
  send: (frame: HostFrame) => void;
  listen: (take: (raw: unknown) => void, gone: () => void) => void;
};

/** To the process that forked this one; null when there is none. */
export function parentLink(): FrameLink | null {
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

/** What Electron puts into a utility process. */
type ParentPort = {
  postMessage: (message: unknown) => void;
  on: (event: 'message', take: (message: { data: unknown }) => void) => void;
};

/** To the Electron main process that forked this one, which ends it when it goes; null in any other process. */
export function utilityLink(): FrameLink | null {
  const { parentPort } = process as { parentPort?: ParentPort };
  if (parentPort === undefined) return null;
  return {
    send: (frame) => parentPort.postMessage(frame),
    listen: (take) => parentPort.on('message', ({ data }) => take(data)),
  };
}

/**
 * Says from the first frame on that the host is at work. Not before: a start reads the whole journal at one go, which may
 * take longer than a host may be silent. By the machine's own clock and the process's own loop, which a hang stops too.
 */
export function withBeats(link: FrameLink): FrameLink {
  let beats = false;
  const beat = (): void => link.send({ frame: 'alive' });
  return {
    ...link,
    send(frame) {
      link.send(frame);
      if (beats) return;
      beats = true;
      beat();
      setInterval(beat, aliveEveryMs);
    },
  };
}

/** Commands on stdin, frames on stdout, one a line. */
export function lineLink(): FrameLink {
  return {
    send: (frame) => void process.stdout.write(`${JSON.stringify(frame)}\n`),
    listen(take, gone) {
      const lines = createInterface({ input: process.stdin, terminal: false });
      lines.on('line', (line) => take(parsed(line)));
      lines.on('close', gone);
    },
  };
}

/** Nobody looks. */
export function noLink(): FrameLink {
  return { send: () => undefined, listen: () => undefined };
}

function parsed(line: string): unknown {
  if (Buffer.byteLength(line) > frameBytesMax) return undefined;
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
