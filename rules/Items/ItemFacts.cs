using OneLead.Events;

namespace OneLead.Rules;

/// <summary>The facts of an installed item. Null means unknown. <see cref="ContractValue"/> is in minor units (hundredths).</summary>
public sealed record ItemFacts
{
    public string? Vendor { get; init; }
    public string? Serial { get; init; }
    public string? ProductId { get; init; }
    public string? ProductName { get; init; }
    public string? Platform { get; init; }
    public string? BusinessArea { get; init; }
    public string? BusinessUnit { get; init; }
    public string? Line { get; init; }
    public string? SupportStatus { get; init; }
    public DateOnly? EndOfLife { get; init; }
    public DateOnly? EndOfService { get; init; }
    public DateOnly? SupportStart { get; init; }
    public DateOnly? SupportEnd { get; init; }
    public string? SupportSource { get; init; }
    public string? AgreementId { get; init; }
    public long? ContractValue { get; init; }
    public string? Currency { get; init; }
    public int? Quantity { get; init; }

    /// <summary>The texts that classify its product.</summary>
    public ProductTexts ProductTexts => new(ProductName, Platform, BusinessArea, BusinessUnit, Line);

    /// <summary>Reads an item's current fields. A value whose type differs from the schema is unknown.</summary>
    public static ItemFacts From(EventData data) => new()
    {
        Vendor = data.Text("vendor"),
        Serial = data.Text("serial"),
        ProductId = data.Text("productId"),
        ProductName = data.Text("productName"),
        Platform = data.Text("platform"),
        BusinessArea = data.Text("businessArea"),
        BusinessUnit = data.Text("businessUnit"),
        Line = data.Text("line"),
        SupportStatus = data.Text("supportStatus"),
        EndOfLife = data["endOfLife"].AsDate(),
        EndOfService = data["endOfService"].AsDate(),
        SupportStart = data["supportStart"].AsDate(),
        SupportEnd = data["supportEnd"].AsDate(),
        SupportSource = data.Text("supportSource"),
        AgreementId = data.Text("agreementId"),
        ContractValue = data.Minor("contractValue"),
        Currency = data.Currency(),
        Quantity = data.Whole("quantity"),
    };
}
