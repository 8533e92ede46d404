using System.Collections.Immutable;
using OneLead.Sources.Cdc;
using OneLead.Sources.Mapping;

namespace OneLead.Sources.Tests.Cdc;

/// <summary>A source with the CRM's tables, and rows of them.</summary>
internal static class TestSource
{
    public const uint Int = 23, Text = 25, TimestampTz = 1184;

    public static readonly DateTimeOffset At = new(2026, 1, 31, 9, 0, 0, TimeSpan.Zero);

    public static readonly LogTable Deals = new("public", "deals",
        [new("id", Int, true), new("account_id", Int, false), new("name", Text, false), new("amount", Text, false)]);

    public static readonly LogTable History = new("public", "deal_stage_history",
        [new("id", Int, true), new("deal_id", Int, false), new("to_stage", Text, false), new("changed_at", TimestampTz, false)]);

    public static PostgresSource Crm { get; } =
        new("crm", "Host=localhost", "onelead", "onelead_crm", "crm-warehouse", [])
        {
            Rules = SourceMapping.Shipped("crm-warehouse")!.InOrder(),
        };

    /// <summary>A row; null is NULL, <c>~</c> what the log left out.</summary>
    public static ImmutableArray<LogValue> Row(params string?[] values) =>
        [.. values.Select(v => v == "~" ? new LogValue(null, IsUnchanged: true) : new LogValue(v))];
}
