/** Stands for a value that is known, and that the user's role does not show. */
export const Masked = () => (
  <span class="aside" title="Your role does not show this value.">
    masked
  </span>
);
