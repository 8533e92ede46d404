using OneLead.Events;

namespace OneLead.Sources.Workbooks.Mapping;

/// <summary>Turns the rows below a sheet's header into events.</summary>
internal abstract class SheetMapper(EventKind kind)
{
    public EventKind Kind => kind;

    /// <summary>Maps one row; the row object is reused after it.</summary>
    public abstract void Map(SheetRow row, SheetSink sink);

    /// <summary>The sheet is over: gives what was held back, and reports.</summary>
    public abstract void End(SheetSink sink);
}
