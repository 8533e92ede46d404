using System.Globalization;
using System.Text;

namespace OneLead;

/// <summary>
/// The one key builder. A key is built from parts joined by ':'; a part keeps letters, digits, '.', '_' and '-' of ASCII
/// and writes every other byte of its UTF-8 form as '~' and two hex digits, so keys are safe in URLs, files and SQL and
/// never collide. A grain key puts the tenant first: <c>default/name:56088:APPLE~20INC.</c>.
/// </summary>
public static class Keys
{
    /// <summary>The tenant of a single-tenant installation.</summary>
    public const string DefaultTenant = "default";

    /// <summary>The vendor of an item whose source names none.</summary>
    public const string DefaultVendor = "hpe";

    /// <summary>The account key of records that carry a territory and no name: <c>territory:56088</c>.</summary>
    public static string Territory(string territory) => "territory:" + EncodePart(territory);

    /// <summary>The account key of records that carry a name, spelled as the source spells it: <c>name:56088:Apple~20Inc.</c>; without a territory <c>name::Apple~20Inc.</c>.</summary>
    public static string Name(string? territory, string name) => "name:" + EncodePart(territory ?? "") + ":" + EncodePart(name);

    /// <summary>The account key of records that carry the source's own customer id: <c>customer:110079582</c>.</summary>
    public static string Customer(string customerId) => "customer:" + EncodePart(customerId);

    /// <summary>The account key of service credits whose source names no account. They are listed as unassigned until a link claims them.</summary>
    public const string UnassignedCredits = "unassigned:credits";

    /// <summary>The account key of an account, company or customer that another system keeps under an id of its own: <c>crm:hubspot:4711</c>. Records that name it by that id carry it too.</summary>
    public static string Crm(string source, string id) => "crm:" + EncodePart(source) + ":" + EncodePart(id);

    /// <summary>
    /// The account key of records that do not say to which account they belong: a change of a deal's amount, say. It never
    /// decides where an entity lives: a row that names an account does, also when it came earlier or comes later.
    /// </summary>
    public static string Unplaced(string source) => UnplacedPrefix + EncodePart(source);

    /// <summary>The account key of records of which the source says that they belong to no account. It decides like any other, and no account comes of it.</summary>
    public static string Unassigned(string source) => UnassignedPrefix + EncodePart(source);

    /// <summary>The account key under which all link rows stand, so that one read finds them. No account has it.</summary>
    public const string Links = "~links";

    /// <summary>Whether a key says nothing about the account (see <see cref="Unplaced"/>).</summary>
    public static bool IsUnplaced(string accountKey) => accountKey.StartsWith(UnplacedPrefix, StringComparison.Ordinal);

    /// <summary>Whether rows under a key belong to no account, and none comes of it. Credits that nobody claims are kept like one.</summary>
    public static bool IsNoAccount(string accountKey) =>
        IsUnplaced(accountKey) || (accountKey.StartsWith(UnassignedPrefix, StringComparison.Ordinal) && accountKey != UnassignedCredits);

    /// <summary>The id of an entity that another system keeps under an id of its own: <c>hubspot:4711</c>.</summary>
    public static string Entity(string source, string id) => EncodePart(source) + ":" + EncodePart(id);

    /// <summary>An item is (vendor, serial): <c>hpe:USE3267F8N</c>.</summary>
    public static string Item(string? vendor, string serial) => EncodePart(string.IsNullOrEmpty(vendor) ? DefaultVendor : vendor.ToLowerInvariant()) + ":" + EncodePart(serial);

    /// <summary>A lead is (item, type): <c>hpe:USE3267F8N:renewal</c>. The account is an attribute.</summary>
    public static string Lead(string item, LeadType type) => item + ":" + Wire.Name(type);

    /// <summary>Splits a lead id into its item and type; null when it is not a lead id.</summary>
    public static (string Item, LeadType Type)? TryParseLead(string lead)
    {
        var cut = lead.LastIndexOf(':');
        return cut > 0 && Wire.TryParse<LeadType>(lead[(cut + 1)..], out var type) ? (lead[..cut], type) : null;
    }

    /// <summary>The territory that an account key names, or null.</summary>
    public static string? TerritoryOf(string accountKey)
    {
        var parts = accountKey.Split(':');
        return parts[0] switch
        {
            "territory" when parts.Length == 2 => DecodePart(parts[1]),
            "name" when parts.Length == 3 && parts[1].Length > 0 => DecodePart(parts[1]),
            _ => null,
        };
    }

    /// <summary>What an account is called of which nothing but its territory is known.</summary>
    /// <param name="territory">Null or empty: not even that.</param>
    public static string TerritoryName(string? territory) => territory is { Length: > 0 } ? $"Territory {territory}" : "Without a territory";

    /// <summary>The customer id that an account key carries, or null.</summary>
    public static string? CustomerOf(string accountKey) => accountKey.StartsWith("customer:", StringComparison.Ordinal) ? DecodePart(accountKey["customer:".Length..]) : null;

    /// <summary>The name that an account key spells, or null.</summary>
    public static string? NameOf(string accountKey)
    {
        var parts = accountKey.Split(':');
        return parts[0] == "name" && parts.Length == 3 ? DecodePart(parts[2]) : null;
    }

    /// <summary>A grain key: tenant first.</summary>
    public static string Grain(string tenant, string key) => tenant + "/" + key;

    /// <summary>The key of a territory's grain within its tenant: the territory, or '-' for accounts without one.</summary>
    public static string TerritoryGrainKey(string? territory) => territory is null ? "-" : EncodePart(territory);

    /// <summary>Splits a grain key into tenant and key.</summary>
    /// <exception cref="FormatException">The key has no tenant.</exception>
    public static (string Tenant, string Key) Split(string grainKey)
    {
        var cut = grainKey.IndexOf('/', StringComparison.Ordinal);
        return cut > 0 ? (grainKey[..cut], grainKey[(cut + 1)..]) : throw new FormatException($"'{grainKey}' is not a grain key: it has no tenant.");
    }

    /// <summary>Whether a string from outside consists of key characters alone, with ':' between parts, and is at most 512 long.</summary>
    public static bool IsKey(string key) => key.Length is > 0 and <= 512 && key.AsSpan().IndexOfAnyExcept(KeyCharacters) < 0;

    /// <summary>Writes one part in the closed alphabet.</summary>
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

    /// <summary>Reads a part back to its text.</summary>
    public static string DecodePart(string part)
    {
        if (!part.Contains('~', StringComparison.Ordinal))
            return part;
        var bytes = new List<byte>(part.Length);
        for (var i = 0; i < part.Length; i++)
        {
            if (part[i] == '~' && i + 2 < part.Length && byte.TryParse(part.AsSpan(i + 1, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var b))
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

    private const string UnplacedPrefix = "unplaced:", UnassignedPrefix = "unassigned:";
    private const string Plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-";
    private static readonly System.Buffers.SearchValues<char> PlainCharacters = System.Buffers.SearchValues.Create(Plain);
    private static readonly System.Buffers.SearchValues<char> KeyCharacters = System.Buffers.SearchValues.Create(Plain + "~:");
}
