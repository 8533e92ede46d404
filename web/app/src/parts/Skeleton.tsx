/** A placeholder for rows that are loading. */
export const Skeleton = ({ rows = 6, label = 'Loading' }: { rows?: number; label?: string }) => (
  <div class="bones" aria-busy="true" aria-label={label} role="status">
    {[...Array(rows).keys()].map((i) => (
      <i key={i} class="bone bone-row" />
    ))}
  </div>
);

/** A placeholder for a row of stat tiles. */
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
