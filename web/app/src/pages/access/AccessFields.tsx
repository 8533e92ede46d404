import type { Role } from '../../api/types';
import { roleLine, roles } from '../../state/roles';
import { CheckboxList } from '../../parts/MultiSelect';
import { noTerritory, useTerritories } from '../../parts/useTerritories';

/** What decides what a user or a key sees. */
export interface Access {
  role: Role;
  territories: string[];
  /** One name on each line. */
  knownAs: string;
}

export const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);

/** The fields of the API that an access stands for. Only the role's own are sent. */
export const accessBody = ({ role, territories, knownAs }: Access) => ({
  role,
  territories: role === 'territory_manager' ? territories : [],
  knownAs: linesOf(knownAs),
});

/** A role that sees certain accounts needs to know which. */
export const isComplete = ({ role, territories }: Access): boolean => role !== 'territory_manager' || territories.length > 0;

/** The role, with the territories or names that it needs. */
export const AccessFields = ({ access, onChange }: { access: Access; onChange(access: Access): void }) => (
  <>
    <label>
      Role
      <select class="field" value={access.role} onChange={(e) => onChange({ ...access, role: e.currentTarget.value as Role })}>
        {roles().map((r) => (
          <option key={r.role} value={r.role}>
            {r.name}
          </option>
        ))}
      </select>
      <small class="aside">{roleLine(access.role)}</small>
    </label>
    {access.role === 'territory_manager' && (
      <Territories chosen={access.territories} onChange={(territories) => onChange({ ...access, territories })} />
    )}
    {access.role === 'account_manager' && (
      <label>
        Also known as
        <textarea
          class="field field-tall"
          rows={3}
          value={access.knownAs}
          placeholder="One name on each line"
          onInput={(e) => onChange({ ...access, knownAs: e.currentTarget.value })}
        />
        <small class="aside">The names in the field Account manager of your sources, if they differ from the names above.</small>
      </label>
    )}
  </>
);

function Territories({ chosen, onChange }: { chosen: string[]; onChange(territories: string[]): void }) {
  const options = useTerritories(chosen, true).filter((o) => o.value !== noTerritory);
  return (
    <fieldset class="choices">
      <legend>Territories</legend>
      <CheckboxList label="Territories" options={options} chosen={chosen} onChange={onChange} />
      <small class="aside">At least one. Accounts of these territories and of those below them are seen, and no others.</small>
    </fieldset>
  );
}
