namespace OneLead.Storage;

/// <summary>The columns of the table of dead letters, which both stores have.</summary>
internal static class DeadLetterColumns
{
    public const string Columns =
        "id, tenant, source, source_id, entity, reason, content, received_at, state, version, attempts, changed_at";

    /// <exception cref="InvalidDataException">This version does not know the state.</exception>
    public static DeadLetterState State(string name) =>
        Wire.TryParse<DeadLetterState>(name, out var state)
            ? state
            : throw new InvalidDataException($"A dead letter has the state {name}, which this version does not know. Use a newer version.");
}
