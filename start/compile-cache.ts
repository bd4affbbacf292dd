import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../out/compiled', import.meta.url));

/**
 * The environment for a process of ours. What Node makes of its TypeScript is kept under `out/` (Node's module compile
 * cache, by content), so that the next start takes a third of the time; where that cannot be written, nothing is kept.
 */
export function withCompileCache(env: Readonly<NodeJS.ProcessEnv>): NodeJS.ProcessEnv {
  return { NODE_COMPILE_CACHE: folder, ...env };
}
