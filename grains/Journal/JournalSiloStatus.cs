namespace OneLead.Journal;

internal sealed class JournalSiloStatus(LocalJournals journals) : ISiloStatus
{
    public long UnflushedRows => journals.All.Sum(static j => j.UnflushedRows);
}
