using System.Text.Json;
using OneLead.Web.Analytics;

namespace OneLead.Web.Tests.Analytics;

public class LeadDaysTests
{
    private const string Import = "0123456789abcdef0123";
    private static readonly DateTimeOffset Monday = new(2025, 10, 27, 9, 0, 0, TimeSpan.Zero);

    private readonly LeadDays _days = new([], []);

    [Fact]
    public void Every_kind_of_movement_is_counted_and_they_add_up()
    {
        foreach (var lead in new[] { "a", "b", "c", "d", "e" })
            Change(lead, LeadPhase.Open, Monday);
        Change("a", LeadPhase.Converted, Monday);
        Change("b", LeadPhase.Rejected, Monday.AddHours(1));
        Change("c", null, Monday.AddHours(2));
        Assert.Equal(new LeadMoves(0, 5, 0, 1, 1, 1), _days.Days.Single().Moves);
        Change("b", LeadPhase.Open, Monday.AddDays(1));
        Change("d", null, Monday.AddDays(1));
        Change("f", LeadPhase.Open, Monday.AddDays(1));
        // A closed lead that goes was not open.
        Change("a", null, Monday.AddDays(1));
        // Open before: d and e. Now: b, e and f.
        Assert.Equal((new LeadMoves(2, 1, 1, 1, 0, 0), 3), (_days.Days[1].Moves, _days.Open));
        Assert.Equal((2, 3), (_days.Days[0].Moves!.Open, _days.Days[1].Moves!.Open));
    }

    [Fact]
    public void A_lead_that_moves_to_another_account_does_not_move_in_the_counts()
    {
        Change("a", LeadPhase.Open, Monday);
        Change("a", null, Monday.AddHours(1));
        Change("a", LeadPhase.Open, Monday.AddHours(1).AddMilliseconds(300));
        Assert.Equal(new LeadMoves(0, 1, 0, 0, 0, 0), _days.Days.Single().Moves);
        Change("a", null, Monday.AddHours(2));
        Change("a", LeadPhase.Open, Monday.AddHours(3));
        Assert.Equal(new LeadMoves(0, 2, 0, 1, 0, 0), _days.Days.Single().Moves);
    }

    [Fact]
    public void A_lead_that_comes_back_with_its_history_is_not_opened_again()
    {
        foreach (var lead in new[] { "converted", "rejected", "contacted", "untouched", "reopened" })
            Change(lead, LeadPhase.Open, Monday);
        foreach (var (lead, phase) in new[]
            { ("converted", LeadPhase.Converted), ("rejected", LeadPhase.Rejected), ("reopened", LeadPhase.Rejected) })
            Change(lead, phase, Monday.AddHours(1));
        Assert.Equal((new LeadMoves(0, 5, 0, 0, 1, 2), 2), (_days.Days.Single().Moves, _days.Open));
        // Their import is undone: the two open ones are resolved, and the closed ones do not move.
        foreach (var lead in new[] { "converted", "rejected", "contacted", "untouched", "reopened" })
            _days.Change(lead, null, null, Monday.AddDays(1), isTouched: lead != "untouched");
        Assert.Equal((new LeadMoves(2, 0, 0, 2, 0, 0), 0), (_days.Days[1].Moves, _days.Open));
        var restored = LeadDays.Of(Stored(_days));
        // It is imported again: two are closed as before, one was reopened, one was worked on before, and one is as if it were new.
        foreach (var (lead, phase) in new[]
            {
                ("converted", LeadPhase.Converted), ("rejected", LeadPhase.Rejected), ("contacted", LeadPhase.Open),
                ("untouched", LeadPhase.Open), ("reopened", LeadPhase.Open),
            })
            restored.Change(lead, phase, Import, Monday.AddDays(2));
        Assert.Equal((new LeadMoves(0, 1, 2, 0, 0, 0), 3), (restored.Days[2].Moves, restored.Open));
    }

    [Fact]
    public void A_lead_that_an_import_brings_back_and_takes_away_has_not_moved()
    {
        Change("a", LeadPhase.Open, Monday);
        Change("a", LeadPhase.Converted, Monday.AddHours(1));
        Change("a", LeadPhase.Open, Monday.AddHours(2), Import);
        Change("a", null, Monday.AddHours(2), Import);
        Change("a", LeadPhase.Converted, Monday.AddHours(3));
        Assert.Equal((new LeadMoves(0, 1, 0, 0, 1, 0), 0), (_days.Days.Single().Moves, _days.Open));
    }

