import type { ComponentChildren } from 'preact';

interface Props {
  title: ComponentChildren;
  /** Shown beside the title. */
  note?: ComponentChildren;
  tools?: ComponentChildren;
  class?: string;
  label?: string;
  children: ComponentChildren;
}

/** A titled section of a page. */
export const Panel = ({ title, note, tools, class: kind = '', label, children }: Props) => (
  <section class={`panel view-panel ${kind}`} aria-label={label ?? (typeof title === 'string' ? title : undefined)}>
    <div class="panel-head">
      <div>
        <h2>{title}</h2>
        {note && <p class="view-note">{note}</p>}
      </div>
      {tools}
    </div>
    {children}
  </section>
);
