using System.Globalization;
using System.Text;
using OneLead.Events;

namespace OneLead;

/// <summary>
/// Builds and parses keys. A key consists of parts joined by ':'. A part keeps ASCII letters, digits, '.', '_' and '-' and
/// encodes every other UTF-8 byte as '~' and two hex digits, so keys are safe in URLs, files and SQL and never collide. A
/// grain key starts with the tenant: <c>default/name:56088:APPLE~20INC.</c>.
/// </summary>
public static class Keys
{
    /// <summary>The tenant of a single-tenant installation.</summary>
    public const string DefaultTenant = "default";

    /// <summary>The vendor of an item whose source does not name one.</summary>
    public const string DefaultVendor = "hpe";

    /// <summary>The account key of records with a territory and no name: <c>territory:56088</c>.</summary>
    public static string Territory(string territory) => "territory:" + EncodePart(territory);

    /// <summary>
    /// The account key of records with a name, in the source's spelling: <c>name:56088:Apple~20Inc.</c>; without a territory
    /// <c>name::Apple~20Inc.</c>.
    /// </summary>
    public static string Name(string? territory, string name) => "name:" + EncodePart(territory ?? "") + ":" + EncodePart(name);

    /// <summary>The account key of records with the source's customer id: <c>customer:110079582</c>.</summary>
    public static string Customer(string customerId) => "customer:" + EncodePart(customerId);

    /// <summary>The account key of a workbook's service credits. They are listed without an account until a link assigns them.</summary>
    public const string UnassignedCredits = "unassigned:credits";

    /// <summary>
    /// The account key of a company or customer in another system, and of the records that refer to it:
    /// <c>crm:hubspot:4711</c>.
    /// </summary>
    public static string Crm(string source, string id) => "crm:" + EncodePart(source) + ":" + EncodePart(id);

    /// <summary>
    /// The account key of records that do not name their account, for example a change of a deal's amount. Such a row never
    /// changes an entity's owner; the rows that name an account decide, whether they come before or after it.
    /// </summary>
    public static string Unplaced(string source) => UnplacedPrefix + EncodePart(source);

    /// <summary>
    /// The account key of records that the source explicitly assigns to no account. Like other keys it changes an entity's
    /// owner.
    /// </summary>
    public static string Unassigned(string source) => UnassignedPrefix + EncodePart(source);

    /// <summary>The account key of all link rows, so that one query finds them. It belongs to no account.</summary>
    public const string Links = "~links";

    /// <summary>The account key of all audit rows. It belongs to no account.</summary>
    public const string Audit = "~audit";

    /// <summary>True if a key does not identify an account (see <see cref="Unplaced"/>).</summary>
    public static bool IsUnplaced(string accountKey) => accountKey.StartsWith(UnplacedPrefix, StringComparison.Ordinal);

    /// <summary>
    /// True if a key stands for no account. Its records are kept and listed, but they are part of no account, score or sum.
    /// </summary>
    public static bool IsNoAccount(string accountKey) =>
        accountKey.Length == 0 || IsUnplaced(accountKey) || accountKey.StartsWith(UnassignedPrefix, StringComparison.Ordinal);

    /// <summary>The id of an entity of another system: <c>hubspot:4711</c>.</summary>
    public static string Entity(string source, string id) => EncodePart(source) + ":" + EncodePart(id);

    /// <summary>The id of an item, (vendor, serial): <c>hpe:USE3267F8N</c>.</summary>
    public static string Item(string? vendor, string serial) =>
        EncodePart(string.IsNullOrEmpty(vendor) ? DefaultVendor : vendor.ToLowerInvariant()) + ":" + EncodePart(serial);

    /// <summary>
    /// The subject of a contract's leads: <c>contract::crm:4711</c>. No item has such an id, because serials are not empty.
    /// </summary>
    public static string ContractSubject(string contract) => ContractPrefix + contract;

    /// <summary>Returns the subject of an entity's leads; null for kinds that have none.</summary>
    public static string? LeadSubject(EventKind kind, string entity) =>
        kind == EventKind.Item ? entity : kind == EventKind.Contract ? ContractSubject(entity) : null;

    /// <summary>Returns the entity that a lead is about, of its subject: an item's id, or that of a contract.</summary>
    public static (EventKind Kind, string Id) SubjectEntity(string subject) => subject.StartsWith(ContractPrefix, StringComparison.Ordinal)
        ? (EventKind.Contract, subject[ContractPrefix.Length..])
        : (EventKind.Item, subject);

    /// <summary>
    /// The id of a lead, (subject, type): <c>hpe:USE3267F8N:renewal</c>. The subject is an item's id, or a
    /// <see cref="ContractSubject"/>.
    /// </summary>
    public static string Lead(string subject, LeadType type) => subject + ":" + Wire.Name(type.Identity());

