import type { ComponentChildren } from 'preact';
import { useId, useRef } from 'preact/hooks';
import { count } from '../format/format';

export interface Tab {
  key: string;
  name: string;
  /** Number of records in the tab. */
  count?: number | undefined;
}

interface Props {
  label: string;
  tabs: readonly Tab[];
  selected: string;
  onChoose(key: string): void;
  /** The content of the selected tab. */
  children: ComponentChildren;
}

/** Tabs with their content below. Arrow keys select. The caller keeps the selected tab in the address. */
export function Tabs({ label, tabs, selected, onChoose, children }: Props) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const at = Math.max(
    0,
    tabs.findIndex((t) => t.key === selected),
  );

  const onKey = (event: KeyboardEvent) => {
    const to =
      event.key === 'ArrowRight'
        ? (at + 1) % tabs.length
        : event.key === 'ArrowLeft'
          ? (at + tabs.length - 1) % tabs.length
          : event.key === 'Home'
            ? 0
            : event.key === 'End'
              ? tabs.length - 1
              : -1;
    if (to < 0) return;
    event.preventDefault();
    onChoose(tabs[to]!.key);
    list.current!.querySelectorAll<HTMLElement>('[role=tab]')[to]?.focus();
  };

  return (
    <div class="tabs">
      <div class="tab-list" role="tablist" aria-label={label} ref={list} onKeyDown={onKey}>
        {tabs.map((tab, i) => (
          <button
            key={tab.key}
            type="button"
            role="tab"
            class="tab"
            id={`${id}-${tab.key}`}
            aria-controls={`${id}-panel`}
            aria-selected={i === at}
            tabIndex={i === at ? 0 : -1}
            onClick={() => onChoose(tab.key)}
          >
            {tab.name}
            {tab.count !== undefined && <span class="tab-count num">{count(tab.count)}</span>}
          </button>
        ))}
      </div>
      <div class="tab-panel" role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${tabs[at]?.key}`}>
        {children}
      </div>
    </div>
  );
}
