using System.Collections.Immutable;

namespace OneLead.Sources.Mapping;

/// <summary>The mappings that there are: those that ship, and files of one's own in a folder.</summary>
public sealed class MappingLibrary(string folder)
{
    private const string Extension = ".yaml";

    /// <summary>The mapping that ships under a name, else that of the file with this name (<c>mine</c> or <c>mine.yaml</c>) in the folder, read anew.</summary>
    /// <returns>The mapping; or null with what is wrong with the file, or that there is none.</returns>
    public (SourceMapping? Mapping, ImmutableArray<MappingError> Errors) Find(string name)
    {
        if (SourceMapping.Shipped(name) is { } shipped)
            return (shipped, []);
        var file = name.EndsWith(Extension, StringComparison.OrdinalIgnoreCase) ? name : name + Extension;
        // A name comes from outside: it names a file of this folder and nothing else.
        if (file.Length > 100 || file.StartsWith('.') || !file.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.') || !File.Exists(Path.Combine(folder, file)))
            return (null, [new(name, 0, "", $"is neither a mapping that ships ({string.Join(", ", SourceMapping.ShippedNames)}) nor a file in {folder}")]);
        try
        {
            return SourceMapping.TryParse(File.ReadAllText(Path.Combine(folder, file)), file, out var mapping, out var errors) ? (mapping, []) : (null, errors);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, [new(file, 0, "", "cannot be read: " + e.Message)]);
        }
    }
}
