using System.Globalization;
using OneLead.Web.Leads;

namespace OneLead.Web.Tests.Leads;

public class RespondByTests
{
    // The day of the tenant is 2025-10-29: the last three are overdue.
    [Theory]
    [InlineData(Priority.Critical, "2025-10-29", "2025-10-29")]
    [InlineData(Priority.High, "2025-10-29", "2025-11-05")]
    [InlineData(Priority.Medium, "2025-10-29", "2025-11-28")]
    [InlineData(Priority.Low, "2025-10-29", null)]
    [InlineData(Priority.Critical, "2025-10-28", "2025-10-28")]
    [InlineData(Priority.High, "2025-10-01", "2025-10-08")]
    [InlineData(Priority.Medium, "2025-01-01", "2025-01-31")]
    [InlineData(Priority.High, null, null)]
    public void The_rules_count_from_the_day_of_the_priority(Priority priority, string? since, string? expected)
    {
        var lead = TestData.Lead(1, "A", null, new Random(1)) with { Priority = priority, PrioritySince = Day(since) };
        Assert.Equal(Day(expected), LeadJson.Of(lead, "A", TestData.Tenant).RespondBy);
    }

    private static DateOnly? Day(string? text) => text is null ? null : DateOnly.Parse(text, CultureInfo.InvariantCulture);
}
