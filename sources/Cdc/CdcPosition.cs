using System.Collections.Immutable;
using System.Text.Json;
using OneLead.Storage;

namespace OneLead.Sources.Cdc;

/// <summary>How far a source is journaled. It is written before the server is told, so the server never forgets what is not journaled.</summary>
/// <param name="Copy">The number of the last copy that was begun: 1, 2, 3 …</param>
/// <param name="IsCopying">Whether it has not ended.</param>
/// <param name="Place">All of the log before it is journaled.</param>
/// <param name="At">The latest time of what is before it: a server's clock that is set back turns no change into an older one.</param>
/// <param name="System">Whose log it is.</param>
/// <param name="Publication">By which rows are counted in their transactions.</param>
/// <param name="Tables">The tables that were copied.</param>
internal sealed record CdcPosition(int Copy, bool IsCopying, ulong Place, DateTimeOffset At, string System, string Publication, ImmutableArray<string> Tables)
{
    public static CdcPosition None { get; } = new(0, true, 0, default, "", "", []);
}

/// <summary>Keeps the position of one source.</summary>
internal sealed class CdcPositions(IStateStore states, string source)
{
    private const string State = "cdc";

    private string? _etag;

    public async Task<CdcPosition?> Read(CancellationToken cancellation)
    {
        if (await states.Read(State, source, cancellation) is not { } stored)
        {
            _etag = null;
            return null;
        }
        _etag = stored.ETag;
        return JsonSerializer.Deserialize<CdcPosition>(stored.Bytes);
    }

    /// <exception cref="InvalidOperationException">Somebody else wrote it.</exception>
    public async Task Write(CdcPosition position, CancellationToken cancellation) =>
        _etag = await states.Write(State, source, JsonSerializer.SerializeToUtf8Bytes(position), _etag, cancellation)
            ?? throw new InvalidOperationException($"Somebody else follows the source '{source}', too.");
}
