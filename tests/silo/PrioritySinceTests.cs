using System.Globalization;
using OneLead.Events;

namespace OneLead.Silo.Tests;

public class PrioritySinceTests
{
    private const string Lead = "hpe:S1:renewal";

    // The renewal of a server that is past its end of life since 2020-11-05: 24.5 + 12 + 6 + 12 = 54.5, and 58 from 2025-11-05 on,
    // the 1,826th day. An open opportunity adds 2 and makes it HIGH.
    [Fact]
    public async Task It_stays_put_until_the_priority_changes_over_restarts_too()
    {
        var directory = Directory.CreateTempSubdirectory("onelead-").FullName;
        await using (var silo = await TestSilo.StartAsync(directory))
        {
            await silo.BeginDayAsync("2025-10-29");
            await silo.AppendAsync(Server());
            Assert.Equal((54.5m, Priority.Medium, "2025-10-29"), await LeadAsync(silo));
            await silo.BeginDayAsync("2025-11-06");
            Assert.Equal((58m, Priority.Medium, "2025-10-29"), await LeadAsync(silo));
            await silo.BeginDayAsync("2025-11-07");
            await silo.AppendAsync(Opportunity(null));
            Assert.Equal((60m, Priority.High, "2025-11-07"), await LeadAsync(silo));
            // Another field of the item changes nothing.
            await silo.BeginDayAsync("2025-11-10");
            await silo.AppendAsync(Server() with
            {
                SourceId = "renamed",
                OccurredAt = Events.Start.AddMinutes(5),
                Data = EventData.Of(("line", FieldValue.Of("Rack servers")))
            });
            Assert.Equal((60m, Priority.High, "2025-11-07"), await LeadAsync(silo));
            await silo.FlushedToTheHeadAsync();
        }
        await using (var silo = await TestSilo.StartAsync(directory))
        {
            Assert.Equal((60m, Priority.High, "2025-11-07"), await LeadAsync(silo));
            await silo.BeginDayAsync("2025-12-24");
            Assert.Equal((60m, Priority.High, "2025-11-07"), await LeadAsync(silo));
            await silo.AppendAsync(Opportunity("Won"));
            Assert.Equal((58m, Priority.Medium, "2025-12-24"), await LeadAsync(silo));
            await silo.Ingest.SendCommandAsync(TestSilo.Tenant, Events.Status(Lead, "converted"));
            Assert.Equal((58m, Priority.Medium, null), await LeadAsync(silo));
            await silo.BeginDayAsync("2025-12-27");
            await silo.Ingest.SendCommandAsync(TestSilo.Tenant, Events.Status(Lead, "new"));
            Assert.Equal((58m, Priority.Medium, "2025-12-27"), await LeadAsync(silo));
            // Another account joins and leaves: the account is folded again each time.
            await silo.BeginDayAsync("2025-12-30");
            await silo.AppendAsync(Events.Item("S2", "2"));
            await silo.AppendAsync(AccountMerges.Merged(
                Keys.Territory("2"), Keys.Territory("1"), null, "crm", "crm", "merge", Events.Start.AddMinutes(20)));
            Assert.Equal((58m, Priority.Medium, "2025-12-27"), await LeadAsync(silo));
            await silo.AppendAsync(AccountMerges.Unmerged(Keys.Territory("2"), "crm", "crm", "unmerge", Events.Start.AddMinutes(30)));
            Assert.Equal((58m, Priority.Medium, "2025-12-27"), await LeadAsync(silo));
            await silo.FlushedToTheHeadAsync();
            Assert.Empty((await silo.VerifyAsync()).Different);
        }
        TemporaryData.Delete(directory);
    }

    private static ChangeEvent Server() => Events.Item("S1", "1", "Expired Flex Support", "2020-11-05");

    private static ChangeEvent Opportunity(string? status) =>
        Events.Opportunity("O1", "1", "Acme", status, status is null ? 0 : 9) with
        {
            Account = Keys.Territory("1"),
            Data = EventData.Of(("stage", FieldValue.Of(status ?? "Proposal")), ("territory", FieldValue.Of("1"))),
        };

    private static async Task<(decimal Score, Priority, string? Since)> LeadAsync(TestSilo silo)
    {
        await silo.SettledAsync();
        var lead = (await silo.Account(Keys.Territory("1")).Lead(Lead))!.Lead;
        return (lead.Score, lead.Priority, lead.PrioritySince?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
    }
}
