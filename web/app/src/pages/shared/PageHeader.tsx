import type { ComponentChildren } from 'preact';

/** A page's title, subtitle and buttons. */
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
