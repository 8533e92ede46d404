using OneLead.Events;
using OneLead.Sources.Mapping;

namespace OneLead.Sources.Tests.Mapping;

public class MapTests
{
    private static readonly DateTimeOffset At = new(2025, 10, 29, 9, 0, 0, TimeSpan.Zero);

    private const string Crm = """
        name: test
        gaps: true
        tables:
          deal:
            kind: opportunity
            account: { crm: company }
            fields:
              name: title
              stage: { from: stage, values: { won: Closed Won, lost: Closed Lost } }
              amount: amount
              probability: { from: chance, percent: true }
              closeDate: { from: closes, format: unix_ms }
              currency: { from: currency, default: EUR }
              x.forecast: { from: forecast, type: flag }
            drop: [secret, "hs_*", "*.LogicalName"]
          company:
            kind: account
            fields: { name: name }
          box:
            kind: item
            id: serial
            account: { name: customer, territory: st }
            fields: { serial: serial, vendor: make }
        """;

    [Fact]
    public void A_full_record_is_mapped_normalised_and_ends_staleness()
    {
        var mapped = Map(Crm, Record("deal", RecordChange.Full,
            ("title", Text(" Storage ")), ("stage", Text("Won")), ("amount", Text("$1,200.506")), ("chance", Text("45")),
            ("closes", Text("1761696000000")),
            ("company", FieldValue.Of(17)), ("forecast", Text("yes")), ("secret", Text("x")), ("hs_x", Text("x")),
            ("a.LogicalName", Text("x")), ("pipeline", Text("p1")), ("note", Text("(null)"))));
        Assert.Equal(
            Event("crm:hub:17", EventKind.Opportunity, "hub:4711",
                ("_stale", FieldValue.Null), ("amount", FieldValue.Of(1200.51m)), ("closeDate", Text("2025-10-29")),
                ("currency", Text("EUR")), ("deal.note", FieldValue.Null), ("deal.pipeline", Text("p1")),
                ("name", Text("Storage")), ("probability", FieldValue.Of(0.45m)), ("stage", Text("Closed Won")),
                ("x.forecast", FieldValue.Of(true))),
            Single(mapped));
    }

    [Fact]
    public void In_a_partial_record_absent_stays_absent_and_null_clears()
    {
        var mapped = Map(Crm, Record("deal", RecordChange.Partial, ("amount", FieldValue.Null)));
        Assert.Equal(Event("unplaced:hub", EventKind.Opportunity, "hub:4711", ("amount", FieldValue.Null)), Single(mapped));
    }

    [Fact]
    public void A_stated_none_is_another_account_than_nothing_said()
    {
        Assert.Equal(Event("unassigned:hub", EventKind.Opportunity, "hub:4711"),
            Single(Map(Crm, Record("deal", RecordChange.Partial, ("company", FieldValue.Null)))));
        Assert.Equal(Event("crm:hub:18", EventKind.Opportunity, "hub:4711"),
            Single(Map(Crm, Record("deal", RecordChange.Partial, ("company", Text("18"))))));
        Assert.Empty(Map(Crm, Record("deal", RecordChange.Partial)).Events);
        Assert.Equal("unplaced:hub", Single(Map(Crm, Record("deal", RecordChange.Partial, ("title", Text("a"))))).Account);
    }

    [Fact]
    public void Names_with_and_without_a_territory_are_the_keys_of_the_workbooks()
    {
        Assert.Equal(Event("name:56088:Apple~20Inc", EventKind.Item, "dell:S1", ("_stale", FieldValue.Null), ("serial", Text("S1")),
            ("vendor", Text("Dell"))),
            Single(Map(Crm, Record("box", RecordChange.Full, ("serial", Text("S1")), ("make", Text("Dell")),
                ("customer", Text("Apple Inc")), ("st", FieldValue.Of(56088))))));
        Assert.Equal(("name::Apple", "hpe:S1"), Place(("serial", Text("S1")), ("customer", Text("Apple"))));
        Assert.Equal(("territory:7", "hpe:S1"), Place(("serial", Text("S1")), ("customer", Text("#")), ("st", Text("7"))));

        (string, string) Place(params (string, FieldValue)[] fields) =>
            Single(Map(Crm, Record("box", RecordChange.Full, fields))) is var e ? (e.Account, e.Entity) : default;
    }

    [Fact]
    public void An_account_is_its_own_key()
    {
        Assert.Equal(Event("crm:hub:4711", EventKind.Account, "hub:4711", ("name", Text("Acme"))),
            Single(Map(Crm, Record("company", RecordChange.Partial, ("name", Text("Acme"))))));
        Assert.Equal(Event("customer:4711", EventKind.Account, "4711", ("_stale", FieldValue.Null), ("name", Text("Acme"))),
            Single(Map(Crm.Replace("gaps: true", "gaps: true\nids: own", StringComparison.Ordinal),
                Record("company", RecordChange.Full, ("name", Text("Acme"))))));
    }

