import type { PageProps } from '../pages';
export function AnalyticsPage(_: PageProps) { return null; }
