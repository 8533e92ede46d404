import type { Import } from '../../api/types';
import { count } from '../../format/format';
import { Badge } from '../shared/Badge';

/** What of an import was not taken, or is not used. */
const remarksOf = ({ report }: Import): string =>
  [
    report?.refused ? `${count(report.refused)} refused` : '',
    report?.unused ? `${count(report.unused)} not used yet` : '',
    report?.sheets.some((s) => s.problem) ? 'not all read' : '',
  ]
    .filter(Boolean)
    .join(', ');

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
