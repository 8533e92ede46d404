import type { ComponentChildren } from 'preact';
import { StatTileSkeleton, Skeleton } from '../../parts/Skeleton';
import type { RequestState } from '../../parts/useRequest';
import { PageHeader } from './PageHeader';
import { RequestResult } from './RequestResult';

interface Props<T> {
  title: string;
  /** What is said beside the title. */
  sub?: ComponentChildren;
  /** What can be done on the whole page; it stands in the head. */
  tools?: ComponentChildren;
  /** What narrows the page; it stands under the head. */
  filters?: ComponentChildren;
  request: RequestState<T>;
  /** How many figures it opens with. */
  figures?: number;
  children(data: T): ComponentChildren;
}

/** A page that is one answer of the server: figures, and tables under them. */
export const ReportPage = <T,>({ title, sub, tools, filters, request, figures = 4, children }: Props<T>) => (
  <div class="page view">
    <PageHeader title={title} sub={sub}>
      {tools}
    </PageHeader>
    {filters}
    <RequestResult
      request={request}
      what={title}
      waiting={
        <>
          <StatTileSkeleton figures={figures} />
          <Skeleton rows={8} />
        </>
      }
    >
      {children}
    </RequestResult>
  </div>
);
