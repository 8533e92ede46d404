import { useState } from 'preact/hooks';
import { post } from '../../api/http';
import type { Role } from '../../api/types';
import { CheckboxList } from '../../parts/MultiSelect';
import { roles } from '../../state/roles';
import { checkSession } from '../../state/session';
import { CommandResult } from '../shared/CommandResult';
import { Panel } from '../shared/Panel';
import { useCommand } from '../shared/useCommand';

/** The roles whose people need a second factor. */
export function RequiredSecondFactor({ required, onDone }: { required: readonly Role[]; onDone(): void }) {
  const [chosen, setChosen] = useState<readonly string[]>(required);
  const command = useCommand();
  const isSame = chosen.length === required.length && required.every((r) => chosen.includes(r));
  const save = () =>
    void command.run(async () => {
      await post('/api/v1/users/second-factor', { roles: chosen }, 'PUT');
      onDone();
      // The own role may be one of them.
      await checkSession();
      return 'Saved.';
    });
  return (
    <Panel
      title="Second factor"
      note="People with these roles set one up before anything else. For those who sign in with a provider, the provider decides."
    >
      <form
        class="ask view-pad"
        onSubmit={(e) => {
          e.preventDefault();
          save();
        }}
      >
        <fieldset class="choices">
          <legend>Required of</legend>
          <CheckboxList
            label="Roles that need a second factor"
            options={roles().map((r) => ({ value: r.role, text: r.name }))}
            chosen={chosen}
            onChange={setChosen}
          />
        </fieldset>
        <CommandResult command={command} />
        <div class="action-row">
          <button class="button" type="submit" disabled={command.busy || isSame}>
            Save
          </button>
        </div>
      </form>
    </Panel>
  );
}
