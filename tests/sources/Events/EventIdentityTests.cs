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
