namespace OneLead.Web.Tenants;

/// <summary>Writes what an organisation's host logs to the log of the installation, with the name of the organisation.</summary>
internal sealed class TenantLogs(ILoggerFactory installation, string tenant) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new Named(installation.CreateLogger(categoryName), tenant);

    public void Dispose()
    {
    }

    private sealed class Named(ILogger log, string tenant) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => log.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => log.IsEnabled(logLevel);

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            log.Log(logLevel, eventId, state, exception, (s, e) => $"[{tenant}] {formatter(s, e)}");
    }
}
