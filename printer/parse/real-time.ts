import { realTimeAction, realTimeStatus } from './data-forms.ts';
import { fixed, type CommandForm } from './command-form.ts';

/** A real-time command: `bytes` from its DLE on. */
export type RealTime = { name: 'DLE EOT' | 'DLE ENQ' | 'DLE DC4'; bytes: Uint8Array };

/**
 * Finds real-time commands in what arrives, wherever they stand. A printer acts on them on reception, also where they are
 * the data of another command, which keeps its bytes all the same (ESC/POS reference, notes to DLE EOT).
 */
export class RealTimeWatch {
  #held: number[] = [];

  push(chunk: Uint8Array): RealTime[] {
    const found: RealTime[] = [];
    for (const byte of chunk) this.#take(byte, found);
    return found;
  }

  forget(): void {
    this.#held = [];
  }

  #take(byte: number, found: RealTime[]): void {
    if (this.#held.length === 0 && byte !== dle) return;
    this.#held.push(byte);
    const [, second] = this.#held;
    if (second === undefined) return;
    const rule = forms.get(second);
    if (rule === undefined) {
      this.#held = byte === dle ? [dle] : [];
      return;
    }
    const held = Uint8Array.from(this.#held);
    const extent = rule.form(held);
    if (extent.kind === 'cancelled') this.#held = byte === dle ? [dle] : [];
    else if (extent.kind === 'whole' && extent.bytes <= held.length) {
      this.#held = [];
      found.push({ name: rule.name, bytes: held });
    }
  }
}

const dle = 0x10;

const forms: ReadonlyMap<number, { name: RealTime['name']; form: CommandForm }> = new Map([
  [0x04, { name: 'DLE EOT', form: realTimeStatus }],
  [0x05, { name: 'DLE ENQ', form: fixed(2, 1) }],
  [0x14, { name: 'DLE DC4', form: realTimeAction }],
]);
