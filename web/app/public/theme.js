// Sets the reader's theme before the first paint; see src/state/theme.ts.
try {
  const theme = localStorage.getItem('onelead.theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // Storage may be blocked: the system's theme applies.
}
