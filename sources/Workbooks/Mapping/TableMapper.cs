using System.Runtime.InteropServices;
using OneLead.Events;
using OneLead.Sources.Mapping;
using OneLead.Sources.Values;
using OneLead.Values;

namespace OneLead.Sources.Workbooks.Mapping;

/// <summary>
/// Maps one row to one entity. A known column without a value is null and clears an earlier value, because an export has the
/// current state. An unknown column is kept if it has a value.
/// </summary>
internal sealed class TableMapper(TablePlan plan, ColumnMap columns, Sheet sheet, int header) : SheetMapper(plan.Kind)
{
    private readonly EventField[] _buffer = new EventField[columns.Fields.Length];
    private readonly List<(string Column, string Value, string Reason)> _leftOut = [];
    private Dictionary<int, DecimalMark>? _marks;
    private CellReader? _cells;

    public override void Map(SheetRow row, SheetSink sink)
    {
        if (row.IsBlank)
        {
            sink.Blank();
            return;
        }
        if (NoDataReason(row) is { } reason)
        {
            sink.Skip(reason);
            return;
        }
        sink.Row();
        _cells ??= new CellReader(sink.Cleanings, sheet.From1904);
        var data = Fields(row, out var damaged);
        var id = Id(row, ref damaged);
        var target = plan.TargetOf(id, data);
        if (target.Missing is { } missing)
        {
            sink.Refuse(row.Number, columns.HeaderOf(missing), Raw(row, missing), Reason(row, target, damaged));
            return;
        }
        if (damaged is { Field: TablePlan.Id } lost)
        {
            sink.Refuse(row.Number, columns.HeaderOf(TablePlan.Id), Raw(row, TablePlan.Id), lost.Problem);
            return;
        }
        var occurrence = sink.Occurrence(target.RowKey);
        var entity = occurrence > 1 && plan.RepeatsAreOthers ? $"{target.Entity}:{occurrence}" : target.Entity;
        if (!Keys.IsKey(entity) || !Keys.IsKey(target.Account))
        {
            sink.Refuse(row.Number, "", entity, "the id or the account's name is too long");
            return;
        }
        sink.LeaveOut(row.Number, _leftOut);
        sink.Emit(target.Account, plan.Kind, entity, target.RowKey, occurrence, data);
    }

    public override void End(SheetSink sink) => sink.End(plan.Kind, columns.Matched, columns.Kept, columns.Absent);

    private EventData Fields(SheetRow row, out (string Field, string Problem)? damaged)
    {
        _leftOut.Clear();
        var count = 0;
        damaged = null;
        foreach (var column in columns.Fields)
        {
            var cell = row[column.Index];
            var value = Read(column, cell, out var problem);
            if (problem is not null)
            {
                _leftOut.Add((column.Header, cell.ToString(), problem));
                damaged = IdentityFields.IsId(column.Field) ? (column.Field, problem) : damaged;
            }
            else if (!value.IsNull || column.Kind is not null)
            {
                _buffer[count++] = new EventField(column.Field, value);
            }
        }
        return EventData.Empty with { Fields = ImmutableCollectionsMarshal.AsImmutableArray(_buffer.AsSpan(0, count).ToArray()) };
    }

    private FieldValue Read(MappedColumn column, in Cell cell, out string? problem)
    {
        if (column.Kind is not { } kind)
            return _cells!.ReadUnknown(cell, out problem);
        if (kind == FieldKind.Text && IdentityFields.IsIdentity(column.Field))
            return _cells!.ReadIdentity(cell, column.Field, out problem);
        var isAmbiguous = IsQuantity(kind) && cell.Kind == CellKind.Text && LenientNumberParser.IsAmbiguous(cell.Text);
        return _cells!.Read(cell, kind, out problem, isAmbiguous ? MarkOf(column) : DecimalMark.Unknown);
    }

    private string? Id(SheetRow row, ref (string Field, string Problem)? damaged)
    {
        if (columns.Id is not { } column)
            return null;
        var id = _cells!.ReadIdentity(row[column.Index], TablePlan.Id, out var problem).Text;
        if (problem is not null)
            damaged = (TablePlan.Id, problem);
        return id;
    }

    private string Reason(SheetRow row, Target target, (string Field, string Problem)? damaged) =>
        damaged is { } lost && lost.Field == target.Missing ? lost.Problem
        : Raw(row, target.Missing!) is { Length: > 0 } raw && Identity.IsPlaceholder(raw) && !LenientText.IsMissing(raw)
            ? $"is a placeholder: {target.Reason}"
        : target.Reason!;

    // The numbers of the column decide, else those of the whole sheet. Read only if the sheet has an ambiguous number.
    private DecimalMark MarkOf(MappedColumn column)
    {
        if (_marks is null)
        {
            _marks = [];
            var quantities = columns.Fields.Where(c => c.Kind is { } kind && IsQuantity(kind)).ToList();
            foreach (var row in CorruptFileGuard.Run(sheet.Rows()).Where(r => r.Number > header))
            {
                foreach (var each in quantities.Where(c => row[c.Index].Kind == CellKind.Text))
                    _marks[each.Index] = _marks.GetValueOrDefault(each.Index).And(LenientNumberParser.MarkOf(row[each.Index].Text));
            }
        }
        var own = _marks.GetValueOrDefault(column.Index);
        return own != DecimalMark.Unknown ? own : _marks.Values.Aggregate(DecimalMark.Unknown, DecimalMarks.And);
    }

    private NoData? NoDataReason(SheetRow row)
    {
        var first = 0;
        while (row[first].IsBlank)
            first++;
        if (row[first] is not { Kind: CellKind.Text, Text: { } text } || !NoDataRow.MayBe(text, columns.HeaderAt(first)))
            return null;
        var id = columns.Identifying is { } column && !row[column.Index].IsBlank ? row[column.Index].ToString().Trim() : null;
        return NoDataRow.Reason(
            [.. Enumerable.Range(first, row.Count - first).Where(i => !row[i].IsBlank)
                .Select(i => (columns.HeaderAt(i), row[i].ToString()))], id);
    }

    private string Raw(SheetRow row, string field) =>
        (field == TablePlan.Id ? columns.Id : columns.Fields.FirstOrDefault(f => f.Field == field)) is { } column
            ? row[column.Index].ToString()
            : "";

    private static bool IsQuantity(FieldKind kind) => kind is FieldKind.Money or FieldKind.Number or FieldKind.Integer or FieldKind.Rate;
}
