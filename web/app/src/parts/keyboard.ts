/** Whether the focus is in a text field, which then handles keys itself. */
export const isTyping = (element: Element | null = document.activeElement): boolean =>
  element instanceof HTMLElement &&
  (element.isContentEditable || element.matches('input:not([type=checkbox], [type=radio]), textarea, select'));

/** Whether a dialog is open. Pages ignore shortcuts then. */
export const isDialogOpen = (): boolean => document.querySelector('dialog[open]') !== null;

export const isMac = typeof navigator !== 'undefined' && /Mac|iP(hone|ad)/.test(navigator.platform);

/** "Ctrl", or the command key on a Mac. */
export const commandKey = isMac ? '⌘' : 'Ctrl';
