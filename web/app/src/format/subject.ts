import type { Lead } from '../api/types';
import { counted } from './format';

type Subject = Pick<Lead, 'item' | 'contract'>;

/** What a lead is about: a product, or a contract. */
export const subjectName = ({ item, contract }: Subject): string =>
  contract ? `Contract ${contract.number || contract.id}` : item?.product || 'Unknown product';

/** The second line: a serial, or how much a contract covers. */
export const subjectDetail = ({ item, contract }: Subject): string =>
  contract ? (contract.items ? counted(contract.items, 'item') : 'no known items') : (item?.serial ?? '');
