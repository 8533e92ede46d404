using OneLead.Events;
using OneLead.Sources.Mapping;

namespace OneLead.Sources.Tests.Mapping;

public class MappingFileTests
{
    [Theory]
    [InlineData("", "line 0: is missing", "line 1: name is missing", "tables is missing")]
    [InlineData("[]", "must be a map")]
    [InlineData("name: a\nname: b\ntables: {}", "line 2: 'name' occurs twice")]
    [InlineData("name: a\nids: mine\ntables: {}", "line 2: ids must be one of crm, own")]
    [InlineData("name: a\ntables: {}\nsource: x", "line 3: source is not allowed here. Allowed: name, ids, gaps, others, decimal, tables")]
    [InlineData("name: a\ntables:\n  deal:\n    kind: dael", "line 4: tables.deal.kind must be one of account, item, opportunity")]
    [InlineData("name: a\ntables:\n  deal:\n    kind: lead_status", "tables.deal.kind must be one of")]
    [InlineData("name: a\ntables:\n  deal: {}", "line 3: tables.deal has no kind")]
    [InlineData("name: a\ntables:\n  deal: []", "line 3: tables.deal has no rule")]
    [InlineData("name: a\ntables:\n  deal: {kind: raw}\n  DEAL: {kind: raw}", "line 4: tables.DEAL occurs twice: case is ignored")]
    [InlineData("name: a\ntables:\n  deal:\n    kind: opportunity\n    fields:\n      amuont: amount",
        "line 6: tables.deal.fields.amuont is not a field of opportunity. Known fields: accountName, actualCloseDate, amount, ")]
    [InlineData("name: a\ntables: {deal: {kind: raw, fields: {_removed: gone}}}", "tables.deal.fields._removed is not a field of raw")]
    [InlineData("name: a\ntables: {deal: {kind: opportunity, fields: {amount: {format: unix_ms, from: a}}}}",
        "fields.amount.format is only for dates and times")]
    [InlineData("name: a\ntables: {deal: {kind: opportunity, fields: {created: {format: '%', from: a}}}}", "'%' is neither unix_ms")]
    [InlineData("name: a\ntables: {deal: {kind: opportunity, fields: {name: {percent: true, from: a}}}}",
        "fields.name.percent is only for rates and numbers")]
    [InlineData("name: a\ntables: {deal: {kind: opportunity, fields: {name: {}}}}",
        "fields.name must have either from (a path) or value (a constant)")]
    [InlineData("name: a\ntables: {deal: {kind: opportunity, fields: {name: {from: a, type: date}}}}",
        "fields.name.type is not allowed: the type is text")]
    [InlineData("name: a\ntables: {deal: {kind: opportunity, fields: {amount: {from: a, scale: 0}}}}",
        "fields.amount.scale must be a number other than 0")]
    [InlineData("name: a\ntables: {deal: {kind: opportunity, account: some}}",
        "account must be none, or one of crm, customer, territory and name with a path")]
    [InlineData("name: a\ntables: {deal: {kind: opportunity, account: {crm: a, customer: b}}}",
        "account must be one of crm, customer, territory and name; only a name")]
    [InlineData("name: a\ntables: {deal: {kind: product_lifecycle, account: {crm: a}}}",
        "account is not allowed: events of this kind belong to no account")]
    [InlineData("name: a\ntables: {deal: {kind: raw, checks: [{severity: warn}]}}",
        "checks[1] must have one of not_null, unique, accepted and references")]
    [InlineData("name: a\ntables: {deal: {kind: raw, checks: [{references: {a: b}}]}}", "must be table.column")]
    [InlineData("name: a\ntables: {deal: {kind: raw, checks: [{references: {a: b.c}}]}}",
        "refers to a table b that the mapping does not have")]
    [InlineData("name: &a x\ntables: *a", "is not valid YAML")]
    [InlineData("name: a\ntables: {a: {", "is not valid YAML")]
    [InlineData("a: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]", "nested too deeply")]
    public void A_file_that_is_wrong_is_refused_with_every_line_and_key(string yaml, params string[] wanted)
    {
        Assert.False(SourceMapping.TryParse(yaml, "own.yaml", out _, out var errors));
        var told = string.Join("\n", errors);
        Assert.All(errors, e => Assert.StartsWith("own.yaml, line ", e.ToString()));
        if (yaml.Length > 0)
            Assert.All(wanted, w => Assert.Contains(w, told));
    }

