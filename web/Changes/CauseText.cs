using System.Globalization;
using OneLead.Events;
using OneLead.Sources.Imports;
using OneLead.Views;
using OneLead.Web.Access;
using OneLead.Web.Export;

namespace OneLead.Web.Changes;

/// <summary>Causes of changes in words.</summary>
internal static class CauseText
{
    // The fields that explain most, first.
    private static readonly string[] First =
    [
        "supportEnd", "supportStatus", "endOfLife", "endOfService", "contractValue", "stage", "status", "amount", "probability",
        "closeDate", "end", "totalValue",
    ];

    private const int MaxPhrases = 2, MaxText = 60;

    /// <param name="import">The import that brought the row; null if none did or it is not known.</param>
    /// <param name="effect">What it did to a lead or an account; null if that is not known.</param>
    /// <param name="isFirst">True if the lead or account was not there before.</param>
    public static CauseJson Json(ChangeCause cause, ImportJob? import, string? effect = null, bool isFirst = false)
    {
        var sender = Decider(cause) ?? SenderNames.Of(cause.Source, import?.Request.FileName);
        var what = isFirst && cause.Import is not null && sender is not null ? $"First seen in {sender}" : What(cause);
        return new(
            effect is null ? what : $"{what} → {effect}", what, effect, sender, Wire.Name(cause.Kind), cause.Entity, cause.Source,
            cause.Sequence, cause.At.ToUniversalTime(), import?.Id,
            [.. cause.Fields.Where(static f => !IsEncrypted(f)).Select(f => new FieldChangeJson(f.Name, Raw(f.Before), Raw(f.After)))]);
    }

    /// <summary>Adds the import that brought the row.</summary>
    public static CauseJson WithImport(CauseJson cause, ImportJob import) => cause with
    {
        Sender = cause.Sender == SenderNames.Of(cause.Source, null) ? import.Request.FileName : cause.Sender,
        Import = import.Id,
    };

    /// <summary>A cause without what a visibility does not see.</summary>
    public static CauseJson Shown(CauseJson cause, Visibility visibility)
    {
        if (!Wire.TryParse<EventKind>(cause.Kind, out var kind))
            return cause;
        // The other account may be one that is not seen.
        if (kind == EventKind.Link && !visibility.SeesAllAccounts)
            return cause with { Entity = null, Fields = [] };
        var isSeen = !kind.IsEntity() || visibility.Sees(kind);
        IReadOnlyList<FieldChangeJson> fields = isSeen ? [.. cause.Fields.Where(f => !visibility.Masks(kind, f.Name))] : [];
        // The text names a contact, and the values of fields.
        var isMasked = !visibility.SeesSensitive && (kind == EventKind.Contact || fields.Count < cause.Fields.Count);
        if (isSeen && !isMasked)
            return cause;
        var what = $"{Words.Of(cause.Kind)} changed";
        return cause with
        {
            Text = cause.Effect is null ? what : $"{what} → {cause.Effect}",
            What = what,
            Entity = isSeen ? cause.Entity : null,
            Fields = fields,
        };
    }

    /// <summary>The factors that moved, by how many points: <c>urgency −20</c>. Null if none did.</summary>
    public static string? Effect(LeadFactors? before, LeadFactors? after) =>
        before is { } from && after is { } to
            ? Moves(
                ("urgency", from.Urgency, to.Urgency), ("value", from.Value, to.Value), ("propensity", from.Propensity, to.Propensity),
                ("strategic fit", from.StrategicFit, to.StrategicFit))
            : null;

    /// <summary>The health and its parts that moved, by how many points: <c>health −12.5, support −30</c>. Null if none did.</summary>
    public static string? Effect(Health before, Health after)
    {
        var (from, to) = (before.Parts, after.Parts);
        return Moves(
            ("health", before.Composite, after.Composite), ("usage", from.Usage, to.Usage), ("support", from.Support, to.Support),
            ("payment", from.Payment, to.Payment), ("engagement", from.Engagement, to.Engagement),
            ("sentiment", from.Sentiment, to.Sentiment), ("lifecycle", from.Lifecycle, to.Lifecycle));
    }

    private static string? Moves(params ReadOnlySpan<(string Name, decimal? Before, decimal? After)> figures)
    {
        var moves = new List<string>();
        foreach (var (name, before, after) in figures)
        {
            if (before == after)
                continue;
            var (by, number) = (after - before, Number(after));
            moves.Add(by is { } points ? $"{name} {(points < 0 ? '−' : '+')}{Number(Math.Abs(points))}"
                : after is null ? $"{name} no longer known"
                : $"{name} now {number}");
        }
        return moves.Count > 0 ? string.Join(", ", moves) : null;
    }

    private static string Number(decimal? number) => number?.ToString("0.##", CultureInfo.InvariantCulture) ?? "";

