import type { Camera } from './camera-list.ts';

/** What this screen remembers of its camera. No picture and no code is among it. */
export type CameraMemory = {
  /** Whether the camera opens by itself when a code is wanted. */
  readonly atEverySale: boolean;
  /** The one that was chosen by name; null: the browser's own choice. */
  readonly camera: Camera | null;
};

/** Browsers give names of some dozen characters; what is longer was not written here. */
const nameCharsMax = 500;

/** Reads what was kept; anything else is as if nothing was. */
export function readCameraMemory(kept: string | null): CameraMemory {
  const fields = fieldsOf(kept);
  return { atEverySale: fields['atEverySale'] === true, camera: cameraOf(fields['camera']) };
}

export function cameraMemoryText(memory: CameraMemory): string {
  return JSON.stringify(memory);
}

function fieldsOf(kept: string | null): Record<string, unknown> {
  try {
    const read: unknown = JSON.parse(kept ?? '{}');
    return typeof read === 'object' && read !== null ? { ...read } : {};
  } catch {
    return {};
  }
}

function cameraOf(read: unknown): Camera | null {
  if (typeof read !== 'object' || read === null) return null;
  const { id, group, label }: { id?: unknown; group?: unknown; label?: unknown } = read;
  return isName(id) && isName(group) && isName(label) ? { id, group, label } : null;
}

function isName(read: unknown): read is string {
  return typeof read === 'string' && read.length <= nameCharsMax;
}
