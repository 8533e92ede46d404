namespace OneLead.Rules.Parsing;

/// <summary>The rules file in this assembly: the one thing that the rules read from outside their arguments.</summary>
internal static class EmbeddedRules
{
    public static string Yaml { get; } = Read();

    private static string Read()
    {
        using var reader = new StreamReader(typeof(EmbeddedRules).Assembly.GetManifestResourceStream("rules.yaml")!);
        return reader.ReadToEnd();
    }
}
