import { readFileSync } from 'node:fs';

import react from '@vitejs/plugin-react';
import * as reactModule from 'react';
import * as jsxRuntime from 'react/jsx-runtime';
import { build, defineConfig, type Plugin, type PluginOption } from 'vite';

type Modules = { getModuleInfo: (id: string) => { isEntry: boolean; importers: readonly string[] } | null };

// Pages are served by the kiosk (till, display) and by the sandbox (wallet), each at the root of its own address. Each is built by
// itself, `vite build --mode PAGE`: what they share is then in order, whole and in as few files as each of them needs.
// The till and its display are one classic script each: what Chromium compiled of such a one it keeps and takes again at the next start (0.1 s
// of every start, `npm run bench -- --only ready`); of a module it keeps it too, and compiles it anew all the same.
export default defineConfig(({ mode: page }) => ({
  root: 'renderer',
  base: '/',
  plugins: [
    react(),
    withoutUnusedZod(),
    isClassic(page) && classicScript(),
    page === 'till' && [firstScript(), laterScript()],
  ],
  build: {
    outDir: '../out/renderer',
    emptyOutDir: false,
    target: 'chrome148',
    // The pages' Content-Security-Policy takes fonts from files only, never from data: addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    cssCodeSplit: !isClassic(page),
    rolldownOptions: {
      // How long each plugin took is nothing that who starts a till asks about.
      checks: { bundlerTimings: false },
      input: { [page]: `renderer/${page}/index.html` },
      output: isClassic(page) ? { format: 'iife', codeSplitting: false } : { codeSplitting: { groups: [eager(page)] } },
      treeshake,
    },
  },
}));

/** Schemas are made when their module is loaded, which looks like an effect: a page gets those that it names. */
const treeshake = { moduleSideEffects: [{ test: /\/(contract|payment)\/[^/]+\.ts$/, sideEffects: false }] };

const laterModule = 'virtual:later';

/**
 * The till's screens that come later, built by themselves to one classic script and one file of styles; their addresses are
 * what the till's script imports as `virtual:later`.
 */
function laterScript(): Plugin {
  return {
    name: 'later-script',
    resolveId: { filter: { id: /^virtual:later$/ }, handler: () => `\0${laterModule}` },
    load: {
      filter: { id: /^\0virtual:later$/ },
      async handler() {
        const built = await builtAlone({ later: 'renderer/till/later/index.tsx' }, [
          react(),
          withoutUnusedZod(),
          fromTheTill(),
        ]);
        const addressOf = (isIt: (name: string) => boolean): string => {
          const name = built.map(({ fileName }) => fileName).find(isIt);
          if (name === undefined) throw new Error('the later screens were built without script or styles');
          return JSON.stringify(`/${name}`);
        };
        for (const file of built) {
          const source = file.type === 'chunk' ? file.code : file.source;
          this.emitFile({ type: 'asset', fileName: file.fileName, source });
          if (file.type === 'chunk') for (const id of file.moduleIds) if (!id.startsWith('\0')) this.addWatchFile(id);
        }
        const script = addressOf((name) => /later-[\w-]+\.js$/.test(name));
        const style = addressOf((name) => name.endsWith('.css'));
        return `export const script = ${script}; export const style = ${style};`;
      },
    },
  };
}

/** One classic script with what it brings along, beside the page's own. */
async function builtAlone(input: Record<string, string>, plugins: PluginOption[]) {
  const built = await build({
    configFile: false,
    root: 'renderer',
    base: '/',
    logLevel: 'warn',
    plugins,
    build: {
      write: false,
      target: 'chrome148',
      assetsInlineLimit: 0,
      cssCodeSplit: false,
      modulePreload: { polyfill: false },
      rolldownOptions: {
        checks: { bundlerTimings: false },
        input,
        output: { format: 'iife', codeSplitting: false, entryFileNames: 'assets/[name]-[hash].js' },
        treeshake,
      },
    },
  });
  if (!('output' in built)) throw new Error(`${Object.keys(input).join()} was not built to one script`);
  return built.output;
}

