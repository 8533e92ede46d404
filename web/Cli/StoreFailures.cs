using OneLead.Storage;

namespace OneLead.Web.Cli;

/// <summary>Failures of the store whose messages say what to do.</summary>
internal static class StoreFailures
{
    public static bool IsExpected(Exception e) => e is StoreOwnedException or JournalUnavailableException or InvalidDataException
        or CorruptJournalException or CorruptSnapshotsException;
}
