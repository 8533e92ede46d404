import type { PageProps } from '../pages';
export function ReconciliationPage(_: PageProps) { return null; }