/** A small script in the till's head, which runs while the large one is still on its way (`npm run bench -- --only ready`). */
function firstScript(): Plugin {
  let address = '';
  return {
    name: 'first-script',
    async buildStart() {
      const [script] = await builtAlone({ first: 'renderer/till/first-script.ts' }, []);
      address = `/${script.fileName}`;
      this.emitFile({ type: 'asset', fileName: script.fileName, source: script.code });
      for (const id of script.moduleIds) this.addWatchFile(id);
    },
    transformIndexHtml: {
      order: 'post',
      handler: () => [{ tag: 'script', attrs: { src: address }, injectTo: 'head-prepend' }],
    },
  };
}

/** What they share with the till's script is taken from where that put it, never built a second time. */
function fromTheTill(): Plugin {
  const shared = /[\\/]renderer[\\/]till[\\/]shared\.ts$/;
  return {
    name: 'from-the-till',
    enforce: 'pre',
    resolveId: {
      filter: { id: /^react(\/jsx-runtime)?$/ },
      handler: (id) => `\0from-the-till:${id}`,
    },
    load: {
      filter: { id: [/^\0from-the-till:/, shared] },
      handler(id) {
        if (id.endsWith(':react')) return taken('.react', Object.keys(reactModule));
        if (id.endsWith(':react/jsx-runtime')) return taken('.jsxRuntime', Object.keys(jsxRuntime));
        return taken('', namesOf(readFileSync(id, 'utf8')));
      },
    },
  };
}

/** What a module exports in lists of names. */
function namesOf(text: string): string[] {
  return [...text.matchAll(/^export \{([^}]*)\}/gm)].flatMap(([, list = '']) =>
    list.split(',').map((name) => name.trim()),
  );
}

function taken(from: string, names: readonly string[]): string {
  return names
    .filter((name) => /^[\w$]+$/.test(name) && name !== 'default')
    .map((name) => `export const ${name} = window.counterpayTill${from}.${name};`)
    .join('\n');
}

function isClassic(page: string): boolean {
  return page === 'till' || page === 'display';
}

/** All that is there from the start is one file, in the order of its imports; what lazy parts share with it would split it. */
function eager(page: string) {
  return { debugName: 'eager', name: (id: string, modules: Modules) => (isEager(id, modules) ? page : null) };
}

/** The page names its script as one that is no module, and runs it when all of the page is there, as a module would be. */
function classicScript(): Plugin {
  return {
    name: 'classic-script',
    transformIndexHtml: {
      order: 'post',
      handler: (html) => html.replace('<script type="module" crossorigin', '<script defer'),
    },
  };
}

/** Whether a page imports a module from its start on, directly or through others. */
function isEager(id: string, modules: Modules): boolean {
  const from = new Set([id]);
  // A set also visits what is added while it is walked.
  for (const module of from) {
    const info = modules.getModuleInfo(module);
    if (info?.isEntry === true) return true;
    for (const importer of info?.importers ?? []) from.add(importer);
  }
  return false;
}

/**
 * Zod's schemas hold on to what writes a JSON Schema of them, to its own words for what does not fit, and to what parses
 * values that contain themselves: 7 kB gzipped of what no page uses (`npm run bench -- --only renderer-size`). In pages
 * these functions do nothing: nothing is remembered between two parts of a value, and what does not fit has no words.
 */
function withoutUnusedZod(): Plugin {
  return {
    name: 'without-unused-zod',
    load: {
      filter: { id: /\/zod\/v4\/(core\/(json-schema-processors|to-json-schema|memoizer)|locales\/en)\.js$/ },
      handler(id) {
        if (id.endsWith('/locales/en.js')) return 'export default () => ({});';
        const names = [...readFileSync(id, 'utf8').matchAll(/^export (?:const|function|class) ([\w$]+)/gm)].map(
          ([, name]) => name,
        );
        return names.map((name) => `export const ${name} = () => undefined;`).join('\n');
      },
    },
  };
}
