import { useEffect, useRef } from 'preact/hooks';
import { lazy } from '../parts/lazy';
import { Failure } from '../parts/Notice';
import { navigate, route } from '../state/router';
import { checkSession, endedBecause, loadSession, session, sessionProblem } from '../state/session';
import { isBare, overview } from '../state/url';
import { App } from './App';
import { screenOf } from './screen';

const SignIn = lazy(() => import('../pages/entry/SignIn').then((m) => m.SignIn));
const Welcome = lazy(() => import('../pages/entry/Welcome').then((m) => m.Welcome));
const AddSecondFactor = lazy(() => import('../pages/entry/AddSecondFactor').then((m) => m.AddSecondFactor));
const FirstUser = lazy(() => import('../pages/entry/FirstUser').then((m) => m.FirstUser));

/** The app, or the page that lets somebody in. */
export function Root() {
  const known = session.value;
  const at = route.value;
  const screen = known && screenOf(at.page, known);
  const isPast = screen === 'app' && isBare(at) && at.page !== 'unknown';
  useEffect(() => {
    if (isPast) navigate(overview, 'replace');
  }, [isPast]);
  if (!screen) return sessionProblem.value && <Failure problem={sessionProblem.value} again={() => void loadSession()} />;
  switch (screen) {
    case 'sign-in':
      return (
        <main class="entry">
          <SignIn />
        </main>
      );
    case 'welcome':
      return (
        <main class="entry">
          <Welcome />
        </main>
      );
    case 'second-factor':
      return (
        <main class="entry">
          <AddSecondFactor />
        </main>
      );
    case 'first-user':
      return (
        <main class="entry">
          <FirstUser />
        </main>
      );
    case 'app':
      return isPast ? null : (
        <>
          <App />
          {endedBecause.value && <SignInOverPage reason={endedBecause.value} />}
        </>
      );
  }
}

/** Hides the page without closing it: what was typed is there after signing in. */
function SignInOverPage({ reason }: { reason: string }) {
  const box = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = box.current!;
    // Modal, and opened last: it lies over dialogs of the page.
    dialog.showModal();
    // Somebody may have signed in in another tab.
    const check = () => void checkSession().catch(() => {});
    addEventListener('focus', check);
    return () => {
      removeEventListener('focus', check);
      dialog.close();
    };
  }, []);
  return (
    <dialog
      ref={box}
      class="entry entry-over"
      aria-label="Sign in"
      onCancel={(e) => e.preventDefault()}
      onKeyDown={(e) => {
        // Pressing Esc twice would close it.
        if (e.key === 'Escape') e.preventDefault();
        e.stopPropagation();
      }}
    >
      <SignIn reason={reason} />
    </dialog>
  );
}
