using System.Collections.Immutable;
using static OneLead.Storage.DeadLetterColumns;

namespace OneLead.Storage.Sqlite.States;

internal sealed class SqliteDeadLetterStore(StateFile file, TimeProvider time) : IDeadLetterStore
{
    private readonly Statement _known = file.Connection.Prepare(
        "SELECT id FROM dead_letter WHERE tenant = ? AND source = ? AND source_id = ?");
    private readonly Statement _add = file.Connection.Prepare(
        $"INSERT INTO dead_letter ({Columns}) VALUES ((SELECT coalesce(max(id), 0) + 1 FROM dead_letter), ?, ?, ?, ?, ?, "
            + $"?, ?, ?, 1, 0, NULL)");
    private readonly Statement _list = file.Connection.Prepare(
        $"SELECT {Columns} FROM dead_letter WHERE tenant = ?1 AND (?2 IS NULL OR source = ?2) AND (?3 IS NULL OR state = "
            + $"?3) AND id > ?4 ORDER BY id LIMIT ?5");
    private readonly Statement _find = file.Connection.Prepare($"SELECT {Columns} FROM dead_letter WHERE tenant = ? AND id = ?");
    private readonly Statement _change = file.Connection.Prepare(
        "UPDATE dead_letter SET reason = ?4, content = ?5, state = ?6, attempts = ?7, changed_at = ?8, version = version "
            + "+ 1 WHERE tenant = ?1 AND id = ?2 AND version = ?3");
    private readonly Statement _counts = file.Connection.Prepare(
        "SELECT source, state, count(*) FROM dead_letter WHERE tenant = ? GROUP BY source, state ORDER BY source, state");

    public ValueTask<ImmutableArray<long>> AddAsync(
        string tenant, ImmutableArray<NewDeadLetter> letters, CancellationToken cancellation = default)
    {
        var now = StoredTime.Truncate(time.GetUtcNow()).UtcTicks;
        return new(Write(() => letters.Select(letter => Known(tenant, letter) ?? Insert(tenant, letter, now)).ToImmutableArray()));
    }

    private long? Known(string tenant, NewDeadLetter letter)
    {
        _known.Bind(1, tenant).Bind(2, letter.Source).Bind(3, letter.SourceId);
        try { return _known.Step() ? _known.Long(0) : null; }
        finally { _known.Reset(); }
    }

    private long Insert(string tenant, NewDeadLetter letter, long now)
    {
        _add.Bind(1, tenant).Bind(2, letter.Source).Bind(3, letter.SourceId).Bind(4, letter.Entity).Bind(5, letter.Reason)
            .BindBlob(6, letter.Content)
            .Bind(7, now).Bind(8, Wire.Name(DeadLetterState.Open)).Run();
        return Known(tenant, letter)!.Value;
    }

    public ValueTask<ImmutableArray<DeadLetter>> ListAsync(
        string tenant, string? source, DeadLetterState? state, long after, int limit, CancellationToken cancellation = default) =>
        new(
            Read(
                _list, s => s.Bind(1, tenant).Bind(2, source).Bind(3, state is { } of ? Wire.Name(of) : null).Bind(4, after).Bind(5, limit),
                Letter));

    public ValueTask<DeadLetter?> FindAsync(string tenant, long id, CancellationToken cancellation = default) => new(Get(tenant, id));

    public ValueTask<DeadLetter?> UpdateAsync(DeadLetter changed, CancellationToken cancellation = default)
    {
        var now = StoredTime.Truncate(time.GetUtcNow()).UtcTicks;
        return new(Write(() =>
        {
            _change.Bind(1, changed.Tenant).Bind(2, changed.Id).Bind(3, changed.Version).Bind(4, changed.Letter.Reason)
                .BindBlob(5, changed.Letter.Content)
                .Bind(6, Wire.Name(changed.State)).Bind(7, changed.Attempts).Bind(8, now).Run();
            return file.Connection.Changes > 0 ? Get(changed.Tenant, changed.Id) : null;
        }));
    }

    public ValueTask<ImmutableArray<DeadLetterCount>> CountAsync(string tenant, CancellationToken cancellation = default) =>
        new(Read(_counts, s => s.Bind(1, tenant), s => new DeadLetterCount(s.Text(0), State(s.Text(1)), s.Long(2))));

    private DeadLetter? Get(string tenant, long id) =>
        Read(_find, s => s.Bind(1, tenant).Bind(2, id), Letter) is [var letter] ? letter : null;

    private ImmutableArray<T> Read<T>(Statement statement, Action<Statement> bind, Func<Statement, T> row) => file.Read(() =>
    {
        var rows = ImmutableArray.CreateBuilder<T>();
        bind(statement);
        try
        {
            while (statement.Step())
                rows.Add(row(statement));
        }
        finally { statement.Reset(); }
        return rows.DrainToImmutable();
    });

    private T Write<T>(Func<T> write)
    {
        try { return file.Write(write); }
        catch (SqliteError e) { throw new JournalUnavailableException($"The dead letters cannot be stored: {e.Message}", e); }
    }

    private static DeadLetter Letter(Statement s) => new(
        s.Long(0), s.Text(1), new NewDeadLetter(s.Text(2), s.Text(3), s.Text(4), s.Text(5), s.Bytes(6).ToArray()),
        StoredTime.OfTicks(s.Long(7)),
        State(s.Text(8)), (int)s.Long(9), (int)s.Long(10), s.IsNull(11) ? null : StoredTime.OfTicks(s.Long(11)));
}
