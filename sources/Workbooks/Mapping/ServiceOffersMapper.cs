using System.Security.Cryptography;
using System.Text;
using OneLead.Events;
using OneLead.Sources.Values;
using OneLead.Values;

namespace OneLead.Sources.Workbooks.Mapping;

/// <summary>
/// Maps the service SKU workbook: below <c>Product | Services Offered</c>, a row with only a name starts a category, and a row
/// with more cells is a product with one service per cell: <c>Firmware upgrade (HL997A1)</c>. A row
/// <c>Fixed SKU | Flex SKU | …</c> ends the products; see <see cref="SkuTables"/>.
/// </summary>
internal sealed class ServiceOffersMapper(int productColumn) : SheetMapper(EventKind.ServiceOffer)
{
    private readonly SkuTables _tables = new();
    private string? _category;
    private int _position;

    public static ServiceOffersMapper? Of(SheetRow header)
    {
        var headers = ColumnMap.HeadersOf(header).ToList();
        return headers.Take(2).Select(h => Headers.Normalize(h.Header)).SequenceEqual(["product", "servicesoffered"])
            ? new ServiceOffersMapper(headers[0].Index)
            : null;
    }

    public override void Map(SheetRow row, SheetSink sink)
    {
        if (row.IsBlank)
        {
            sink.Blank();
            return;
        }
        sink.Row();
        if (sink.RefuseBroken(row))
            return;
        if (SkuTables.IsHeader(row) || _tables.IsOpen)
        {
            _tables.Map(row, sink);
            return;
        }
        var services = ColumnMap.HeadersOf(row).Where(c => c.Index > productColumn).ToList();
        var product = LenientText.Clean(row[productColumn].ToString());
        if (product is null)
            sink.Refuse(row.Number, "Product", services[0].Header, "the services have no product");
        else if (services.Count == 0)
            _category = product;
        else
            services.ForEach(service => Offer(product, ServiceCell.Parse(service.Header), sink));
    }

    public override void End(SheetSink sink)
    {
        _tables.End(sink);
        sink.End(EventKind.ServiceOffer, [new("Product", "product"), new("Services Offered", "name")], [], []);
    }

    private void Offer(string product, ServiceCell service, SheetSink sink)
    {
        var key = KeyOf(_category, product, service.Name);
        var occurrence = sink.Occurrence(key);
        var fields = new List<EventField>
        {
            new("product", FieldValue.Of(product)), new("name", FieldValue.Of(service.Name)), new("position", FieldValue.Of(++_position)),
            // Null clears the SKUs of an earlier workbook.
            new("skus", service.Skus.Length > 0 ? FieldValue.Of(string.Join('/', service.Skus)) : FieldValue.Null),
        };
        if (_category is not null)
            fields.Add(new("category", FieldValue.Of(_category)));
        sink.Emit("", EventKind.ServiceOffer, occurrence > 1 ? $"{key}:{occurrence}" : key, key, occurrence, EventData.Of(fields));
    }

    /// <summary>The key of an offer: category, product and service, or a hash of them if that is too long.</summary>
    internal static string KeyOf(string? category, string? product, string name)
    {
        var key = string.Join(':', Keys.EncodePart(category ?? ""), Keys.EncodePart(product ?? ""), Keys.EncodePart(name));
        return key.Length <= 400 ? key : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..32];
    }
}
