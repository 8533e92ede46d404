import type { ComponentChildren } from 'preact';
import { StatTileSkeleton, Skeleton } from '../../parts/Skeleton';
import type { RequestState } from '../../parts/useRequest';
import { PageHeader } from './PageHeader';
import { RequestResult } from './RequestResult';

interface Props<T> {
  title: string;
  /** Shown beside the title. */
  sub?: ComponentChildren;
  /** Buttons in the header. */
  tools?: ComponentChildren;
  /** Filters below the header. */
  filters?: ComponentChildren;
  request: RequestState<T>;
  /** Number of stat tiles in the placeholder. */
  figures?: number;
  children(data: T): ComponentChildren;
}

/** A page that shows the answer of one request: stat tiles with tables below. */
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
