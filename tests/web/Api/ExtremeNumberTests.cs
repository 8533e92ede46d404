using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OneLead.Events;

namespace OneLead.Web.Tests.Api;

/// <summary>Numbers that would overflow sums are refused, sums of the largest ones are exact, and stored ones break no list.</summary>
public sealed class ExtremeNumberTests : IAsyncLifetime
{
    private const string Largest = "999999999999999.99";

    private readonly ServerFixture _server = new();

    public ValueTask InitializeAsync() => _server.InitializeAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Numbers_beyond_their_bounds_are_refused()
    {
        foreach (var (kind, data, field) in ((string, string, string)[])
            [
                ("usage", """{"value":79228162514264337593543950335}""", "value"), ("usage", """{"value":-1e15}""", "value"),
                ("usage", """{"custom":1e20}""", "custom"), ("service_credit", """{"purchased":1000000000000000}""", "purchased"),
                ("opportunity", """{"amount":1e15}""", "amount"), ("item", """{"serial":"EX1","quantity":2147483648}""", "quantity"),
                ("raw", """{"x":-79228162514264337593543950335}""", "x"),
            ])
        {
            using var answer = await _server.PostAsync("/api/v1/events", Event(kind, "e1", data));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
            var errors = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors");
            Assert.Equal("data." + field, errors[0].GetProperty("field").GetString());
        }
        using var taken = await _server.PostAsync(
            "/api/v1/events",
            Event("usage", "e2", """{"value":999999999999999,"limit":0.0000000000000000000000000001,"id":18446744073709551615}"""));
        Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
    }

    [Fact]
    public async Task Sums_of_the_largest_amounts_are_exact()
    {
        var events = Enumerable.Range(0, 200).SelectMany(i => (string[])
        [
            Event("opportunity", $"o{i}", $$"""{"amount":{{Largest}},"probability":1,"stage":"Proposal"}"""),
            Event("item", $"i{i}", $$"""
                {"productName":"HP DL360p Gen8","endOfLife":"2015-07-01","contractValue":{{Largest}},"supportStatus":"Uncovered"}
                """),
        ]);
        (await _server.PostAsync("/api/v1/events", $"[{string.Join(',', events)}]")).EnsureSuccessStatusCode();
        // 200 times 999,999,999,999,999.99
        const decimal Sum = 199_999_999_999_999_998m;
        await ServerFixture.UntilAsync(async () =>
            (await _server.GetAsync("/api/v1/portfolio")).GetProperty("pipeline").GetProperty("weighted").GetDecimal() == Sum);
        var portfolio = await _server.GetAsync("/api/v1/portfolio");
        Assert.Equal(Sum, portfolio.GetProperty("valueAtRisk").GetProperty("amount").GetDecimal());
        var account = (await _server.GetAsync("/api/v1/accounts?sort=-pipeline")).GetProperty("items")[0];
        Assert.Equal(Sum, account.GetProperty("pipeline").GetProperty("weighted").GetDecimal());
        Assert.Equal(0, account.GetProperty("health").GetProperty("parts").GetProperty("lifecycle").GetInt32());
        Assert.Equal(Sum, (await _server.GetAsync("/api/v1/territories")).GetProperty("items").EnumerateArray()
            .Single(t => t.GetProperty("id").GetString() == "7").GetProperty("pipeline").GetProperty("weighted").GetDecimal());
        var group = (await _server.GetAsync("/api/v1/entities/opportunity/groups?by=stage&sum=amount")).GetProperty("items")[0];
        Assert.Equal(Sum, group.GetProperty("sum").GetDecimal());
        await AllAnswerAsync("opportunity", "amount");
        await _server.RestartAsync();
        Assert.Equal(Sum, (await _server.GetAsync("/api/v1/portfolio")).GetProperty("pipeline").GetProperty("weighted").GetDecimal());
        await VerifiedAsync();
    }

