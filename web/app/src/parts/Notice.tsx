import type { ComponentChildren } from 'preact';
import type { Problem } from '../api/http';
import { Icon, type IconName } from './Icon';

/** Replaces a page's content when there is nothing to show, and says what to do. */
export const Notice = ({ icon, title, children }: { icon: IconName; title: string; children?: ComponentChildren }) => (
  <div class="notice">
    <span class="notice-icon">
      <Icon name={icon} />
    </span>
    <h2>{title}</h2>
    {children}
  </div>
);

export const Failure = ({ problem, again: retry }: { problem: Problem; again: () => void }) => (
  <Notice icon="warning" title={problem.title}>
    {problem.detail && <p>{problem.detail}</p>}
    {problem.isTransient && <p>Trying again every few seconds.</p>}
    <button class="button" type="button" onClick={retry}>
      Try now
    </button>
  </Notice>
);
