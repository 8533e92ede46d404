import type { PageProps } from '../pages';
export function ImportsPage(_: PageProps) { return null; }
