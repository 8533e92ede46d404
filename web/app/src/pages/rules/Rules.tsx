import type { PageProps } from '../pages';
export function RulesPage(_: PageProps) { return null; }
