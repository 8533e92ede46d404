import { updateSettings } from '../state/router';
import type { Settings } from '../state/url';
import { orderOf, orderText, type Order } from './sorting';

/** A table's sort order, kept in the address unless it is the default. Several tables on one page use different names. */
export function useSortOrder(settings: Settings, fallback: Order, name = 'sort'): { order: Order; onOrder(order: Order): void } {
  return {
    order: orderOf(settings[name], fallback),
    onOrder: (order) => updateSettings({ [name]: orderText(order) === orderText(fallback) ? '' : orderText(order) }, 'replace'),
  };
}
