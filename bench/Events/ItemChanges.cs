using System.Collections.Immutable;
using System.Globalization;
using OneLead.Events;

namespace OneLead.Bench.Events;

/// <summary>
/// Installed items and an endless sequence of changes. Each change toggles an item's support, so its leads appear or
/// disappear. Consecutive changes are of different accounts.
/// </summary>
internal sealed class ItemChanges(int accounts, int itemsAnAccount)
{
    private const int AccountsATerritory = 20;
    private const int Stride = 7_919;

    private static readonly DateTimeOffset Start = new(2025, 10, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly FieldValue[] Status = [FieldValue.Of("Active Contract"), FieldValue.Of("Warranty Expired - Uncovered Box")];

    private readonly int _items = accounts * itemsAnAccount;
    private long _count;

    public static DateOnly Day { get; } = new(2025, 10, 29);

    /// <summary>Returns the first event of every item.</summary>
    public IEnumerable<ImmutableArray<ChangeEvent>> Arrivals() =>
        Enumerable.Range(0, _items).Select(i => Change(i, Arrival(i))).Chunk(1_000).Select(ImmutableArray.Create);

    /// <summary>Returns the next changes.</summary>
    public ImmutableArray<ChangeEvent> Next(int changes) => [.. Enumerable.Range(0, changes).Select(_ => Next())];

    public ChangeEvent Next()
    {
        var number = _count;
        return Change((int)(number * Stride % _items), EventData.Of(("supportStatus", Status[number / _items % 2])));
    }

    private static EventData Arrival(int item) => EventData.Of(
        ("serial", FieldValue.Of(Serial(item))), ("productId", FieldValue.Of("654081-B21")),
        ("productName", FieldValue.Of("HP DL360p Gen8 8-SFF CTO Server")),
        ("businessUnit", FieldValue.Of("Compute Product")), ("businessArea", FieldValue.Of("Compute")),
        ("platform", FieldValue.Of("x86 Premium and Scale-up Rack")),
        ("endOfLife", FieldValue.Of(Day.AddDays(-item % 4_000))), ("supportEnd", FieldValue.Of(Day.AddDays(-item % 900))),
        ("supportSource", FieldValue.Of("Warranty")), ("supportStatus", Status[1]));

    private ChangeEvent Change(int item, EventData data)
    {
        var (account, number) = (item % accounts, _count++);
        return new ChangeEvent(
            Keys.Customer(account.ToString(CultureInfo.InvariantCulture)), EventKind.Item, Keys.Item(null, Serial(item)),
            EventSchema.Version, "bench", number.ToString(CultureInfo.InvariantCulture),
            Start.AddSeconds(number),
            data.With("territory", FieldValue.Of((account / AccountsATerritory).ToString(CultureInfo.InvariantCulture))));
    }

    private static string Serial(int item) => item.ToString("CZ0000000", CultureInfo.InvariantCulture);
}