    [Fact]
    public void A_removal_a_gap_and_a_merge_are_events_of_their_own()
    {
        Assert.Equal(Event("unplaced:hub", EventKind.Opportunity, "hub:4711", ("_removed", FieldValue.Of(true))),
            Single(Map(Crm, Record("deal", RecordChange.Removed))));
        Assert.Equal(Event("crm:hub:4711", EventKind.Account, "hub:4711", ("_stale", Text("too large to send"))),
            Single(Map(Crm, Record("company", RecordChange.Gap, (SourceRecord.GapReason, Text("too large to send"))))));
        Assert.Equal(Event("~links", EventKind.Link, "crm:hub:4711", ("to", Text("crm:hub:4712")),
            ("rule", Text("merge")), ("by", Text("hub"))),
            Single(Map(Crm, Record("company", RecordChange.Merged, (SourceRecord.MergedInto, Text("4712"))))));
        Assert.Equal(Event("~links", EventKind.Link, "crm:hub:4711", ("to", Text("crm:hub:4711")),
            ("rule", Text("unmerge")), ("by", Text("hub"))),
            Single(Map(Crm, Record("company", RecordChange.Unmerged))));
        Assert.Equal(Event("unplaced:hub", EventKind.Opportunity, "hub:4711", ("_removed", FieldValue.Of(true))),
            Single(Map(Crm, Record("deal", RecordChange.Merged, (SourceRecord.MergedInto, Text("4712"))))));
        Assert.Equal(new FieldFailure("_mergedInto", "", "is missing: the merge target is unknown"),
            Assert.Single(Map(Crm, Record("company", RecordChange.Merged)).Failures));
    }

    [Fact]
    public void What_cannot_be_read_is_named_and_nothing_is_half_mapped()
    {
        var mapped = Map(Crm, Record("deal", RecordChange.Full, ("title", Text("a")), ("amount", Text("much")), ("chance", Text("450")),
            ("closes", Text("soon"))));
        Assert.Empty(mapped.Events);
        Assert.Equal(
            [
                new("amount", "much", "is not a number"),
                new("chance", "450", "is not a rate of 0 to 100 percent"),
                new FieldFailure("closes", "soon", "is not a date"),
            ],
            mapped.Failures.AsEnumerable());
        Assert.Equal("the mapping 'test' has no table 'quote'",
            Assert.Single(Map(Crm, Record("quote", RecordChange.Full)).Failures).ToString());
        Assert.Equal("serial '' is missing: the record has no id",
            Assert.Single(Map(Crm, Record("box", RecordChange.Full) with { Id = "" }).Failures).ToString());
    }

    [Fact]
    public void A_row_can_be_several_entities_and_its_other_fields_stay_with_the_first()
    {
        const string yaml = """
            name: test
            ids: own
            tables:
              install:
                - kind: item
                  id: id
                  account: { customer: customer }
                  unless: { kind: [contract, none] }
                  fields: { serial: id, contractValue: value }
                - kind: contract
                  id: [customer, id]
                  prefix: install
                  account: { customer: customer }
                  when: { renewal: "*" }
                  time: changed
                  fields: { end: renewal, annualValue: value, autoRenewal: { value: "Yes" } }
            """;
        var record = Record("install", RecordChange.Full, ("id", Text("I1")), ("customer", Text("C1")), ("kind", Text("box")),
            ("renewal", Text("2026-01-31")), ("value", Text("10")), ("changed", Text("2025-10-01T10:00:00+02:00")), ("other", Text("o")));
        var events = Map(yaml, record).Events;
        Assert.Equal(
            [
                Event("customer:C1", EventKind.Item, "hpe:I1", ("contractValue", FieldValue.Of(10)),
                    ("install.other", Text("o")), ("serial", Text("I1"))),
                Event("customer:C1", EventKind.Contract, "install:C1:I1", ("annualValue", FieldValue.Of(10)),
                    ("autoRenewal", FieldValue.Of(true)), ("end", Text("2026-01-31"))) with
                    {
                        SourceId = "change-1:2",
                        OccurredAt = new(2025, 10, 1, 8, 0, 0, TimeSpan.Zero),
                    },
            ],
            [events[0] with { Data = Without(events[0].Data, "install.kind") }, events[1]]);
        Assert.Equal([EventKind.Contract],
            Map(yaml, record with { Fields = record.Fields.With("kind", Text("NONE")) }).Events.Select(e => e.Kind));
    }

    [Fact]
    public void A_table_that_only_adds_to_an_entity_leaves_it_when_its_row_goes()
    {
        const string yaml =
            "{name: t, ids: own, tables: {escalations: {kind: ticket, id: ticket, owner: false, fields: {escalated: {value: 'yes'}}}}}";
        Assert.Equal(Event("unplaced:hub", EventKind.Ticket, "T1", ("escalated", FieldValue.Of(true))),
            Single(Map(yaml, Record("Escalations", RecordChange.Full, ("ticket", Text("T1"))))));
        var gone = Map(yaml, Record("ESCALATIONS", RecordChange.Removed, ("ticket", Text("T1"))));
        Assert.Equal((0, 0), (gone.Events.Length, gone.Failures.Length));
    }

