export const BrandMark = () => (
  <svg class="brand-mark" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
    <rect class="unit" x="1" y="2" width="18" height="4" rx="1" />
    <rect class="unit unit-lit" x="1" y="8" width="12" height="4" rx="1" />
    <rect class="beacon" x="15" y="8" width="4" height="4" rx="1" />
    <rect class="unit" x="1" y="14" width="18" height="4" rx="1" />
  </svg>
);
