/** Keys typed into a field are the field's own. */
export const isTyping = (element: Element | null = document.activeElement): boolean =>
  element instanceof HTMLElement &&
  (element.isContentEditable || element.matches('input:not([type=checkbox], [type=radio]), textarea, select'));

/** A dialog is open: the page behind it hears no keys. */
export const isDialogOpen = (): boolean => document.querySelector('dialog[open]') !== null;

export const isMac = typeof navigator !== 'undefined' && /Mac|iP(hone|ad)/.test(navigator.platform);

/** "Ctrl" or, where the keyboard has it, the command key. */
export const commandKey = isMac ? '⌘' : 'Ctrl';
