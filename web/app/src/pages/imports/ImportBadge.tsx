import type { Import } from '../../api/types';
import { Badge } from '../shared/Badge';
import { remarksOf } from './remarks';

export const ImportBadge = ({ job }: { job: Import }) => {
  if (job.undone || job.state === 'undone') return <Badge icon="undo">Undone</Badge>;
  switch (job.state) {
    case 'done':
      return job.dryRun ? (
        <Badge icon="eye">Dry run</Badge>
      ) : remarksOf(job) ? (
        <Badge tone="high" icon="note" title={remarksOf(job)}>
          Done, with remarks
        </Badge>
      ) : (
        <Badge tone="good" icon="check">
          Done
        </Badge>
      );
    case 'failed':
      return (
        <Badge tone="critical" icon="warning">
          Failed
        </Badge>
      );
    case 'running':
      return <Badge icon="play">Running</Badge>;
    default:
      return <Badge icon="clock">Waiting</Badge>;
  }
};
