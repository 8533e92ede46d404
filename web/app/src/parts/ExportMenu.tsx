import { Popover } from './Popover';

interface Props {
  /** The export's address in each format that the server offers. */
  csv?: string;
  xlsx?: string;
  json?: string;
  /** What is exported: "127 leads". */
  what?: string;
}

const formats = [
  ['xlsx', 'Excel workbook', '.xlsx'],
  ['csv', 'Comma-separated', '.csv'],
  ['json', 'JSON', '.json'],
] as const;

/** A menu to export the filtered records. */
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
