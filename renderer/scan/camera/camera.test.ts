import { beforeEach, describe, expect, it } from 'vitest';

import { adviceAfterMs, CameraReading, firstFrameWithinMs, saidForMs } from './camera.ts';
import type { FromReader, ToReader } from './reader-messages.ts';

const code = '281234567890123456';

/** A machine with cameras, a reader that says what it is told to say, and a clock that stands still. */
function world() {
  const told: ToReader['to'][] = [];
  const given: string[] = [];
  const said: string[] = [];
  const timers = new Map<number, { act: () => void; at: number }>();
  const tracks: (EventTarget & { readyState: string })[] = [];
  const devices = new EventTarget();
  const there = { cameras: [{ kind: 'videoinput', deviceId: 'a', groupId: 'g', label: 'Counter camera' }] };
  const asked: MediaStreamConstraints[] = [];
  let refuse: string | null = null;
  let answered: Promise<void> = Promise.resolve();
  let readers = 0;
  let reader: { heard: (message: FromReader) => void; died: () => void } | null = null;
  let now = 0;

  function openedStream(): MediaStream {
    const track = Object.assign(new EventTarget(), {
      readyState: 'live',
      label: 'Counter camera',
      getSettings: () => ({ deviceId: 'a', groupId: 'g' }),
      getCapabilities: () => ({}),
      stop: () => void (track.readyState = 'ended'),
    });
    tracks.push(track);
    return { getTracks: () => [track], getVideoTracks: () => [track] } as unknown as MediaStream;
  }

  const media = Object.assign(devices, {
    enumerateDevices: () => Promise.resolve(there.cameras as unknown as MediaDeviceInfo[]),
    async getUserMedia(constraints: MediaStreamConstraints) {
      asked.push(constraints);
      await answered;
      if (refuse !== null) throw Object.assign(new Error('no'), { name: refuse });
      return openedStream();
    },
  });
  const camera = new CameraReading(
    {
      devices: media,
      startReader(heard, died) {
        readers += 1;
        reader = { heard, died };
        return { post: ({ to }) => void told.push(to), watch: () => () => undefined, end: () => undefined };
      },
      setTimeout(act, ms) {
        timers.set(timers.size + 1, { act, at: now + ms });
        return timers.size;
      },
      clearTimeout: (timer) => void timers.delete(timer),
    },
    null,
  );
  return {
    camera,
    told,
    given,
    said,
    tracks,
    there,
    asked,
    devices,
    want: () =>
      camera.want({
        code: (text) => void given.push(text),
        said: ({ of }) => void said.push(of),
        chosen: () => undefined,
      }),
    answersAfter: (when: Promise<void>) => void (answered = when),
    refuse: (name: string | null) => void (refuse = name),
    readers: () => readers,
    hears: (message: FromReader) => reader?.heard(message),
    reads: (text: string) =>
      reader?.heard({
        from: 'code',
        look: camera.state().look,
        text,
        by: 'qr',
        timing: { cameAt: 0, copiedAt: 0, readAt: 0, takenMs: null },
      }),
    dies: () => reader?.died(),
    passes(ms: number) {
      now += ms;
      for (const [timer, { act, at }] of Array.from(timers)) {
        if (at > now || !timers.delete(timer)) continue;
        act();
      }
    },
  };
}

/** All that was promised so far has come. */
const settled = async (): Promise<void> => await new Promise((resolve) => setTimeout(resolve, 0));

let here: ReturnType<typeof world>;
beforeEach(() => {
  here = world();
});

async function looking(): Promise<() => void> {
  const end = here.want();
  await settled();
  expect(here.camera.state().view.at).toBe('looking');
  return end;
}

