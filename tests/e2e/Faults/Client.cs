using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OneLead.EndToEnd.Tests.Faults;

/// <summary>Sends changes of items and commands on leads, one after the other, and remembers what was acknowledged.</summary>
internal sealed class Client(int number)
{
    private const int Items = 24, TrialsAnItem = 10, Batch = 500;
    private static readonly string[] Territories = ["56088", "56180", "56769"];
    private static readonly string[] Statuses = ["Warranty Expired - Uncovered Box", "Expired Flex Support",
        "Uncovered", "Active Contract"];
    private static readonly string[] Names = ["Selwick Ceramics", "SELWICK CERAMICS INC.", "Selwick Ceramic Inc",
        "Quinmora Mining Ltd", "Quinmora Mining"];
    private static readonly DateTimeOffset Begin = new(2025, 10, 29, 0, 0, 0, TimeSpan.Zero);

    private readonly Random _random = new(number);
    private int _sent, _found, _firstItem;
    private volatile bool _mustStop;

    /// <summary>Acknowledged events: what was sent, and the sequence that was answered.</summary>
    public List<(JsonObject Event, long Sequence)> Events { get; } = [];

    /// <summary>Acknowledged commands: who gave them, and on which lead.</summary>
    public Dictionary<string, string> Commands { get; } = [];

    /// <param name="trial">Items have their time: each that moves takes its whole history along, and none lives a thousand lives.</param>
    public async Task SendUntilNobodyAnswersAsync(RunningServer server, int trial)
    {
        _firstItem = FirstItem(trial);
        _mustStop = false;
        try
        {
            while (!_mustStop)
                await SendOneAsync(server);
        }
        catch (HttpRequestException e) when (e.StatusCode is null)
        {
            // It was killed: what was under way is not acknowledged.
        }
        catch (IOException)
        {
        }
    }

    /// <summary>Ends the sending after the event under way.</summary>
    public void Stop() => _mustStop = true;

    /// <summary>Sends what was acknowledged again: none of it is new.</summary>
    /// <param name="all">False: what was acknowledged since the last time.</param>
    public async Task FindsItsEventsAsync(RunningServer server, bool all)
    {
        foreach (var batch in Events.Skip(all ? 0 : _found).Chunk(Batch))
        {
            var answer = await server.PostAsync("/api/v1/events", new JsonArray([.. batch.Select(e => e.Event.DeepClone())]));
            Assert.Equal(batch.Select(e => (e.Sequence, false)), Accepted(answer));
        }
        _found = Events.Count;
    }

    /// <summary>Looks for every command that was acknowledged in its lead's life.</summary>
    public async Task FindsItsCommandsAsync(RunningServer server)
    {
        foreach (var (lead, given) in Commands.GroupBy(c => c.Value, c => c.Key).Select(g => (g.Key, g)))
        {
            var detail = await server.GetAsync($"/api/v1/leads/{lead}");
            var steps = detail.GetProperty("steps").EnumerateArray().Where(s => s.GetProperty("refused").ValueKind == JsonValueKind.Null)
                .Select(s => s.GetProperty("by").GetString()).OfType<string>().ToArray();
            Assert.Equal(steps.Distinct(), steps);
            Assert.Superset(given.ToHashSet(), steps.ToHashSet());
        }
    }

    /// <summary>Brings every lead back whose trigger had gone: it shows its life again.</summary>
    /// <param name="trials">How many there were.</param>
    public static async Task BringLeadsBackAsync(RunningServer server, int trials)
    {
        foreach (var items in Enumerable.Range(0, FirstItem(trials - 1) + Items).Chunk(Batch))
        {
            await server.PostAsync("/api/v1/events", new JsonArray([.. items.Select(item => (JsonNode)new JsonObject
            {
                ["kind"] = "item", ["territory"] = Territories[0], ["source"] = "e2e",
                ["id"] = string.Create(CultureInfo.InvariantCulture, $"last {item}"), ["occurredAt"] = Begin.AddYears(1),
                ["data"] = Item(item, Territories[0], "2015-07-01", Statuses[0]),
            })]));
        }
    }

