import type { Emitter } from 'usb/index.js';

import type { PlugEvents } from './plug-events.ts';

/**
 * The `usb` package's events. Its public `addEventListener` lists the bus beside them and catches nothing: on a machine
 * without /sys/bus/usb/devices that ends the process. Its native emitter, which it stands on, rejects instead.
 */
export class UsbPlugEvents implements PlugEvents {
  #emitter: Emitter | null = null;

  async start(changed: () => void): Promise<boolean> {
    try {
      const { Emitter } = await import('usb/index.js');
      const emitter = new Emitter();
      await emitter.addAttach(changed);
      await emitter.addDetach(changed);
      this.#emitter = emitter;
      return true;
    } catch {
      return false;
    }
  }

  async stop(): Promise<void> {
    const emitter = this.#emitter;
    this.#emitter = null;
    try {
      await emitter?.removeAttach();
      await emitter?.removeDetach();
    } catch {
      // The process ends anyway.
    }
  }
}
