import { SearchField } from '../../parts/SearchField';
import { updateSettings } from '../../state/router';

/** A search field that keeps its text in the address. */
export const UrlSearchField = ({ value = '', label }: { value: string | undefined; label: string }) => (
  <SearchField value={value} label={label} onSearch={(text) => updateSettings({ text }, 'replace')} />
);
