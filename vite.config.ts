import { readFileSync } from 'node:fs';

import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

// Pages are served by the kiosk (till) and by the sandbox (wallet), each at the root of its own address. Each is built by
// itself, `vite build --mode PAGE`: what they share is then in order, whole and in as few files as each of them needs.
export default defineConfig(({ mode: page }) => ({
  root: 'renderer',
  base: '/',
  plugins: [react(), withoutJsonSchemas()],
  build: {
    outDir: '../out/renderer',
    emptyOutDir: false,
    target: 'chrome148',
    // The pages' Content-Security-Policy takes fonts from files only, never from data: addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: { [page]: `renderer/${page}/index.html` },
      // Schemas are made when their module is loaded, which looks like an effect: a page gets those that it names.
      treeshake: { moduleSideEffects: [{ test: /\/(contract|payment)\/[^/]+\.ts$/, sideEffects: false }] },
    },
  },
}));

/**
 * Zod's schemas hold on to what writes a JSON Schema of them, 5 kB gzipped that no page calls (`npm run bench -- --only
 * renderer-size`). In pages these functions do nothing.
 */
function withoutJsonSchemas(): Plugin {
  return {
    name: 'without-json-schemas',
    load: {
      filter: { id: /\/zod\/v4\/core\/(json-schema-processors|to-json-schema)\.js$/ },
      handler(id) {
        const names = [...readFileSync(id, 'utf8').matchAll(/^export (?:const|function) (\w+)/gm)].map(
          ([, name]) => name,
        );
        return names.map((name) => `export const ${name} = () => undefined;`).join('\n');
      },
    },
  };
}
