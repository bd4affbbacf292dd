import type { RunProgram } from './spool-transport.ts';

/** The queues of this machine's own printing, by name; none where it has no CUPS. */
export async function listSpoolQueues(run: RunProgram): Promise<readonly string[]> {
  const listed = await run('lpstat', ['-e'], null);
  if (!listed.ok) return [];
  return listed.value.split('\n').filter((name) => queueName.test(name));
}

/** What CUPS allows, without a dash in front, which a program would take for an option. */
export const queueName = /^[A-Za-z0-9_][^\s/#"'\\]{0,126}$/;
