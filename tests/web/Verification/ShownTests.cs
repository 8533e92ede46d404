using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OneLead.Views;
using OneLead.Web.ReadModel;

namespace OneLead.Web.Tests.Verification;

/// <summary>A verification compares what is shown, too.</summary>
public sealed class ShownTests : IClassFixture<ServerFixture>
{
    private readonly ServerFixture _server;

    public ShownTests(ServerFixture server) => _server = server;

    [Fact]
    public async Task Accounts_leads_entities_and_sums_that_differ_from_the_journal_are_named()
    {
        await _server.ItemAsync("SHOWN1", "56001");
        await _server.ItemAsync("SHOWN2", "56002");
        (await _server.PostAsync("/api/v1/events", """
            {"kind":"opportunity","entity":"SHOWN-O","territory":"56002","id":"shown-o","data":{"amount":5,"currency":"USD"}}
            """)).EnsureSuccessStatusCode();
        var right = await VerifyAsync();
        Assert.True(right.GetProperty("ok").GetBoolean(), right.GetRawText());
        Assert.Empty(right.GetProperty("shown").EnumerateArray());

        var model = _server.Services.GetRequiredService<LiveModel>().Unfiltered;
        var (ghost, one) = (TestData.Account(7, new Random(7)), model.Account(Keys.Territory("56001"))!);
        model.Apply(new AccountDelta(ghost.Id, new StateVersion(1, 1), default, ghost, true, [], []), out _);
        model.Apply(new AccountDelta(one.Id, model.VersionOf(one.Id), default, one, true, [], []), out _, isRepair: true);
        var entity = Assert.Single(model.EntitiesOf(Keys.Territory("56002")));
        model.Restore(entity with { AccountId = one.Id });

        var wrong = await VerifyAsync();
        Assert.False(wrong.GetProperty("ok").GetBoolean());
        Assert.Empty(wrong.GetProperty("different").EnumerateArray());
        Assert.Equal(right.GetProperty("digest").GetString(), wrong.GetProperty("digest").GetString());
        Assert.Collection(
            wrong.GetProperty("shown").EnumerateArray().Select(s => s.GetString()!),
            s => Assert.StartsWith($"{one.Id}: the lead ", s, StringComparison.Ordinal),
            s => Assert.Equal($"{ghost.Id}: it is listed, but has no records", s),
            s => Assert.StartsWith($"territory {Keys.TerritoryGrainKey(ghost.Territory)}: -1 accounts, ", s, StringComparison.Ordinal),
            s => Assert.StartsWith("the portfolio: -1 accounts, ", s, StringComparison.Ordinal));
    }

    private async Task<JsonElement> VerifyAsync()
    {
        using var answer = await _server.PostAsync("/api/v1/verification", "{}");
        answer.EnsureSuccessStatusCode();
        return JsonElement.Parse(await answer.Content.ReadAsStringAsync());
    }
}
