import type { ComponentChildren } from 'preact';
import { follow } from '../state/router';
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
  <a href={formatRoute(to)} onClick={follow(to)} {...rest}>
    {children}
  </a>
);
