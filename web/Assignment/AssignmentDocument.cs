using System.Collections.Immutable;
using System.Text.Json.Serialization;
using OneLead.Rules;
using OneLead.Web.Api;

namespace OneLead.Web.Assignment;

/// <summary>Rules that somebody is working on. They assign nothing.</summary>
internal sealed record AssignmentDraft(AssignmentRules Rules, string? By, DateTimeOffset At);

/// <summary>Rules that were published. The last ones hold.</summary>
/// <param name="Number">1, 2, 3 …; it stands in the identity of each command of the rules.</param>
internal sealed record AssignmentVersion(int Number, AssignmentRules Rules, string? By, DateTimeOffset At);

/// <summary>The assignment rules of a tenant, as they are stored.</summary>
/// <param name="Versions">The last ones, in order.</param>
internal sealed record AssignmentDocument(AssignmentDraft? Draft, ImmutableArray<AssignmentVersion> Versions)
{
    private const int Kept = 50;

    public static AssignmentDocument Empty { get; } = new(null, []);

    /// <summary>The rules that hold; null before the first ones are published: then leads are assigned by hand only.</summary>
    [JsonIgnore]
    public AssignmentVersion? Published => Versions.LastOrDefault();

    public static AssignmentDocument Read(byte[] json) => StoredJson.Read<AssignmentDocument>(json);

    public byte[] Write() => StoredJson.Write(this);

    public AssignmentVersion? Version(int number) => Versions.FirstOrDefault(v => v.Number == number);

    /// <summary>Publishes the draft.</summary>
    public AssignmentDocument Publish(string? by, DateTimeOffset at)
    {
        var next = new AssignmentVersion((Published?.Number ?? 0) + 1, Draft!.Rules, by, at);
        return new(null, [.. Versions.TakeLast(Kept - 1), next]);
    }
}
