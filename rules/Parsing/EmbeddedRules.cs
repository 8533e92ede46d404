namespace OneLead.Rules.Parsing;

/// <summary>Reads the rules file that is embedded in this assembly.</summary>
internal static class EmbeddedRules
{
    public static string Yaml { get; } = Read();

    private static string Read()
    {
        using var reader = new StreamReader(typeof(EmbeddedRules).Assembly.GetManifestResourceStream("rules.yaml")!);
        return reader.ReadToEnd();
    }
}
