import { counted, score } from '../../format/format';
import { Icon } from '../../parts/Icon';
import { PriorityMark } from '../../parts/PriorityMark';
import { Money } from '../../parts/Money';
import { headerId, type LeadGroup } from './grouping';

interface Props {
  group: LeadGroup;
  index: number;
  open: boolean;
  active: boolean;
  selection: 'none' | 'some' | 'all';
  onToggle(key: string): void;
  /** Not set if leads cannot be selected. */
  onPick?: ((ids: readonly string[]) => void) | undefined;
}

/** The header of a group: number of leads, highest priority and total value. */
export const GroupHeader = ({ group, index, open, active, selection: picked, onToggle, onPick }: Props) => (
  <div
    role="row"
    data-row={headerId(group.key)}
    class={`group-head${active ? ' is-active' : ''}`}
    aria-rowindex={index}
    aria-expanded={open}
    onClick={(e) => (onPick && (e.target as Element).closest('.c-pick') ? onPick(group.ids) : onToggle(group.key))}
  >
    {onPick && (
      <span role="gridcell" class="c-pick">
        <input
          type="checkbox"
          tabIndex={-1}
          checked={picked === 'all'}
          indeterminate={picked === 'some'}
          aria-label={`Select the leads of ${group.name}`}
          onClick={(e) => e.preventDefault()}
        />
      </span>
    )}
    <span role="gridcell" class="c-priority">
      <PriorityMark priority={group.best.priority} />
    </span>
    <span role="gridcell" class="group-score num">
      {score(group.best.score)}
    </span>
    <span role="gridcell" class="group-name">
      <Icon name={open ? 'down' : 'right'} />
      <b>{group.name}</b>
      <span class="aside num">{counted(group.ids.length, 'lead')}</span>
    </span>
    <span role="gridcell" class="c-value num">
      <Money sum={group.values} of="item" />
    </span>
  </div>
);
