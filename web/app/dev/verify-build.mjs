// Builds into a temporary folder and compares the result with the committed output: `npm ci && npm run verify`.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));
const committed = join(root, '../wwwroot/app');
const fresh = await mkdtemp(join(tmpdir(), 'onelead-app-'));

async function contents(folder) {
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((f) => f.isFile());
  const read = await Promise.all(
    files.map(async (f) => [relative(folder, join(f.parentPath, f.name)), await readFile(join(f.parentPath, f.name))]),
  );
  return new Map(read.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The scripts of the first load: those in index.html and their static imports. */
function firstScripts(
  files,
  names = [
    ...files
      .get('index.html')
      .toString()
      .matchAll(/assets\/[\w-]+\.js/g),
  ].map(([name]) => name),
  met = new Set(),
) {
  for (const name of names) {
    if (met.has(name) || !files.has(name)) continue;
    met.add(name);
    const imported = [
      ...files
        .get(name)
        .toString()
        .matchAll(/(?:from|import)\s*["']\.\/([\w-]+\.js)["']/g),
    ].map(([, file]) => `assets/${file}`);
    firstScripts(files, imported, met);
  }
  return met;
}

try {
  await build({ root, logLevel: 'warn', build: { outDir: fresh } });
  const [a, b] = await Promise.all([contents(committed), contents(fresh)]);
  const differing = [...new Set([...a.keys(), ...b.keys()])].filter((name) => !a.get(name)?.equals(b.get(name) ?? Buffer.alloc(0)));
  const first = [...firstScripts(b)];
  const size = (names) => names.reduce((sum, name) => sum + gzipSync(b.get(name)).length, 0);
  const script = size(first);
  const whole = size([...b.keys()].filter((name) => name.endsWith('.js')));
  console.log(
    `${b.size} files, ${(script / 1000).toFixed(1)} kB of JavaScript gzipped on first load, ${(whole / 1000).toFixed(1)} kB in all`,
  );
  if (differing.length) {
    console.error(
      `The committed output differs from a fresh build: ${differing.join(', ')}. Run npm run build and commit web/wwwroot/app.`,
    );
    process.exitCode = 1;
  } else if (script > 60_000) {
    console.error('The first load exceeds its limit of 60 kB of JavaScript.');
    process.exitCode = 1;
  } else {
    console.log('The committed output is up to date.');
  }
} finally {
  await rm(fresh, { recursive: true });
}
