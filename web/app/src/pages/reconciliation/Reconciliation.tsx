import type { Decision } from '../../api/types';
import { settle } from '../../api/account';
import { counted } from '../../format/format';
import { Icon } from '../../parts/Icon';
import { Skeleton } from '../../parts/Skeleton';
import { Tabs } from '../../parts/Tabs';
import { useRequest } from '../../parts/useRequest';
import { updateSettings } from '../../state/router';
import type { PageProps } from '../shared/pageProps';
import { PageHeader } from '../shared/PageHeader';
import { RequestResult } from '../shared/RequestResult';
import { currentTab } from '../shared/tabs';
import { CommandResult } from '../shared/CommandResult';
import { useCommand } from '../shared/useCommand';
import '../shared/shared.css';
import { LinkAndMerge, NameMappings } from './LinkAndMerge';
import { ReviewList, type Review } from './ReviewList';
import { Decisions } from './Decisions';
import { Findings } from './Findings';
import './reconciliation.css';

interface View {
  decisions: Decision[];
  review: Review[];
}

/** How names were matched to accounts, what needs a decision, and what is missing in the data. */
export function ReconciliationPage({ settings }: PageProps) {
  const found = useRequest<View>('/api/v1/reconciliation', 'portfolio');
  const command = useCommand();
  const review = found.data?.review ?? [];
  const decisions = found.data?.decisions ?? [];
  const tabs = [
    { key: 'decide', name: 'To decide', count: found.data ? review.length : undefined },
    { key: 'decisions', name: 'Decisions', count: found.data ? decisions.length : undefined },
    { key: 'hand', name: 'By hand' },
    { key: 'names', name: 'Territories and names' },
    { key: 'findings', name: 'Data quality' },
  ];
  const { tab, paramOf } = currentTab(tabs, settings);
  return (
    <div class="page view">
      <PageHeader title="Reconciliation" sub="How source names were matched to accounts">
        <button
          class="button"
          type="button"
          disabled={command.busy}
          onClick={() =>
            void command
              .run(async () => {
                const { decisions: made } = await settle();
                return made ? `${counted(made, 'new decision')}.` : 'No new decisions: every record has an account.';
              })
              .then((ok) => ok && found.reload())
          }
        >
          <Icon name="refresh" />
          <span>Reconcile now</span>
        </button>
      </PageHeader>
      <CommandResult command={command} />
      <Tabs
        label="Reconciliation"
        tabs={tabs}
        selected={tab}
        onChoose={(key) => updateSettings({ tab: paramOf(key), sort: '', text: '' }, 'replace')}
      >
        <RequestResult request={found} what="Reconciliation" waiting={<Skeleton rows={6} />}>
          {(data) => (
            <>
              {tab === 'decide' && <ReviewList review={data.review} again={found.reload} />}
              {tab === 'decisions' && <Decisions decisions={data.decisions} settings={settings} again={found.reload} />}
              {tab === 'hand' && <LinkAndMerge again={found.reload} />}
              {tab === 'names' && <NameMappings decisions={data.decisions} again={found.reload} />}
              {tab === 'findings' && <Findings />}
            </>
          )}
        </RequestResult>
      </Tabs>
    </div>
  );
}
