using System.Collections.Immutable;

namespace OneLead.Sources.Mapping;

/// <summary>The available mappings: the shipped ones, and those in a folder of the installation.</summary>
public sealed class MappingLibrary(string folder)
{
    private const string Extension = ".yaml";

    /// <summary>Finds a shipped mapping, or reads the file <c>name</c> or <c>name.yaml</c> in the folder.</summary>
    /// <returns>The mapping, or null with the errors.</returns>
    public (SourceMapping? Mapping, ImmutableArray<MappingError> Errors) Find(string name)
    {
        if (SourceMapping.Shipped(name) is { } shipped)
            return (shipped, []);
        var file = name.EndsWith(Extension, StringComparison.OrdinalIgnoreCase) ? name : name + Extension;
        // The name is untrusted: it must not leave the folder.
        if (!IsFileName(file) || !File.Exists(Path.Combine(folder, file)))
        {
            var shippedNames = string.Join(", ", SourceMapping.ShippedNames);
            return (null, [new(name, 0, "", $"is neither a shipped mapping ({shippedNames}) nor a file in {folder}")]);
        }
        try
        {
            var text = File.ReadAllText(Path.Combine(folder, file));
            return SourceMapping.TryParse(text, file, out var mapping, out var errors) ? (mapping, []) : (null, errors);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, [new(file, 0, "", "cannot be read: " + e.Message)]);
        }
    }

    private static bool IsFileName(string name) =>
        name.Length <= 100 && !name.StartsWith('.') && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
}
