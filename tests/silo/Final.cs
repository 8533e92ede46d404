using System.Text.Json;
using System.Text.Json.Nodes;
using OneLead.Events;
using OneLead.Grains;

namespace OneLead.Silo.Tests;

/// <summary>
/// Everything that a silo shows of its accounts, as text, without what tells how and when it came: two ways to the same
/// state give the same text, byte for byte.
/// </summary>
internal static class Final
{
    public static async Task<string> StateAsync(TestSilo silo)
    {
        await silo.Grains.GetGrain<IReconciliationGrain>(TestSilo.Tenant).SettleAsync();
        await silo.SettledAsync();
        var accounts = new SortedDictionary<string, string>(StringComparer.Ordinal);
        await foreach (var row in silo.Journal.ReadAllAsync(TestSilo.Tenant, 0))
        {
            if (row.Event.Kind.IsTenantWide() || row.Event.Kind == EventKind.Link || Keys.IsNoAccount(row.Home))
                continue;
            var id = silo.Ingest.AccountOf(TestSilo.Tenant, row.Home);
            if (!accounts.ContainsKey(id))
                accounts[id] = Text(await silo.Account(id).View());
        }
        return string.Join('\n', accounts.Where(a => a.Value.Length > 0).Select(a => a.Key + " " + a.Value));
    }

    private static string Text<T>(T? view)
    {
        if (view is null)
            return "";
        var node = JsonSerializer.SerializeToNode(view, Options)!;
        Strip(node);
        return node.ToJsonString();
    }

    private static void Strip(JsonNode? node)
    {
        if (node is JsonArray array)
        {
            foreach (var part in array)
                Strip(part);
        }
        if (node is not JsonObject parts)
            return;
        foreach (var name in new[] { "UpdatedAt", "Sequence" })
            parts.Remove(name);
        // A dictionary's order is nobody's business.
        foreach (var (name, value) in parts.OrderBy(p => p.Key, StringComparer.Ordinal).ToList())
        {
            parts.Remove(name);
            Strip(value);
            parts.Add(name, value);
        }
    }

    private static readonly JsonSerializerOptions Options = new();
}
