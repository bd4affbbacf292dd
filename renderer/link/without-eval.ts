import { config } from 'zod';

// The page's Content-Security-Policy has no eval, so zod need not try it. Imported first: schemas look when they are made.
config({ jitless: true });
