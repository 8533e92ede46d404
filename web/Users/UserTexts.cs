using System.Collections.Immutable;
using Microsoft.AspNetCore.Http.HttpResults;
using OneLead.Web.Access;

namespace OneLead.Web.Users;

/// <summary>Checks and trims the texts that users and keys are made of.</summary>
internal static class UserTexts
{
    public const int LongestName = 200;
    private const int MostNames = 100;

    /// <summary>Why a text cannot be the name of a user or key; null if it can.</summary>
    public static string? NameProblem(string name) =>
        name.Trim() is not { Length: > 1 and <= LongestName } trimmed ? $"'name' must have 2 to {LongestName} characters."
        : trimmed.All(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or '+' or '@') ? null
        : "'name' must be an e-mail address, or hold letters, digits, '.', '_', '-' and '+' only.";

    /// <summary>Refuses a request whose name or role cannot be those of a user or key.</summary>
    public static ProblemHttpResult? Refuse(string? name, Role? role) =>
        NameProblem(name ?? "") is { } problem ? Refusal.Invalid.Problem(problem)
        : role is null ? Refusal.Invalid.Problem($"'role' must be one of {string.Join(", ", Wire.All<Role>())}.")
        : null;

    /// <summary>Refuses too many and too long texts.</summary>
    public static ProblemHttpResult? Refuse(IReadOnlyList<string>? territories, IReadOnlyList<string>? knownAs) =>
        Refuse("territories", territories) ?? Refuse("knownAs", knownAs);

    public static ImmutableArray<string> Trimmed(IReadOnlyList<string>? texts) =>
        [.. (texts ?? []).Select(static t => t.Trim()).Where(static t => t.Length > 0).Distinct(StringComparer.Ordinal)];

    private static ProblemHttpResult? Refuse(string name, IReadOnlyList<string>? texts) =>
        texts is null || (texts.Count <= MostNames && texts.All(static t => t is { Length: <= LongestName }))
            ? null
            : Refusal.Invalid.Problem($"'{name}' holds at most {MostNames} texts of at most {LongestName} characters.");
}
