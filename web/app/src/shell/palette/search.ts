import { request } from '../../api/http';
import type { SearchResults } from '../../api/types';

export const search = async (text: string, signal: AbortSignal): Promise<SearchResults> =>
  (await request<SearchResults>(`/api/v1/search?text=${encodeURIComponent(text)}`, { signal })).body;
