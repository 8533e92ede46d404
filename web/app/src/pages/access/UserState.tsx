import { Badge } from '../shared/Badge';

const states: Record<string, { text: string; title: string; tone: 'good' | 'high' | 'plain' | 'critical' }> = {
  active: { text: 'Active', title: 'Can sign in.', tone: 'good' },
  invited: { text: 'Invited', title: 'Has not chosen a password yet.', tone: 'plain' },
  locked: {
    text: 'Locked',
    title: 'Too many wrong passwords. The lock ends by itself after 15 minutes; a new link ends it at once.',
    tone: 'high',
  },
  disabled: { text: 'Disabled', title: 'Cannot sign in.', tone: 'critical' },
};
const icons = { active: 'check', invited: 'clock', locked: 'lock', disabled: 'close' } as const;

export const UserState = ({ state }: { state: string }) => {
  const { text, title, tone } = states[state] ?? { text: state, title: '', tone: 'plain' };
  const icon = icons[state as keyof typeof icons];
  return (
    <Badge tone={tone} title={title} {...(icon && { icon })}>
      {text}
    </Badge>
  );
};
