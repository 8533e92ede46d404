using Microsoft.Extensions.DependencyInjection;
using OneLead.Events;
using OneLead.Sources.Imports;
using OneLead.Storage;

namespace OneLead.Web.Tests.Assignment;

/// <summary>What published rules do with leads.</summary>
public sealed class AssignerTests : IAsyncLifetime
{
    private AssignmentServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await AssignmentServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Published_rules_give_leads_to_people_and_the_history_names_the_row()
    {
        await _server.Server.ItemAsync("OLD1", "1");
        await _server.Server.ItemAsync("OLD2", "2");
        await _server.PublishAsync(_server.Row("North", "1", "person", "kim"), AssignmentServer.Rest);
        await _server.UntilOwnedAsync("1", "kim");
        // And so do leads that come later.
        await _server.Server.ItemAsync("NEW1", "1");
        await _server.UntilOwnedAsync("1", "kim");
        var owners = await _server.OwnersAsync("1");
        Assert.Contains(owners.Keys, static l => l.Contains("NEW1", StringComparison.Ordinal));
        foreach (var lead in owners.Keys)
            Assert.Equal([("assigned:kim", "rule: North", null)], await _server.StepsAsync(lead));
        Assert.All((await _server.OwnersAsync("2")).Values, Assert.Null);
    }

    [Fact]
    public async Task Without_published_rules_nothing_happens()
    {
        await _server.Server.ItemAsync("ALONE1", "1");
        await _server.DraftAsync(_server.Row("North", "1", "person", "kim"), AssignmentServer.Rest);
        var head = _server.Head;
        await _server.Another().TurnAsync(default);
        Assert.Equal(head, _server.Head);
        Assert.All((await _server.OwnersAsync("1")).Values, Assert.Null);
    }

    [Fact]
    public async Task Several_assigners_at_once_and_one_that_begins_again_double_nothing()
    {
        for (var i = 0; i < 10; i++)
            await _server.Server.ItemAsync($"TWICE{i}", "1");
        var before = _server.Head;
        await _server.PublishAsync(_server.Row("Team", "1", "in_turn", "kim", "lee"), AssignmentServer.Rest);
        // With the server's own they are four.
        await Task.WhenAll(
            _server.Another().TurnAsync(default), _server.Another().TurnAsync(default), _server.Another().TurnAsync(default));
        await ServerFixture.UntilAsync(async () => (await _server.OwnersAsync("1")).Values.All(static o => o is not null));
        var owners = await _server.OwnersAsync("1");
        foreach (var (lead, owner) in owners)
            Assert.Equal([($"assigned:{owner}", "rule: Team", null)], await _server.StepsAsync(lead));
        // The draft and its publication leave an audit row each.
        Assert.Equal(owners.Count + 2, _server.Head - before);
        Assert.Equal(owners.Count / 2, owners.Values.Count(static o => o == "kim"));
        await _server.Another().TurnAsync(default);
        await _server.Server.RestartAsync();
        Assert.Equal(owners.Count + 2, _server.Head - before);
    }

    [Fact]
    public async Task A_lead_that_somebody_unassigned_stays_so_until_rules_are_published_again()
    {
        await _server.Server.ItemAsync("FREE1", "1");
        await _server.PublishAsync(_server.Row("North", "1", "person", "kim"), AssignmentServer.Rest);
        await _server.UntilOwnedAsync("1", "kim");
        var lead = (await _server.OwnersAsync("1")).Keys.First();
        await _server.DoneAsync(HttpMethod.Post, $"leads/{lead}/assignment", """{"assignee":null}""", "*");
        await _server.Another().TurnAsync(default);
        Assert.Null((await _server.OwnersAsync("1"))[lead]);
        await _server.PublishAsync(_server.Row("North", "1", "person", "lee"), AssignmentServer.Rest);
        await ServerFixture.UntilAsync(async () => (await _server.OwnersAsync("1"))[lead] == "lee");
        // The others keep their owner.
        Assert.Equal(1, (await _server.OwnersAsync("1")).Values.Count(static o => o == "lee"));
    }

