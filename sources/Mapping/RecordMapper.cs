using System.Collections.Immutable;
using System.Globalization;
using OneLead.Events;
using OneLead.Sources.Values;
using OneLead.Values;

namespace OneLead.Sources.Mapping;

/// <summary>Maps one record with the rules of its table.</summary>
internal sealed class RecordMapper(SourceMapping mapping, SourceRecord record)
{
    private const int MaxName = 200;
    private const string TableField = "table";
    private const string NoReason = "it changed at the source, which did not say how";

    private readonly ImmutableArray<FieldFailure>.Builder _failures = ImmutableArray.CreateBuilder<FieldFailure>();
    private readonly ImmutableArray<FieldFailure>.Builder _warnings = ImmutableArray.CreateBuilder<FieldFailure>();

    // What the file tells, else what the mapping says.
    private readonly DecimalMark _mark = record.Decimal == DecimalMark.Unknown ? mapping.Decimal : record.Decimal;

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
        var use = RowUse.OnlyListed;
        for (var i = 0; i < table.Rules.Length; i++)
        {
            var rule = table.Rules[i];
            if (!rule.Conditions.All(Holds) || Event(table, rule, i, isFirst: events.Count == 0) is not { } change)
                continue;
            events.Add(change);
            var own = UnusedRows.Of(change.Kind, change.Account);
            // What adds to an entity of another table counts where that entity does.
            use = own == RowUse.WithoutAccount && !rule.IsOwner ? RowUse.Used : own > use ? own : use;
        }
        return Result(events.ToImmutable()) with { Use = use };
    }

    public string? Key(TableMap? table) => Id((table ?? Raw(record.Entity)).Rules[0]).Id;

    /// <summary>The entities of the record, even if it cannot be mapped; null where an id is missing.</summary>
    public IEnumerable<(EventKind Kind, string? Entity)> Entities(TableMap? table) =>
        from rule in (table ?? Raw(record.Entity)).Rules
        where rule.IsOwner && rule.Conditions.All(Holds)
        let id = Id(rule).Id
        select (rule.Kind, id is null ? null : Entity(rule, id, EventData.Empty));

    private MappedRecord Result(ImmutableArray<ChangeEvent> events) =>
        new(_failures.Count > 0 ? [] : events, _failures.ToImmutable(), _warnings.ToImmutable());

    // Keeps records of unknown tables unmapped.
    internal static TableMap Raw(string table)
    {
        var rule = new EventRule(EventKind.Raw, table, [], AccountRule.Of(AccountForm.Unplaced), null, [], true, []);
        return new(table, [rule], [], [], []);
    }

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
        if (change is null || (change.Data.Fields.IsEmpty && !AssignsAccount(rule, account)))
            return null;
        var sourceId = index == 0 ? record.SourceId : string.Create(CultureInfo.InvariantCulture, $"{record.SourceId}:{index + 1}");
        return change with { OccurredAt = time, SourceId = sourceId };
    }

    // A record without fields may still assign its entity to an account.
    private bool AssignsAccount(EventRule rule, string account) =>
        HasFields
        && rule.IsOwner
        && account.Length > 0
        && rule.Account.Form is not (AccountForm.Itself or AccountForm.None)
        && !Keys.IsUnplaced(account);

    // Null if the record has nothing for this rule.
    private EventData? Data(TableMap table, EventRule rule, bool isFirst)
    {
        switch (record.Change)
        {
            case RecordChange.Gap:
                var reason = Cut(record.Fields[SourceRecord.GapReason].Text ?? NoReason);
                return rule.IsOwner ? EventData.Of((EventData.StaleField, FieldValue.Of(reason))) : null;
            case RecordChange.Merged:
                return rule.IsOwner ? EventData.Removal : null;
            case RecordChange.Unmerged:
                return rule.IsOwner && rule.Kind == EventKind.Account ? EventData.Removal : null;
            case RecordChange.Removed:
                return rule.IsOwner ? EventData.Removal : null;
            default:
                return Fields(table, rule, isFirst);
        }
    }

    private EventData Fields(TableMap table, EventRule rule, bool isFirst)
    {
        var fields = new List<EventField>(record.Fields.Fields.Length + 1);
        // A condition that holds only because its field is absent does not justify writing a constant.
        var isCertain = record.Change == RecordChange.Full || rule.Conditions.All(c => record.Fields.TryGet(c.Path, out _));
        foreach (var field in rule.Fields)
        {
            if (Find(field) is not { } found || (field.Constant is not null && !isCertain))
                continue;
            var value = ValueReader.Read(found.Value, field, _mark, out var problem);
            if (problem is not null)
                Fail(found.Path, found.Value.ToString(), problem);
            else
                fields.Add(new(field.Target, Fit(found.Path, value)));
        }
        if (record.Change == RecordChange.Full && mapping.HasGaps && rule.IsOwner)
            fields.Add(new(EventData.StaleField, FieldValue.Null));
        if (isFirst)
            KeepUnmapped(table, fields);
        // Records without a kind of their own are told apart by it.
        if (rule.Kind == EventKind.Raw && fields.Count > 0 && rule.Fields.All(f => f.Target != TableField))
            fields.Add(new(TableField, FieldValue.Of(UnpairedSurrogates.Replace(table.Name))));
        var data = Sorted(fields);
        foreach (var error in EventSchema.Check(rule.Kind, data))
            Fail(error.Field, error.Value, error.Reason);
        return data;
    }

    // Duplicate names are rare but possible: a table may be named x, and replacing unpaired surrogates may make names equal.
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

    // The sender's value for a field; null if the record does not mention it.
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

    // A partial record must mention all parts, because a joined value needs all of them.
    private (FieldValue, string)? Joined(FieldRule rule, string join)
    {
        var mentioned = rule.From.Count(p => record.Fields.TryGet(p, out _));
        if (mentioned == 0 || (mentioned < rule.From.Length && record.Change == RecordChange.Partial))
            return null;
        var parts = rule.From.Select(p => ValueReader.TextOf(record.Fields[p])).OfType<string>().ToList();
        return (parts.Count == 0 ? FieldValue.Null : FieldValue.Of(string.Join(join, parts)), rule.From[0]);
    }

    // Keeps unmapped fields, prefixed with the table so that they never collide with mapped ones.
    private void KeepUnmapped(TableMap table, List<EventField> fields)
    {
        var left = 0;
        foreach (var (name, value) in record.Fields.Fields)
        {
            if (table.Names(name) || name is SourceRecord.MergedInto or SourceRecord.GapReason || name.Length == 0)
                continue;
            if (fields.Count >= EventSchema.MaxFields || name.Length > MaxName)
                left++;
            else
                fields.Add(new(UnpairedSurrogates.Replace($"{table.Name}.{name}"),
                    ValueReader.IsMissing(value) ? FieldValue.Null : Fit(name, value)));
        }
        if (left > 0)
        {
            var reason = FormattableString.Invariant(
                $"{left} unmapped fields were left out: an event has at most {EventSchema.MaxFields} fields");
            _warnings.Add(new("", "", reason));
        }
    }

    private FieldValue Fit(string path, FieldValue value)
    {
        if (value.Text is not { } text)
            return value;
        if (text.Length <= EventSchema.MaxText)
            return value.Type == FieldType.Text ? FieldValue.Of(UnpairedSurrogates.Replace(text)) : value;
        _warnings.Add(new(path, Shorten(text), $"was cut to {EventSchema.MaxText} characters"));
        return FieldValue.Of(Cut(text));
    }

    private static string Cut(string text) =>
        UnpairedSurrogates.Replace(text.Length <= EventSchema.MaxText ? text : text[..(EventSchema.MaxText - 1)] + "…");

    private (string? Id, string Path) Id(EventRule rule)
    {
        if (rule.Id.IsEmpty)
            return (Required(record.Id, ""), "");
        var parts = rule.Id.Select(IdAt).ToList();
        var missing = parts.IndexOf(null);
        if (missing < 0)
            return (string.Join(':', parts.Select(p => Keys.EncodePart(p!))), rule.Id[0]);
        // A removal has an id and often no fields.
        var id = HasFields || record.Id.Length == 0
            ? Required("", rule.Id[missing])
            : Required(record.Id, rule.Id[0]);
        return (id, rule.Id[0]);

        string? Required(string raw, string path)
        {
            if (Identity.Normalise(UnpairedSurrogates.Replace(raw)) is { } id)
                return Keys.EncodePart(id);
            Fail(path, raw, "is missing: the record has no id");
            return null;
        }
    }

    // The id in a field; null if it is missing. A damaged one fails the record, because it would be the id of another object.
    private string? IdAt(string path)
    {
        if (ValueReader.TextOf(record.Fields[path]) is not { } text)
            return null;
        if (Identity.IsRounded(text))
            Fail(path, text, "was rounded by a spreadsheet; format the column as text");
        return Identity.Normalise(text);
    }

    // The id is already in the alphabet of keys.
    private string Entity(EventRule rule, string id, EventData data)
    {
        if (rule.Kind == EventKind.Item)
            return Keys.Item(Vendor(rule, data), "") + id;
        var own = rule.Prefix is { } prefix ? Keys.EncodePart(UnpairedSurrogates.Replace(prefix)) + ":" + id : id;
        return mapping.IsOwnIds || rule.Kind.IsTenantWide() ? own : Keys.EncodePart(record.Source) + ":" + own;
    }

    private string? Vendor(EventRule rule, EventData data)
    {
        if (data["vendor"].Text is { } vendor)
            return vendor;
        if (rule.Fields.FirstOrDefault(f => f.Target == "vendor") is not { } field)
            return null;
        if ((Find(field) is { } found ? ValueReader.Read(found.Value, field, _mark, out _) : FieldValue.Null).Text is { } read)
            return read;
        if (!record.Fields.Fields.Any(f => field.From.Contains(f.Name)) && record.Change != RecordChange.Full)
            Fail(field.From[0], "", "is missing: items are identified by vendor and serial number");
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
            _ => ReadFirst(account.Paths, IdAt) switch
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

    private string Itself(string id) => (mapping.IsOwnIds ? "customer:" : $"crm:{Keys.EncodePart(record.Source)}:") + id;

    private string Name(AccountRule account)
    {
        var (name, territory) = (ReadFirst(account.Paths, NameAt), ReadFirst(account.Territory, IdAt));
        return (name.Value, territory.Value) switch
        {
            ({ } known, var where) => Keys.Name(where, known),
            (null, { } where) => Keys.Territory(where),
            _ => name.IsPresent ? Keys.Unassigned(record.Source) : Keys.Unplaced(record.Source),
        };
    }

    private string? NameAt(string path) =>
        ValueReader.TextOf(record.Fields[path]) is { } text && !Identity.IsPlaceholder(text) ? text : null;

    // The first path with a value. Present with null if the record has a path, and none has a value.
    private (bool IsPresent, string? Value) ReadFirst(ImmutableArray<string> paths, Func<string, string?> read)
    {
        var isPresent = false;
        foreach (var path in paths)
        {
            if (!record.Fields.TryGet(path, out _))
                continue;
            if (read(path) is { } text)
                return (true, text);
            isPresent = true;
        }
        return (isPresent, null);
    }

    private DateTimeOffset Time(EventRule rule)
    {
        if (rule.Time is not { } time || Find(time) is not { } found)
            return record.OccurredAt;
        var value = ValueReader.Read(found.Value, time, _mark, out var problem);
        if (problem is not null)
            Fail(found.Path, found.Value.ToString(), problem);
        const DateTimeStyles utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        return value.Text is { } text ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, utc) : record.OccurredAt;
    }

    private ChangeEvent? Link(string loser)
    {
        if (record.Change == RecordChange.Unmerged)
            return AccountMerges.Unmerged(loser, record.Source, record.Source, "", record.OccurredAt);
        if (IdAt(SourceRecord.MergedInto) is { } winner)
            return AccountMerges.Merged(loser, Itself(Keys.EncodePart(winner)), null, record.Source, record.Source, "", record.OccurredAt);
        Fail(SourceRecord.MergedInto, "", "is missing: the merge target is unknown");
        return null;
    }

    // A condition on a field that a partial record does not mention holds: the full record decided it.
    private bool Holds(Condition condition)
    {
        if (!record.Fields.TryGet(condition.Path, out var value) && record.Change != RecordChange.Full)
            return true;
        var text = ValueReader.TextOf(value);
        return condition.Values.Any(Matches) != condition.IsNegated;

        bool Matches(string? value) => value is null
            ? text is null
            : text is not null && (value == "*" || value.Equals(text, StringComparison.OrdinalIgnoreCase));
    }

    private void Check(TableMap table)
    {
        foreach (var check in table.Checks)
        {
            var isPresent = record.Fields.TryGet(check.Field, out var value);
            var text = ValueReader.TextOf(value);
            if (check.Kind == CheckKind.NotNull && text is null && (isPresent || record.Change == RecordChange.Full))
                Fail(check.Field, value.IsNull ? "" : value.ToString(), "is missing", check.IsWarning);
            else if (check.Kind == CheckKind.Accepted && text is not null && !check.Values.Contains(text))
                Fail(check.Field, text, $"is not one of {string.Join(", ", check.Values.Order(StringComparer.Ordinal))}", check.IsWarning);
        }
    }

    private void Fail(string field, string value, string reason, bool isWarning = false) =>
        (isWarning ? _warnings : _failures).Add(new(Shorten(field), Shorten(value), reason));

    private static string Shorten(string value) => UnpairedSurrogates.Replace(value.Length <= 120 ? value : value[..120] + "…");
}
