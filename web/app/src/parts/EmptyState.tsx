import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './Icon';

/** Replaces a panel's content when it is empty, and says why or what to do. For a whole page use `Notice`. */
export const EmptyState = ({ icon = 'box', title, children }: { icon?: IconName; title: string; children?: ComponentChildren }) => (
  <div class="empty">
    <Icon name={icon} />
    <div>
      <p class="empty-title">{title}</p>
      {children && <div class="empty-text">{children}</div>}
    </div>
  </div>
);
