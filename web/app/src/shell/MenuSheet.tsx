import { useEffect, useRef } from 'preact/hooks';
import { Icon } from '../parts/Icon';
import type { PageName } from '../state/url';
import { overlay } from './overlay';
import { Navigation } from './Navigation';
import { Facts } from './Sidebar';
import { SignedInUser } from './SignedInUser';
import { ThemeSwitch } from './ThemeSwitch';

/** The menu of all pages on a phone. */
export function MenuSheet({ page }: { page: PageName }) {
  const box = useRef<HTMLDialogElement>(null);
  const close = () => (overlay.value = null);
  useEffect(() => {
    const dialog = box.current!;
    dialog.showModal();
    return () => dialog.close();
  }, []);
  return (
    <dialog
      ref={box}
      class="sheet"
      aria-label="Menu"
      onCancel={(e) => {
        e.preventDefault();
        close();
      }}
      onPointerDown={(e) => e.target === box.current && close()}
      onClick={(e) => (e.target as HTMLElement).closest('a') && close()}
    >
      <div class="sheet-box">
        <div class="sheet-head">
          <h2>Pages</h2>
          <button class="icon-button" type="button" aria-label="Close" onClick={close}>
            <Icon name="close" />
          </button>
        </div>
        <Navigation page={page} />
        <SignedInUser />
        <div class="sheet-foot">
          <ThemeSwitch />
          <Facts />
        </div>
      </div>
    </dialog>
  );
}