    /// <summary>Splits a lead id into its subject and the type in it; null if it is not a lead id.</summary>
    public static (string Subject, LeadType Type)? TryParseLead(string lead)
    {
        var cut = lead.LastIndexOf(':');
        return cut > 0 && Wire.TryParse<LeadType>(lead[(cut + 1)..], out var type) && type.Identity() == type ? (lead[..cut], type) : null;
    }

    /// <summary>Returns the territory in an account key, or null.</summary>
    public static string? TerritoryOf(string accountKey)
    {
        var parts = accountKey.Split(':');
        return parts[0] switch
        {
            "territory" when parts.Length == 2 && parts[1].Length > 0 => DecodePart(parts[1]),
            "name" when parts.Length == 3 && parts[1].Length > 0 => DecodePart(parts[1]),
            _ => null,
        };
    }

    /// <summary>The display name of an account if only its territory is known.</summary>
    /// <param name="territory">Null or empty if the territory is unknown.</param>
    public static string TerritoryName(string? territory) =>
        territory is { Length: > 0 } ? $"Territory {territory}" : "Without a territory";

    /// <summary>The display name of an account if only its key is known: the name in it, else its id, else its territory.</summary>
    public static string Spelled(string accountKey) => accountKey.Split(':') switch
    {
        ["crm", var source, var id] => $"Customer {DecodePart(id)} ({DecodePart(source)})",
        ["customer", var id] => $"Customer {DecodePart(id)}",
        ["territory", ""] => TerritoryName(null),
        _ => NameOf(accountKey) ?? (TerritoryOf(accountKey) is { } territory ? TerritoryName(territory) : accountKey),
    };

    /// <summary>Returns the customer id in an account key, or null.</summary>
    public static string? CustomerOf(string accountKey) =>
        accountKey.StartsWith("customer:", StringComparison.Ordinal) && accountKey.Length > "customer:".Length
            ? DecodePart(accountKey["customer:".Length..])
            : null;

    /// <summary>Returns the name in an account key, or null.</summary>
    public static string? NameOf(string accountKey)
    {
        var parts = accountKey.Split(':');
        return parts[0] == "name" && parts.Length == 3 && parts[2].Length > 0 ? DecodePart(parts[2]) : null;
    }

    public static string Grain(string tenant, string key) => tenant + "/" + key;

    /// <summary>The key of a territory grain within its tenant; '-' for accounts without a territory.</summary>
    public static string TerritoryGrainKey(string? territory) => territory is null ? "-" : EncodePart(territory);

    /// <summary>Splits a grain key into tenant and key.</summary>
    /// <exception cref="FormatException">The key has no tenant.</exception>
    public static (string Tenant, string Key) Split(string grainKey)
    {
        var cut = grainKey.IndexOf('/', StringComparison.Ordinal);
        return cut > 0 ? (grainKey[..cut], grainKey[(cut + 1)..]) : throw new FormatException(
            $"'{grainKey}' is not a grain key: it must have the form tenant/key.");
    }

    /// <summary>True if a string has 1 to 512 characters and only characters that occur in keys.</summary>
    public static bool IsKey(string key) => key.Length is > 0 and <= 512 && key.AsSpan().IndexOfAnyExcept(KeyCharacters) < 0;

    /// <summary>Encodes one part of a key.</summary>
    public static string EncodePart(string text)
    {
        if (text.AsSpan().IndexOfAnyExcept(PlainCharacters) < 0)
            return text;
        var builder = new StringBuilder(text.Length + 8);
        foreach (var b in Encoding.UTF8.GetBytes(text))
        {
            if (b < 128 && PlainCharacters.Contains((char)b))
                builder.Append((char)b);
            else
                builder.Append('~').Append(b.ToString("X2", CultureInfo.InvariantCulture));
        }
        return builder.ToString();
    }

    /// <summary>Decodes one part of a key.</summary>
    public static string DecodePart(string part)
    {
        if (!part.Contains('~', StringComparison.Ordinal))
            return part;
        var bytes = new List<byte>(part.Length);
        for (var i = 0; i < part.Length; i++)
        {
            if (part[i] == '~' && i + 2 < part.Length
                && byte.TryParse(part.AsSpan(i + 1, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var b))
            {
                bytes.Add(b);
                i += 2;
            }
            else
            {
                bytes.Add((byte)part[i]);
            }
        }
        return Encoding.UTF8.GetString([.. bytes]);
    }

    private const string ContractPrefix = "contract::";
    private const string UnplacedPrefix = "unplaced:", UnassignedPrefix = "unassigned:";
    private const string Plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-";
    private static readonly System.Buffers.SearchValues<char> PlainCharacters = System.Buffers.SearchValues.Create(Plain);
    private static readonly System.Buffers.SearchValues<char> KeyCharacters = System.Buffers.SearchValues.Create(Plain + "~:");
}
