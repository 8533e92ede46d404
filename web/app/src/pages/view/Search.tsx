import { SearchField } from '../../parts/SearchField';
import { set } from '../../state/router';

/** A search field whose text stands in the address. */
export const Search = ({ value = '', label }: { value: string | undefined; label: string }) => (
  <SearchField value={value} label={label} onSearch={(text) => set({ text }, 'replace')} />
);
