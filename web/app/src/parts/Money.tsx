import type { EstimatedValue, Sum } from '../api/types';
import { counted, money, moneyRange } from '../format/format';
import { knownAmount } from '../format/sums';

type Props = (
  | { amount: number | null | undefined; currency: string | null | undefined }
  | { range: Pick<EstimatedValue, 'min' | 'max' | 'currency'> | null | undefined }
  /** `of` names the parts of the sum: "lead". Parts of unknown value are shown as "+?". */
  | { sum: Sum | null | undefined; of: string }
) & {
  /** Shown when the amount is not known. */
  unknown?: string;
};

/** An amount of money, a range or a sum, as every page shows it: $12.4M, $75K–200K, $1.2M +?. */
export function Money(props: Props) {
  const { unknown = 'Unknown' } = props;
  if ('sum' in props) return <MoneySum sum={props.sum} of={props.of} unknown={unknown} />;
  const text = 'range' in props ? moneyRange(props.range) : props.amount == null ? null : money(props.amount, props.currency);
  return text === null ? <span class="aside">{unknown}</span> : <>{text}</>;
}

function MoneySum({ sum, of, unknown }: { sum: Sum | null | undefined; of: string; unknown: string }) {
  if (!sum) return <span class="aside">–</span>;
  const { currency, unknown: parts, others } = sum;
  const title = parts > 0 ? `${counted(parts, of, of.replace(/y$/, 'ie') + 's')} of unknown value` : undefined;
  const amount = knownAmount(sum);
  const amounts = [...(amount === null || (!amount && others.length) ? [] : [{ amount, currency }]), ...others];
  if (!amounts.length)
    return (
      <span class="aside" title={title}>
        {unknown}
      </span>
    );
  return (
    <span title={title}>
      {amounts.map((m) => money(m.amount, m.currency)).join(' + ')}
      {parts > 0 && <span class="aside"> +?</span>}
    </span>
  );
}
