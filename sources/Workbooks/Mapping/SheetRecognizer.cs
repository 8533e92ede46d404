using OneLead.Events;

namespace OneLead.Sources.Workbooks.Mapping;

/// <summary>A recognised sheet: how to map it and where its rows start, or why it cannot be read.</summary>
/// <param name="Kind">Null if the sheet is not recognised.</param>
/// <param name="Header">The number of the header row.</param>
internal sealed record RecognizedSheet(Sheet Sheet, EventKind? Kind, Func<SheetMapper>? Mapper, int Header, string? Problem)
{
    // Catalogues first, installed items last, so that accounts have their names before their items come.
    private static readonly EventKind[] Order =
    [
        EventKind.ServiceOffer, EventKind.Service, EventKind.Opportunity, EventKind.Project, EventKind.ServiceCredit, EventKind.Item,
    ];

    public int ReadOrder => Kind is { } kind ? Array.IndexOf(Order, kind) : int.MaxValue;
}

/// <summary>Recognises sheets by their header rows, or by their names if a header is incomplete.</summary>
internal static class SheetRecognizer
{
    private const int RowsAboveHeader = 30;

    public static RecognizedSheet Recognize(Sheet sheet)
    {
        SheetRow? first = null;
        var name = Headers.Normalize(sheet.Name);
        var named = TablePlans.All.FirstOrDefault(p => p.Names.Any(n => Headers.Normalize(n) == name));
        foreach (var row in sheet.Rows().Take(RowsAboveHeader))
        {
            if (row.IsBlank)
                continue;
            if (Header(sheet, row, named) is { } recognized)
                return sheet.IsHidden
                    ? recognized with { Mapper = null, Problem = "the sheet is hidden; unhide it to import it" }
                    : recognized;
            first ??= Copy(row);
        }
        if (first is null)
            return new(sheet, named?.Kind, null, 0, "the sheet is empty");
        var found = string.Join(", ", ColumnMap.HeadersOf(first).Take(50).Select(h => $"'{h.Header}'"));
        if (named is null)
            return new(sheet, null, null, 0, $"not a known sheet; row {first.Number} holds {found}");
        var missing = string.Join(", ", ColumnMap.Missing(named, first).Select(h => $"'{h}'"));
        return new(sheet, named.Kind, null, 0, $"the required column {missing} is missing; row {first.Number} holds {found}");
    }

    private static RecognizedSheet? Header(Sheet sheet, SheetRow row, TablePlan? named)
    {
        if (ServiceOffersMapper.Of(row) is not null)
            return Found(EventKind.ServiceOffer, ServiceOffersMapper.Of);
        if (ServicesMapper.Of(row) is not null)
            return Found(EventKind.Service, ServicesMapper.Of);
        var plan = named is not null && ColumnMap.Fits(named, row) ? named : TablePlans.All.FirstOrDefault(p => ColumnMap.Fits(p, row));
        if (plan is null || named is not null && plan != named)
            return null;
        var (columns, number) = (ColumnMap.Of(plan, row), row.Number);
        return columns.Fields.Length <= EventSchema.MaxFields
            ? new(sheet, plan.Kind, () => new TableMapper(plan, columns, sheet, number), number, null)
            : new(sheet, plan.Kind, null, row.Number,
                $"the sheet has {columns.Fields.Length} columns; an event has at most {EventSchema.MaxFields} fields");

        RecognizedSheet Found(EventKind kind, Func<SheetRow, SheetMapper?> create)
        {
            var header = Copy(row);
            return new(sheet, kind, () => create(header)!, header.Number, null);
        }
    }

    private static SheetRow Copy(SheetRow row) => new(row.Number, [.. Enumerable.Range(0, row.Count).Select(i => row[i])]);
}