    [Fact]
    public void Everything_that_ships_is_a_mapping_by_its_own_name()
    {
        Assert.Equal(["crm-warehouse", "dynamics", "hubspot", "onelead-star", "pipedrive", "sales-analytics", "salesforce"],
            SourceMapping.ShippedNames.AsEnumerable());
        foreach (var name in SourceMapping.ShippedNames)
        {
            Assert.True(SourceMapping.TryParse(SourceMapping.ShippedText(name)!, name, out var mapping, out var errors),
                string.Join("\n", errors));
            Assert.Equal(name, mapping.Name);
            Assert.Same(SourceMapping.Shipped(name), SourceMapping.Shipped(name));
        }
        Assert.Null(SourceMapping.Shipped("../secrets"));
    }

    [Fact]
    public void Whatever_the_file_says_reading_it_ends_with_a_mapping_or_errors()
    {
        var random = new Random(11);
        string[] files = [.. SourceMapping.ShippedNames.Select(n => SourceMapping.ShippedText(n)!)];
        const string soup = "\n: -[]{}\"'#&*!|>%@`,?~\t\0\u00e9\ud800abc19";
        for (var round = 0; round < 300; round++)
        {
            var text = files[random.Next(files.Length)].ToCharArray();
            for (var i = random.Next(1, 30); i > 0; i--)
                text[random.Next(text.Length)] = soup[random.Next(soup.Length)];
            var isRead = SourceMapping.TryParse(new string(text, 0, random.Next(text.Length)), "f", out var mapping, out var errors);
            Assert.Equal((isRead, !isRead), (mapping is not null, errors.Length > 0));
        }
    }

    [Fact]
    public void Whatever_a_record_holds_mapping_it_ends_with_valid_events_or_failures()
    {
        var random = new Random(12);
        var mappings = SourceMapping.ShippedNames.Select(n => SourceMapping.Shipped(n)!).ToList();
        string[] texts = ["", "#", "x", "-1", "1e99", "999999999999999999999999999", "45%", "2025-02-30", "/Date(99999999999999)/",
            "/Date(1506409448000-0700)/", "\ud800", new string('ü', 5000), "31.12.2025 10:00", "Yes", "0001-01-01T00:00:00+14:00",
            "9999-12-31T23:59:59-14:00", "46000"];
        var names = mappings.SelectMany(m => m.Tables.SelectMany(t => m.Find(t)!.Rules.SelectMany(r => (IEnumerable<string>)[.. r.Id,
            .. r.Fields.SelectMany(f => f.From), .. r.Account.Paths, .. r.Time?.From ?? []]))).Distinct().ToList();
        for (var round = 0; round < 4_000; round++)
        {
            var mapping = mappings[random.Next(mappings.Count)];
            var fields = Enumerable.Range(0, random.Next(40)).Select(
                _ => (random.Next(5) == 0 ? texts[random.Next(texts.Length)] : names[random.Next(names.Count)], Value(random.Next(6))));
            var table = mapping.Tables[random.Next(mapping.Tables.Length)];
            var record = new SourceRecord(texts[random.Next(4)], table, texts[random.Next(texts.Length)], (RecordChange)random.Next(6),
                DateTimeOffset.UnixEpoch, "s", EventData.Of([.. fields]));
            var mapped = mapping.Map(record);
            Assert.True(mapped.Failures.IsEmpty || mapped.Events.IsEmpty);
            Assert.All(mapped.Events, e =>
            {
                Assert.Empty(EventSchema.Check(e.Kind, e.Data));
                Assert.True(Keys.IsKey(e.Entity) && (e.Account is "" or Keys.Links || Keys.IsKey(e.Account)), e.ToString());
                Assert.Equal(e.Data, EventData.Parse(e.Data.ToJson()));
            });
            var again = RecordJson.Read(RecordJson.Write(record));
            Assert.Equal(RecordJson.Write(record), RecordJson.Write(again));
        }

        FieldValue Value(int kind) => kind switch
        {
            0 => FieldValue.Null,
            1 => FieldValue.Of((decimal)(random.NextDouble() - 0.3) * 1e9m),
            2 => FieldValue.Of(decimal.MaxValue),
            3 => FieldValue.Json("""{"a":[1,"\ud800"]}"""),
            _ => FieldValue.Of(texts[random.Next(texts.Length)]),
        };
    }
}
