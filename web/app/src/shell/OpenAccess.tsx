import type { SystemState } from '../api/types';
import { Callout } from '../parts/Callout';
import { Icon } from '../parts/Icon';
import { Link } from '../parts/Link';
import { useRequest } from '../parts/useRequest';
import { session } from '../state/session';
import { viewWith } from '../state/url';

/** Says on every page that there are no users, and that other machines can connect. */
export const OpenAccess = () => (session.value?.hasUsers ? null : <NoUsers />);

function NoUsers() {
  const system = useRequest<SystemState>('/api/v1/system');
  const link = (
    <Link to={viewWith('users')} class="more-link">
      Add the first user
    </Link>
  );
  return system.data?.openToNetwork ? (
    <div class="open-access">
      <Callout icon="warning" tone="warn">
        Anybody who reaches this port can read and change everything, because OneLead has no users yet. {link}
      </Callout>
    </div>
  ) : (
    <p class="no-users">
      <Icon name="lock" />
      <span>There are no users: anybody on this machine can change everything. {link}</span>
    </p>
  );
}
