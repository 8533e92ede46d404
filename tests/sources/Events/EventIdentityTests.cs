using System.Text;
using OneLead.Sources.Events;

namespace OneLead.Sources.Tests.Events;

public class EventIdentityTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("""{"kind":"item","id":"1","customerId":"N/A","data":{"serial":"S1"}}""", "customerId")]
    [InlineData("""{"kind":"item","id":"1","territory":"7","name":"Unknown","data":{"serial":"S1"}}""", "name")]
    [InlineData("""{"kind":"item","id":"1","territory":"0","data":{"serial":"S1"}}""", "territory")]
    [InlineData("""{"kind":"item","id":"1","territory":"7","data":{"serial":"TBD"}}""", "data.serial")]
    [InlineData("""{"kind":"opportunity","id":"1","territory":"7","entity":"none","data":{}}""", "entity")]
    public void A_placeholder_is_no_id(string json, string field)
    {
        var batch = EventBatch.Read(Encoding.UTF8.GetBytes(json), Now);
        Assert.Empty(batch.Events);
        Assert.Contains(batch.Problems, p => p.Field == field && p.Reason.Contains("placeholder", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("territory:")]
    [InlineData("customer:")]
    [InlineData("name:7:")]
    [InlineData("name::")]
    public void A_key_without_an_id_or_a_name_is_refused(string account)
    {
        var batch = EventBatch.Read(
            Encoding.UTF8.GetBytes($$$"""{"kind":"contact","id":"1","account":"{{{account}}}","entity":"c","data":{}}"""), Now);
        Assert.Empty(batch.Events);
        Assert.Equal("account", Assert.Single(batch.Problems).Field);
    }

    [Theory]
    [InlineData("\\ufffe")]
    [InlineData("\\uffff")]
    [InlineData("\\ufdd0")]
    [InlineData("\\ud83f\\udffe")]
    public void A_noncharacter_is_no_part_of_an_id(string escape)
    {
        var json = """{"kind":"item","id":"1","customerId":"5@01","data":{"serial":"@AB1"}}"""
            .Replace("@", escape, StringComparison.Ordinal);
        var change = Assert.Single(EventBatch.Read(Encoding.UTF8.GetBytes(json), Now).Events);
        Assert.Equal(("customer:501", "hpe:AB1"), (change.Account, change.Entity));
    }

    [Fact]
    public void Spellings_of_an_id_are_one()
    {
        const string json = """
            [
              {"kind":"item","id":"1","customerId":"501.0","data":{"serial":"ＡＢ１"}},
              {"kind":"item","id":"2","customerId":501,"entity":"AB1","data":{}}
            ]
            """;
        Assert.Equal(
            [("customer:501", "hpe:AB1"), ("customer:501", "hpe:AB1")],
            EventBatch.Read(Encoding.UTF8.GetBytes(json), Now).Events.Select(e => (e.Account, e.Entity)));
    }
}
