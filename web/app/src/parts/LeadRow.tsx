import { Component } from 'preact';
import type { Lead } from '../api/types';
import { counted, day, fromDay, moment, momentInFull, score } from '../format/format';
import { subjectDetail, subjectName } from '../format/subject';
import { word } from '../format/words';
import { isSnoozed } from '../state/leadQuery';
import { PriorityMark } from './PriorityMark';
import { ScoreBar } from './ScoreBar';
import { Money } from './Money';

interface Props {
  lead: Lead;
  /** The row's `aria-rowindex`: the header row is 1. */
  index: number;
  active: boolean;
  open: boolean;
  /** The lead no longer matches the list. It stays visible until the list is settled. */
  left: boolean;
  href: string;
  /** Whether Tab stops at the link. Not where j and k move between rows. */
  tabbable?: boolean;
  onOpen(id: string): void;
  /** Set if rows can be selected. */
  selected?: boolean | undefined;
  onSelect?: ((id: string, range: boolean) => void) | undefined;
}

export const rowId = (lead: string) => `lead-${lead}`;

/** A lead as a table row, or as a card in a narrow table. It renders again only when its own props change. */
export class LeadRow extends Component<Props> {
  private ticks = 0;

  override shouldComponentUpdate(next: Props): boolean {
    const p = this.props;
    if (next.lead.score !== p.lead.score) this.ticks++;
    return (
      next.lead !== p.lead ||
      next.index !== p.index ||
      next.active !== p.active ||
      next.open !== p.open ||
      next.left !== p.left ||
      next.href !== p.href ||
      next.selected !== p.selected
    );
  }

  private readonly click = (event: MouseEvent) => {
    if (event.button !== 0) return;
    const { lead, onOpen, onSelect } = this.props;
    const picks =
      onSelect &&
      ((event.target as Element).closest('.c-pick') ||
        ((event.shiftKey || event.metaKey || event.ctrlKey) && !(event.target as Element).closest('a')));
    if (picks) {
      event.preventDefault();
      getSelection()?.removeAllRanges();
      onSelect(lead.id, event.shiftKey);
      return;
    }
    if (event.metaKey || event.ctrlKey || event.shiftKey || getSelection()?.toString()) return;
    event.preventDefault();
    onOpen(lead.id);
  };

  override render({ lead, index, active, open, left, href, tabbable = false, selected = false, onSelect }: Props) {
    const state = `${active ? ' is-active' : ''}${open ? ' is-open' : ''}${left ? ' has-left' : ''}${selected ? ' is-picked' : ''}`;
    const { respondBy: respond, item } = lead;
    return (
      <div
        role="row"
        id={rowId(lead.id)}
        data-row={lead.id}
        class={`lead-row${state}`}
        aria-rowindex={index}
        aria-selected={onSelect ? selected : active || open}
        onClick={this.click}
      >
        {onSelect && (
          <span role="gridcell" class="c-pick">
            <input type="checkbox" tabIndex={-1} checked={selected} aria-label={`Select ${subjectName(lead)}`} />
          </span>
        )}
        <span role="gridcell" class="c-priority">
          <PriorityMark priority={lead.priority} />
        </span>
        <span role="gridcell" class="c-score">
          <b key={this.ticks} class={`num${this.ticks ? ' has-ticked' : ''}`}>
            {score(lead.score)}
          </b>
          <ScoreBar factors={lead.factors} width={72} />
        </span>
        <span role="gridcell" class="c-type">
          {word(lead.type)}
        </span>
        <span role="gridcell" class="c-product two">
          <a href={href} tabIndex={tabbable ? 0 : -1}>
            {subjectName(lead)}
          </a>
          <small class="tagged">
            <span class={item ? 'mono' : undefined}>{subjectDetail(lead)}</span>
            {item?.isComponent && <span class="tag">part</span>}
            {!!lead.notes && <span class="tag">{counted(lead.notes, 'note')}</span>}
          </small>
        </span>
        <span role="gridcell" class="c-account">
          {lead.account?.name ?? '–'}
        </span>
        <span role="gridcell" class="c-territory num">
          {lead.territory ?? '–'}
        </span>
        <span role="gridcell" class={`c-value num${lead.estimatedValue ? '' : ' is-unknown'}`}>
          <Money range={lead.estimatedValue} />
        </span>
        <span role="gridcell" class={`c-status${lead.assignee || isSnoozed(lead) ? ' two' : ''}`}>
          <span class={`status status-${lead.status}`}>{left && lead.status === 'new' ? 'Left the list' : word(lead.status)}</span>
          {isSnoozed(lead) ? (
            <small>until {day(lead.snoozedUntil)}</small>
          ) : (
            lead.assignee && <small title={`Assigned to ${lead.assignee}`}>{lead.assignee}</small>
          )}
        </span>
        <span
          role="gridcell"
          class="c-respond num"
          title={respond ? `Respond by ${day(respond)}, ${fromDay(respond, lead.asOf)}` : undefined}
        >
          {!respond ? '–' : respond < lead.asOf ? <b>overdue</b> : respond === lead.asOf ? <b>today</b> : fromDay(respond, lead.asOf)}
        </span>
        <span role="gridcell" class="c-updated num" title={momentInFull(lead.updatedAt)}>
          {moment(lead.updatedAt)}
        </span>
      </div>
    );
  }
}
