using OneLead.Sources.Workbooks;

namespace OneLead.Sources.Imports;

/// <summary>The state of an import.</summary>
public enum ImportState { Queued, Running, Done, Failed, Undone }

/// <summary>The effect of an import on the journal.</summary>
/// <param name="New">Events that were new.</param>
/// <param name="Repeated">Events that the journal already had.</param>
/// <param name="Decisions">New decisions of account reconciliation.</param>
public sealed record ImportEffect(long New, long Repeated, int Decisions);

/// <summary>The journal rows of an import, also of one that failed half-way. Undo needs it.</summary>
/// <param name="Ids">The import ids in the rows' source ids (see <see cref="OneLead.Events.ImportIds"/>).</param>
/// <param name="First">The sequence of its first row; 0 if it wrote none.</param>
public sealed record ImportTrace(IReadOnlyList<string> Ids, long First, long Last)
{
    public static ImportTrace None { get; } = new([], 0, 0);
}

/// <summary>Records that an import was undone.</summary>
public sealed record ImportUndone(DateTimeOffset At, string? By, string? Reason);

/// <summary>An import with its progress and result.</summary>
/// <param name="Stage">The current step: a sheet's name, <c>reconciling</c>, <c>settling</c>.</param>
/// <param name="Failure">Why it failed. Rows taken before stay; importing the file again adds the missing ones.</param>
public sealed record ImportJob(
    string Id,
    ImportRequest Request,
    ImportState State,
    string Stage,
    long RowsRead,
    DateTimeOffset CreatedAt,
    DateTimeOffset? StartedAt = null,
    DateTimeOffset? FinishedAt = null,
    ImportReport? Report = null,
    ImportEffect? Effect = null,
    string? Failure = null)
{
    public ImportTrace Trace { get; init; } = ImportTrace.None;

    public ImportUndone? Undone { get; init; }

    /// <summary>The node that runs it; empty if no other shares the store.</summary>
    public string Node { get; init; } = "";

    public bool IsEnded => State is not (ImportState.Queued or ImportState.Running);

    /// <summary>True for an ended import that wrote rows and was not undone.</summary>
    public bool CanUndo => State is ImportState.Done or ImportState.Failed && Trace.First > 0;

    /// <summary>Returns the import as failed. If it has no report yet, it gets one that counts no rows.</summary>
    public ImportJob AsFailed(DateTimeOffset at, string failure) => this with
    {
        State = ImportState.Failed,
        Stage = "",
        FinishedAt = at,
        Report = Report ?? ImportReport.OfNothing(Request.FileName, CreatedAt),
        Failure = failure,
    };
}

/// <summary>Is notified of every change of an import. Must return immediately.</summary>
public interface IImportListener
{
    void Moved(ImportJob job);
}
