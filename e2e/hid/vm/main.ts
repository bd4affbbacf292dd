import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

// Outside, it starts a virtual machine that runs this same file; inside, it runs the checks: all, or those that are named.

const checks = ['scanner', 'usb', 'rules'];
const asked = process.argv.slice(2);
const rules = fileURLToPath(new URL('../../../assets/70-pos-devices.rules', import.meta.url));
const limitS = 1_800;

const unknown = asked.find((name) => !checks.includes(name));
if (unknown !== undefined || !existsSync(rules)) {
  console.error(unknown === undefined ? `${rules} is not there.` : `There is no ${unknown}: ${checks.join(', ')}.`);
  process.exitCode = 2;
} else process.exitCode = process.env['HIDVM'] === '1' ? allOf(asked.length === 0 ? checks : asked) : inMachine();

/** Each in a process of its own: two driver processes at once would take the scanners from each other. */
function allOf(names: readonly string[]): number {
  const statuses = names.map((name) => {
    console.log(`\n${name}`);
    const file = fileURLToPath(new URL(`${name}-checks.ts`, import.meta.url));
    // What a check that ended early left open must not keep the machine.
    return spawnSync(process.execPath, ['--test-force-exit', file], { stdio: 'inherit' }).status;
  });
  return statuses.every((status) => status === 0) ? 0 : 1;
}

function inMachine(): number {
  const run = fileURLToPath(new URL('run.sh', import.meta.url));
  const words = [process.execPath, fileURLToPath(import.meta.url), ...asked];
  const settings = { HIDVM_UDEV_RULES: rules, HIDVM_TIMEOUT: String(limitS), HIDVM_TIMES: '1' };
  const { status } = spawnSync(run, words, { stdio: 'inherit', env: { ...process.env, ...settings } });
  return status ?? 1;
}
