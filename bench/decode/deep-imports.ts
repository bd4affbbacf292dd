import { registerHooks } from 'node:module';

/**
 * The reader's library names its own files without their ending, as bundlers take it. Node does not, so the ending is put
 * on here, for these files only, and the code that is measured is the code that is shipped.
 */
export function resolveDeepImports(): void {
  registerHooks({
    resolve(specifier, context, next) {
      const ofLibrary =
        specifier.startsWith('@zxing/library/esm/') ||
        (specifier.startsWith('.') && context.parentURL?.includes('/@zxing/library/esm/') === true);
      return next(ofLibrary && !specifier.endsWith('.js') ? `${specifier}.js` : specifier, context);
    },
  });
}
