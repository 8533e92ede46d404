import type { ComponentChildren } from 'preact';
import { FigureSkeleton, Skeleton } from '../../parts/Skeleton';
import type { Requested } from '../../parts/useRequest';
import { Head } from './Head';
import { Loaded } from './Loaded';

interface Props<T> {
  title: string;
  /** What is said beside the title. */
  sub?: ComponentChildren;
  /** What can be done on the whole page; it stands in the head. */
  tools?: ComponentChildren;
  /** What narrows the page; it stands under the head. */
  filters?: ComponentChildren;
  request: Requested<T>;
  /** How many figures it opens with. */
  figures?: number;
  children(data: T): ComponentChildren;
}

/** A page that is one answer of the server: figures, and tables under them. */
export const FigurePage = <T,>({ title, sub, tools, filters, request, figures = 4, children }: Props<T>) => (
  <div class="page view">
    <Head title={title} sub={sub}>
      {tools}
    </Head>
    {filters}
    <Loaded
      request={request}
      what={title}
      waiting={
        <>
          <FigureSkeleton figures={figures} />
          <Skeleton rows={8} />
        </>
      }
    >
      {children}
    </Loaded>
  </div>
);
