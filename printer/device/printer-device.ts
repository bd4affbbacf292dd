import type { Clock, Timer } from '#payment';

import { Lexer, RealTimeWatch, type Piece } from '../parse/index.ts';
import { Press, type PressModel, type Slip } from '../render/index.ts';
import { allWell, isOffline, type Condition, type ConditionChange, type Trouble } from './condition.ts';
import type { Pulse } from './drawer.ts';
import { JobBuffer } from './job-buffer.ts';
import { actOnRealTime, carryOut, type Inner } from './carry-out.ts';
import { Session, type SessionPorts } from './session.ts';
import { automaticStatus, watchedPart, type Identity, type OpenLevel } from './status-bytes.ts';
import { TroublePlan } from './trouble-plan.ts';

export type DeviceOptions = PressModel & {
  clock: Clock;
  identity: Identity;
  /** The level of the drawer switch while the drawer is open. */
  openLevel: OpenLevel;
  /** The connector pin that the drawer's coil hangs on. */
  drawerPin: 2 | 5;
  /** What it takes before it has to print. */
  bufferBytes: number;
};

/** A receipt printer with everything about it but the wire: bytes in, answers out, slips of paper. */
export class PrinterDevice {
  readonly options: DeviceOptions;
  /** All of them, from the first. */
  readonly pulses: Pulse[] = [];
  #condition: Condition = allWell;
  #sessions: Session[] = [];
  #pieces: Piece[] = [];
  #pace: Timer | null = null;
  #isWorking = false;
  readonly #buffer = new JobBuffer();
  readonly #lexer = new Lexer();
  readonly #watch = new RealTimeWatch();
  readonly #plan = new TroublePlan();
  readonly #listeners = new Set<() => void>();
  readonly #inner: Inner;

