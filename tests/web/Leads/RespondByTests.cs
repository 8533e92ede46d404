using OneLead.Web.Leads;

namespace OneLead.Web.Tests.Leads;

public class RespondByTests
{
    [Theory]
    [InlineData(LeadStatus.New, Priority.Critical, "2025-10-29")]
    [InlineData(LeadStatus.Contacted, Priority.High, "2025-11-05")]
    [InlineData(LeadStatus.Qualified, Priority.Medium, "2025-11-28")]
    [InlineData(LeadStatus.New, Priority.Low, null)]
    [InlineData(LeadStatus.Converted, Priority.Critical, null)]
    [InlineData(LeadStatus.Rejected, Priority.High, null)]
    public void The_rules_and_the_priority_give_the_day(LeadStatus status, Priority priority, string? expected)
    {
        var lead = TestData.Lead(1, "A", null, new Random(1)) with { Status = status, Priority = priority };
        Assert.Equal(expected is null ? null : DateOnly.Parse(expected, System.Globalization.CultureInfo.InvariantCulture),
            LeadJson.Of(lead, "A", TestData.Tenant).RespondBy);
    }
}
