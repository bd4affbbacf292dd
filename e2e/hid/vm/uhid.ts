import { closeSync, constants, openSync, readSync, writeSync } from 'node:fs';

// linux/uhid.h: one event is a type (u32) and the largest of its bodies, uhid_create2_req.
const eventBytes = 4_376;
const kinds = { destroy: 1, start: 2, open: 4, getReport: 9, getReportReply: 10, create2: 11, input2: 12 } as const;
const setReport = { asked: 13, reply: 14 } as const;
const busUsb = 3;
const inputOutputError = 5; // EIO
const drainEveryMs = 5;

export type HidIdentity = {
  name: string;
  vendor: number;
  product: number;
  serial: string;
  descriptor: readonly number[];
};

/** A HID device made of this process, through /dev/uhid: to the kernel it is one, but on no bus. */
export class VirtualHid {
  readonly #about: HidIdentity;
  // Without blocking, and read on a timer: a blocking read would hold one of libuv's four workers.
  readonly #fd = openSync('/dev/uhid', constants.O_RDWR | constants.O_NONBLOCK);
  readonly #event = Buffer.alloc(eventBytes);
  readonly #drain = setInterval(() => this.#hear(), drainEveryMs);
  #started: (() => void) | null = null;

  private constructor(about: HidIdentity) {
    this.#about = about;
  }

  static async plugIn(about: HidIdentity): Promise<VirtualHid> {
    const device = new VirtualHid(about);
    await device.plug();
    return device;
  }

  /** Resolves when the kernel has made the device. */
  async plug(): Promise<void> {
    const { name, vendor, product, serial, descriptor } = this.#about;
    const event = Buffer.alloc(eventBytes);
    event.writeUInt32LE(kinds.create2, 0);
    event.write(name, 4, 127, 'utf8');
    event.write('uhid/input0', 132, 63, 'utf8');
    event.write(serial, 196, 63, 'utf8');
    event.writeUInt16LE(descriptor.length, 260);
    event.writeUInt16LE(busUsb, 262);
    event.writeUInt32LE(vendor, 264);
    event.writeUInt32LE(product, 268);
    event.writeUInt32LE(0x0100, 272);
    Buffer.from(descriptor).copy(event, 280);
    const started = new Promise<void>((resolve) => (this.#started = resolve));
    writeSync(this.#fd, event);
    await started;
  }

  unplug(): void {
    const event = Buffer.alloc(4);
    event.writeUInt32LE(kinds.destroy, 0);
    writeSync(this.#fd, event);
  }

  /** The device sends these, without a pause between them. */
  send(reports: readonly Buffer[]): void {
    for (const report of reports) {
      const event = Buffer.alloc(6 + report.length);
      event.writeUInt32LE(kinds.input2, 0);
      event.writeUInt16LE(report.length, 4);
      report.copy(event, 6);
      writeSync(this.#fd, event);
    }
  }

  /** The kernel takes it away. */
  close(): void {
    clearInterval(this.#drain);
    closeSync(this.#fd);
  }

  #hear(): void {
    while (this.#readEvent()) {
      const kind = this.#event.readUInt32LE(0);
      if (kind === kinds.start) this.#started?.();
      // It has no feature reports; whoever asks would wait 5 s for an answer.
      if (kind === kinds.getReport) this.#refuse(kinds.getReportReply, 12);
      if (kind === setReport.asked) this.#refuse(setReport.reply, 10);
    }
  }

  #readEvent(): boolean {
    try {
      return readSync(this.#fd, this.#event, 0, eventBytes, null) >= 4;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return false;
      throw error;
    }
  }

  #refuse(kind: number, bytes: number): void {
    const reply = Buffer.alloc(bytes);
    reply.writeUInt32LE(kind, 0);
    reply.writeUInt32LE(this.#event.readUInt32LE(4), 4); // whose question
    reply.writeUInt16LE(inputOutputError, 8);
    writeSync(this.#fd, reply);
  }
}
