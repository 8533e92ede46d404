/** The selected rows, and the row where a range starts. */
export interface Selection {
  ids: ReadonlySet<string>;
  anchor: string | null;
}

export const nothing: Selection = { ids: new Set(), anchor: null };

export function toggled({ ids }: Selection, id: string): Selection {
  const next = new Set(ids);
  if (!next.delete(id)) next.add(id);
  return { ids: next, anchor: id };
}

/** Selects the rows from the anchor to this one. Without an anchor only this one. */
export function extended(selection: Selection, order: readonly string[], id: string): Selection {
  const from = selection.anchor === null ? -1 : order.indexOf(selection.anchor);
  const to = order.indexOf(id);
  if (from < 0 || to < 0) return { ids: new Set(selection.ids).add(id), anchor: id };
  const ids = new Set(selection.ids);
  for (const one of order.slice(Math.min(from, to), Math.max(from, to) + 1)) ids.add(one);
  return { ids, anchor: selection.anchor };
}

/** Selects all rows, or none if all are selected. */
export function withAll(selection: Selection, all: readonly string[]): Selection {
  const ids = new Set(selection.ids);
  const every = all.every((id) => ids.has(id));
  for (const id of all) {
    if (every) ids.delete(id);
    else ids.add(id);
  }
  return { ids, anchor: selection.anchor };
}

export const howMany = (selection: Selection, all: readonly string[]): 'none' | 'some' | 'all' => {
  const n = all.filter((id) => selection.ids.has(id)).length;
  return n === 0 ? 'none' : n === all.length ? 'all' : 'some';
};
