import type { EntityField } from '../../api/types';
import { fieldName } from '../../format/fields';
import { Icon } from '../../parts/Icon';
import { operatorText, operators, takesNoValue, type Condition, type Operator } from './exploreQuery';

const always = ['account', 'account.segment', 'account.tier', 'territory'];

/** The filter conditions. All of them must match. */
export function Conditions({
  conditions,
  fields,
  onChange,
}: {
  conditions: readonly Condition[];
  fields: readonly EntityField[];
  onChange(conditions: Condition[]): void;
}) {
  const change = (i: number, part: Partial<Condition>) => onChange(conditions.map((c, n) => (n === i ? { ...c, ...part } : c)));
  const typeOf = (name: string) => fields.find((f) => f.name === name)?.type;
  return (
    <div class="conditions">
      {conditions.map((c, i) => (
        <div key={i} class="condition" role="group" aria-label={`Filter ${i + 1}`}>
          <span class="aside">{i ? 'and' : 'where'}</span>
          <select class="field" aria-label="Field" value={c.field} onChange={(e) => change(i, { field: e.currentTarget.value })}>
            {[...new Set([c.field, ...fields.map((f) => f.name), ...always])].map((name) => (
              <option key={name} value={name}>
                {fieldName(name)}
              </option>
            ))}
          </select>
          <select class="field" aria-label="Comparison" value={c.op} onChange={(e) => change(i, { op: e.currentTarget.value as Operator })}>
            {(Object.keys(operators) as Operator[]).map((op) => (
              <option key={op} value={op}>
                {operatorText(op, typeOf(c.field))}
              </option>
            ))}
          </select>
          {!takesNoValue(c.op) &&
            (typeOf(c.field) === 'date' && !c.value.startsWith('today') ? (
              <input
                class="field"
                aria-label="Value"
                type="date"
                value={c.value}
                onChange={(e) => change(i, { value: e.currentTarget.value })}
              />
            ) : (
              <input
                class="field"
                aria-label="Value"
                inputMode={['number', 'integer', 'money', 'rate'].includes(typeOf(c.field) ?? '') ? 'decimal' : 'text'}
                placeholder={typeOf(c.field) === 'rate' ? '0.7 is 70 %' : 'value'}
                value={c.value}
                onChange={(e) => change(i, { value: e.currentTarget.value })}
              />
            ))}
          <button
            class="icon-button"
            type="button"
            aria-label="Remove this filter"
            title="Remove this filter"
            onClick={() => onChange(conditions.filter((_, n) => n !== i))}
          >
            <Icon name="close" />
          </button>
        </div>
      ))}
      <button
        class="button button-quiet"
        type="button"
        disabled={!fields.length}
        onClick={() => onChange([...conditions, { field: fields[0]?.name ?? 'territory', op: 'set', value: '' }])}
      >
        <Icon name="plus" />
        <span>Add a filter</span>
      </button>
    </div>
  );
}
