import { useMemo, useState } from 'preact/hooks';
import type { Item } from '../../api/types';
import { count, counted, day, daysText } from '../../format/format';
import { word } from '../../format/words';
import { EmptyState } from '../../parts/EmptyState';
import { Icon } from '../../parts/Icon';
import { Link } from '../../parts/Link';
import { sorted } from '../../parts/sorting';
import { openLead, updateSettings } from '../../state/router';
import { itemAt, type Settings } from '../../state/url';
import { Select } from '../shared/Select';
import { LifeAxis, LifeLegend, LifeLine } from '../shared/LifeLine';
import { lifecycleOf, scaleOf } from '../shared/lifecycle';
import { productName, RiskMark } from '../shared/item';

const step = 60;

const orders: Record<string, { name: string; key(item: Item): number | string | null; descending: boolean }> = {
  risk: { name: 'Risk', key: (i) => i.riskScore ?? null, descending: true },
  support: { name: 'Support end', key: (i) => lifecycleOf(i).supportEnd, descending: false },
  life: { name: 'End of life', key: (i) => lifecycleOf(i).endOfLife, descending: false },
  product: { name: 'Product', key: (i) => productName(i), descending: false },
  next: { name: 'Next change', key: (i) => i.nextChange ?? null, descending: false },
};

/** The installed items with their lifecycles on one scale. */
export function Items({ items, asOf, settings }: { items: readonly Item[]; asOf: string; settings: Settings }) {
  const [shown, setShown] = useState(step);
  const order = orders[settings['sort'] ?? 'risk'] ?? orders['risk']!;
  const text = (settings['text'] ?? '').trim().toLowerCase();
  const systems = settings['systems'] === 'only';
  const scale = useMemo(() => scaleOf(items.map(lifecycleOf), asOf), [items, asOf]);
  const found = useMemo(
    () =>
      sorted(
        items.filter(
          (i) => (!systems || !i.isComponent) && (!text || `${productName(i)}\n${i.serial}\n${i.family}`.toLowerCase().includes(text)),
        ),
        order.key,
        order.descending,
      ),
    [items, order, text, systems],
  );
  if (!items.length) return <EmptyState title="No installed items">No items of this account have been imported.</EmptyState>;
  return (
    <>
      <div class="tab-tools">
        <div class="search">
          <Icon name="search" />
          <input
            class="field"
            type="search"
            placeholder="Product, serial or family"
            aria-label="Find items by product, serial or family"
            value={settings['text'] ?? ''}
            onInput={(e) => updateSettings({ text: e.currentTarget.value }, 'replace')}
          />
        </div>
        <label class="tick">
          <input
            type="checkbox"
            checked={systems}
            onChange={(e) => updateSettings({ systems: e.currentTarget.checked ? 'only' : '' }, 'replace')}
          />
          Systems only
        </label>
        <Select
          label="Sort"
          value={settings['sort'] ?? 'risk'}
          options={Object.entries(orders).map(([key, o]) => [key, o.name] as const)}
          onChoose={(sort) => updateSettings({ sort: sort === 'risk' ? '' : sort }, 'replace')}
        />
        <LifeLegend />
      </div>
      {!found.length ? (
        <EmptyState icon="search" title="No item matches">
          No item has this text in its product, serial or family.
        </EmptyState>
      ) : (
        <div class="life-list" role="table" aria-label="Installed items" aria-rowcount={found.length + 1}>
          <div class="life-heads" role="row">
            <span role="columnheader">Item</span>
            <span role="columnheader">Risk</span>
            <span role="columnheader">Support</span>
            <span role="columnheader" class="life-head">
              <span class="unseen">Life</span>
              <LifeAxis scale={scale} asOf={asOf} />
            </span>
            <span role="columnheader">Leads</span>
          </div>
          {found.slice(0, shown).map((item) => (
            <ItemRow key={item.id} item={item} asOf={asOf} life={<LifeLine life={lifecycleOf(item)} scale={scale} asOf={asOf} />} />
          ))}
        </div>
      )}
      <p class="list-end">
        {found.length > shown ? (
          <button class="button" type="button" onClick={() => setShown(shown + step * 4)}>
            Show more ({count(found.length)} in total)
          </button>
        ) : (
          found.length > 0 && `${counted(found.length, 'item')}${found.length < items.length ? ` of ${count(items.length)}` : ''}`
        )}
      </p>
    </>
  );
}

const shortTypes: Record<string, string> = {
  renewal: 'Renewal',
  renewal_due: 'Renewal',
  hardware_refresh: 'Refresh',
  service_attach: 'Attach',
};

function ItemRow({ item, asOf, life }: { item: Item; asOf: string; life: preact.ComponentChildren }) {
  const past = item.daysPastEndOfLife ?? 0;
  const { supportEnd } = lifecycleOf(item);
  const support = item.support?.filter((s) => s !== 'unknown') ?? [];
  return (
    <div class="life-row" role="row">
      <span role="cell" class="two l-item">
        <Link to={itemAt(item.id)} class="data-link">
          {productName(item)}
        </Link>
        <small class="tagged">
          <span class="mono">{item.serial}</span>
          {item.isComponent && <span class="tag">part</span>}
          {item.family && item.family !== 'OTHER' && <span class="l-family">{item.family}</span>}
        </small>
      </span>
      <span role="cell" class="l-risk" title={item.riskScore == null ? undefined : `Risk score ${item.riskScore} of 100`}>
        <RiskMark risk={item.risk} />
      </span>
      <span role="cell" class="two l-support">
        <span>{support.length ? support.map(word).join(', ') : 'Not known'}</span>
        <small>
          {past > 0
            ? `${daysText(past, asOf)} past end of life`
            : supportEnd
              ? `${supportEnd < asOf ? 'ended' : 'until'} ${day(supportEnd)}`
              : ''}
        </small>
      </span>
      <span role="cell" class="l-life">
        {life}
      </span>
      <span role="cell" class="l-leads">
        {item.leads?.length ? (
          item.leads.map((id) => (
            <button
              key={id}
              type="button"
              class="lead-chip"
              aria-label={`Open the lead: ${word(id.split(':').at(-1))}`}
              onClick={() => openLead(id)}
            >
              {shortTypes[id.split(':').at(-1)!] ?? word(id.split(':').at(-1))}
            </button>
          ))
        ) : (
          <span class="aside">none</span>
        )}
      </span>
    </div>
  );
}
