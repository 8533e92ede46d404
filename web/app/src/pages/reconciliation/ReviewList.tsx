import type { Account, Page } from '../../api/types';
import { linkKey, mergeAccount, undoLink } from '../../api/account';
import { Problem, request } from '../../api/http';
import { EmptyState } from '../../parts/EmptyState';
import { Icon } from '../../parts/Icon';
import { Badge } from '../shared/Badge';
import { CommandResult } from '../shared/CommandResult';
import { useCommand } from '../shared/useCommand';

/** Why two names need a decision. */
export interface Review {
  kind: 'near_match' | 'tie' | (string & {});
  territory: string | null;
  first: string;
  second: string;
  similarity: number | null;
  note: string;
}

/** Finds the account with a name or alias in a territory. */
async function accountNamed(name: string, territory: string | null): Promise<Account> {
  const parameters = new URLSearchParams({ text: name, limit: '50' });
  if (territory) parameters.set('territory', territory);
  const { body } = await request<Page<Account>>(`/api/v1/accounts?${parameters}`);
  const fits = body.items.filter((a) => a.name === name || a.aliases?.includes(name));
  if (fits.length !== 1)
    throw new Problem(
      404,
      'This cannot be decided here',
      fits.length ? `Several accounts are called ${name}: choose one under By hand.` : `No account is called ${name} any more.`,
    );
  return fits[0]!;
}

/** Near matches and ties, for a person to decide. */
export function ReviewList({ review, again: reload }: { review: Review[]; again(): void }) {
  if (!review.length)
    return (
      <section class="panel">
        <EmptyState icon="check" title="Nothing to decide">
          There are no similar names, and no territory has two accounts with equally many opportunities.
        </EmptyState>
      </section>
    );
  return (
    <ul class="cases">
      {review.map((r) => (
        <Case key={`${r.kind}|${r.territory}|${r.first}|${r.second}`} review={r} again={reload} />
      ))}
    </ul>
  );
}

function Case({ review, again }: { review: Review; again(): void }) {
  const command = useCommand();
  const isTie = review.kind === 'tie';
  const decide = (work: () => Promise<void>) => void command.run(work).then((ok) => ok && again());
  const both = () => Promise.all([accountNamed(review.first, review.territory), accountNamed(review.second, review.territory)]);
  const place = (name: string) =>
    decide(async () => {
      await linkKey(`territory:${review.territory}`, (await accountNamed(name, review.territory)).id);
    });
  return (
    <li class="panel case">
      <header>
        <Badge icon={isTie ? 'territories' : 'reconciliation'}>{isTie ? 'A tie' : 'Similar names'}</Badge>
        <span class="aside">{review.territory ? `territory ${review.territory}` : 'no territory'}</span>
        {review.similarity != null && <b class="num case-alike">{review.similarity} of 100 alike</b>}
      </header>
      <div class="case-names">
        <b>{review.first}</b>
        <Icon name="reconciliation" />
        <b>{review.second}</b>
      </div>
      <p class="aside">{review.note}</p>
      <div class="action-row">
        {isTie ? (
          <>
            <button class="button" type="button" disabled={command.busy} onClick={() => place(review.first)}>
              They are {review.first}’s
            </button>
            <button class="button" type="button" disabled={command.busy} onClick={() => place(review.second)}>
              They are {review.second}’s
            </button>
          </>
        ) : (
          <>
            <button
              class="button button-main"
              type="button"
              disabled={command.busy}
              onClick={() =>
                decide(async () => {
                  const [first, second] = await both();
                  await mergeAccount(second.id, first.id);
                })
              }
            >
              Same company
            </button>
            <button
              class="button"
              type="button"
              disabled={command.busy}
              onClick={() =>
                decide(async () => {
                  const [, second] = await both();
                  await undoLink(second.id);
                })
              }
            >
              Different companies
            </button>
          </>
        )}
      </div>
      <CommandResult command={command} />
    </li>
  );
}
