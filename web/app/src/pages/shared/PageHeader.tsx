import type { ComponentChildren } from 'preact';

/** The title of a page, what is said beside it, and what can be done on the whole page. */
export const PageHeader = ({
  title,
  sub,
  children,
}: {
  title: ComponentChildren;
  sub?: ComponentChildren;
  children?: ComponentChildren;
}) => (
  <div class="page-head view-head">
    <h1>{title}</h1>
    {sub && <p class="page-sub">{sub}</p>}
    {children && <div class="view-tools">{children}</div>}
  </div>
);
