import { may, session } from '../../state/session';
import { updateSettings } from '../../state/router';
import { Tabs } from '../../parts/Tabs';
import { PageHeader } from '../shared/PageHeader';
import type { PageProps } from '../shared/pageProps';
import { Panel } from '../shared/Panel';
import '../shared/shared.css';
import { currentTab } from '../shared/tabs';
import './assignment.css';
import { History } from './History';
import { RuleRows } from './RuleRows';
import { useAssignment } from './useAssignment';
import { WorkloadTable } from './Workload';

/** Who owns which leads: the rules that decide it, and the work of each person. */
export function AssignmentPage({ settings }: PageProps) {
  return may('manage_assignment') && session.value?.hasUsers ? (
    <ManagedAssignment settings={settings} />
  ) : (
    <div class="page view">
      <PageHeader title="Assignment" sub="Open leads by person" />
      {!session.value?.hasUsers && (
        <Panel title="There are no users yet">
          <p class="panel-note">
            Rules give leads to users. Until there are some, leads are assigned by hand to any name. The page Users says how the first one
            is added.
          </p>
        </Panel>
      )}
      <WorkloadTable />
    </div>
  );
}

const tabs = [
  { key: 'rules', name: 'Rules' },
  { key: 'workload', name: 'Workload' },
  { key: 'history', name: 'History' },
];

function ManagedAssignment({ settings }: Pick<PageProps, 'settings'>) {
  const assignment = useAssignment();
  const { tab, paramOf } = currentTab(tabs, settings);
  return (
    <div class="page view">
      <PageHeader title="Assignment" sub="Rules give open leads that nobody owns to people" />
      <Tabs label="Assignment" tabs={tabs} selected={tab} onChoose={(key) => updateSettings({ tab: paramOf(key) }, 'replace')}>
        {tab === 'workload' ? (
          <WorkloadTable />
        ) : tab === 'history' ? (
          <History assignment={assignment} onRestored={() => updateSettings({ tab: '' }, 'replace')} />
        ) : (
          <RuleRows assignment={assignment} />
        )}
      </Tabs>
    </div>
  );
}
