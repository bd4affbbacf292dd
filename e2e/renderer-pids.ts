import { readdirSync, readFileSync } from 'node:fs';

/** The renderer processes that descend from a process, such as a Chromium or an Electron main process (Linux). */
export function rendererPids(ancestor: number | undefined): readonly number[] {
  const parents = new Map(
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map((name) => [Number(name), parentOf(Number(name))]),
  );
  return [...parents.keys()].filter((pid) => descends(pid, ancestor, parents) && isRenderer(pid));
}

function descends(pid: number, ancestor: number | undefined, parents: ReadonlyMap<number, number>): boolean {
  for (let one = parents.get(pid); one !== undefined && one > 1; one = parents.get(one)) {
    if (one === ancestor) return true;
  }
  return false;
}

function parentOf(pid: number): number {
  // proc(5): after the program's name in brackets come its state and its parent.
  return Number(/\) \S (\d+)/.exec(read(`/proc/${pid}/stat`))?.[1] ?? 0);
}

function isRenderer(pid: number): boolean {
  // Chromium writes its children's words anew, with spaces between them.
  return /[ \0]--type=renderer[ \0]/.test(read(`/proc/${pid}/cmdline`));
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return ''; // it has ended meanwhile
  }
}
