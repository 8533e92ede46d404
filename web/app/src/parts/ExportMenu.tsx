import { Popover } from './Popover';

interface Props {
  /** Addresses of what is filtered, in each format that the server has. */
  csv?: string;
  xlsx?: string;
  json?: string;
  /** "127 leads": said before it is fetched. */
  what?: string;
}

const formats = [
  ['xlsx', 'Excel workbook', '.xlsx'],
  ['csv', 'Comma-separated', '.csv'],
  ['json', 'JSON', '.json'],
] as const;

/** Fetches exactly what is filtered. */
export const ExportMenu = ({ what, ...addresses }: Props) => (
  <Popover label="Export" icon="download" end>
    {(close) => (
      <>
        {what && <p class="menu-note">{what}, as filtered</p>}
        {formats.map(
          ([format, name, ending]) =>
            addresses[format] && (
              <a key={format} class="menu-item" href={addresses[format]} download onClick={close}>
                {name} <span class="aside mono">{ending}</span>
              </a>
            ),
        )}
      </>
    )}
  </Popover>
);
