using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;

namespace OneLead.Sources.Configuration;

/// <summary>
/// The sources of a cluster. Each node's sources.yaml changes them: what is new or different in the file since the node read it last is
/// put in, and what is no longer in it is taken out. So the same file on every node, and one edit on one node, both work.
/// </summary>
/// <param name="Nodes">What each node's file held when it was read last: names with hashes.</param>
internal sealed record SharedSources(
    ImmutableSortedDictionary<string, SharedSource> Sources,
    ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, string>> Nodes)
{
    public static SharedSources None { get; } = new(
        ImmutableSortedDictionary.Create<string, SharedSource>(StringComparer.Ordinal),
        ImmutableSortedDictionary.Create<string, ImmutableSortedDictionary<string, string>>(StringComparer.Ordinal));

    /// <summary>Takes over what has changed in a node's file; the same instance if nothing has.</summary>
    public SharedSources With(string node, IReadOnlyCollection<SharedSource> file)
    {
        var before = Nodes.GetValueOrDefault(node, ImmutableSortedDictionary<string, string>.Empty);
        var now = file.ToImmutableSortedDictionary(s => s.Name, Hash, StringComparer.Ordinal);
        if (Nodes.ContainsKey(node) && now.SequenceEqual(before))
            return this;
        var changed = file.Where(s => before.GetValueOrDefault(s.Name) != now[s.Name]);
        return new(
            Sources.RemoveRange(before.Keys.Where(name => !now.ContainsKey(name)))
                .SetItems(changed.Select(s => KeyValuePair.Create(s.Name, s))),
            Nodes.SetItem(node, now));
    }

    private static string Hash(SharedSource source) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(source, JsonSerializerOptions.Web)));
}
