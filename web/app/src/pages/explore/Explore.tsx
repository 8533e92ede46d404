import type { PageProps } from '../pages';
export function ExplorePage(_: PageProps) { return null; }
