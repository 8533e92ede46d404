using System.Collections.Immutable;
using System.Globalization;
using OneLead.Events;

namespace OneLead.Sources.Mapping;

/// <summary>Maps one record by the rules of its table.</summary>
internal sealed class RecordMapper(SourceMapping mapping, SourceRecord record)
{
    private const int MaxName = 200;
    private const string NoReason = "it changed at the source, which did not say how";

    private readonly ImmutableArray<FieldFailure>.Builder _failures = ImmutableArray.CreateBuilder<FieldFailure>();
    private readonly ImmutableArray<FieldFailure>.Builder _warnings = ImmutableArray.CreateBuilder<FieldFailure>();

    private bool HasFields => record.Change is RecordChange.Full or RecordChange.Partial;

    public MappedRecord Map(TableMap? table)
    {
        table ??= mapping.Others == OtherTables.Raw ? Raw(record.Entity) : null;
        if (table is null)
        {
            if (mapping.Others == OtherTables.Refuse)
                Fail("", record.Entity, $"the mapping '{mapping.Name}' has no table '{Shorten(record.Entity)}'");
            return Result([]);
        }
        if (HasFields)
            Check(table);
        var events = ImmutableArray.CreateBuilder<ChangeEvent>();
        for (var i = 0; i < table.Rules.Length; i++)
        {
            if (table.Rules[i].Conditions.All(Holds) && Event(table, table.Rules[i], i, isFirst: events.Count == 0) is { } change)
                events.Add(change);
        }
        return Result(events.ToImmutable());
    }

    public string? Key(TableMap? table) => Id((table ?? Raw(record.Entity)).Rules[0]).Id;

    /// <summary>The entities that the record names, whether or not it can be mapped; null where it has no id.</summary>
    public IEnumerable<(EventKind Kind, string? Entity)> Entities(TableMap? table) =>
        from rule in (table ?? Raw(record.Entity)).Rules
        where rule.IsOwner && rule.Conditions.All(Holds)
        let id = Id(rule).Id
        select (rule.Kind, id is null ? null : Entity(rule, id, EventData.Empty));

    private MappedRecord Result(ImmutableArray<ChangeEvent> events) => new(_failures.Count > 0 ? [] : events, _failures.ToImmutable(), _warnings.ToImmutable());

    // What the mapping does not know of is kept whole, until a mapping does.
    internal static TableMap Raw(string table) => new(table, [new(EventKind.Raw, table, [], AccountRule.Of(AccountForm.Unplaced), null, [], true, [])], [], [], []);

    private ChangeEvent? Event(TableMap table, EventRule rule, int index, bool isFirst)
    {
        var data = Data(table, rule, isFirst);
        var (id, path) = Id(rule);
        if (id is null || data is null)
            return null;
        var entity = Entity(rule, id, data);
        var account = Account(rule, id);
        var time = Time(rule);
        var change = record.Change is RecordChange.Merged or RecordChange.Unmerged && rule.Kind == EventKind.Account
            ? Link(account)
            : new ChangeEvent(account, rule.Kind, entity, EventSchema.Version, record.Source, "", time, data);
        if (!Keys.IsKey(entity) || !Keys.IsKey(change?.Entity ?? entity))
            Fail(path, id, "is too long for an id");
        if (account.Length > 0 && !Keys.IsKey(account))
            Fail(rule.Account.Paths.FirstOrDefault(""), account, "is too long for an account's key");
        return change is { } whole && (whole.Data.Fields.Length > 0 || Places(rule, account)) ? whole with { OccurredAt = time, SourceId = index == 0 ? record.SourceId : string.Create(CultureInfo.InvariantCulture, $"{record.SourceId}:{index + 1}") } : null;
    }

    // An association with an account may be all that a record tells of an entity.
    private bool Places(EventRule rule, string account) => HasFields && rule.IsOwner && account.Length > 0 && rule.Account.Form is not (AccountForm.Itself or AccountForm.None) && !Keys.IsUnplaced(account);

    // Null: the record has nothing to say for this rule.
    private EventData? Data(TableMap table, EventRule rule, bool isFirst)
    {
        switch (record.Change)
        {
            case RecordChange.Gap:
                return rule.IsOwner ? EventData.Of((EventData.StaleField, FieldValue.Of(Cut(record.Fields[SourceRecord.GapReason].Text ?? NoReason)))) : null;
            case RecordChange.Merged:
            case RecordChange.Unmerged:
                return !rule.IsOwner || (record.Change == RecordChange.Unmerged && rule.Kind != EventKind.Account) ? null : EventData.Removal;
            case RecordChange.Removed:
                return rule.IsOwner ? EventData.Removal : null;
            default:
                return Fields(table, rule, isFirst);
        }
    }