    [Fact]
    public async Task Minus_zero_is_zero_and_the_accounts_verify()
    {
        (await _server.PostAsync("/api/v1/events", $"""
            [{Event("item", "z0", """{"productName":"HP DL360p Gen8","endOfLife":"2015-07-01","contractValue":-0.0}""")},
             {Event("opportunity", "z1", """{"amount":-0.0,"probability":0.5,"stage":"Proposal"}""")},
             {Event("opportunity", "z2", """{"amount":-0.00,"probability":-0.0,"stage":"Proposal"}""")},
             {Event("account", "z3", """{"annualRevenue":-0.0}""")}, {Event("usage", "z4", """{"value":-0}""")},
             {Event("service_credit", "z5", """{"purchased":10,"delivered":-0.0}""")}]
            """)).EnsureSuccessStatusCode();
        await ServerFixture.UntilAsync(async () =>
            (await _server.GetAsync("/api/v1/entities/service_credit")).GetProperty("total").GetInt32() == 1);
        await VerifiedAsync();
        await _server.RestartAsync();
        await VerifiedAsync();
    }

    [Fact]
    public async Task A_stored_one_is_unknown_to_sums_and_scores_and_breaks_no_list()
    {
        var at = new DateTimeOffset(2025, 10, 29, 9, 0, 0, TimeSpan.Zero);
        var kinds = Enum.GetValues<EventKind>().Where(k => k.IsEntity()).ToList();
        ImmutableArray<ChangeEvent> events =
        [
            .. kinds.SelectMany(kind => Enumerable.Range(0, 3).Select(i => new ChangeEvent(
                kind.IsTenantWide() ? "" : "territory:7", kind, kind == EventKind.Item ? $"hpe:OLD{i}" : $"old{i}", 1, "api",
                $"{kind}:{i}", at,
                EventData.Of(
                [
                    // As an earlier version accepted them: every number of the kind, and one of the sender's own.
                    .. EventSchema.Fields(kind).Where(f => f.Value is FieldKind.Number or FieldKind.Rate).Select(f => new EventField(
                        f.Key, FieldValue.Of(i == 2 ? 0.0000000000000000000000000001m : i == 1 ? decimal.MinValue : decimal.MaxValue))),
                    new("custom", FieldValue.Of(decimal.MaxValue)), new("period", FieldValue.Of($"2025-10-2{i}")),
                    new("answered", FieldValue.Of("2025-10-20")),
                ])))),
        ];
        await _server.Services.GetRequiredService<IIngest>().AppendAsync(Keys.DefaultTenant, events, default);
        await ServerFixture.UntilAsync(async () =>
            (await _server.GetAsync("/api/v1/entities/usage")).GetProperty("total").GetInt32() == 3
            && (await _server.GetAsync("/api/v1/entities/item")).GetProperty("total").GetInt32() == 3);
        foreach (var kind in kinds.Select(Wire.Name))
            await AllAnswerAsync(kind, "custom");
        var group = (await _server.GetAsync("/api/v1/entities/usage/groups?by=product&sum=custom")).GetProperty("items")[0];
        Assert.Equal((JsonValueKind.Null, 3), (group.GetProperty("sum").ValueKind, group.GetProperty("unknown").GetInt32()));
        foreach (var path in (string[])["accounts", "accounts/territory:7", "portfolio", "action-required", "revenue-focus", "analytics",
            "territories", "recommendations", "accounts/export", "accounts/export?format=xlsx"])
            Assert.True((await _server.Http.GetAsync("/api/v1/" + path)).IsSuccessStatusCode, path);
        await VerifiedAsync();
    }

    private async Task AllAnswerAsync(string kind, string field)
    {
        foreach (var more in (string[])["", $"?sort={field}", $"?sort=-{field}", $"/groups?by={field}&sum={field}", "/fields", "/export",
            $"/export?format=xlsx&sort={field}", $"?where={field}:gt:79228162514264337593543950334"])
        {
            using var answer = await _server.Http.GetAsync($"/api/v1/entities/{kind}{more}");
            Assert.True(answer.IsSuccessStatusCode, $"{kind}{more}: {answer.StatusCode}");
            await answer.Content.ReadAsByteArrayAsync();
        }
    }

    private async Task VerifiedAsync()
    {
        var report = await (await _server.PostAsync("/api/v1/verification", "{}")).Content.ReadFromJsonAsync<JsonElement>();
        Assert.True(report.GetProperty("ok").GetBoolean(), report.GetRawText());
    }

    private static string Event(string kind, string id, string data) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"kind":"{{kind}}","territory":"7","entity":"{{(kind == "item" ? "hpe:" + id : id)}}","id":"{{id}}","data":{{data}}}""");
}
