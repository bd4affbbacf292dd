import { camerasOf, findAgain, type Camera } from './camera-list.ts';
import {
  cameraStep,
  restingCamera,
  type CameraEffect,
  type CameraEvent,
  type CameraSaid,
  type CameraState,
} from './camera-state.ts';
import { openTrack, type OpenedTrack } from './camera-track.ts';
import type { FromReader, ToReader } from './reader-messages.ts';

/** So long nothing may be read before something is advised (EXPERIENCE, pain 15). */
export const adviceAfterMs = 2_000;
/** So long stands what was said of something that is no code to charge. */
export const saidForMs = 3_000;
/** A camera that is open shows its first frame within this time, or it is taken for one that cannot. */
export const firstFrameWithinMs = 6_000;

/** The worker that reads, once it was started. */
export interface ReaderPort {
  post(message: ToReader, transfer?: Transferable[]): void;
  /** Gives a track's frames to it, until the returned function is called. */
  watch(track: MediaStreamTrack): () => void;
  end(): void;
}

export type CameraPorts = {
  /** Absent where the page's address is not trusted with cameras. */
  devices: Pick<MediaDevices, 'getUserMedia' | 'enumerateDevices' | 'addEventListener'> | undefined;
  startReader(heard: (message: FromReader) => void, died: () => void): ReaderPort;
  setTimeout(act: () => void, ms: number): number;
  clearTimeout(timer: number): void;
};

export type CameraHandlers = {
  /** A code that may be charged: a secret. At most one for each look. */
  code(text: string): void;
  /** Something is in view that is no code to charge; once for each thing. */
  said(said: CameraSaid): void;
  /** A person chose this camera. */
  chosen(camera: Camera): void;
};

/** What is waited for during a look. */
type Timer = 'advice' | 'said' | 'frame';

/** The machine's cameras, of which one may be running, and what reads them. */
export class CameraReading {
  readonly #ports: CameraPorts;
  #handlers: CameraHandlers | null = null;
  #state: CameraState;
  readonly #listeners = new Set<() => void>();
  #reader: ReaderPort | null = null;
  #track: OpenedTrack | null = null;
  #unwatch: (() => void) | null = null;
  readonly #timers = new Map<Timer, number>();

  constructor(ports: CameraPorts, chosen: Camera | null) {
    this.#ports = ports;
    this.#state = restingCamera(chosen);
    ports.devices?.addEventListener('devicechange', () => void this.#list());
  }

  readonly state = (): CameraState => this.#state;

  /** Calls back after every change; the returned function ends it. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  /** What the camera shows now; null while none runs. */
  readonly stream = (): MediaStream | null => this.#track?.stream ?? null;

  /** Starts what reads, so that the first look need not wait for it. */
  prepare(): void {
    this.#reader ??= this.#ports.startReader(
      (message) => this.#hear(message),
      () => this.#readerDied(),
    );
  }

  /** A code is wanted, by whoever takes it. The returned function says that it is wanted no more. */
  want(handlers: CameraHandlers): () => void {
    this.#handlers = handlers;
    this.prepare();
    this.#dispatch({ type: 'wanted' });
    void this.#list();
    return () => {
      if (this.#handlers !== handlers) return;
      this.#handlers = null;
      this.#dispatch({ type: 'unwanted' });
    };
  }

  /** Learns which cameras are there, and what they are called where the browser tells. */
  async list(): Promise<void> {
    await this.#list();
  }

  choose(id: string): void {
    this.#dispatch({ type: 'chosen', id });
    const { chosen } = this.#state;
    if (chosen?.id === id) this.#handlers?.chosen(chosen);
  }

  pressTorch(): void {
    this.#dispatch({ type: 'torch-pressed' });
  }

  /** Another look after a code was read, or another try after trouble. */
  again(): void {
    this.prepare();
    this.#dispatch({ type: 'again' });
  }

  #dispatch(event: CameraEvent): void {
    const before = this.#state;
    const { state, effects } = cameraStep(before, event);
    this.#state = state;
    this.#keepTime(before, state);
    for (const effect of effects) this.#perform(effect);
    if (state !== before) for (const listener of this.#listeners) listener();
  }

  #perform(effect: CameraEffect): void {
    switch (effect.do) {
      case 'open':
        return void this.#open(effect.opening, effect.camera);
      case 'close':
        return this.#close();
      case 'look':
        return this.#reader?.post({ to: 'look', look: effect.look });
      case 'rest':
        return this.#reader?.post({ to: 'rest' });
      case 'torch':
        return void this.#torch(effect.on);
      case 'say':
        return this.#handlers?.said(effect.said);
      case 'give':
        return this.#handlers?.code(effect.text);
    }
  }

