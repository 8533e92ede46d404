using OneLead.Events;

namespace OneLead.Web.Audit;

/// <summary>Which rows of the audit are wanted.</summary>
/// <param name="Author">A part of the name, the id or the address of who did it; or the kind of caller.</param>
/// <param name="Text">A part of anything in the row.</param>
internal sealed record AuditFilter(
    string? Author, IReadOnlySet<string>? Actions, IReadOnlySet<string>? Objects, string? Id, string? Text, DateTimeOffset? From,
    DateTimeOffset? To)
{
    public static readonly (string, string)[] Parameters =
    [
        ("author", "A part of the name, id or address of who did it, or a kind of caller: person, program, shell, anybody"),
        ("action", "Actions: sign_in, user_changed, exported …, recorded or the kind of an event; several are separated by commas"),
        ("object", "Kinds of objects: user, key, import, lead, opportunity …"),
        ("id", "The id of an object"),
        ("from", "Not before this time, RFC 3339"),
        ("to", "Before this time, RFC 3339"),
        ("text", "A part of anything that a row holds"),
    ];

    public static AuditFilter Of(IQueryCollection query) => new(
        QueryParameters.Text(query, "author"), QueryParameters.Texts(query, "action"), QueryParameters.Texts(query, "object"),
        QueryParameters.Text(query, "id"), QueryParameters.Text(query, "text"), QueryParameters.Instant(query, "from"),
        QueryParameters.Instant(query, "to"));

    public bool Matches(AuditedRow row)
    {
        var author = row.Author;
        return (Actions is null || Actions.Contains(row.Action)) && (Objects is null || Objects.Contains(row.Object))
            && (Id is null || row.Id == Id)
            && (Author is null || Wire.Name(author.Kind) == Author || IsIn(author.Id, Author) || IsIn(author.Name, Author)
                || IsIn(author.Address, Author))
            && (Text is null || IsIn(author.Name, Text) || IsIn(author.Address, Text) || IsIn(row.Action, Text) || IsIn(row.Object, Text)
                || IsIn(row.Id, Text) || IsIn(row.Name, Text)
                || row.Entry.Event.Data.Fields.Any(f => IsIn(f.Value.Text, Text) || IsIn(f.Name, Text)));
    }

    private static bool IsIn(string? text, string part) => text?.Contains(part, StringComparison.OrdinalIgnoreCase) == true;
}

/// <summary>A row of the journal that somebody wrote, with the names of what was done to what.</summary>
internal readonly record struct AuditedRow(JournalEntry Entry, Author Author, string Action, string Object, string Id, string? Name)
{
    /// <summary>The action of events that record facts.</summary>
    public const string Recorded = "recorded";

    public static AuditedRow Of(JournalEntry entry)
    {
        var e = entry.Event;
        if (e.Kind == EventKind.Audit)
        {
            var kind = e.Data[AuditRows.Object].Text ?? "";
            return new(
                entry, e.Author!, e.Data[AuditRows.Action].Text ?? "", kind, e.Entity[Math.Min(e.Entity.Length, kind.Length + 1)..],
                e.Data[AuditRows.Name].Text);
        }
        var name = Wire.Name(e.Kind);
        return e.Kind.IsCommand() ? new(entry, e.Author!, name, "lead", e.Entity, null)
            : e.Kind.IsEntity() ? new(entry, e.Author!, Recorded, name, e.Entity, null)
            : new(
                entry, e.Author!, name, e.Kind switch { EventKind.Link => "account", EventKind.DayBegun => "day", _ => "import" }, e.Entity,
                null);
    }
}