  constructor(options: DeviceOptions) {
    this.options = options;
    this.#inner = {
      press: new Press(options),
      options,
      condition: () => this.#condition,
      change: (change) => this.change(change),
      send: (bytes) => this.#send(bytes),
      pulse: (pulse) => this.#pulse(pulse),
      forgetJobs: () => this.#forgetJobs(),
      statusMask: 0,
      isSelected: true,
      realTimePulse: true,
      realTimePowerOff: false,
    };
  }

  get condition(): Condition {
    return this.#condition;
  }

  /** The slips that were printed, the newest last; the last one may still hang on the roll. */
  slips(): Slip[] {
    return this.#inner.press.paper.slips();
  }

  /** Calls `listener` after every change of the condition, until the returned function is called. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Somebody does something to the printer, or something happens in it. */
  change(change: ConditionChange): void {
    const before = this.#condition;
    this.#condition = { ...before, ...change };
    if (before.power === 'on' && this.#condition.power === 'off') this.#losePower();
    this.#tellStatus(before);
    for (const listener of this.#listeners) listener();
    this.#work();
  }

  /** Something that is to happen in the middle of a job; several may be planned. */
  plan(trouble: Trouble): void {
    this.#plan.add(trouble);
    this.#fire(); // with 0 it is due now
    this.#work();
  }

  /** A host connects. One is served, the others wait until it has ended. */
  connect(ports: SessionPorts): Session {
    const session = new Session(ports, {
      arrived: () => this.#work(),
      ended: (ended) => {
        this.#sessions = this.#sessions.filter((one) => one !== ended);
        this.#work();
      },
    });
    this.#sessions.push(session);
    this.#work();
    return session;
  }

  /** Takes what may be taken and prints what may be printed, until nothing more can be done now. */
  #work(): void {
    // A change from within comes back here by itself.
    if (this.#isWorking) return;
    this.#isWorking = true;
    let goesOn = true;
    while (goesOn) {
      const took = this.#takeIn();
      goesOn = this.#print() || took;
    }
    this.#isWorking = false;
    for (const [index, session] of this.#sessions.entries()) session.tell(index === 0 && this.#canTake());
  }

  #canTake(): boolean {
    const { power, cable, hang } = this.#condition;
    return power === 'on' && cable === 'in' && !hang && this.#buffer.bytes < this.options.bufferBytes;
  }

  #takeIn(): boolean {
    const [session] = this.#sessions;
    if (session === undefined || !this.#canTake()) return false;
    const room = Math.min(this.options.bufferBytes - this.#buffer.bytes, this.#plan.left('received'));
    const taken = session.waiting.take(room);
    this.#buffer.add(taken);
    for (const command of this.#watch.push(taken)) actOnRealTime(this.#inner, command);
    this.#plan.count('received', taken.length);
    this.#fire();
    if (session.isEnded && session.waiting.bytes === 0) {
      this.#sessions = this.#sessions.filter((one) => one !== session);
      session.ports.onDone();
      return true;
    }
    return taken.length > 0;
  }

  #print(): boolean {
    const { power, hang, bytesPerSecond } = this.#condition;
    if (power === 'off' || hang) return false;
    if (this.#carryOutNext()) return true;
    if (isOffline(this.#condition) || this.#buffer.bytes === 0 || this.#pace !== null) return false;
    const most = bytesPerSecond === null ? Infinity : Math.max(1, Math.round((bytesPerSecond * paceMs) / 1_000));
    const bytes = this.#buffer.take(Math.min(most, this.#plan.left('printed')));
    if (bytesPerSecond !== null) this.#waitForPace((1_000 * bytes.length) / bytesPerSecond);
    this.#pieces = this.#lexer.push(bytes);
    while (this.#carryOutNext());
    this.#plan.count('printed', bytes.length);
    this.#fire();
    return true;
  }

  #carryOutNext(): boolean {
    const { power, hang } = this.#condition;
    const [piece] = this.#pieces;
    if (piece === undefined || power === 'off' || hang || isOffline(this.#condition)) return false;
    this.#pieces.shift();
    const { paper } = this.#inner.press;
    const movedBefore = paper.movedDots;
    carryOut(this.#inner, piece);
    this.#plan.count('lines', (paper.movedDots - movedBefore) / lineDots);
    this.#fire();
    return true;
  }

  #waitForPace(ms: number): void {
    this.#pace = this.options.clock.after(ms, () => {
      this.#pace = null;
      this.#work();
    });
  }

  #fire(): void {
    for (const change of this.#plan.due()) this.change(change);
  }

  #pulse(pulse: Pulse): void {
    this.pulses.push(pulse);
    const opens = pulse.pin === this.options.drawerPin && pulse.onMs > 0 && !this.#condition.drawerStuck;
    if (opens) this.change({ drawer: 'open' });
  }

  #send(bytes: Uint8Array): void {
    const { power, cable, mute, hang } = this.#condition;
    if (power === 'on' && cable === 'in' && !mute && !hang) this.#sessions[0]?.ports.send(bytes);
  }

  #tellStatus(before: Condition): void {
    const { statusMask } = this.#inner;
    const { openLevel } = this.options;
    const status = automaticStatus(this.#condition, openLevel);
    const was = watchedPart(automaticStatus(before, openLevel), statusMask);
    if (statusMask !== 0 && was !== watchedPart(status, statusMask)) this.#send(Uint8Array.from(status));
  }

  #losePower(): void {
    this.#forgetJobs();
    this.#inner.press.loseMemory();
    Object.assign(this.#inner, { statusMask: 0, isSelected: true, realTimePulse: true, realTimePowerOff: false });
    if (this.#condition.fault === 'broken') this.#condition = { ...this.#condition, fault: 'none' };
    const lost = this.#sessions;
    this.#sessions = [];
    for (const session of lost) {
      session.waiting.clear();
      session.ports.onLost();
    }
  }

  #forgetJobs(): void {
    this.#buffer.clear();
    this.#pieces = [];
    this.#lexer.forget();
    this.#watch.forget();
    this.#pace?.cancel();
    this.#pace = null;
  }
}

/** How often a slow printer goes on. */
const paceMs = 20;

/** A line of the usual spacing. */
const lineDots = 30;
