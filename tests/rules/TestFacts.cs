using FsCheck;
using FsCheck.Fluent;

namespace OneLead.Rules.Tests;

/// <summary>Facts for tests: fixed ones, and generators that prefer values near thresholds.</summary>
internal static class TestFacts
{
    public static readonly DateOnly Today = new(2025, 10, 29);

    public static RuleSet Rules => RuleSet.Default;

    /// <summary>Returns the date a number of days before today.</summary>
    public static DateOnly Ago(int days) => Today.AddDays(-days);

    /// <summary>The HP DL360p Gen8 of the sample workbook.</summary>
    public static ItemFacts Gen8Server { get; } = new()
    {
        Vendor = "hpe", Serial = "USE3267F8N", ProductId = "654081-B21", ProductName = "HP DL360p Gen8 8-SFF CTO Server",
        Platform = "Compute",
        BusinessArea = "x86 Premium and Scale-up Rack", BusinessUnit = "Compute Product", EndOfLife = new(2015, 7, 1),
        SupportStatus = "Expired Flex Support", AgreementId = "104164014992",
    };

    public static ProductClass Product(string name, string? businessArea = null, string? businessUnit = null) =>
        ProductClassifier.Classify(new ProductTexts(name, null, businessArea, businessUnit, null), Rules);

    public static AccountFacts Account(
        int items = 1, int open = 0, int closed = 0, DateOnly? ended = null, int pastEnd = 0, decimal? credit = null,
        string? tier = null) =>
        new(items, open, closed, ended, null, pastEnd, credit, tier);

    private static readonly int[] Thresholds =
    [
        -181, -180, -1, 0, 1, 90, 91, 180, 181, 365, 366, 730, 731, 1095, 1096, 1825, 1826, 3650, 3651,
    ];

    private static readonly Gen<DateOnly?> Date = Gen.Frequency(
        (2, Gen.Constant((DateOnly?)null)),
        (1, Gen.Constant((DateOnly?)new DateOnly(2099, 12, 31))),
        (4, Gen.Elements(Thresholds).Select(d => (DateOnly?)Ago(d))),
        (4, Gen.Choose(-1_500, 4_500).Select(d => (DateOnly?)Ago(d))));

    private static readonly Gen<SupportState> State = Gen.Elements(
        SupportState.Unknown, SupportState.Active, SupportState.Expired, SupportState.Uncovered,
        SupportState.Expired | SupportState.Uncovered);

    private static readonly Gen<long?> Contract = Gen.Frequency(
        (3, Gen.Constant((long?)null)), (1, Gen.Choose(-1, 30_000_000).Select(v => (long?)v)));

    public static readonly Gen<ItemTerms> Terms =
        from state in State
        from endOfLife in Date
        from endOfService in Date
        from supportEnd in Date
        from contract in Contract
        from currency in Gen.Elements<string?>(null, "USD", "JPY")
        from notice in Gen.Elements(0, 0, 1, 119, 200, 10_000_000, int.MaxValue)
        select new ItemTerms(state, endOfLife, endOfService, supportEnd, contract, currency, notice);

    public static readonly Gen<ProductClass> AnyProduct = Gen.Elements(
        Product("HPE 3PAR StoreServ 8200", "Storage"), Product("HP DL380 Gen9 Server", "Compute"),
        Product("HP 8GB 2Rx4 PC3-10600R-9 Kit", "Compute", "Compute Product"),
        Product("Aruba AP-325"), Product("Something else"));

    public static readonly Gen<AccountFacts> AnyAccount =
        from items in Gen.Choose(0, 60)
        from open in Gen.Choose(0, 12)
        from closed in Gen.Choose(0, 20)
        from latest in Gen.Choose(-1, 800)
        from next in Gen.Choose(-1, 800)
        from pastEnd in Gen.Choose(0, 60)
        from credit in Gen.Choose(-1, 10_000)
        from tier in Gen.Elements<string?>(null, "Strategic", "Growth", "Developing")
        select new AccountFacts(
            items, open, closed, latest < 0 ? null : Ago(latest), next < 1 ? null : Today.AddDays(next), pastEnd,
            credit < 0 ? null : credit / 10_000m, tier);
}
