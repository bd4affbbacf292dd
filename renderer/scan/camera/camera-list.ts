/** A camera of this machine, as the browser names it. Before the person allows the camera, all of it may be empty. */
export type Camera = { readonly id: string; readonly group: string; readonly label: string };

/** The cameras among a machine's devices, in the browser's order, which begins with its own default. */
export function camerasOf(devices: readonly MediaDeviceInfo[]): Camera[] {
  return devices
    .filter(({ kind }) => kind === 'videoinput')
    .map(({ deviceId, groupId, label }) => ({ id: deviceId, group: groupId, label }));
}

/**
 * The camera that was chosen once, among those that are there now. Browsers mint a new id when a profile or the page's
 * address changes, and a new group when the machine starts: the name is what stays. Two of the same name are told apart
 * by id, then by group; where neither is left, the first of them is taken. Null when none is the one.
 */
export function findAgain(cameras: readonly Camera[], wanted: Camera): Camera | null {
  const byId = cameras.find(({ id }) => id !== '' && id === wanted.id);
  if (byId !== undefined) return byId;
  const named = cameras.filter(({ label }) => label !== '' && label === wanted.label);
  return named.find(({ group }) => group === wanted.group) ?? named[0] ?? null;
}
