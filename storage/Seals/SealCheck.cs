using System.Globalization;

namespace OneLead.Storage;

/// <summary>Compares the rows of a journal with their seals, from the first on.</summary>
public static class SealCheck
{
    /// <param name="known">A row and the MAC of the seal that ended with it, as an earlier check said; null compares with none.</param>
    /// <param name="rows">Told how many rows are checked.</param>
    public static async Task<SealReport> RunAsync(
        ISealStore seals, IJournal journal, MasterKey key, string tenant, KnownSeal? known = null,
        IProgress<long>? rows = null, CancellationToken cancellation = default)
    {
        var head = journal.Head(tenant);
        using var chain = new SealChain(key, tenant);
        JournalSeal? former = null;
        var isKnown = known is null;
        while (await seals.FindAsync(tenant, former?.Through ?? 0, cancellation) is { } stored)
        {
            if (await FindProblemAsync(seals, chain, tenant, former, stored, cancellation) is var (row, problem))
                return Report(former, row, problem);
            former = stored;
            isKnown |= known is { } one && stored.Through == one.Through
                && string.Equals(Hex(stored.Mac), one.Mac, StringComparison.OrdinalIgnoreCase);
            rows?.Report(stored.Through);
        }
        var last = await seals.FindLastAsync(tenant, cancellation);
        var end = former?.Through ?? 0;
        // Rows may have been sealed since.
        if (last is not null && last.After > end && await seals.FindAsync(tenant, end, cancellation) is null)
            return Report(former, end + 1, $"The seal after row {end} is missing, and later ones are there.");
        return isKnown
            ? Report(former, null, null)
            : Report(former, known!.Through, string.Create(
                CultureInfo.InvariantCulture,
                $"No seal ends at row {known.Through} with the MAC that was known: rows and seals were cut off or made again."));

        SealReport Report(JournalSeal? through, long? row, string? problem) =>
            new(through?.Through ?? 0, through is null ? null : Hex(through.Mac), Math.Max(head, through?.Through ?? 0), row, problem);
    }

    private static async Task<(long Row, string Problem)?> FindProblemAsync(
        ISealStore seals, SealChain chain, string tenant, JournalSeal? former, JournalSeal stored, CancellationToken cancellation)
    {
        chain.Begin(former);
        try
        {
            if (stored.Through <= stored.After)
                return (stored.After + 1, $"The seal after row {stored.After} was changed.");
            await seals.VisitAsync(tenant, stored.After, stored.Through, chain.Add, cancellation);
            return SealChain.Difference(stored, chain.End());
        }
        catch (CorruptJournalException e)
        {
            // A row before the one that cannot be read may have been changed, too.
            return SealChain.FindChanged(stored, chain.End()) is { } changed
                ? (changed, $"Row {changed} of the journal is not the one that was sealed: it was changed.")
                : (e.Sequence, e.Message);
        }
    }

    private static string Hex(byte[] mac) => Convert.ToHexStringLower(mac);
}
