import type { PageProps } from '../pages';
export function SystemPage(_: PageProps) { return null; }
