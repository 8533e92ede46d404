using System.Text.Json;
using System.Text.RegularExpressions;

namespace OneLead.EndToEnd.Tests.Deploy;

/// <summary>What the Dockerfile says.</summary>
internal sealed partial class ContainerImage
{
    private static readonly string File = Path.Combine(Repository.Root, "deploy/docker/Dockerfile");

    private readonly List<(string Name, string Arguments)> _instructions =
    [
        .. Continuation.Replace(System.IO.File.ReadAllText(File), " ").Split('\n').Where(l => l.Length > 0 && l[0] != '#')
            .Select(l => l.Split(' ', 2)).Select(l => (l[0], l[1].Trim())),
    ];

    [GeneratedRegex(@"\\\n\s*")]
    private static partial Regex Continuation { get; }

    [GeneratedRegex(@"(\w+)=(\S*)")]
    private static partial Regex Variable { get; }

    public Dictionary<string, string> Environment => All("ENV").SelectMany(e => Variable.Matches(e))
        .ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value, StringComparer.Ordinal);

    public string User => All("USER").Single();

    public string Port => All("EXPOSE").Single();

    public string Base => All("FROM").Last();

    public string Volume => All("VOLUME").First();

    /// <summary>Of the master key.</summary>
    public string KeyVolume => All("VOLUME").Last();

    public string[] Entrypoint => JsonSerializer.Deserialize<string[]>(All("ENTRYPOINT").Single())!;

    public string[] HealthCheck => JsonSerializer.Deserialize<string[]>(All("HEALTHCHECK").Single().Split("CMD ")[1])!;

    public IEnumerable<string> All(string instruction) =>
        _instructions.Where(i => i.Name == instruction).Select(i => i.Arguments);
}
