import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from '../../parts/Icon';

interface Props {
  tone?: 'critical' | 'high' | 'good' | 'plain';
  icon?: IconName;
  title?: string;
  children: ComponentChildren;
}

/** A highlighted word. Its icon says as much as its colour. */
export const Badge = ({ tone = 'plain', icon, title, children }: Props) => (
  <span class={`badge badge-${tone}`} title={title}>
    {icon && <Icon name={icon} />}
    {children}
  </span>
);

export const AtRisk = () => (
  <Badge tone="critical" icon="warning">
    At risk
  </Badge>
);

export const Stale = () => (
  <Badge tone="high" icon="clock" title="Refresh this account in the CRM: the CRM reported changes without sending them.">
    Out of date
  </Badge>
);
