import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// Pages are served by the kiosk (till) and by the sandbox (wallet), each at the root of its own address.
export default defineConfig({
  root: 'renderer',
  base: '/',
  plugins: [react()],
  build: {
    outDir: '../out/renderer',
    emptyOutDir: true,
    target: 'chrome148',
    // The pages' Content-Security-Policy takes fonts from files only, never from data: addresses.
    assetsInlineLimit: 0,
    rolldownOptions: { input: { till: 'renderer/till/index.html', wallet: 'renderer/wallet/index.html' } },
  },
});
