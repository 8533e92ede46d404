import type { ComponentChildren } from 'preact';
import { Icon } from './Icon';
import { Popover } from './Popover';

interface Props {
  label: string;
  /** What is chosen, in words. */
  value: string;
  /** Something else than usual is chosen. */
  isSet: boolean;
  group?: string;
  walk?: string;
  children(close: () => void): ComponentChildren;
}

/** A popover whose button says what is chosen in it. */
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
