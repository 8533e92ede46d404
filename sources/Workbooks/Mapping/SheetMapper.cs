using OneLead.Events;

namespace OneLead.Sources.Workbooks.Mapping;

/// <summary>Turns the rows below a sheet's header into events.</summary>
internal abstract class SheetMapper(EventKind kind)
{
    public EventKind Kind => kind;

    /// <summary>Maps one row. The row object is reused for the next one.</summary>
    public abstract void Map(SheetRow row, SheetSink sink);

    /// <summary>Ends the sheet: adds pending events and the report.</summary>
    public abstract void End(SheetSink sink);
}