    [Fact]
    public void Half_a_name_is_not_the_name()
    {
        const string yaml =
            "{name: t, tables: {contact: {kind: contact, fields: {name: {from: [first, last], join: ' '}, email: [mail, email]}}}}";
        Assert.Equal("""{"name":"Ann Lee"}""", Json(RecordChange.Partial, ("first", Text("Ann")), ("last", Text("Lee"))));
        Assert.Equal("""{"name":"Lee"}""", Json(RecordChange.Partial, ("first", FieldValue.Null), ("last", Text("Lee"))));
        Assert.Equal("""{"email":"b@c"}""",
            Json(RecordChange.Partial, ("first", Text("Ann")), ("mail", FieldValue.Null), ("email", Text("b@c"))));

        string Json(RecordChange change, params (string, FieldValue)[] fields) =>
            System.Text.Encoding.UTF8.GetString(Single(Map(yaml, Record("contact", change, fields))).Data.ToJson());
    }

    [Fact]
    public void Tables_that_are_not_named_are_refused_kept_raw_or_left_out()
    {
        var record = Record("line item", RecordChange.Full, ("sku", Text("S")));
        Assert.Equal(Event("unplaced:hub", EventKind.Raw, "hub:line~20item:4711", ("line item.sku", Text("S")),
            ("table", Text("line item"))),
            Single(Map("{name: t, others: raw, tables: {}}", record)));
        var ignored = Map("{name: t, others: ignore, tables: {}}", record);
        Assert.Equal((0, 0), (ignored.Events.Length, ignored.Failures.Length));
    }

    [Fact]
    public void Checks_refuse_or_warn()
    {
        const string yaml = """
            name: t
            tables:
              deal:
                kind: opportunity
                fields: { status: status }
                checks:
                  - not_null: [owner, status]
                    severity: warn
                  - accepted: { status: [Won, Lost] }
            """;
        var mapped = Map(yaml, Record("deal", RecordChange.Full, ("status", Text("won"))));
        Assert.Equal((1, "owner '' is missing"), (mapped.Events.Length, Assert.Single(mapped.Warnings).ToString()));
        Assert.Equal("status 'Maybe' is not one of Lost, Won",
            Assert.Single(Map(yaml, Record("deal", RecordChange.Partial, ("status", Text("Maybe")))).Failures).ToString());
        Assert.Empty(Map(yaml, Record("deal", RecordChange.Partial, ("x", Text("1")))).Warnings);
    }

    [Fact]
    public void Long_texts_are_cut_and_too_many_fields_left_out_and_both_are_told()
    {
        var mapped = Map(Crm, Record("deal", RecordChange.Full,
            [("title", Text(new string('a', 5_000))), .. Enumerable.Range(0, 300).Select(i => ($"f{i:000}", FieldValue.Of(i)))]));
        var data = Single(mapped).Data;
        Assert.Equal((EventSchema.MaxFields, EventSchema.MaxText, '…'),
            (data.Fields.Length, data["name"].Text!.Length, data["name"].Text![^1]));
        Assert.Equal(["title", ""], mapped.Warnings.Select(w => w.Field));
        Assert.Equal("103 unmapped fields were left out: an event has at most 200 fields", mapped.Warnings[1].ToString());
    }

    [Fact]
    public void A_record_as_json_is_the_same_record_again()
    {
        var record = Record("deal", RecordChange.Partial, ("a", Text("ü \"x\"")), ("b", FieldValue.Of(1.50m)), ("c", FieldValue.Null),
            ("d", FieldValue.Json("""[1,{"e":null}]""")), ("f", FieldValue.Of(false)));
        var json = RecordJson.Write(record);
        var read = RecordJson.Read(json);
        Assert.Equal(record, read);
        Assert.Equal(json, RecordJson.Write(read));
        foreach (var wrong in (string[])["", "[]", "{}", """{"source":1}""", """{"source":"\ud800"}""", """{"sauce":"a"}"""])
            Assert.ThrowsAny<System.Text.Json.JsonException>(() => RecordJson.Read(System.Text.Encoding.UTF8.GetBytes(wrong)));
    }

    internal static FieldValue Text(string text) => FieldValue.Of(text);

    internal static SourceRecord Record(string entity, RecordChange change, params (string, FieldValue)[] fields) =>
        new("hub", entity, "4711", change, At, "change-1", EventData.Of(fields));

    internal static ChangeEvent Event(string account, EventKind kind, string entity, params (string, FieldValue)[] fields) =>
        new(account, kind, entity, EventSchema.Version, "hub", "change-1", At, EventData.Of(fields));

    internal static MappedRecord Map(string yaml, SourceRecord record)
    {
        Assert.True(SourceMapping.TryParse(yaml, "test.yaml", out var mapping, out var errors), string.Join("\n", errors));
        return mapping.Map(record);
    }

    internal static ChangeEvent Single(MappedRecord mapped)
    {
        Assert.Empty(mapped.Failures);
        var change = Assert.Single(mapped.Events);
        Assert.Empty(EventSchema.Check(change.Kind, change.Data));
        Assert.True(Keys.IsKey(change.Entity));
        return change;
    }

    private static EventData Without(EventData data, string name) => EventData.Of(data.Fields.Where(f => f.Name != name));
}
