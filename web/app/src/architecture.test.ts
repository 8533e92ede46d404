import { expect, test } from 'vitest';

/** From the lowest layer to the highest. A file imports from its own layer and from lower ones. */
const layers = ['api', 'format', 'state', 'live', 'parts', 'pages/shared', 'pages', 'shell', 'main.tsx'];

const sources = import.meta.glob<string>('./**/*.{ts,tsx}', { query: '?raw', import: 'default', eager: true });

/** Every source file with the files that it imports, by their paths under `src`. */
const imports = new Map(
  Object.entries(sources)
    .map(([path, text]) => [path.slice(2), text] as const)
    .filter(([path]) => !/\.test\.tsx?$/.test(path))
    .map(([path, text]) => [path, importsOf(path, text)] as const),
);

function importsOf(path: string, text: string): string[] {
  const specifiers = [...text.matchAll(/(?:\bfrom\s+|\bimport\s*\(?\s*)'(\.[^']+)'/g)].map(([, specifier]) => specifier!);
  return specifiers.filter((s) => !s.endsWith('.css')).map((s) => resolve(path, s));
}

function resolve(from: string, specifier: string): string {
  const target = new URL(specifier, `file:///${from}`).pathname.slice(1);
  const found = ['.ts', '.tsx'].map((end) => target + end).find((file) => `./${file}` in sources);
  if (!found) throw new Error(`${from} imports ${specifier}, which is not a source file.`);
  return found;
}

const layerOf = (path: string): number => layers.findIndex((layer) => path === layer || path.startsWith(`${layer}/`));

test('the check sees the imports', () => {
  expect(imports.get('shell/App.tsx')).toContain('pages/queue/Queue.tsx');
  expect(imports.get('parts/Chart.tsx')).toContain('parts/plot.ts');
});

test('every file belongs to a layer', () => {
  expect([...imports.keys()].filter((path) => layerOf(path) < 0)).toEqual([]);
});

test('no file imports from a higher layer', () => {
  const upward = [...imports].flatMap(([path, targets]) =>
    targets.filter((target) => layerOf(target) > layerOf(path)).map((target) => `${path} imports ${target}`),
  );
  expect(upward).toEqual([]);
});

test('only tests import fixtures', () => {
  expect([...imports].filter(([, targets]) => targets.includes('api/fixtures.ts')).map(([path]) => path)).toEqual([]);
});

test('no imports form a circle', () => {
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (path: string, trail: readonly string[]) => {
    const at = trail.indexOf(path);
    if (at >= 0) circles.push([...trail.slice(at), path].join(' -> '));
    if (at >= 0 || done.has(path)) return;
    for (const target of imports.get(path) ?? []) visit(target, [...trail, path]);
    done.add(path);
  };
  for (const path of imports.keys()) visit(path, []);
  expect(circles).toEqual([]);
});
