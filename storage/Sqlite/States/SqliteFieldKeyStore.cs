using System.Collections.Immutable;

namespace OneLead.Storage.Sqlite.States;

internal sealed class SqliteFieldKeyStore(StateFile file) : IFieldKeyStore
{
    private readonly Statement _find = file.Connection.Prepare("SELECT subject, wrapped FROM field_key WHERE tenant = ? AND subject = ?");
    private readonly Statement _all = file.Connection.Prepare("SELECT subject, wrapped FROM field_key WHERE tenant = ?");
    private readonly Statement _add = file.Connection.Prepare("INSERT INTO field_key VALUES (?, ?, ?) ON CONFLICT DO NOTHING");
    private readonly Statement _destroy = file.Connection.Prepare(
        "INSERT INTO field_key VALUES (?, ?, NULL) ON CONFLICT DO UPDATE SET wrapped = NULL");

    public ValueTask<ImmutableArray<FieldKey>> FindAsync(
        string tenant, ImmutableArray<UInt128> subjects, CancellationToken cancellation = default) =>
        new(file.Read(() => Find(tenant, subjects)));

    public ValueTask<ImmutableArray<FieldKey>> ReadAllAsync(string tenant, CancellationToken cancellation = default) => new(file.Read(() =>
    {
        var keys = ImmutableArray.CreateBuilder<FieldKey>();
        _all.Bind(1, tenant);
        Read(_all, keys);
        return keys.DrainToImmutable();
    }));

    public ValueTask<ImmutableArray<FieldKey>> AddAsync(
        string tenant, ImmutableArray<FieldKey> keys, CancellationToken cancellation = default) => new(Write(() =>
    {
        foreach (var (subject, wrapped) in keys)
            _add.Bind(1, tenant).BindBlob(2, FieldKey.Bytes(subject)).BindBlob(3, wrapped).Run();
        return Find(tenant, [.. keys.Select(static k => k.Subject)]);
    }));

    public ValueTask DestroyAsync(string tenant, UInt128 subject, CancellationToken cancellation = default)
    {
        Write(() =>
        {
            _destroy.Bind(1, tenant).BindBlob(2, FieldKey.Bytes(subject)).Run();
            return true;
        });
        file.ForgetDeleted();
        return ValueTask.CompletedTask;
    }

    private ImmutableArray<FieldKey> Find(string tenant, ImmutableArray<UInt128> subjects)
    {
        var keys = ImmutableArray.CreateBuilder<FieldKey>(subjects.Length);
        foreach (var subject in subjects)
        {
            _find.Bind(1, tenant).BindBlob(2, FieldKey.Bytes(subject));
            Read(_find, keys);
        }
        return keys.DrainToImmutable();
    }

    private static void Read(Statement statement, ImmutableArray<FieldKey>.Builder into)
    {
        try
        {
            while (statement.Step())
                into.Add(new FieldKey(
                    FieldKey.SubjectOf(statement.Bytes(0)), statement.IsNull(1) ? null : statement.Bytes(1).ToArray()));
        }
        finally { statement.Reset(); }
    }

    private T Write<T>(Func<T> write)
    {
        try { return file.Write(write); }
        catch (SqliteError e) { throw new JournalUnavailableException($"The keys of sensitive fields cannot be stored: {e.Message}", e); }
    }
}
