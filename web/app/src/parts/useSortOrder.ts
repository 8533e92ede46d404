import { updateSettings } from '../state/router';
import type { Settings } from '../state/url';
import { orderOf, orderText, type Order } from './sorting';

/** The order of a table as the page's address holds it; the usual one is not written. Several tables name theirs apart. */
export function useSortOrder(settings: Settings, fallback: Order, name = 'sort'): { order: Order; onOrder(order: Order): void } {
  return {
    order: orderOf(settings[name], fallback),
    onOrder: (order) => updateSettings({ [name]: orderText(order) === orderText(fallback) ? '' : orderText(order) }, 'replace'),
  };
}
