using OneLead.Storage;

namespace OneLead.Web.Assignment;

/// <summary>Stores the assignment rules of the tenant. Nodes that share a store see one document.</summary>
internal sealed class AssignmentStore(IStateStore states)
{
    private const string State = "assignment", Key = Keys.DefaultTenant;

    /// <summary>Changes with each change of the document; null before the first one.</summary>
    public ValueTask<string?> ReadTagAsync(CancellationToken cancellation) => states.ReadTagAsync(State, Key, cancellation);

    public async ValueTask<(AssignmentDocument Document, string? Tag)> ReadAsync(CancellationToken cancellation) =>
        await states.ReadAsync(State, Key, cancellation) is { } stored
            ? (AssignmentDocument.Read(stored.Bytes), stored.ETag)
            : (AssignmentDocument.Empty, null);

    /// <returns>The new tag; null if the document has changed since <paramref name="tag"/> was read.</returns>
    public ValueTask<string?> WriteAsync(AssignmentDocument document, string? tag, CancellationToken cancellation) =>
        states.WriteAsync(State, Key, document.Write(), tag, cancellation);
}
