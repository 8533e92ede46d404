using System.Collections.Immutable;
using System.Globalization;
using OneLead.Views;
using OneLead.Web.ReadModel;

namespace OneLead.Web.Tests;

/// <summary>Views from a seed.</summary>
internal static class TestData
{
    public static readonly DateTimeOffset Now = new(2025, 10, 29, 9, 0, 0, TimeSpan.Zero);

    public static readonly TenantView Tenant = new(
        1, new DateOnly(2025, 10, 29), "1",
        ImmutableDictionary<string, ImmutableArray<RecommendedService>>.Empty.Add("SERVERS|renewal",
            [new("Firmware upgrade", ["HM002A1", "H1K92A3"], 8, "Compute", "Servers")]), [])
    {
        RespondByDays = [null, 30, 7, 0],
    };

    private static readonly string[] Families = ["COMPUTE", "3PAR", "NIMBLE", "ARUBA"];

    public static LeadRow Lead(int i, string account, string? territory, Random random) => new(
        string.Create(CultureInfo.InvariantCulture, $"hpe:SER{i:D6}:{Wire.Name((LeadType)(i % 3))}"), (LeadType)(i % 3),
        (LeadStatus)random.Next(5), (Priority)random.Next(4),
        random.Next(0, 10_001) / 100m, new(random.Next(101), random.Next(101), random.Next(101), random.Next(101)),
        random.Next(4) == 0 ? null : new(50_000, random.Next(1, 20) * 10_000, "USD", "storage_basic"),
        account, territory, string.Create(CultureInfo.InvariantCulture, $"SER{i:D6}"), $"P{random.Next(50)}-B21",
        $"HPE ProLiant DL{random.Next(20, 60) * 10} Gen{random.Next(7, 11)}",
        Families[random.Next(Families.Length)], "Servers", random.Next(5) == 0, (RiskLevel)random.Next(5),
        random.Next(3) == 0 ? $"rep{random.Next(4)}" : null, random.Next(3),
        Now.AddMinutes(-random.Next(10_000)), random.Next(2) == 0 ? null : new DateOnly(2025, 11, 1 + random.Next(28)), null);

    public static AccountRow Account(int i, Random random) => new(
        Keys.Name((56_000 + i % 9).ToString(CultureInfo.InvariantCulture), $"Company {i}"), $"Company {i}",
        i % 10 == 0 ? null : (56_000 + i % 9).ToString(CultureInfo.InvariantCulture),
        new(random.Next(101), random.Next(-50, 150), random.Next(-20, 90), random.Next(2) == 0 ? null : 61.25m), random.Next(2) == 0,
        new(1, random.Next(90), new(1, 2, 3, 4, 0, 1, 1), 2, 3, 1, 1, 4)
        {
            Sums = new([new("USD", random.Next(1_000_000), 4, 4_500_000, 2, 0, 0)]),
        }, random.Next(2) == 0 ? null : 0.825m, 3, 2, "Strategic", "Kim",
        [$"COMPANY {i} INC."], Now, false);

    /// <summary>A model of so many accounts with so many leads each.</summary>
    public static TenantModel Model(int accounts, int leadsEach, int seed = 1)
    {
        var random = new Random(seed);
        var model = new TenantModel(TimeProvider.System) { Epoch = "test" };
        model.Apply(Tenant);
        for (var a = 0; a < accounts; a++)
        {
            var row = Account(a, random);
            model.Apply(
                new AccountDelta(row.Id, new(1, 1), default, row, true, [.. Enumerable.Range(a * leadsEach, leadsEach)
                    .Select(i => Lead(i, row.Id, row.Territory, random))], []), out AccountChange _);
        }
        return model;
    }

    public static IReadOnlyList<LeadEntry> All(this ModelState state)
    {
        var leads = new List<LeadEntry>();
        foreach (ref readonly var lead in state.Leads)
            leads.Add(lead);
        return leads;
    }
}
