using System.Collections.Immutable;
using OneLead.Events;
using OneLead.Views;

namespace OneLead.Accounts;

internal static class ChangeCauses
{
    // Long enough to recognise a text, and short enough to keep with many changes.
    private const int MaxText = 200;

    /// <param name="before">The row's entity before it; null for a command, or if it was not known.</param>
    /// <param name="after">The row's entity after it; null for a command, or if it moved to another account.</param>
    /// <param name="move">Whether its entity arrived from another account or left to one; null if it did not move.</param>
    public static ChangeCause Of(JournalEntry row, EntityRecord? before, EntityRecord? after, CauseEffect? move = null) => new(
        row.Event.Kind, row.Event.Entity, row.Event.Source, row.Sequence, row.ReceivedAt)
    {
        Name = NameOf(after is { Exists: true } ? after : before),
        Effect = move ?? (after is null || before is { Exists: true } && after.Exists ? CauseEffect.Changed
            : after.Exists ? CauseEffect.Added
            : CauseEffect.Removed),
        Fields = after is null ? Changes(EventData.Empty, row.Event.Data)
            : before is { Exists: true } && after.Exists ? Changes(before.Fields, after.Fields)
            : [],
        Import = ImportIds.Of(row.Event.SourceId) is { IsEmpty: false } import ? import.ToString() : null,
    };

    // Reconciliation decides while an import is running and right after it.
    private static readonly TimeSpan LongestDecision = TimeSpan.FromMinutes(1);

    /// <summary>
    /// True for an automatic link that belongs to an earlier row: a row of an import or the decision of a person, at most a minute
    /// before.
    /// </summary>
    public static bool IsConsequence(JournalEntry link, JournalEntry row) =>
        link.Event.Kind == EventKind.Link && !IsDecided(link) && link.Event.Data["rule"].Text != AccountMerges.Merge
        && (!ImportIds.Of(row.Event.SourceId).IsEmpty || (row.Event.Kind == EventKind.Link && IsDecided(row)))
        && link.ReceivedAt - row.ReceivedAt <= LongestDecision;

    private static bool IsDecided(JournalEntry link) => !link.Event.Data["by"].IsNull || !link.Event.Data["decidedBy"].IsNull;

    // Both sides are sorted by name.
    private static ImmutableArray<FieldChange> Changes(EventData before, EventData after)
    {
        var (olds, news) = (before.Fields, after.Fields);
        var changes = ImmutableArray.CreateBuilder<FieldChange>();
        for (int i = 0, j = 0; i < olds.Length || j < news.Length;)
        {
            var order = i == olds.Length ? 1 : j == news.Length ? -1 : string.CompareOrdinal(olds[i].Name, news[j].Name);
            var name = order > 0 ? news[j].Name : olds[i].Name;
            var was = order > 0 ? default : olds[i++].Value;
            var now = order < 0 ? default : news[j++].Value;
            if (was != now && name[0] != '_' && Short(was) is var shortWas && Short(now) is var shortNow && shortWas != shortNow)
                changes.Add(new FieldChange(name, shortWas, shortNow));
        }
        return changes.DrainToImmutable();
    }

    private static FieldValue Short(FieldValue value) =>
        value is { Type: FieldType.Text, Text.Length: > MaxText } ? FieldValue.Of(value.Text[..MaxText] + "…") : value;

    private static string? NameOf(EntityRecord? record) => record is null ? null
        : NameFields.Select(name => record.Fields[name]).Where(static value => !value.IsEncrypted()).Select(static value => value.Text)
            .FirstOrDefault(static text => !string.IsNullOrWhiteSpace(text));

    private static readonly string[] NameFields = ["serial", "name", "number", "subject", "invoice", "product"];
}
