import { HostFrame } from '#contract';

/** Null for what does not read, which is dropped: what the host shows next replaces everything. */
export function readFrame(text: string): HostFrame | null {
  try {
    return HostFrame.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