    private EventData Fields(TableMap table, EventRule rule, bool isFirst)
    {
        var fields = new List<EventField>(record.Fields.Fields.Length + 1);
        // A condition that holds because nothing was said of it is no reason to write a constant.
        var isSure = record.Change == RecordChange.Full || rule.Conditions.All(c => record.Fields.TryGet(c.Path, out _));
        foreach (var field in rule.Fields)
        {
            if (Find(field) is not { } found || (field.Constant is not null && !isSure))
                continue;
            var value = ValueReader.Read(found.Value, field, out var problem);
            if (problem is not null)
                Fail(found.Path, found.Value.ToString(), problem);
            else
                fields.Add(new(field.Target, Fitting(found.Path, value)));
        }
        if (record.Change == RecordChange.Full && mapping.HasGaps && rule.IsOwner)
            fields.Add(new(EventData.StaleField, FieldValue.Null));
        if (isFirst)
            Keep(table, fields);
        var data = Sorted(fields);
        foreach (var error in EventSchema.Check(rule.Kind, data))
            Fail(error.Field, error.Value, error.Reason);
        return data;
    }

    // Names hardly ever stand there twice: a table may be called x, and a name may have lost half a character.
    private static EventData Sorted(List<EventField> fields)
    {
        fields.Sort(static (a, b) => string.CompareOrdinal(a.Name, b.Name));
        for (var i = 1; i < fields.Count; i++)
        {
            if (fields[i].Name == fields[i - 1].Name)
                return EventData.Of(fields);
        }
        return EventData.OfSorted([.. fields]);
    }

    // A field of ours with what the sender says of it; null when it says nothing.
    private (FieldValue Value, string Path)? Find(FieldRule rule)
    {
        if (rule.Constant is { } constant)
            return (FieldValue.Of(constant), "");
        if (rule.Join is { } join && rule.From.Length > 1)
            return Joined(rule, join);
        (FieldValue Value, string Path)? found = null;
        foreach (var path in rule.From)
        {
            if (!record.Fields.TryGet(path, out var value))
                continue;
            if (!ValueReader.IsMissing(value))
                return (value, path);
            found ??= (FieldValue.Null, path);
        }
        return found ?? (rule.Default is not null && record.Change == RecordChange.Full ? (FieldValue.Null, rule.From[0]) : null);
    }

    // Half of a name is not the name: a partial record must mention all parts.
    private (FieldValue, string)? Joined(FieldRule rule, string join)
    {
        var mentioned = rule.From.Count(p => record.Fields.TryGet(p, out _));
        if (mentioned == 0 || (mentioned < rule.From.Length && record.Change == RecordChange.Partial))
            return null;
        var parts = rule.From.Select(p => ValueReader.Plain(record.Fields[p])).OfType<string>().ToList();
        return (parts.Count == 0 ? FieldValue.Null : FieldValue.Of(string.Join(join, parts)), rule.From[0]);
    }

    // Under a name with the table before it, which no field of ours has.
    private void Keep(TableMap table, List<EventField> fields)
    {
        var left = 0;
        foreach (var (name, value) in record.Fields.Fields)
        {
            if (table.Names(name) || name is SourceRecord.MergedInto or SourceRecord.GapReason || name.Length == 0)
                continue;
            if (fields.Count >= EventSchema.MaxFields || name.Length > MaxName)
                left++;
            else
                fields.Add(new($"{ValueReader.Whole(table.Name)}.{ValueReader.Whole(name)}", ValueReader.IsMissing(value) ? FieldValue.Null : Fitting(name, value)));
        }
        if (left > 0)
            _warnings.Add(new("", "", string.Create(CultureInfo.InvariantCulture, $"{left} fields that are not mapped were left out: an event has at most {EventSchema.MaxFields}")));
    }

    private FieldValue Fitting(string path, FieldValue value)
    {
        if (value.Text is not { } text)
            return value;
        if (text.Length <= EventSchema.MaxText)
            return value.Type == FieldType.Text ? FieldValue.Of(ValueReader.Whole(text)) : value;
        _warnings.Add(new(path, Shorten(text), $"was cut to {EventSchema.MaxText} characters"));
        return FieldValue.Of(Cut(text));
    }

    private static string Cut(string text) => ValueReader.Whole(text.Length <= EventSchema.MaxText ? text : text[..(EventSchema.MaxText - 1)] + "…");

    private (string? Id, string Path) Id(EventRule rule)
    {
        if (rule.Id.IsEmpty)
            return (Required(record.Id, ""), "");
        var parts = rule.Id.Select(p => ValueReader.Plain(record.Fields[p])).ToList();
        var missing = parts.IndexOf(null);
        if (missing < 0)
            return (string.Join(':', parts.Select(p => Keys.Part(p!))), rule.Id[0]);
        // A removal has an id and often no fields.
        return (HasFields || record.Id.Length == 0 ? Required("", rule.Id[missing]) : Keys.Part(ValueReader.Whole(record.Id)), rule.Id[0]);

        string? Required(string id, string path)
        {
            if (id.Length > 0)
                return Keys.Part(ValueReader.Whole(id));
            Fail(path, "", "is missing: without an id nobody can tell which object is meant");
            return null;
        }
    }

