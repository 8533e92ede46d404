import { settle, type Decision } from '../../api/account';
import { counted } from '../../format/format';
import { Icon } from '../../parts/Icon';
import { Skeleton } from '../../parts/Skeleton';
import { Tabs } from '../../parts/Tabs';
import { useRequest } from '../../parts/useRequest';
import { set } from '../../state/router';
import type { PageProps } from '../pages';
import { Head } from '../view/Head';
import { Loaded } from '../view/Loaded';
import { tabIn } from '../view/tabs';
import { Told } from '../view/Told';
import { useCommand } from '../view/useCommand';
import '../view/view.css';
import { ByHand, Names } from './ByHand';
import { Decide, type Review } from './Decide';
import { Decisions } from './Decisions';
import { Findings } from './Findings';
import './reconciliation.css';

interface View {
  decisions: Decision[];
  review: Review[];
}

/** How names became accounts, what a person should decide, and what the data lack. */
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
  const { tab, named } = tabIn(tabs, settings);
  return (
    <div class="page view">
      <Head title="Reconciliation" sub="How the names of the sources became accounts">
        <button
          class="button"
          type="button"
          disabled={command.busy}
          onClick={() =>
            void command
              .run(async () => {
                const { decisions: made } = await settle();
                return made ? `${counted(made, 'new decision')}.` : 'Nothing new: everything that was received has its account.';
              })
              .then((ok) => ok && found.again())
          }
        >
          <Icon name="refresh" />
          <span>Reconcile now</span>
        </button>
      </Head>
      <Told command={command} />
      <Tabs label="Reconciliation" tabs={tabs} chosen={tab} onChoose={(key) => set({ tab: named(key), sort: '', text: '' }, 'replace')}>
        <Loaded request={found} what="Reconciliation" waiting={<Skeleton rows={6} />}>
          {(data) => (
            <>
              {tab === 'decide' && <Decide review={data.review} again={found.again} />}
              {tab === 'decisions' && <Decisions decisions={data.decisions} settings={settings} again={found.again} />}
              {tab === 'hand' && <ByHand again={found.again} />}
              {tab === 'names' && <Names decisions={data.decisions} again={found.again} />}
              {tab === 'findings' && <Findings />}
            </>
          )}
        </Loaded>
      </Tabs>
    </div>
  );
}
