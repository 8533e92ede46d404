using System.Globalization;
using OneLead.Events;
using OneLead.Views;
using OneLead.Web.Export;
using OneLead.Web.ReadModel;

namespace OneLead.Web.Entities;

/// <summary>Entities of a kind as a table. Without a sort the rows are streamed; with one they are collected first.</summary>
internal sealed class EntityExport(
    EntitySource source, VisibleModel model, EventKind kind, string? account, EntityFilter filter, EntityFields fields,
    IReadOnlyList<EntityFieldJson> columns, Sort? sort)
{
    public async Task WriteAsync(ITableWriter table, CancellationToken cancellation)
    {
        TableColumn<EntityRow>[] all =
        [
            new(EntityFields.Id, r => r.Id, "ID", Width: 28),
            new("accountId", r => Keys.IsNoAccount(r.AccountId) ? null : r.AccountId, Width: 28),
            new(EntityFields.Account, r => fields.Of(r, EntityFields.Account).Text, Width: 36),
            new(EntityFields.Territory, r => r.Territory),
            new(EntityFields.RecordTerritory, r => r.OwnTerritory, Width: 18),
            new(EntityFields.UpdatedAt, r => r.UpdatedAt, "Updated (UTC)", Width: 20),
            .. columns.Select(ColumnOf),
        ];
        if (sort is not { } by)
        {
            await table.StartAsync(all, async () =>
            {
                var count = 0;
                await VisitAsync(_ =>
                {
                    count++;
                    return default;
                }, cancellation);
                return count;
            });
            await VisitAsync(row => table.WriteLineAsync(all, row), cancellation);
            return;
        }
        var sorted = new List<(Sources.Http.SortKey Key, EntityRow Row)>();
        await VisitAsync(row =>
        {
            sorted.Add((EntitySorts.Key(row, by.Name, fields), row));
            return default;
        }, cancellation);
        await table.StartAsync(all, () => new(sorted.Count));
        foreach (var (_, row) in sorted.OrderBy(s => s.Key, by.Order))
            await table.WriteLineAsync(all, row);
    }

    private Task VisitAsync(Func<EntityRow, ValueTask> visit, CancellationToken cancellation) =>
        source.VisitAsync(model, kind, account, row => filter.Matches(row, fields) ? visit(row) : default, cancellation);

    private TableColumn<EntityRow> ColumnOf(EntityFieldJson field)
    {
        var type = Wire.TryParse<FieldKind>(field.Type, out var known) ? known : FieldKind.Text;
        return new(
            field.Name, row => CellOf(fields.Of(row, field.Name), type), type == FieldKind.Instant ? Words.Of(field.Name) + " (UTC)" : null,
            type switch
            {
                FieldKind.Integer => CellFormat.Whole,
                FieldKind.Money => CellFormat.Money,
                FieldKind.Rate => CellFormat.Percent,
                _ => CellFormat.General,
            },
            type switch { FieldKind.Text => 24, FieldKind.Instant => 20, _ => 14 });
    }

    private static object? CellOf(FieldValue value, FieldKind type) => value.Type switch
    {
        FieldType.Number => value.Number,
        FieldType.Flag => value.AsFlag(),
        _ => type switch
        {
            FieldKind.Date when value.Text?.Length == 10 && value.AsDate() is { } day => day,
            FieldKind.Instant when DateTimeOffset.TryParse(
                value.Text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) => time,
            _ => value.Text,
        },
    };
}
