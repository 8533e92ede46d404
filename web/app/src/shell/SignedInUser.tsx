import { roleName } from '../state/roles';
import { Icon } from '../parts/Icon';
import { Link } from '../parts/Link';
import { session, signOut, user } from '../state/session';
import { showToast } from '../state/toasts';
import { viewWith } from '../state/url';

const leave = () => void signOut().catch(() => showToast('You are still signed in: the server did not answer.', { tone: 'warn' }));

/** Who has signed in, with the way to their profile and out. */
export function SignedInUser() {
  const person = user.value;
  if (!person) return null;
  return (
    <div class="account">
      <Link to={viewWith('profile')} class="account-link" title="Your profile">
        <span class="account-name">{person.displayName}</span>
        <span class="account-role">
          {roleName(person.role)}
          {session.value?.organisation && ` · ${session.value.organisation}`}
        </span>
      </Link>
      <button class="icon-button" type="button" aria-label="Sign out" title="Sign out" onClick={leave}>
        <Icon name="out" />
      </button>
    </div>
  );
}
