import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';

import { expect, inShell as test } from './story.ts';

test.skip(({ shell }) => shell !== 'electron', 'it is about the packaged window');

/** Where a program's fuses begin: https://www.electronjs.org/docs/latest/tutorial/fuses, "How do fuses work?" */
const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';

let folder: string;
test.beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'counterpay-package-'))));
test.afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Where Electron itself cannot be had: a file with its fuses in it, none of them set. */
function placeholderElectron(): string {
  const dist = join(folder, 'dist');
  mkdirSync(dist);
  const fuses = Object.values(FuseV1Options).filter((option) => typeof option === 'number');
  const version1 = Buffer.from([1, fuses.length]);
  const wire = Buffer.from('0'.repeat(fuses.length));
  writeFileSync(join(dist, 'electron'), Buffer.concat([Buffer.from(sentinel), version1, wire]));
  chmodSync(join(dist, 'electron'), 0o755);
  return dist;
}

test('a package has the fuses set, and in it lies what the till runs on and nothing else', async () => {
  test.setTimeout(180_000);
  const output = join(folder, 'installers');
  const words = [`-c.electronDist=${placeholderElectron()}`, `-c.directories.output=${output}`];
  const builder = spawn('node_modules/.bin/electron-builder', ['--linux', 'dir', ...words], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  expect(await once(builder, 'exit')).toEqual([0, null]);

  const program = join(output, 'linux-unpacked');
  const fuses = await getCurrentFuseWire(join(program, 'counterpay'));
  expect(fuses).toMatchObject({
    [FuseV1Options.RunAsNode]: FuseState.DISABLE,
    [FuseV1Options.EnableCookieEncryption]: FuseState.ENABLE,
    [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: FuseState.DISABLE,
    [FuseV1Options.EnableNodeCliInspectArguments]: FuseState.DISABLE,
    [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: FuseState.ENABLE,
    [FuseV1Options.OnlyLoadAppFromAsar]: FuseState.ENABLE,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: FuseState.DISABLE,
    [FuseV1Options.GrantFileProtocolExtraPrivileges]: FuseState.DISABLE,
  });

  const files = filesIn(join(program, 'resources', 'app.asar'));
  const expected =
    /^(package\.json|out\/(electron\/(main|preload)|host\/(main|receipt|picture|text-width)|drivers\/main)\.cjs|out\/renderer\/(till|display|assets)\/[^/]+|assets\/fonts\/(receipt-glyphs\.br|RECEIPT-GLYPHS-LICENSE\.txt)|node_modules\/(node-hid|pkg-prebuilds|usb|@node-usb|serialport|@serialport|node-gyp-build|debug|ms)\/.+)$/;
  expect(files.filter((file) => !expected.test(file))).toEqual([]);
  expect(files).toEqual(
    expect.arrayContaining([
      'package.json',
      'out/electron/main.cjs',
      'out/electron/preload.cjs',
      'out/drivers/main.cjs',
      'out/host/main.cjs',
      'out/renderer/till/index.html',
      'out/renderer/display/index.html',
    ]),
  );
});

test('the built programs ask for nothing that is not in the package', () => {
  const host = ['main', 'receipt', 'picture', 'text-width'].map((name) => `host/${name}.cjs`);
  for (const file of ['electron/main.cjs', 'electron/preload.cjs', ...host, 'drivers/main.cjs']) {
    const asked = [...readFileSync(join('out', file), 'utf8').matchAll(/\brequire\("([^"]+)"\)/g)].map(
      ([, name]) => name,
    );
    const beside = new Set(host.map((other) => `./${basename(other)}`));
    const foreign = asked.filter((name = '') => name !== 'electron' && !beside.has(name) && !isBuiltin(name));
    expect([file, foreign]).toEqual([file, []]);
  }
});

type AsarFolder = { files: Record<string, AsarFolder | { size: number }> };

/** The names in an asar archive: a Chromium pickle with the header's length, then the header as JSON. */
function filesIn(archive: string): string[] {
  const bytes = readFileSync(archive);
  const header = JSON.parse(bytes.subarray(16, 16 + bytes.readUInt32LE(12)).toString()) as AsarFolder;
  return namesIn(header, '');
}

function namesIn(folder: AsarFolder, path: string): string[] {
  return Object.entries(folder.files).flatMap(([name, entry]) =>
    'files' in entry ? namesIn(entry, `${path}${name}/`) : [`${path}${name}`],
  );
}