  async #open(opening: number, camera: Camera | null): Promise<void> {
    const { devices } = this.#ports;
    if (devices === undefined) return this.#dispatch({ type: 'not-opened', opening, why: 'no-picture' });
    // What was remembered may have another id by now; names are told only to pages that were allowed the camera.
    const there = await this.#list();
    if (!this.#isOpening(opening)) return;
    const opened = await openTrack(devices, camera === null ? null : findAgain(there, camera));
    if (opened.kind === 'not-opened') return this.#dispatch({ type: 'not-opened', opening, why: opened.why });
    // The sale may be over, or another camera chosen, while a person was asked to allow this one.
    if (!this.#isOpening(opening)) return opened.track.stop();
    this.#track = opened.track;
    opened.track.onEnded(() => this.#dispatch({ type: 'ended', opening }));
    this.#unwatch = this.#reader?.watch(opened.track.video) ?? null;
    const { camera: running, torch, facesPerson } = opened.track;
    this.#dispatch({ type: 'opened', opening, camera: running, torch, facesPerson });
    void this.#list(); // with their names, now that they may be known
  }

  #isOpening(opening: number): boolean {
    return this.#state.view.at === 'opening' && this.#state.opening === opening;
  }

  #close(): void {
    this.#reader?.post({ to: 'rest' });
    this.#unwatch?.();
    this.#unwatch = null;
    this.#track?.stop();
    this.#track = null;
  }

  async #torch(on: boolean): Promise<void> {
    const { opening } = this.#state;
    if ((await this.#track?.light(on)) === true) this.#dispatch({ type: 'torch-is', opening, on });
  }

  async #list(): Promise<Camera[]> {
    const cameras = camerasOf((await this.#ports.devices?.enumerateDevices().catch(() => [])) ?? []);
    this.#dispatch({ type: 'listed', cameras });
    return cameras;
  }

  #hear(message: FromReader): void {
    switch (message.from) {
      case 'opened':
        return this.#dispatch({ type: 'reader-is', name: message.name, why: message.why });
      case 'no-reader':
        return this.#readerDied();
      case 'code':
        return this.#dispatch({ type: 'code-read', look: message.look, text: message.text });
      case 'two-codes':
      case 'test-code':
        return this.#dispatch({ type: 'seen', look: message.look, said: { of: message.from } });
      case 'foreign':
        return this.#dispatch({ type: 'seen', look: message.look, said: { of: 'foreign', why: message.why } });
      case 'light':
        this.#end('frame');
        return this.#dispatch({ type: 'light-is', light: message.light });
      case 'free': // frame-source.ts waits for it
    }
  }

  #readerDied(): void {
    this.#reader?.end();
    this.#reader = null;
    this.#dispatch({ type: 'no-reader' });
  }

  #keepTime(before: CameraState, now: CameraState): void {
    const { view, look } = now;
    if (view === before.view) return;
    const isNewLook = look !== before.look;
    if (view.at !== 'looking' || isNewLook) {
      this.#end('advice');
      this.#end('said');
      this.#end('frame');
    }
    if (view.at !== 'looking') return;
    if (isNewLook) {
      this.#after('frame', firstFrameWithinMs, { type: 'no-frame', look });
      this.#after('advice', adviceAfterMs, { type: 'nothing-read', look });
    }
    const saidBefore = before.view.at === 'looking' ? before.view.said : null;
    if (view.said === saidBefore) return;
    if (view.said === null) return this.#after('advice', adviceAfterMs, { type: 'nothing-read', look });
    this.#end('advice');
    this.#after('said', saidForMs, { type: 'said-long-enough', look });
  }

  #after(what: Timer, ms: number, event: CameraEvent): void {
    this.#end(what);
    this.#timers.set(
      what,
      this.#ports.setTimeout(() => this.#dispatch(event), ms),
    );
  }

  #end(what: Timer): void {
    const timer = this.#timers.get(what);
    if (timer !== undefined) this.#ports.clearTimeout(timer);
    this.#timers.delete(what);
  }
}