    [Fact]
    public void A_load_in_several_batches_opens_each_lead_once()
    {
        foreach (var minute in Enumerable.Range(0, 4))
        {
            Change("a", minute % 2 == 0 ? LeadPhase.Open : null, Monday.AddMinutes(minute), Import);
            Change("b", minute % 2 == 1 ? LeadPhase.Open : null, Monday.AddMinutes(minute), Import);
        }
        Assert.Equal(new LeadMoves(0, 1, 0, 0, 0, 0), _days.Days.Single().Moves);
        // What happens after the load is counted at once.
        Change("b", null, Monday.AddMinutes(4));
        Assert.Equal(new LeadMoves(0, 1, 0, 1, 0, 0), _days.Days.Single().Moves);
    }

    [Fact]
    public void What_happened_while_nobody_looked_counts_on_the_day_of_the_next_load()
    {
        Change("a", LeadPhase.Open, Monday);
        Change("b", LeadPhase.Open, Monday);
        var restored = LeadDays.Of(Stored(_days));
        restored.Load(new() { ["b"] = LeadPhase.Rejected, ["c"] = LeadPhase.Open }, Monday.AddDays(3));
        Assert.Equal(
            [(Monday.Date, new LeadMoves(0, 2, 0, 0, 0, 0)), (Monday.AddDays(3).Date, new LeadMoves(2, 1, 0, 1, 0, 1))],
            restored.Days.Select(d => (d.Day.ToDateTime(default), d.Moves!)));
    }

    [Fact]
    public void Leads_of_a_store_without_counts_are_not_new()
    {
        var days = new LeadDays([new(DateOnly.FromDateTime(Monday.Date), 1, 2, 3, 4, null)], null);
        days.Load(new() { ["a"] = LeadPhase.Open, ["b"] = LeadPhase.Converted }, Monday.AddDays(1));
        Assert.Equal([null, new LeadMoves(1, 0, 0, 0, 0, 0)], days.Days.Select(d => d.Moves));
        days.Change("c", LeadPhase.Open, null, Monday.AddDays(1));
        Assert.Equal(new LeadMoves(1, 1, 0, 0, 0, 0), days.Days[1].Moves);
    }

    // Opened + reopened − resolved − converted − rejected is the change of open, each day and over all days, whatever happens: also
    // when the node is killed in between and finds at the next load what it had not stored.
    [Fact]
    public void The_movements_of_every_day_add_up_in_any_history()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var (random, days, now, truth) = (new Random(seed), new LeadDays([], []), Monday, new Dictionary<string, LeadPhase>());
            var stored = Stored(days);
            for (var step = 0; step < 120; step++)
            {
                now = now.AddMinutes(random.Next(4) == 0 ? random.Next(1_500) : random.NextDouble());
                var (lead, to) = ($"l{random.Next(12)}", random.Next(5) is > 0 and var phase ? (LeadPhase?)(LeadPhase)(phase % 3) : null);
                if (to is { } known)
                    truth[lead] = known;
                else
                    truth.Remove(lead);
                if (random.Next(10) == 0)
                {
                    days = LeadDays.Of(stored);
                    days.Load(new(truth), now);
                }
                else
                {
                    days.Change(lead, to, random.Next(3) == 0 ? Import : null, now, random.Next(2) == 0);
                }
                if (random.Next(3) == 0)
                    stored = Stored(days);
                if (days.Days.IsEmpty)
                    continue;
                Assert.Equal(truth.Values.Count(p => p == LeadPhase.Open), days.Days[^1].Moves!.Open);
                Assert.All(days.Days.Zip(days.Days.Skip(1)), d => Assert.Equal(d.First.Moves!.Open, d.Second.Moves!.OpenBefore));
                Assert.All(days.Days, d => Assert.All(
                    [d.Moves!.Opened, d.Moves.Reopened, d.Moves.Resolved, d.Moves.Converted, d.Moves.Rejected], n => Assert.True(n >= 0)));
            }
        }
    }

    private void Change(string lead, LeadPhase? to, DateTimeOffset at, string? import = null) => _days.Change(lead, to, import, at);

    private static StoredLeadDays Stored(LeadDays days) =>
        JsonSerializer.Deserialize<StoredLeadDays>(JsonSerializer.SerializeToUtf8Bytes(days.Stored()))!;
}
