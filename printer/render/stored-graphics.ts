import type { Bitmap } from './bitmap.ts';

/** Pictures that were sent once to be printed by name: in RAM until the power goes (`downloaded`), or lasting. */
export class StoredGraphics {
  /** `GS *`. */
  image: Bitmap | null = null;
  /** `GS ( L` function 112 and 113, printed by function 50. */
  buffered: Bitmap | null = null;
  readonly #downloaded = new Map<string, Bitmap>();
  readonly #lasting = new Map<string, Bitmap>();

  keep(where: 'downloaded' | 'lasting', key: string, bitmap: Bitmap): boolean {
    const place = this.#place(where);
    if (!place.has(key) && place.size >= picturesMax) return false;
    place.set(key, bitmap);
    return true;
  }

  find(where: 'downloaded' | 'lasting', key: string): Bitmap | undefined {
    return this.#place(where).get(key);
  }

  /** All of them without a key. */
  remove(where: 'downloaded' | 'lasting', key?: string): void {
    const place = this.#place(where);
    if (key === undefined) place.clear();
    else place.delete(key);
  }

  loseMemory(): void {
    this.image = null;
    this.buffered = null;
    this.#downloaded.clear();
  }

  #place(where: 'downloaded' | 'lasting'): Map<string, Bitmap> {
    return where === 'downloaded' ? this.#downloaded : this.#lasting;
  }
}

const picturesMax = 64;
