using OneLead.Events;
using OneLead.Grains;
using OneLead.Views;
using OneLead.Web.ReadModel;

namespace OneLead.Web.Entities;

/// <summary>
/// Reads entities: those of one account from the account itself; those of all accounts from the read model where it holds
/// the kind, else from the store.
/// </summary>
internal sealed class EntitySource(IEntityReader stored, IGrainFactory grains, IIngest ingest, IFieldEncryption encryption)
{
    // Fields that a source added are looked for in this many entities.
    private const int MaxSampledRows = 5_000;

    /// <summary>
    /// Visits every entity of a kind that the caller sees once. The order is arbitrary, but stable while nothing changes.
    /// </summary>
    public async Task VisitAsync(
        VisibleModel model, EventKind kind, string? account, Func<EntityRow, ValueTask> visit, CancellationToken cancellation)
    {
        if (!model.Sees(kind))
            return;
        // Masked values stay encrypted: whether there is a value is all that is told.
        var decrypts = model.Visibility.SeesSensitive && SensitiveFields.AreIn(kind);
        if (account is not null)
        {
            var owner = Keys.IsKey(account) ? ingest.AccountOf(Keys.DefaultTenant, account) : null;
            var rows = owner is null || !model.Sees(owner)
                ? []
                : await grains.GetGrain<IAccountGrain>(Keys.Grain(Keys.DefaultTenant, owner)).Entities(kind);
            foreach (var row in rows)
                await visit(decrypts ? await DecryptAsync(row, cancellation) : row);
            return;
        }
        if (kind.IsLive())
        {
            foreach (var row in ReadModelRows(model, kind))
                await visit(row);
            return;
        }
        await stored.FlushAsync();
        if (decrypts)
            await encryption.PrepareAsync(Keys.DefaultTenant, kind, cancellation);
        await foreach (var row in stored.ReadAsync(Keys.DefaultTenant, kind, cancellation))
        {
            if (model.Sees(row.AccountId))
                await visit(model.Placed(decrypts ? await DecryptAsync(row, cancellation) : row));
        }
    }

    private async ValueTask<EntityRow> DecryptAsync(EntityRow row, CancellationToken cancellation) =>
        row with { Fields = await encryption.DecryptAsync(Keys.DefaultTenant, row.Kind, row.Id, row.Fields, cancellation) };

    /// <summary>The fields of a kind: those of the schema, those that rules derive, and those that sources added.</summary>
    /// <param name="filter">Selects the entities in which added fields are looked for.</param>
    public async Task<IReadOnlyList<EntityFieldJson>> FieldsAsync(
        VisibleModel model, EventKind kind, string? account, Func<EntityRow, bool> filter, CancellationToken cancellation)
    {
        var fields = EventSchema.Fields(kind).Select(f => new EntityFieldJson(f.Key, Wire.Name(f.Value), "schema"))
            .OrderBy(f => f.Name, StringComparer.Ordinal)
            .Concat(EntityKinds.DerivedFields(kind).Select(d => new EntityFieldJson(d.Name, Wire.Name(d.Type), "derived")))
            .DistinctBy(f => f.Name).ToList();
        return
        [
            .. fields, .. await OtherFieldsAsync(
                model, kind, account, filter, fields.Select(f => f.Name).ToHashSet(StringComparer.Ordinal), cancellation),
        ];
    }

    private async Task<IEnumerable<EntityFieldJson>> OtherFieldsAsync(
        VisibleModel model, EventKind kind, string? account, Func<EntityRow, bool> filter, HashSet<string> known,
        CancellationToken cancellation)
    {
        var others = new SortedDictionary<string, EntityFieldJson>(StringComparer.Ordinal);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var seen = 0;
        try
        {
            await VisitAsync(model, kind, account, row =>
            {
                enough.Token.ThrowIfCancellationRequested();
                if (!filter(row))
                    return default;
                foreach (var (name, value) in row.Fields.Fields)
                {
                    if (!value.IsNull && !known.Contains(name))
                        others.TryAdd(name, new EntityFieldJson(name, TypeOf(value), "other"));
                }
                if (++seen == MaxSampledRows)
                    enough.Cancel();
                return default;
            }, enough.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // The sample is large enough.
        }
        return others.Values;
    }

    private static string TypeOf(FieldValue value) => value.Type switch
    {
        FieldType.Number => "number",
        FieldType.Flag => "flag",
        FieldType.Json => "json",
        _ => "text",
    };

    private static List<EntityRow> ReadModelRows(VisibleModel model, EventKind kind)
    {
        var held = model.Entities(kind);
        var rows = new List<EntityRow>(held.Count);
        foreach (ref readonly var entity in held)
            rows.Add(entity.Row);
        return rows;
    }
}
