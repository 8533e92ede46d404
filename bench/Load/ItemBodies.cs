using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using OneLead.Bench.Events;

namespace OneLead.Bench.Load;

/// <summary>Prepared bodies for POST /events with item changes. Consecutive changes are of different accounts.</summary>
internal sealed class ItemBodies(int accounts, int items)
{
    private const int Stride = 7_919, AccountsATerritory = 20;

    private static readonly DateTimeOffset Start = new(2025, 10, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly ConcurrentStack<byte[]> _ready = new();
    private long _made, _numbers;

    /// <summary>Returns the first event of every item.</summary>
    public IEnumerable<byte[]> Arrivals(int batch) =>
        Enumerable.Range(0, items).Chunk(batch).Select(chunk => Body(chunk.Select(item => Change(item, Arrival(item)))));

    /// <summary>Returns a change that gives the first items a name and expired support.</summary>
    public IEnumerable<byte[]> Renamed(int first, string name, int batch) =>
        Enumerable.Range(0, first).Chunk(batch).Select(chunk => Body(chunk.Select(item => Change(item, Expired(name)))));

    /// <summary>The number of leads of an item with expired support: renewal, service attach, and a refresh if it is old.</summary>
    public static int LeadsOf(int item) => DaysPastEndOfLife(item) > 1_825 ? 3 : 2;

    /// <summary>Prepares bodies.</summary>
    public void Make(int bodies, int batch)
    {
        while (_ready.Count < bodies)
            _ready.Push(Next(batch));
    }

    public byte[] Take(int batch) => _ready.TryPop(out var ready) ? ready : Next(batch);

    /// <summary>Returns a refused body, so that it is sent again.</summary>
    public void Return(byte[] body) => _ready.Push(body);

    // Each change toggles an item's support, so its leads appear or disappear.
    private byte[] Next(int batch) => Body(Enumerable.Range(0, batch).Select(_ =>
    {
        var number = Interlocked.Increment(ref _made);
        return Change(
            (int)(number * Stride % items),
            number / items % 2 == 0 ? ",\"supportStatus\":\"Active Contract\"" : ",\"supportStatus\":\"Warranty Expired - Uncovered Box\"");
    }));

    private static int DaysPastEndOfLife(int item) => item % 4_000;

    private static string Expired(string name) =>
        $",\"productName\":\"HP DL360p Gen8 8-SFF CTO Server {name}\",\"supportStatus\":\"Warranty Expired - Uncovered Box\"";

    private static string Arrival(int item)
    {
        var (endOfLife, supportEnd) = (ItemChanges.Day.AddDays(-DaysPastEndOfLife(item)), ItemChanges.Day.AddDays(-item % 900));
        return ",\"productId\":\"654081-B21\",\"productName\":\"HP DL360p Gen8 8-SFF CTO Server\",\"businessUnit\":\"Compute Product\","
            + "\"businessArea\":\"Compute\",\"platform\":\"x86 Premium and Scale-up Rack\","
            + $"\"endOfLife\":\"{endOfLife:O}\",\"supportEnd\":\"{supportEnd:O}\","
            + "\"supportSource\":\"Warranty\",\"supportStatus\":\"Warranty Expired - Uncovered Box\" ";
    }

    private string Change(int item, string fields)
    {
        var (account, number) = (1 + (item % accounts), Interlocked.Increment(ref _numbers));
        var at = Start.AddSeconds(number).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return string.Create(
            CultureInfo.InvariantCulture,
            $$$"""{"kind":"item","source":"bench","id":"{{{number}}}","customerId":"{{{account}}}","occurredAt":"{{{at}}}","data":"""
            + $$$"""{"serial":"CZ{{{item:0000000}}}","territory":"{{{1 + (account / AccountsATerritory)}}}"{{{fields}}}}}""");
    }

    private static byte[] Body(IEnumerable<string> changes) => Encoding.UTF8.GetBytes("[" + string.Join(',', changes) + "]");
}
