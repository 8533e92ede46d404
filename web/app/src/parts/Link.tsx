import type { ComponentChildren } from 'preact';
import { linkHandler } from '../state/router';
import { formatRoute, type Route } from '../state/url';

interface Props {
  to: Route;
  class?: string;
  children: ComponentChildren;
  'aria-current'?: 'page' | undefined;
  'aria-label'?: string | undefined;
  title?: string | undefined;
}

export const Link = ({ to, children, ...rest }: Props) => (
  <a href={formatRoute(to)} onClick={linkHandler(to)} {...rest}>
    {children}
  </a>
);
