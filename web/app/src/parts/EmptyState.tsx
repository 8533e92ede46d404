import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './Icon';

/** Nothing to show in a panel: says so, and why that is fine or what to do about it. A whole page has `Notice`. */
export const EmptyState = ({ icon = 'box', title, children }: { icon?: IconName; title: string; children?: ComponentChildren }) => (
  <div class="empty">
    <Icon name={icon} />
    <div>
      <p class="empty-title">{title}</p>
      {children && <div class="empty-text">{children}</div>}
    </div>
  </div>
);
