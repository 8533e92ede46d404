using OneLead.Sources.Workbooks;

namespace OneLead.Sources.Imports;

/// <summary>Reports the progress of an import: the current step and the rows read so far.</summary>
internal sealed class ImportStage(Action<string, long> report) : IProgress<ImportProgress>
{
    private long _rows;

    public void Report(ImportProgress value) => report(value.Sheet, _rows = value.Rows);

    /// <summary>Enters a step that reads no rows.</summary>
    public void Enter(string step) => report(step, _rows);
}
