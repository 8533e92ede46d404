namespace OneLead.Architecture.Tests;

/// <summary>The C# files of the checkout, without generated ones.</summary>
internal static class SourceFiles
{
    private static readonly char Separator = Path.DirectorySeparatorChar;

    public static IEnumerable<string> All => Directory.EnumerateFiles(Repository.Root, "*.cs", SearchOption.AllDirectories)
        .Where(path => !IsIgnored(Path.GetRelativePath(Repository.Root, path)));

    private static bool IsIgnored(string path) => path.StartsWith("artifacts" + Separator, StringComparison.Ordinal) || path.StartsWith('.')
        || path.Contains($"node_modules{Separator}", StringComparison.Ordinal);
}
