import { momentInFull } from '../../format/format';
import { Callout } from '../../parts/Callout';
import { CopyField } from '../../parts/CopyField';
import { Dialog } from '../../parts/Dialog';

interface Props {
  title: string;
  /** What to do with the text. */
  text: string;
  label: string;
  value: string;
  until?: string | null;
  onClose(): void;
}

/** A link or a key, which the server does not show again. */
export const ShownOnce = ({ title, text, label, value, until, onClose }: Props) => (
  <Dialog
    title={title}
    onClose={onClose}
    foot={
      <button class="button" type="button" onClick={onClose}>
        Done
      </button>
    }
  >
    <p>{text}</p>
    <CopyField label={label} value={value} />
    <Callout icon="info">It is shown once{until ? ` and is valid until ${momentInFull(until)}` : ''}. Whoever has it can use it.</Callout>
  </Dialog>
);
