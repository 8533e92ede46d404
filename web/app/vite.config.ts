import { defineConfig } from 'vite';

const server = process.env['ONELEAD_SERVER'] ?? 'http://127.0.0.1:5080';

export default defineConfig({
  base: '/app/',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: '../wwwroot/app',
    emptyOutDir: true,
    target: 'es2022',
    // light-dark() is left as it is: every browser of the last two years knows it.
    cssTarget: ['chrome123', 'edge123', 'firefox120', 'safari17.5'],
    assetsDir: 'assets',
    // Nothing is inlined as a data: address, and no polyfill script is injected: the page runs under a strict policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: {
    proxy: {
      '/api': server,
      '/readyz': server,
      '/live': { target: server, ws: true },
    },
  },
});
