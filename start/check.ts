import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { findChromium } from './find-chromium.ts';

/** One step of `npm test`: a script of package.json with its arguments. */
type Step = { name: string; script: readonly string[] };

const checkout = fileURLToPath(new URL('..', import.meta.url));

const steps: readonly Step[] = [
  { name: 'type check', script: ['typecheck'] },
  { name: 'lint', script: ['lint'] },
  { name: 'format', script: ['format:check'] },
  { name: 'unused code', script: ['unused'] },
  { name: 'unit tests', script: ['unit'] },
  ...(existsSync(`${checkout}/simulation/main.ts`)
    ? [{ name: 'simulation, short', script: ['sim', '--', '--sales', '5000', '--seed', '1'] }]
    : []),
  { name: 'build', script: ['build'] },
  { name: 'crashes', script: ['crash'] },
  { name: 'end-to-end', script: ['e2e'] },
  // The first sale's stories, the window's own and the package; `npm run e2e:electron` runs all of them there.
  {
    name: 'end-to-end in Electron',
    script: ['e2e:electron', '--', 'first-sale', 'window', 'packaging'],
  },
];

let passed = 0;
const failed: string[] = [];
for (const [index, step] of steps.entries()) {
  console.log(`\n── ${index + 1}/${steps.length} ${step.name}`);
  const startedAt = performance.now();
  const ok =
    step.name.startsWith('end-to-end') && findChromium(process.env) === null ? false : await runScript(step.script);
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
  console.log(`── ${step.name}: ${ok ? 'ok' : 'FAILED'} in ${seconds} s`);
  if (ok) passed += 1;
  else failed.push(step.name);
}

console.log('');
if (failed.length > 0) console.log(`Failed: ${failed.join(', ')}.`);
if (findChromium(process.env) === null)
  console.log(
    'The end-to-end tests need a Chromium: install it (Debian: apt-get install chromium) or name one in CHROMIUM.',
  );
console.log(`${passed} passed, ${failed.length} failed`);
process.exitCode = failed.length === 0 ? 0 : 1;

function runScript(script: readonly string[]): Promise<boolean> {
  return new Promise((resolve) => {
    const windows = process.platform === 'win32'; // npm is a .cmd there, which only a shell runs
    const child = spawn('npm', ['run', '--silent', ...script], { cwd: checkout, stdio: 'inherit', shell: windows });
    child.on('error', () => resolve(false));
    child.on('exit', (code) => resolve(code === 0));
  });
}
