using OneLead.Events;
using OneLead.Views;
using OneLead.Web.Export;

namespace OneLead.Web.Entities;

/// <summary>Entities of a kind as a table. Without a sort the rows are streamed; with one they are collected first.</summary>
internal sealed class EntityExport(
    EntitySource source, EventKind kind, string? account, EntityFilter filter, EntityFields fields, IReadOnlyList<string> columns,
    Sort? sort)
{
    public async Task WriteAsync(ITableWriter table, CancellationToken cancellation)
    {
        await table.WriteRowAsync(
            [
                EntityFields.Id, "accountId", EntityFields.Account, EntityFields.Territory, EntityFields.RecordTerritory,
                EntityFields.UpdatedAt, .. columns,
            ]);
        var sorted = new List<(SortKey Key, EntityRow Row)>();
        await source.VisitAsync(kind, account, row =>
        {
            if (!filter.Matches(row, fields))
                return default;
            if (sort is null)
                return table.WriteRowAsync(RowOf(row));
            sorted.Add((EntitySorts.Key(row, sort.Value.Name, fields), row));
            return default;
        }, cancellation);
        foreach (var (_, row) in sorted.OrderBy(s => s.Key, (sort ?? EntitySorts.Default).Order))
            await table.WriteRowAsync(RowOf(row));
    }

    private object?[] RowOf(EntityRow row) =>
    [
        row.Id, row.AccountId, fields.Of(row, EntityFields.Account).Text, row.Territory, row.OwnTerritory, row.UpdatedAt.ToUniversalTime(),
        .. columns.Select(c => CellOf(fields.Of(row, c))),
    ];

    private static object? CellOf(FieldValue value) => value.Type switch
    {
        FieldType.Number => value.Number,
        FieldType.Flag => value.AsFlag(),
        _ => value.Text,
    };
}
