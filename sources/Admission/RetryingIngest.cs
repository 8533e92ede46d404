using System.Collections.Immutable;
using OneLead.Events;

namespace OneLead.Sources.Admission;

/// <summary>Appends for whom nobody waits: they give way to what comes meanwhile.</summary>
public static class RetryingIngest
{
    /// <summary>Appends as soon as there is room.</summary>
    public static async Task<ImmutableArray<Appended>> AppendWhenThereIsRoom(this IIngest ingest, string tenant, ImmutableArray<ChangeEvent> events, TimeProvider clock, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                return await ingest.Append(tenant, events, cancellation);
            }
            catch (IngestOverloadedException overloaded)
            {
                await Task.Delay(overloaded.RetryAfter, clock, cancellation);
            }
        }
    }
}
