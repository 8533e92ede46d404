import type { ComponentChildren } from 'preact';
import type { Route } from '../state/url';
import { Link } from './Link';

interface Props {
  name: string;
  note?: ComponentChildren;
  /** Where the tile links to. */
  to?: Route;
  tone?: 'critical' | 'high' | 'good';
  children: ComponentChildren;
}

/** A number with its name. Put several into `<section class="panel figures">`. */
export function StatTile({ name, note, to, tone, children }: Props) {
  const content = (
    <>
      <span class="figure-name">{name}</span>
      <span class={`figure-value live-number${tone ? ` tone-${tone}` : ''}`}>{children}</span>
      {note != null && note !== '' && <span class="figure-note">{note}</span>}
    </>
  );
  return to ? (
    <Link to={to} class="figure figure-link">
      {content}
    </Link>
  ) : (
    <div class="figure">{content}</div>
  );
}