    [Fact]
    public async Task Leads_whose_import_was_undone_are_assigned_again_when_they_come_back()
    {
        var services = _server.Server.Services;
        var (ingest, journal, grains) = (
            services.GetRequiredService<IIngest>(), services.GetRequiredService<IJournal>(), services.GetRequiredService<IGrainFactory>());
        await _server.PublishAsync(_server.Row("North", "1", "person", "kim"), AssignmentServer.Rest);
        var row = (await ingest.AppendAsync(Keys.DefaultTenant, [Item('c')]))[0].Sequence;
        await _server.UntilOwnedAsync("1", "kim");

        await new ImportUndo(ingest, journal, grains, TimeProvider.System)
            .RunAsync(new([new string('c', ImportIds.Length)], row, row), "kim", null, null, default);
        Assert.Empty(await _server.OwnersAsync("1"));
        await ingest.AppendAsync(Keys.DefaultTenant, [Item('d')]);
        await _server.UntilOwnedAsync("1", "kim");

        static ChangeEvent Item(char import) => new(
            Keys.Territory("1"), EventKind.Item, "hpe:BACK1", EventSchema.Version, "workbook",
            $"{new string(import, ImportIds.Length)}:items:BACK1", new DateTimeOffset(2025, 8, 1, 0, 0, 0, TimeSpan.Zero),
            EventData.Of(("serial", FieldValue.Of("BACK1")), ("territory", FieldValue.Of("1")),
                ("supportStatus", FieldValue.Of("Uncovered"))));
    }

    [Fact]
    public async Task Room_at_a_capacity_gives_the_next_lead_away()
    {
        await _server.Server.ItemAsync("ROOM1", "1");
        var leads = (await _server.OwnersAsync("1")).Count;
        Assert.InRange(leads, 2, 10);
        await _server.PublishAsync(_server.Row("Team", "1", "in_turn", "kim/1"), AssignmentServer.Rest);
        await ServerFixture.UntilAsync(async () => (await _server.OwnersAsync("1")).Values.Count(static o => o == "kim") == 1);
        var lead = (await _server.OwnersAsync("1")).Single(static o => o.Value == "kim").Key;
        await _server.DoneAsync(HttpMethod.Post, $"leads/{lead}/status", """{"status":"rejected","reason":"no budget"}""", "*");
        await ServerFixture.UntilAsync(async () => (await _server.OwnersAsync("1")).Values.Count(static o => o == "kim") == 1);
        Assert.Equal(leads - 1, (await _server.OwnersAsync("1")).Count);
    }

    [Fact]
    public async Task An_absent_person_s_leads_go_to_the_deputy_and_stay_there()
    {
        await _server.PublishAsync(_server.Row("North", "1", "person", "kim"), AssignmentServer.Rest);
        await AbsentAsync("""{"from":"2025-10-01","until":"2025-10-29","deputy":"{lee}"}""");
        await _server.Server.ItemAsync("AWAY1", "1");
        await _server.UntilOwnedAsync("1", "lee");
        await AbsentAsync("""{"from":"2025-10-30","until":null,"deputy":"{lee}"}""");
        await _server.Another().TurnAsync(default);
        Assert.All((await _server.OwnersAsync("1")).Values, static o => Assert.Equal("lee", o));
        await _server.Server.ItemAsync("HERE1", "1");
        await ServerFixture.UntilAsync(async () => (await _server.OwnersAsync("1")).Values.Contains("kim"));
    }

    private Task AbsentAsync(string body) => _server.DoneAsync(
        HttpMethod.Put, $"users/{_server.IdOf("kim")}/absence",
        body.Replace("{lee}", _server.IdOf("lee"), StringComparison.Ordinal));
}
