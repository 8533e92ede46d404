import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './Icon';

interface Props {
  icon: IconName;
  tone?: 'good' | 'warn';
  /** How it is read out when it comes; without one it is part of the page. */
  role?: 'alert' | 'status';
  children: ComponentChildren;
}

/** A sentence that stands out from what is around it. */
export const Callout = ({ icon, tone, role, children }: Props) => (
  <p class={`remark${tone ? ` remark-${tone}` : ''}`} role={role}>
    <Icon name={icon} />
    <span>{children}</span>
  </p>
);
