using OneLead.Events;

namespace OneLead.Rules;

/// <summary>The facts of an opportunity. <see cref="Amount"/> is in minor units, <see cref="Probability"/> 0-1.</summary>
/// <param name="IsWon">Neither open nor won: lost, or closed in a way that the source does not say.</param>
/// <param name="CloseDate">The actual close date of a closed opportunity if it is known, else the expected one.</param>
public sealed record OpportunityFacts(
    bool IsOpen, bool IsWon, long? Amount, string? Currency, decimal? Probability, string? Stage, DateOnly? CloseDate)
{
    /// <summary>Reads an opportunity. It is open unless its flags, status or stage say otherwise.</summary>
    public static OpportunityFacts From(EventData data, RuleSet rules)
    {
        var outcome = rules.Outcomes.Of(data);
        var expected = data["closeDate"].AsDate();
        return new OpportunityFacts(
            outcome == Outcome.Open, outcome == Outcome.Won, data.Minor("amount"), data.Currency(), data["probability"].AsNumber(),
            data.Text("stage"), outcome == Outcome.Open ? expected : data["actualCloseDate"].AsDate() ?? expected);
    }

    /// <summary>Amount × probability of an open opportunity in minor units, rounded half to even; null if either is unknown.</summary>
    public long? Weighted =>
        IsOpen && Amount is { } amount && Probability is { } probability
            ? (long)decimal.Round(amount * probability, MidpointRounding.ToEven)
            : null;
}

/// <summary>The facts of a project. A lost project is not closed and has no end.</summary>
public sealed record ProjectFacts(bool IsClosed, bool IsLost, DateOnly? End)
{
    public static ProjectFacts From(EventData data, RuleSet rules)
    {
        var lost = rules.Outcomes.ProjectLost.IsIn(data.Text("stage"));
        return new ProjectFacts(
            !lost && rules.Outcomes.ProjectClosed.IsMatch(data.Text("status") ?? ""), lost, lost ? null : data["end"].AsDate());
    }
}

/// <summary>The facts of service credits. Both are null if nothing was purchased.</summary>
/// <param name="Utilization">Delivered ÷ purchased with four decimals; above 1 if more was delivered than purchased.</param>
public sealed record CreditFacts(decimal? Utilization)
{
    /// <summary>Purchased − delivered, at least 0.</summary>
    public decimal? Unused { get; init; }

    public static CreditFacts From(EventData data) =>
        data["purchased"].AsNumber() is { } purchased && data["delivered"].AsNumber() is { } delivered and >= 0
        && Quotient.Of(delivered, purchased) is { } utilization
            ? new(Round(utilization)) { Unused = Math.Max(0, purchased - delivered) }
            : new((decimal?)null);

    /// <summary>Rounds as the data model's NUMERIC columns do: half away from zero.</summary>
    public static decimal Round(decimal utilization) => decimal.Round(utilization, 4, MidpointRounding.AwayFromZero);
}

/// <summary>The facts of an account.</summary>
/// <param name="HardwareCount">The number of items.</param>
/// <param name="ClosedProjects">The number of closed projects that are not lost.</param>
/// <param name="LatestProjectEnd">The latest project end on or before the as-of date.</param>
/// <param name="NextProjectEnd">The first project end after the as-of date.</param>
/// <param name="MeanCreditUtilization">The mean of the known utilizations, 0-1 with four decimals.</param>
public sealed record AccountFacts(
    int HardwareCount, int OpenOpportunities, int ClosedProjects, DateOnly? LatestProjectEnd, DateOnly? NextProjectEnd,
    int ItemsPastEndOfLife, decimal? MeanCreditUtilization, string? Tier)
{
    public static AccountFacts Empty { get; } = new(0, 0, 0, null, null, 0, null, null);

    /// <summary>Aggregates the facts of an account. The order of the parts does not matter.</summary>
    public static AccountFacts Of(
        int hardwareCount, int itemsPastEndOfLife, IEnumerable<OpportunityFacts> opportunities, IEnumerable<ProjectFacts> projects,
        IEnumerable<CreditFacts> credits, string? tier, DateOnly asOf)
    {
        var (closed, latest, next) = (0, (DateOnly?)null, (DateOnly?)null);
        foreach (var project in projects)
        {
            closed += project.IsClosed ? 1 : 0;
            if (project.End is { } end && end <= asOf && (latest is null || end > latest))
                latest = end;
            else if (project.End is { } later && later > asOf && (next is null || later < next))
                next = later;
        }
        var (sum, known) = (0m, 0);
        foreach (var credit in credits)
        {
            sum += credit.Utilization ?? 0;
            known += credit.Utilization is null ? 0 : 1;
        }
        return new AccountFacts(
            hardwareCount, opportunities.Count(o => o.IsOpen), closed, latest, next, itemsPastEndOfLife,
            known == 0 ? null : CreditFacts.Round(sum / known), tier);
    }
}
