import type { Item } from '../../api/types';
import { PriorityMark } from '../../parts/PriorityMark';

export const productName = (item: Item): string => String(item.fields['productName'] ?? item.fields['productId'] ?? 'Unknown product');

export const RiskMark = ({ risk }: { risk: Item['risk'] }) =>
  risk === 'unknown' ? <span class="aside">Unknown</span> : <PriorityMark priority={risk} />;
