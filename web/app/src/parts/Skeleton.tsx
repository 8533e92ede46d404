/** Stands where rows will be, so that nothing jumps when they come. */
export const Skeleton = ({ rows = 6, label = 'Loading' }: { rows?: number; label?: string }) => (
  <div class="bones" aria-busy="true" aria-label={label} role="status">
    {[...Array(rows).keys()].map((i) => (
      <i key={i} class="bone bone-row" />
    ))}
  </div>
);

/** Stands where a row of figures will be. */
export const StatTileSkeleton = ({ figures = 4 }: { figures?: number }) => (
  <div class="panel figures" aria-busy="true" aria-label="Loading" role="status">
    {[...Array(figures).keys()].map((i) => (
      <div key={i} class="figure bones">
        <i class="bone bone-short" />
        <i class="bone bone-tall" />
      </div>
    ))}
  </div>
);
