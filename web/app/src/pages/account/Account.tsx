import type { AccountDetail } from '../../api/types';
import { accountPath } from '../../api/account';
import { day } from '../../format/format';
import { keyText } from '../../format/keys';
import { Icon } from '../../parts/Icon';
import { Link } from '../../parts/Link';
import { Notice } from '../../parts/Notice';
import { Callout } from '../../parts/Callout';
import { StatTileSkeleton, Skeleton } from '../../parts/Skeleton';
import { Tabs } from '../../parts/Tabs';
import { useRequest } from '../../parts/useRequest';
import { updateSettings } from '../../state/router';
import { seesAllAccounts, seesKind } from '../../state/session';
import { viewWith, type Settings } from '../../state/url';
import type { PageProps } from '../shared/pageProps';
import { AtRisk, Badge, Stale } from '../shared/Badge';
import { PageHeader } from '../shared/PageHeader';
import { RequestResult } from '../shared/RequestResult';
import { currentTab } from '../shared/tabs';
import '../shared/shared.css';
import './account.css';
import './brief.css';
import { MeetingBrief } from './MeetingBrief';
import { Managers } from './Managers';
import { NamesAndKeys } from './NamesAndKeys';
import { Items } from './Items';
import { Leads } from './Leads';
import { Records } from './Records';
import { Summary } from './Summary';

export function AccountPage({ id, settings }: PageProps) {
  const found = useRequest<AccountDetail>(accountPath(id), `account:${id}`);
  const isBrief = settings['view'] === 'brief';
  return (
    <div class={`page view account${isBrief ? ' is-brief' : ''}`}>
      <RequestResult
        request={found}
        what="This account"
        missing={
          <Notice icon="search" title="There is no such account">
            <p>
              There is no account <code>{keyText(id)}</code>. The name may be mistyped, or no data has been received for it yet.
            </p>
            <Link to={viewWith('health')} class="button">
              {seesAllAccounts() ? 'All accounts' : 'Your accounts'}
            </Link>
          </Notice>
        }
        waiting={
          <>
            <PageHeader title={keyText(id)} />
            <StatTileSkeleton figures={5} />
            <Skeleton rows={8} />
          </>
        }
      >
        {(detail) =>
          isBrief ? <MeetingBrief detail={detail} /> : <AccountTabs detail={detail} asked={id} settings={settings} reload={found.reload} />
        }
      </RequestResult>
    </div>
  );
}

/** The kinds of records in each tab. Other kinds are shown in the last one. */
const recordTabs: readonly { key: string; name: string; kinds: readonly string[] }[] = [
  { key: 'opportunities', name: 'Opportunities', kinds: ['opportunity'] },
  { key: 'projects', name: 'Projects', kinds: ['project'] },
  { key: 'contracts', name: 'Contracts and credits', kinds: ['contract', 'service_credit'] },
  { key: 'tickets', name: 'Tickets', kinds: ['ticket', 'survey'] },
  { key: 'activity', name: 'Activity', kinds: ['activity', 'engagement'] },
  { key: 'contacts', name: 'Contacts', kinds: ['contact'] },
  { key: 'more', name: 'Orders and use', kinds: ['order', 'payment', 'usage'] },
];
const shownKinds = new Set([...recordTabs.flatMap((t) => t.kinds), 'account']);

function AccountTabs({
  detail,
  asked,
  settings,
  reload: again,
}: {
  detail: AccountDetail;
  asked: string;
  settings: Settings;
  reload(): void;
}) {
  const { account, entities, keys } = detail;
  const asOf = detail.asOf ?? new Date().toISOString().slice(0, 10);
  const others = Object.keys(entities).filter((kind) => !shownKinds.has(kind));
  const kindsOf = (tab: (typeof recordTabs)[number]) => (tab.key === 'more' ? [...tab.kinds, ...others] : tab.kinds);
  const counted = (kinds: readonly string[]) => kinds.reduce((n, kind) => n + (entities[kind]?.length ?? 0), 0);
  const open = detail.leads.filter((l) => l.status !== 'converted' && l.status !== 'rejected').length;
  const shownTabs = recordTabs.filter((tab) => tab.kinds.some(seesKind));
  const tabs = [
    { key: 'leads', name: 'Leads', count: open },
    { key: 'items', name: 'Items', count: detail.items.length },
    ...shownTabs.map((tab) => ({ key: tab.key, name: tab.name, count: counted(kindsOf(tab)) })),
    { key: 'identity', name: 'Names and keys', count: keys.length },
    { key: 'manager', name: 'Account manager' },
  ];
  const { tab, paramOf } = currentTab(tabs, settings);
  const records = shownTabs.find((t) => t.key === tab);
  return (
    <>
      <PageHeader title={account.name} sub={<Facts detail={detail} />}>
        <button class="button" type="button" onClick={() => updateSettings({ view: 'brief' })}>
          <Icon name="print" />
          <span>Meeting brief</span>
        </button>
      </PageHeader>
      {asked !== account.id && (
        <Callout icon="link">
          <b>{keyText(asked)}</b> belongs to this account; the tab Names and keys says why.
        </Callout>
      )}
      {account.stale && (
        <Callout icon="warning" tone="warn">
          Refresh this account in the CRM: the CRM reported changes without sending them. Until then the data here may be out of date.
        </Callout>
      )}
      <Summary detail={detail} />
      <Tabs
        label={account.name}
        tabs={tabs}
        selected={tab}
        onChoose={(key) => updateSettings({ tab: paramOf(key), sort: '', text: '', systems: '' }, 'replace')}
      >
        <div class={`panel tab-body tab-${tab}`}>
          {tab === 'leads' && <Leads detail={detail} settings={settings} />}
          {tab === 'items' && <Items items={detail.items} asOf={asOf} settings={settings} />}
          {records && <Records kinds={kindsOf(records)} entities={entities} again={again} />}
          {tab === 'identity' && <NamesAndKeys detail={detail} again={again} />}
          {tab === 'manager' && <Managers account={account} again={again} />}
        </div>
      </Tabs>
    </>
  );
}

function Facts({ detail: { account, asOf } }: { detail: AccountDetail }) {
  return (
    <span class="account-facts">
      {account.atRisk && <AtRisk />}
      {account.stale && <Stale />}
      {account.tier && <Badge icon="star">{account.tier}</Badge>}
      {account.territory && (
        <Link to={viewWith('territories', { id: account.territory })} class="text-link">
          Territory {account.territory}
        </Link>
      )}
      {account.accountManager && <span>{account.accountManager}</span>}
      {asOf && <span>as of {day(asOf)}</span>}
    </span>
  );
}
