import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './Icon';

interface Props {
  icon: IconName;
  tone?: 'good' | 'warn';
  /** How screen readers announce the message when it appears. */
  role?: 'alert' | 'status';
  children: ComponentChildren;
}

/** A highlighted message inside a page. */
export const Callout = ({ icon, tone, role, children }: Props) => (
  <p class={`callout${tone ? ` callout-${tone}` : ''}`} role={role}>
    <Icon name={icon} />
    <span>{children}</span>
  </p>
);
