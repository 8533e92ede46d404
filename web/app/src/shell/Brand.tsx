import { BrandMark } from '../parts/BrandMark';
import { Link } from '../parts/Link';
import { overview } from '../state/url';

export const Brand = () => (
  <Link to={overview} class="brand" aria-label="OneLead, overview">
    <BrandMark />
    <span class="brand-name">OneLead</span>
  </Link>
);
