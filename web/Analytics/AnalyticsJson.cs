namespace OneLead.Web.Analytics;

/// <summary>A metric with its definition; reason says why data is missing.</summary>
public sealed record MetricJson<T>(string Definition, bool Available, string? Reason, T? Data) where T : class
{
    public static MetricJson<T> Of(string definition, T data) => new(definition, true, null, data);

    public static MetricJson<T> None(string definition, string reason) => new(definition, false, reason, null);
}

/// <summary>The count from a lower bound (inclusive) to an upper bound (exclusive, except in the last bucket).</summary>
public sealed record BucketJson(decimal From, decimal? To, int Count);

/// <summary>
/// Leads of one slice by status; acceptance is (contacted + qualified + converted) ÷ (those + rejected), conversion is
/// converted ÷ (converted + rejected). Both are 0-1, or null without any leads.
/// </summary>
public sealed record FunnelJson(
    string Slice, int New, int Contacted, int Qualified, int Converted, int Rejected, decimal? Acceptance, decimal? Conversion);

/// <summary>The time to first contact by assignee.</summary>
public sealed record AssigneeTimeJson(string? Assignee, int Leads, decimal MedianHours);

/// <summary>
/// The movements of leads on a day: openBefore + opened + reopened − resolved − converted − rejected = open. Resolved leads are
/// gone because their reason no longer holds.
/// </summary>
public sealed record VelocityJson(
    DateOnly Day, int OpenBefore, int Opened, int Reopened, int Resolved, int Converted, int Rejected, int Open);

/// <summary>Open leads by priority at the end of a day.</summary>
public sealed record BandsJson(DateOnly Day, int Critical, int High, int Medium, int Low);

/// <summary>The page "Analytics".</summary>
public sealed record AnalyticsJson(
    DateOnly? AsOf, string RulesVersion, MetricJson<IReadOnlyList<BucketJson>> Scores, MetricJson<IReadOnlyList<FunnelJson>> FunnelByType,
    MetricJson<IReadOnlyList<FunnelJson>> FunnelByFactor,
    MetricJson<FunnelJson> Acceptance, MetricJson<IReadOnlyList<AssigneeTimeJson>> TimeToContact,
    MetricJson<IReadOnlyList<VelocityJson>> Velocity,
    MetricJson<IReadOnlyList<BucketJson>> Ageing, MetricJson<IReadOnlyList<BandsJson>> Bands);
