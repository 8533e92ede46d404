import type { ComponentChildren } from 'preact';
import { Icon } from './Icon';
import { Popover } from './Popover';

interface Props {
  label: string;
  /** The current choice as text. */
  value: string;
  /** Whether the choice differs from the default. */
  isSet: boolean;
  group?: string;
  focusable?: string;
  children(close: () => void): ComponentChildren;
}

/** A popover whose button shows the current choice. */
export const DropdownButton = ({ label, value, isSet, ...more }: Props) => (
  <Popover
    class={`menu-button${isSet ? ' is-set' : ''}`}
    label={
      <>
        <span class="menu-label">{label}</span>
        <span class="menu-value">{value}</span>
        <Icon name="down" />
      </>
    }
    {...more}
  />
);