    private static string What(ChangeCause cause) => cause.Kind switch
    {
        EventKind.DayBegun => Field(cause, "day").AsDate() is { } day ? $"A new day: {Day(day)}" : "A new day",
        EventKind.RulesPublished => Field(cause, "version").Text is { } version ? $"Rules {version} published" : "New rules published",
        EventKind.ProductLifecycle => cause.Name is { } product ? $"Lifecycle of {product} changed" : "A product's lifecycle changed",
        EventKind.Retraction => "An import was taken back",
        EventKind.LeadStatus => $"Status set to {Field(cause, "status").Text?.Replace('_', ' ') ?? "another"}{By(cause)}",
        EventKind.LeadAssignment =>
            Field(cause, "assignee").Text is { } assignee ? $"Assigned to {assignee}{By(cause)}" : $"Unassigned{By(cause)}",
        EventKind.Override => Field(cause, "field").Text switch
        {
            LeadOverrides.Undo => $"Step undone{By(cause)}",
            LeadOverrides.Note => $"Note added{By(cause)}",
            LeadOverrides.SnoozedUntil => Field(cause, "value").AsDate() is { } until
                ? $"Snoozed until {Day(until)}{By(cause)}"
                : $"Snooze ended{By(cause)}",
            _ => $"Lead edited{By(cause)}",
        },
        EventKind.Link => Linked(cause) + (Decider(cause) is { } decider ? " by " + decider : ""),
        _ => cause.Effect switch
        {
            CauseEffect.Added => $"{Subject(cause)} added",
            CauseEffect.Removed => $"{Subject(cause)} removed",
            CauseEffect.Arrived => $"{Subject(cause)} moved here from another account",
            CauseEffect.Left => $"{Subject(cause)} moved to another account",
            _ => Changed(cause),
        },
    };

    private static string Linked(ChangeCause cause) => Field(cause, "rule").Text switch
    {
        "merge" => "Accounts merged",
        "own_account" => "Accounts separated",
        _ when Field(cause, "to").Text == cause.Entity || !Field(cause, "decidedBy").IsNull => "Accounts separated",
        _ => "Accounts linked",
    };

    /// <summary>The person or source that linked, merged or separated accounts; null if OneLead decided.</summary>
    private static string? Decider(ChangeCause cause) => cause.Kind == EventKind.Link
        ? SenderNames.Of(Field(cause, "by").Text ?? Field(cause, "decidedBy").Text, null)
        : null;

    private static string Changed(ChangeCause cause)
    {
        var types = EventSchema.Fields(cause.Kind);
        var phrases = cause.Fields.OrderBy(f => Array.IndexOf(First, f.Name) is >= 0 and var i ? i : First.Length)
            .Select(f => Phrase(f, types.GetValueOrDefault(f.Name, FieldKind.Text))).ToList();
        if (phrases.Count == 0)
            return $"{Subject(cause)} changed";
        var shown = phrases.Take(MaxPhrases).Select((p, i) => i == 0 ? p : char.ToLowerInvariant(p[0]) + p[1..]);
        var text = string.Join("; ", shown) + (phrases.Count - MaxPhrases) switch
        {
            <= 0 => "",
            1 => "; 1 more field",
            var more => string.Create(CultureInfo.InvariantCulture, $"; {more} more fields"),
        };
        return cause.Kind == EventKind.Item ? text : $"{Subject(cause)}: {char.ToLowerInvariant(text[0]) + text[1..]}";
    }

    private static string Phrase(FieldChange change, FieldKind type) =>
        change is { Name: "supportEnd", Before: var b, After: var a } && b.AsDate() is { } before && a.AsDate() is { } after
            ? after > before ? $"Support renewed to {Day(after)}" : $"Support now ends {Day(after)}"
        : IsEncrypted(change)
            ? $"{Words.Of(change.Name)} {(change.Before.IsNull ? "set" : change.After.IsNull ? "removed" : "changed")}"
        : change.After.IsNull ? $"{Words.Of(change.Name)} removed"
        : $"{Words.Of(change.Name)} {(change.Before.IsNull ? "set" : "changed")} to {Value(change.After, type)}";

    // Their values are not told here, because changes are recorded in words.
    private static bool IsEncrypted(FieldChange change) => change.Before.IsEncrypted() || change.After.IsEncrypted();

    private static string Subject(ChangeCause cause)
    {
        var kind = Words.Of(Wire.Name(cause.Kind));
        return cause.Name is null ? kind : cause.Kind == EventKind.Item ? $"{kind} {cause.Name}" : $"{kind} “{Cut(cause.Name)}”";
    }

    private static string Value(FieldValue value, FieldKind type) => value.Type switch
    {
        FieldType.Number when type == FieldKind.Rate => (value.Number * 100).ToString("0.##", CultureInfo.InvariantCulture) + " %",
        FieldType.Number => value.Number.ToString("#,##0.##", CultureInfo.InvariantCulture),
        FieldType.Flag => value.AsFlag() == true ? "yes" : "no",
        _ when type is FieldKind.Date or FieldKind.Instant && value.AsDate() is { } day => Day(day),
        _ => $"“{Cut(value.Text ?? "")}”",
    };

    private static string By(ChangeCause cause) => Field(cause, "by").Text is { Length: > 0 } by ? " by " + by : "";

    private static FieldValue Field(ChangeCause cause, string name) => cause.Fields.FirstOrDefault(f => f.Name == name)?.After ?? default;

    private static string? Raw(FieldValue value) => value.IsNull ? null : value.ToString();

    private static string Day(DateOnly day) => day.ToString("d MMM yyyy", CultureInfo.InvariantCulture);

    private static string Cut(string text) => text.Length <= MaxText ? text : text[..MaxText] + "…";
}
