import { defineConfig, type Plugin, type RolldownOptions } from 'rolldown';

/**
 * A program in one file, out/NAME/main.cjs, with the packages that it uses. As CommonJS: whoever imports `node:http` as
 * a module gets all of its names at once, and one of them loads Node's whole fetch (15 ms at each start). `later`: what it
 * imports later is in files beside it, as to read over half a megabyte of receipts costs a start some 15 ms, too.
 */
function program(name: string, input: string, { later } = { later: false }): RolldownOptions {
  return {
    input: { [name]: input },
    platform: 'node',
    plugins: [withoutTlsOfWs()],
    output: {
      dir: 'out',
      format: 'cjs',
      entryFileNames: '[name]/main.cjs',
      chunkFileNames: `${name}/[name].cjs`,
      codeSplitting: later,
    },
    // Schemas are made when their module is loaded, which looks like an effect: a program gets those that it names.
    treeshake: { moduleSideEffects: [{ test: /\/(contract|payment)\/[^/]+\.ts$/, sideEffects: false }] },
  };
}

export default defineConfig([
  program('host', 'terminal/assemble/main.ts', { later: true }),
  // Native code, loaded from node_modules when it is needed and where it is installed.
  { ...program('drivers', 'drivers/main.ts'), external: [/^node-hid$/, /^usb\//, /^serialport$/] },
  program('kiosk', 'kiosk/main.ts'),
  { ...program('electron', 'electron/main.ts'), external: ['electron'] },
  {
    input: { preload: 'electron/preload.ts' },
    platform: 'browser', // a sandboxed preload has `require` for Electron alone
    external: ['electron'],
    output: { dir: 'out', format: 'cjs', entryFileNames: 'electron/[name].cjs' },
  },
]);

/**
 * The package ws loads Node's TLS for its client, which no program of ours is: 20 ms of each start (`npm run bench --
 * --only ready`).
 */
function withoutTlsOfWs(): Plugin {
  return {
    name: 'without-tls-of-ws',
    resolveId: {
      filter: { id: /^(https|tls)$/ },
      handler: (id, importer) => (/[\\/]ws[\\/]lib[\\/]/.test(importer ?? '') ? `\0without-${id}` : null),
    },
    load: { filter: { id: /^\0without-/ }, handler: () => 'module.exports = {};' },
  };
}
