import { defineConfig } from 'vite';

const server = process.env['ONELEAD_SERVER'] ?? 'http://127.0.0.1:5080';

export default defineConfig({
  base: '/app/',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: '../wwwroot/app',
    emptyOutDir: true,
    target: 'es2022',
    // Browsers that support light-dark(), so that it is not compiled away.
    cssTarget: ['chrome123', 'edge123', 'firefox120', 'safari17.5'],
    assetsDir: 'assets',
    // The strict Content-Security-Policy allows neither data: URLs nor injected polyfill scripts.
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