    private static int FirstItem(int trial) => trial / TrialsAnItem * Items;

    private async Task SendOneAsync(RunningServer server)
    {
        try
        {
            if (_random.Next(4) == 0)
                await CommandAsync(server);
            else
                await AppendAsync(server);
        }
        catch (HttpRequestException e) when (e.StatusCode is HttpStatusCode.ServiceUnavailable)
        {
            // Its database was killed: nothing was acknowledged, and it may be there again soon.
            await Task.Delay(20);
        }
    }

    private async Task AppendAsync(RunningServer server)
    {
        var events = Enumerable.Range(0, _random.Next(1, 6)).Select(_ => Change()).ToArray();
        var answer = await server.PostAsync("/api/v1/events", new JsonArray([.. events.Select(e => e.DeepClone())]));
        foreach (var (sent, (sequence, _)) in events.Zip(Accepted(answer)))
            Events.Add((sent, sequence));
    }

    // Clients change the same things, so that their changes meet in one account; items move, and names become one.
    private JsonObject Change()
    {
        var territory = Territories[_random.Next(Territories.Length)];
        var change = new JsonObject
        {
            ["territory"] = territory,
            ["source"] = "e2e",
            ["id"] = string.Create(CultureInfo.InvariantCulture, $"{number}/{++_sent}"),
            ["occurredAt"] = Begin.AddSeconds(_sent),
        };
        if (_random.Next(5) == 0)
        {
            change["kind"] = "opportunity";
            change["name"] = Names[_random.Next(Names.Length)];
            change["entity"] = string.Create(CultureInfo.InvariantCulture, $"O-{_random.Next(Items)}-{territory}");
            change["data"] = new JsonObject { ["amount"] = _random.Next(100), ["currency"] = "USD", ["probability"] = 0.5 };
            return change;
        }
        change["kind"] = "item";
        change["data"] = Item(_firstItem + _random.Next(Items), territory, _random.Next(2) == 0 ? "2015-07-01" : "2022-07-01",
            Statuses[_random.Next(Statuses.Length)]);
        return change;
    }

    private static JsonObject Item(int item, string territory, string endOfLife, string support) => new()
    {
        ["serial"] = string.Create(CultureInfo.InvariantCulture, $"KILL{item:0000}"),
        ["productName"] = "HP DL360p Gen8 8-SFF CTO Server",
        ["territory"] = territory,
        ["endOfLife"] = endOfLife,
        ["supportEnd"] = "2018-01-01",
        ["supportStatus"] = support,
    };

    private async Task CommandAsync(RunningServer server)
    {
        var leads = (await server.GetAsync("/api/v1/leads?limit=50")).GetProperty("items");
        if (leads.GetArrayLength() == 0)
            return;
        var id = leads[_random.Next(leads.GetArrayLength())].GetProperty("id").GetString()!;
        var by = string.Create(CultureInfo.InvariantCulture, $"client {number} step {++_sent}");
        try
        {
            if (_random.Next(3) == 0)
                await server.PostAsync($"/api/v1/leads/{id}/status", new { status = "contacted", by }, "*");
            else
                await server.PostAsync($"/api/v1/leads/{id}/assignment", new { assignee = $"rep {number}", by }, "*");
            Commands.Add(by, id);
        }
        catch (HttpRequestException e) when (e.StatusCode is HttpStatusCode.Conflict or HttpStatusCode.PreconditionFailed
            or HttpStatusCode.NotFound)
        {
            // Another client was there first, or the lead has gone.
        }
    }

    private static (long Sequence, bool New)[] Accepted(JsonElement answer) =>
        [.. answer.GetProperty("events").EnumerateArray()
            .Select(e => (e.GetProperty("sequence").GetInt64(), e.GetProperty("new").GetBoolean()))];
}