    // The id is in the alphabet of keys already.
    private string Entity(EventRule rule, string id, EventData data)
    {
        if (rule.Kind == EventKind.Item)
            return Keys.Item(Vendor(rule, data), "") + id;
        var own = rule.Prefix is { } prefix ? Keys.Part(ValueReader.Whole(prefix)) + ":" + id : id;
        return mapping.IsOwnIds || rule.Kind.IsTenantWide() ? own : Keys.Part(record.Source) + ":" + own;
    }

    private string? Vendor(EventRule rule, EventData data)
    {
        if (data["vendor"].Text is { } vendor)
            return vendor;
        if (rule.Fields.FirstOrDefault(f => f.Target == "vendor") is not { } field)
            return null;
        if ((Find(field) is { } found ? ValueReader.Read(found.Value, field, out _) : FieldValue.Null).Text is { } said)
            return said;
        if (!record.Fields.Fields.Any(f => field.From.Contains(f.Name)) && record.Change != RecordChange.Full)
            Fail(field.From[0], "", "is missing: an item is known by its vendor and serial number");
        return null;
    }

    private string Account(EventRule rule, string id)
    {
        if (rule.Kind.IsTenantWide())
            return "";
        var account = rule.Account;
        return account.Form switch
        {
            AccountForm.Unplaced => Keys.Unplaced(record.Source),
            AccountForm.None => Keys.Unassigned(record.Source),
            AccountForm.Itself => Itself(id),
            AccountForm.Name => Name(account),
            _ => Said(account.Paths) switch
            {
                (false, _) => Keys.Unplaced(record.Source),
                (true, null) => Keys.Unassigned(record.Source),
                (_, { } key) => account.Form switch
                {
                    AccountForm.Crm => Keys.Crm(record.Source, key),
                    AccountForm.Customer => Keys.Customer(key),
                    _ => Keys.Territory(key),
                },
            },
        };
    }

    private string Itself(string partedId) => (mapping.IsOwnIds ? "customer:" : $"crm:{Keys.Part(record.Source)}:") + partedId;

    private string Name(AccountRule account)
    {
        var (name, territory) = (Said(account.Paths), Said(account.Territory));
        return (name.Value, territory.Value) switch
        {
            ({ } known, var where) => Keys.Name(where, known),
            (null, { } where) => Keys.Territory(where),
            _ => name.IsSaid ? Keys.Unassigned(record.Source) : Keys.Unplaced(record.Source),
        };
    }

    // The first path with a value; said and null when some path is there and none has one.
    private (bool IsSaid, string? Value) Said(ImmutableArray<string> paths)
    {
        var isSaid = false;
        foreach (var path in paths)
        {
            if (!record.Fields.TryGet(path, out var value))
                continue;
            if (ValueReader.Plain(value) is { } text)
                return (true, text);
            isSaid = true;
        }
        return (isSaid, null);
    }

    private DateTimeOffset Time(EventRule rule)
    {
        if (rule.Time is not { } time || Find(time) is not { } found)
            return record.OccurredAt;
        var value = ValueReader.Read(found.Value, time, out var problem);
        if (problem is not null)
            Fail(found.Path, found.Value.ToString(), problem);
        return value.Text is { } text ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal) : record.OccurredAt;
    }

    private ChangeEvent? Link(string loser)
    {
        if (record.Change == RecordChange.Unmerged)
            return AccountMerges.Unmerged(loser, record.Source, record.Source, "", record.OccurredAt);
        if (ValueReader.Plain(record.Fields[SourceRecord.MergedInto]) is { } winner)
            return AccountMerges.Merged(loser, Itself(Keys.Part(winner)), null, record.Source, record.Source, "", record.OccurredAt);
        Fail(SourceRecord.MergedInto, "", "is missing: nobody can tell into which account it was merged");
        return null;
    }

    // A condition on what a partial record does not mention holds: it was decided when the record was seen whole.
    private bool Holds(Condition condition)
    {
        if (!record.Fields.TryGet(condition.Path, out var value) && record.Change != RecordChange.Full)
            return true;
        var text = ValueReader.Plain(value);
        return condition.Values.Any(v => v is null ? text is null : text is not null && (v == "*" || v.Equals(text, StringComparison.OrdinalIgnoreCase))) != condition.IsNegated;
    }

    private void Check(TableMap table)
    {
        foreach (var check in table.Checks)
        {
            var isThere = record.Fields.TryGet(check.Field, out var value);
            var text = ValueReader.Plain(value);
            if (check.Kind == CheckKind.NotNull && text is null && (isThere || record.Change == RecordChange.Full))
                Fail(check.Field, value.IsNull ? "" : value.ToString(), "is missing", check.IsWarning);
            else if (check.Kind == CheckKind.Accepted && text is not null && !check.Values.Contains(text))
                Fail(check.Field, text, $"is none of {string.Join(", ", check.Values.Order(StringComparer.Ordinal))}", check.IsWarning);
        }
    }

    private void Fail(string field, string value, string reason, bool isWarning = false) =>
        (isWarning ? _warnings : _failures).Add(new(Shorten(field), Shorten(value), reason));

    private static string Shorten(string value) => ValueReader.Whole(value.Length <= 120 ? value : value[..120] + "…");
}
