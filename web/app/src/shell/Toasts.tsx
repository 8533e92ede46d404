import { useEffect, useRef } from 'preact/hooks';
import { Icon } from '../parts/Icon';
import { commandKey } from '../parts/keyboard';
import { dismissToast, toasts, type Toast } from '../state/toasts';
import { PriorityToast } from './PriorityToast';

/** Short messages in a corner, some with an undo button. */
export const Toasts = () => (
  <div class="toasts" role="status">
    <PriorityToast />
    {toasts.value.map((toast) => (
      <ToastMessage key={toast.id} toast={toast} />
    ))}
  </div>
);

function ToastMessage({ toast }: { toast: Toast }) {
  const box = useRef<HTMLDivElement>(null);
  // The timer stops while the message has the pointer or the focus.
  useEffect(() => {
    let left = toast.ms;
    const timer = setInterval(() => {
      if (box.current?.matches(':hover, :focus-within')) return;
      left -= 250;
      if (left <= 0) dismissToast(toast.id);
    }, 250);
    return () => clearInterval(timer);
  }, []);
  return (
    <div class={`toast toast-${toast.tone}`} ref={box}>
      {toast.tone !== 'plain' && <Icon name={toast.tone === 'good' ? 'check' : 'warning'} />}
      <span>{toast.text}</span>
      {toast.action && (
        <button
          class="toast-action"
          type="button"
          title={toast.undo ? `${commandKey}+Z` : undefined}
          onClick={() => {
            dismissToast(toast.id);
            toast.action!.run();
          }}
        >
          {toast.undo && <Icon name="undo" />}
          {toast.action.name}
        </button>
      )}
      <button class="toast-close" type="button" aria-label="Dismiss" onClick={() => dismissToast(toast.id)}>
        <Icon name="close" />
      </button>
    </div>
  );
}
