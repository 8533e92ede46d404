/** The options of an import. Empty means the server's default. */
export interface Options {
  mapping: string;
  source: string;
  missing: 'kept' | 'flagged' | 'removed';
  dataDate: string;
  asOf: string;
}

export const usual: Options = { mapping: '', source: '', missing: 'kept', dataDate: '', asOf: '' };

/** The built-in mappings. A custom mapping in the data directory is chosen by name. */
export const mappings = ['sales-analytics', 'onelead-star', 'crm-warehouse', 'hubspot', 'salesforce', 'dynamics', 'pipedrive'] as const;

export type FileKind = 'workbook' | 'tables' | 'territories' | 'unknown';

export function kindOf(name: string): FileKind {
  const ending = /\.([a-z]+)$/i.exec(name)?.[1]?.toLowerCase();
  if (ending === 'xlsx') return 'workbook';
  if (ending === 'csv' || ending === 'tsv' || ending === 'zip') return 'tables';
  if (ending === 'yaml' || ending === 'yml') return 'territories';
  return 'unknown';
}

/** The query parameters of an import. Options that do not apply to the kind of file are left out. */
export function parametersOf(kind: FileKind, options: Options, dryRun = false): string {
  const all: [string, string][] = [
    ['dryRun', dryRun ? 'true' : ''],
    ['dataDate', options.dataDate],
    ['asOf', options.asOf],
    ...(kind === 'tables'
      ? ([
          ['mapping', options.mapping],
          ['source', options.source.trim()],
          ['missing', options.missing === 'kept' ? '' : options.missing],
        ] as [string, string][])
      : []),
  ];
  const said = new URLSearchParams(all.filter(([, value]) => value));
  return said.size ? `?${said}` : '';
}
