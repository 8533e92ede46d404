using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using OneLead.Events;

namespace OneLead.Sources.Workbooks.Mapping;

/// <summary>
/// The known tables. Headers are listed as the sources write them, then in other spellings; '!' marks required columns. Fields of
/// the kind's schema are also found under their own names.
/// </summary>
internal static class TablePlans
{
    public static ImmutableArray<TablePlan> All { get; } =
    [
        new(EventKind.Opportunity, ["Opportunity", "Opportunities"], Columns("""
            (id)!: HPE Opportunity ID | Opportunity ID
            name: Opportunity NAme
            territory: Account ST ID | Account_Sales_Territory_Id | Territory ID
            accountName!: Account Name
            productLine: Product Line
            amount: Value
            created: Created Date
            closeDate: Expected Close Date
            """), Opportunity),
        new(EventKind.Project, ["A&PS Project sample", "A&PS Projects", "Projects"], Columns("""
            (id)!: Project | Project ID
            name: PRJ Description | Project Name
            customerName!: PRJ Customer | Customer
            customerId: PRJ Customer ID
            territoryName: Account ST Name
            opportunityId: PRJ Siebel ID
            practice: PRJ Practice
            status!: PRJ System Status
            stage: PRJ Stage Status
            businessArea: PRJ Business Area
            start: PRJ Start Date
            end: PRJ End Date
            size: PRJ Size
            length: PRJ Length
            days: PRJ Days
            financialStatus: PRJ Financial Status
            health: Health
            country: Country
            type: WBS Project Type
            thirdPartyServices: 3rd Party Svc Cost
            thirdPartyMaterial: 3rd Party Mat Cost
            labor: Labor Cost
            """), Project, RepeatsAreOthers: true),
        new(EventKind.ServiceCredit, ["Service Credits", "Service Credit", "Credits"], Columns("""
            (id)!: ProjectID
            name: ProjectName
            practice: PracticeName
            purchased!: PurchasedCredits
            converted: ConvertedCredits
            delivered!: DeliveredCredits
            convertedNotDelivered: ConvertedNotDeliveredCredits
            active: ActiveCredits
            expired: ExpiredCredits
            expiryBucket: ExpiryInDays
            contractEnd: ContractEndDate
            """), ServiceCredit),
        new(EventKind.Item, ["Install Base", "Installed Base"], Columns("""
            serial!: Serial_Number_Id | Serial Number
            vendor: Vendor
            productId: Product_Id
            productName: Product_Name
            platform: Product_Platform_Description_Name
            businessArea: Business_Area_Description_Name
            businessUnit: Legacy_Global_Business_Unit
            line: Line_Description_Name
            territory!: Account_Sales_Territory_Id | Account ST ID | Territory ID
            endOfLife: Product_End_of_Life_Date
            endOfService: Product_End_of_Service_Life_Date
            supportStart: Final_Service_Start_Date
            supportEnd: Final_Service_End_Date
            supportSource: Final_Service_Source
            supportStatus: Support_Status
            agreementId: Service_Agreement_Id
            """), Item),
    ];

    private static Target Item(string? id, EventData data) => (data["serial"].Text, data["territory"].Text) switch
    {
        (null, _) => Target.Refused("serial", "an item needs a serial number"),
        (_, null) => Target.Refused("territory", "an item needs a territory to find its account"),
        var (serial, territory) => new(Keys.Territory(territory), Keys.Item(data["vendor"].Text, serial), Keys.EncodePart(serial)),
    };

    private static Target Opportunity(string? id, EventData data) => (id, data["accountName"].Text, data["territory"].Text) switch
    {
        (null, _, _) => Target.Refused(TablePlan.Id, "an opportunity needs an id"),
        (_, null, null) => Target.Refused("accountName", "an opportunity needs an account name or a territory to find its account"),
        (_, null, { } territory) => At(Keys.Territory(territory), id),
        (_, { } name, var territory) => At(Keys.Name(territory, name), id),
    };

    // A project without an id gets one from its stable fields, so that later exports match it.
    private static Target Project(string? id, EventData data)
    {
        var key = id ?? "unknown-"
            + Hash(data["name"], data["customerId"], data["customerName"], data["start"], data["end"], data["opportunityId"]);
        return (data["customerId"].Text, data["customerName"].Text) switch
        {
            (null, null) => Target.Refused("customerName", "a project needs a customer to find its account"),
            ({ } customer, _) => At(Keys.Customer(customer), key),
            (_, { } name) => At(Keys.Name(null, name), key),
        };
    }

    private static Target ServiceCredit(string? id, EventData data) => id is null
        ? Target.Refused(TablePlan.Id, "service credits need a project id")
        : At(Keys.UnassignedCredits, id);

    private static Target At(string account, string id) => new(account, Keys.EncodePart(id), Keys.EncodePart(id));

    private static string Hash(params IEnumerable<FieldValue> values) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', values))))[..12];

    private static ImmutableArray<PlannedColumn> Columns(string lines) =>
    [
        .. lines.Split('\n', StringSplitOptions.TrimEntries)
            .Select(line => line.Split(':', 2, StringSplitOptions.TrimEntries)).Select(line =>
            new PlannedColumn(line[0].TrimEnd('!'), line[0].EndsWith('!'), [.. line[1].Split('|', StringSplitOptions.TrimEntries)])),
    ];
}