describe('a camera that is wanted', () => {
  it('is opened, read, and let go with its lamp when nothing is wanted', async () => {
    const end = await looking();
    expect(here.camera.stream()).not.toBeNull();
    expect(here.told.at(-1)).toBe('look');
    end();
    expect([here.tracks.map(({ readyState }) => readyState), here.camera.stream()]).toEqual([['ended'], null]);
    expect(here.told.at(-1)).toBe('rest');
  });

  it('is let go when the answer comes after the sale', async () => {
    const answer = Promise.withResolvers<void>();
    here.answersAfter(answer.promise);
    const end = here.want();
    await settled();
    expect([here.asked.length, here.camera.state().view.at]).toEqual([1, 'opening']);
    end();
    answer.resolve();
    await settled();
    expect(here.tracks.map(({ readyState }) => readyState)).toEqual(['ended']);
    expect(here.camera.stream()).toBeNull();
  });

  it('is not asked for when the sale is over before its name is known', async () => {
    here.want()();
    await settled();
    expect(here.asked).toEqual([]);
  });

  it('is asked for by size and without sound, and by name only once one was chosen', async () => {
    await looking();
    expect(here.asked[0]).toMatchObject({
      audio: false,
      video: { width: { ideal: 1_280 }, height: { ideal: 720 }, frameRate: { ideal: 30 } },
    });
  });

  it('gives one code to who wants it now, and goes on looking only when it is told', async () => {
    await looking();
    here.reads(code);
    here.reads(code);
    expect(here.given).toEqual([code]);
    here.camera.again();
    here.reads(code);
    expect(here.given).toEqual([code, code]);
  });

  it('gives nothing to who wants no more', async () => {
    const end = await looking();
    const { look } = here.camera.state();
    end();
    here.hears({
      from: 'code',
      look,
      text: code,
      by: 'qr',
      timing: { cameAt: 0, copiedAt: 0, readAt: 0, takenMs: null },
    });
    expect(here.given).toEqual([]);
  });

  it('has one reader however often it is wanted, and a new one after that died', async () => {
    (await looking())();
    await looking();
    expect(here.readers()).toBe(1);
    here.dies();
    expect(here.camera.state().view).toEqual({ at: 'trouble', why: 'no-reader' });
    expect(here.tracks.every(({ readyState }) => readyState === 'ended')).toBe(true);
    here.camera.again();
    await settled();
    expect([here.readers(), here.camera.state().view.at]).toEqual([2, 'looking']);
  });
});

describe('what is wrong is named', () => {
  it.each([
    ['NotAllowedError', 'refused'],
    ['SecurityError', 'refused'],
    ['NotFoundError', 'none'],
    ['OverconstrainedError', 'none'],
    ['NotReadableError', 'in-use'],
    ['AbortError', 'in-use'],
    ['TypeError', 'no-picture'],
  ])('%s is %s', async (name, why) => {
    here.refuse(name);
    here.want();
    await settled();
    expect(here.camera.state().view).toEqual({ at: 'trouble', why });
  });

  it('unplugged in mid frame, and taken up again when it is back', async () => {
    await looking();
    const { cameras } = here.there;
    here.there.cameras = [];
    here.tracks[0]?.dispatchEvent(new Event('ended'));
    expect(here.camera.state().view).toEqual({ at: 'trouble', why: 'unplugged' });
    here.devices.dispatchEvent(new Event('devicechange'));
    await settled();
    expect(here.camera.state().view.at).toBe('trouble');
    here.there.cameras = cameras;
    here.devices.dispatchEvent(new Event('devicechange'));
    await settled();
    expect(here.camera.state().view.at).toBe('looking');
  });

  it('a page without cameras at all', async () => {
    const camera = new CameraReading(
      {
        devices: undefined,
        startReader: () => ({ post: () => undefined, watch: () => () => undefined, end: () => undefined }),
        setTimeout: () => 0,
        clearTimeout: () => undefined,
      },
      null,
    );
    camera.want({ code: () => undefined, said: () => undefined, chosen: () => undefined });
    await settled();
    expect(camera.state().view).toEqual({ at: 'trouble', why: 'no-picture' });
  });

  it('a camera that opens and shows nothing', async () => {
    await looking();
    here.passes(firstFrameWithinMs);
    expect(here.camera.state().view).toEqual({ at: 'trouble', why: 'no-picture' });
  });
});

const view = () => here.camera.state().view;

describe('words that come with time', () => {
  it('advice after two seconds without a code, and not while something is said', async () => {
    await looking();
    here.hears({ from: 'light', light: 'enough' });
    here.passes(adviceAfterMs - 1);
    expect(view()).toMatchObject({ advice: null });
    here.passes(1);
    expect(view()).toMatchObject({ advice: 'brightness' });
    here.hears({ from: 'two-codes', look: here.camera.state().look });
    expect([view(), here.said]).toMatchObject([{ advice: null, said: { of: 'two-codes' } }, ['two-codes']]);
    here.passes(saidForMs);
    expect(view()).toMatchObject({ said: null, advice: null });
    here.passes(adviceAfterMs);
    expect(view()).toMatchObject({ advice: 'brightness' });
  });

  it('none after the code', async () => {
    await looking();
    here.reads(code);
    here.passes(firstFrameWithinMs);
    expect(view()).toEqual({ at: 'read' });
  });
});
