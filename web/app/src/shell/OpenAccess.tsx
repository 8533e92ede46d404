import type { SystemState } from '../api/types';
import { Callout } from '../parts/Callout';
import { useRequest } from '../parts/useRequest';

/** Says on every page that other machines can connect, while there are no users. */
export function OpenAccess() {
  const system = useRequest<SystemState>('/api/v1/system');
  if (!system.data?.openToNetwork) return null;
  return (
    <div class="open-access">
      <Callout icon="warning" tone="warn">
        Anybody who reaches this port can read and change everything, because OneLead has no users yet.
      </Callout>
    </div>
  );
}
