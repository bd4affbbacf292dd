/** Electron has it, the stand-in has not: whoever uses it is told. */
export function uncovered(what: string): never {
  throw new Error(`stand-in: ${what} is not covered`);
}

export function nothing(): void {}

export type Cancellable = { defaultPrevented: boolean; preventDefault(): void };

/** An event's first argument. */
export function cancellable(): Cancellable {
  return {
    defaultPrevented: false,
    preventDefault() {
      this.defaultPrevented = true;
    },
  };
}
