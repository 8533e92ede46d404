using System.Collections.Immutable;
using System.Text.Json;
using OneLead.Storage;

namespace OneLead.Sources.Cdc;

/// <summary>
/// How far a source is journaled. It is stored before the server is told, so the server never discards changes that are not
/// journaled.
/// </summary>
/// <param name="Copy">The number of the last copy that was started, from 1.</param>
/// <param name="IsCopying">True until that copy has ended.</param>
/// <param name="Place">The log before this position is journaled.</param>
/// <param name="At">The latest commit time before it. If the server's clock is set back, later changes still get later times.</param>
/// <param name="System">Identifies the log.</param>
/// <param name="Publication">Row numbers within transactions depend on it.</param>
/// <param name="Tables">The tables that were copied.</param>
/// <param name="Shapes">What they were like; null in positions of earlier versions.</param>
/// <param name="Actions">
/// What the publication publishes: <c>insert,update,delete,truncate</c>; null in positions of earlier versions.
/// </param>
internal sealed record CdcPosition(
    int Copy,
    bool IsCopying,
    ulong Place,
    DateTimeOffset At,
    string System,
    string Publication,
    ImmutableArray<string> Tables,
    IReadOnlyList<TableShape>? Shapes = null,
    string? Actions = null)
{
    public static CdcPosition None { get; } = new(0, true, 0, default, "", "", []);
}

/// <summary>Stores the position of one source.</summary>
internal sealed class CdcPositionStore(IStateStore states, string source)
{
    private const string State = "cdc";

    private string? _etag;

    public async Task<CdcPosition?> ReadAsync(CancellationToken cancellation)
    {
        var stored = await states.ReadAsync(State, source, cancellation);
        _etag = stored?.ETag;
        return stored is { } state ? JsonSerializer.Deserialize<CdcPosition>(state.Bytes) : null;
    }

    /// <exception cref="InvalidOperationException">Another follower wrote it.</exception>
    public async Task WriteAsync(CdcPosition position, CancellationToken cancellation) =>
        _etag = await states.WriteAsync(State, source, JsonSerializer.SerializeToUtf8Bytes(position), _etag, cancellation)
            ?? throw new InvalidOperationException($"Another process follows the source '{source}'.");
}
