using System.Collections.Frozen;
using OneLead.Web.Api;
using OneLead.Web.ReadModel;

namespace OneLead.Web.Analytics;

/// <summary>Computes metrics of the lead queue, from the current leads and from the recorded days.</summary>
/// <param name="days">Null if the caller does not see all accounts.</param>
internal sealed class AnalyticsReport(
    ModelState state, FrozenSet<string>? territories, IReadOnlyList<DayFigures>? days, DateTimeOffset now, int bucket)
{
    private const int VelocityDays = 30;
    private const string WholeTenant = "It is recorded for the whole tenant only, not by territory or by who sees which accounts.";

    private static readonly int[] AgeBounds = [0, 7, 30, 90, 180];

    // The bounds of the priorities.
    private static readonly int[] FactorBounds = [0, 40, 60, 75];

    private readonly List<LeadEntry> _leads = Wanted(state, territories);

    public AnalyticsJson Json() => new(
        state.Tenant.AsOf == default ? null : state.Tenant.AsOf, state.Tenant.RulesVersion,
        MetricJson<IReadOnlyList<BucketJson>>.Of(
            "Open leads by score. A bucket includes its lower bound and excludes its upper one; the last includes both.", Scores()),
        MetricJson<IReadOnlyList<FunnelJson>>.Of(
            "All leads by type and by current status.", Funnels(l => [Wire.Name(l.Type)])),
        MetricJson<IReadOnlyList<FunnelJson>>.Of(
            "All leads by the bands of each factor and by current status: shows whether a high factor goes with conversion.",
            Funnels(Bands)),
        MetricJson<FunnelJson>.Of(
            "Acceptance: contacted, qualified and converted leads ÷ those and the rejected ones. Conversion: converted ÷ converted and "
            + "rejected.",
            Funnel("all", _leads)),
        TimeToContact(), Velocity(),
        MetricJson<IReadOnlyList<BucketJson>>.Of("Open leads by days since they or their item last changed.", Ageing()), Priorities());

    private List<BucketJson> Scores()
    {
        var counts = new int[100 / bucket];
        foreach (var lead in Open())
            counts[Math.Min(lead.Score / (bucket * 100), counts.Length - 1)]++;
        return [.. counts.Select((count, i) => new BucketJson(i * bucket, (i + 1) * bucket, count))];
    }

    private List<BucketJson> Ageing()
    {
        var counts = new int[AgeBounds.Length];
        foreach (var lead in Open())
            counts[Band(AgeBounds, (int)(now - lead.Row.UpdatedAt).TotalDays)]++;
        return [.. counts.Select((count, i) => new BucketJson(AgeBounds[i], i + 1 < AgeBounds.Length ? AgeBounds[i + 1] : null, count))];
    }

    private List<FunnelJson> Funnels(Func<LeadEntry, IEnumerable<string>> slices) =>
        [
            .. _leads.SelectMany(l => slices(l).Select(s => (Slice: s, Lead: l))).GroupBy(p => p.Slice, p => p.Lead, StringComparer.Ordinal)
                .OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => Funnel(g.Key, [.. g])),
        ];

    private static IEnumerable<string> Bands(LeadEntry lead)
    {
        var factors = lead.Row.Factors;
        return
        [
            Slice("urgency", factors.Urgency), Slice("value", factors.Value), Slice("propensity", factors.Propensity),
            Slice("strategicFit", factors.StrategicFit),
        ];

        static string Slice(string factor, int points)
        {
            var band = Band(FactorBounds, points);
            return $"{factor} {FactorBounds[band]:00}-{(band + 1 < FactorBounds.Length ? FactorBounds[band + 1] - 1 : 100)}";
        }
    }

    private static FunnelJson Funnel(string slice, List<LeadEntry> leads)
    {
        var by = leads.CountBy(l => l.Status).ToDictionary();
        var (contacted, qualified, converted, rejected) = (
            Of(LeadStatus.Contacted), Of(LeadStatus.Qualified), Of(LeadStatus.Converted), Of(LeadStatus.Rejected));
        var accepted = contacted + qualified + converted;
        return new FunnelJson(
            slice, Of(LeadStatus.New), contacted, qualified, converted, rejected, Rate(accepted, accepted + rejected),
            Rate(converted, converted + rejected));

        int Of(LeadStatus status) => by.GetValueOrDefault(status);
    }

    private MetricJson<IReadOnlyList<AssigneeTimeJson>> TimeToContact()
    {
        const string Definition = "Median hours from a lead's first assignment to its first status after new, by current assignee.";
        var times = _leads.Where(
            l => l.Row is { Assignee: not null, Work: { AssignedAt: { } assigned, ContactedAt: { } contacted } } && contacted >= assigned)
            .GroupBy(l => l.Row.Assignee!, l => (l.Row.Work!.ContactedAt - l.Row.Work.AssignedAt)!.Value.TotalHours, StringComparer.Ordinal)
            .Select(g => new AssigneeTimeJson(g.Key, g.Count(), Median([.. g]))).OrderBy(t => t.MedianHours).ToList();
        return times.Count > 0 ? MetricJson<IReadOnlyList<AssigneeTimeJson>>.Of(Definition, times)
            : MetricJson<IReadOnlyList<AssigneeTimeJson>>.None(Definition, "No assigned lead has been contacted yet.");
    }

    private MetricJson<IReadOnlyList<VelocityJson>> Velocity()
    {
        const string Definition =
            "Open leads before a day + opened + reopened − resolved by themselves − converted − rejected = open leads at the end "
            + "of the day (UTC). Shows the recorded days of the last 30. A lead counts as resolved by itself when its reason no longer "
            + "holds. What one import does to a lead counts once.";
        if (territories is not null || days is null)
            return MetricJson<IReadOnlyList<VelocityJson>>.None(Definition, WholeTenant);
        var since = DateOnly.FromDateTime(now.UtcDateTime).AddDays(1 - VelocityDays);
        List<VelocityJson> rows =
        [
            .. days.Where(d => d.Day >= since && d.Moves is not null).Select(d => new VelocityJson(
                d.Day, d.Moves!.OpenBefore, d.Moves.Opened, d.Moves.Reopened, d.Moves.Resolved, d.Moves.Converted, d.Moves.Rejected,
                d.Moves.Open)),
        ];
        return MetricJson<IReadOnlyList<VelocityJson>>.Of(Definition, rows);
    }

    private MetricJson<IReadOnlyList<BandsJson>> Priorities()
    {
        const string Definition =
            "Open leads by priority at the end of each day (UTC), today's so far. Recorded since the first day on which this version ran.";
        return territories is not null || days is null ? MetricJson<IReadOnlyList<BandsJson>>.None(Definition, WholeTenant)
            : MetricJson<IReadOnlyList<BandsJson>>.Of(
                Definition, [.. days.Select(d => new BandsJson(d.Day, d.Critical, d.High, d.Medium, d.Low))]);
    }

    private IEnumerable<LeadEntry> Open() => _leads.Where(l => l.IsOpen);

    private static List<LeadEntry> Wanted(ModelState state, FrozenSet<string>? territories)
    {
        var leads = new List<LeadEntry>(territories is null ? state.Leads.Count : 0);
        foreach (ref readonly var lead in state.Leads)
        {
            if (territories.Wants(lead.Row.Territory))
                leads.Add(lead);
        }
        return leads;
    }

    private static int Band(int[] bounds, int value)
    {
        var band = bounds.Length - 1;
        while (band > 0 && value < bounds[band])
            band--;
        return band;
    }

    private static decimal? Rate(int part, int of) => of == 0 ? null : JsonDecimal.Of(decimal.Round((decimal)part / of, 4));

    private static decimal Median(double[] values)
    {
        Array.Sort(values);
        var middle = values.Length / 2;
        return decimal.Round((decimal)(values.Length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2), 2);
    }
}
