using System.Runtime.InteropServices;
using OneLead.Events;

namespace OneLead.Sources.Workbooks.Mapping;

/// <summary>
/// Maps one row to one entity. A known column without a value is null and clears an earlier value, because an export has the
/// current state. An unknown column is kept if it has a value.
/// </summary>
internal sealed class TableMapper(TablePlan plan, ColumnMap columns) : SheetMapper(plan.Kind)
{
    private readonly EventField[] _buffer = new EventField[columns.Fields.Length];
    private CellReader? _cells;

    public override void Map(SheetRow row, SheetSink sink)
    {
        if (row.IsBlank)
        {
            sink.Blank();
            return;
        }
        sink.Row();
        _cells ??= new CellReader(sink.Cleanings);
        var data = Fields(row, sink);
        var target = plan.TargetOf(Id(row), data);
        if (target.Missing is { } missing)
        {
            sink.Refuse(row.Number, columns.HeaderOf(missing), Raw(row, missing), target.Reason!);
            return;
        }
        var occurrence = sink.Occurrence(target.RowKey);
        var entity = occurrence > 1 && plan.RepeatsAreOthers ? $"{target.Entity}:{occurrence}" : target.Entity;
        if (Keys.IsKey(entity) && Keys.IsKey(target.Account))
            sink.Emit(target.Account, plan.Kind, entity, target.RowKey, occurrence, data);
        else
            sink.Refuse(row.Number, "", entity, "the id or the account's name is too long");
    }

    public override void End(SheetSink sink) => sink.End(plan.Kind, columns.Matched, columns.Kept, columns.Absent);

    private EventData Fields(SheetRow row, SheetSink sink)
    {
        var count = 0;
        foreach (var column in columns.Fields)
        {
            var cell = row[column.Index];
            var value = column.Kind is { } kind ? _cells!.Read(cell, kind, out var problem) : _cells!.ReadUnknown(cell, out problem);
            if (problem is not null)
                sink.LeaveOut(row.Number, column.Header, cell.ToString(), problem);
            else if (!value.IsNull || column.Kind is not null)
                _buffer[count++] = new EventField(column.Field, value);
        }
        return EventData.Empty with { Fields = ImmutableCollectionsMarshal.AsImmutableArray(_buffer.AsSpan(0, count).ToArray()) };
    }

    private string? Id(SheetRow row) => columns.Id is { } id ? _cells!.Read(row[id.Index], FieldKind.Text, out _).Text : null;

    private string Raw(SheetRow row, string field) =>
        (field == TablePlan.Id ? columns.Id : columns.Fields.FirstOrDefault(f => f.Field == field)) is { } column
            ? row[column.Index].ToString()
            : "";
}
