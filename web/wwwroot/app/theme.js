// The reader's theme before the first paint; see src/state/theme.ts.
try {
    var theme = localStorage.getItem('onelead.theme');
    if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch (e) {
    // Storage may be forbidden: the system's theme holds.
}
