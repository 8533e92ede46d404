using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace OneLead.Rules.Parsing;

/// <summary>
/// Refuses YAML that is dangerous to load: deep nesting, which can exhaust the stack, and aliases, which can exhaust memory.
/// </summary>
internal static class YamlLimits
{
    private const int MaxDepth = 16;

    /// <exception cref="YamlException">The text is not YAML.</exception>
    public static RuleError? Check(string yaml)
    {
        var parser = new Parser(new StringReader(yaml));
        var depth = 0;
        var documents = 0;
        while (parser.MoveNext())
        {
            var now = parser.Current!;
            depth += now.NestingIncrease;
            documents += now is DocumentStart ? 1 : 0;
            var problem = now is AnchorAlias
                ? "aliases are not allowed"
                : documents > 1
                ? "must be one document"
                : depth > MaxDepth
                ? $"is nested more than {MaxDepth} deep"
                : null;
            if (problem is not null)
                return new RuleError((int)now.Start.Line, (int)now.Start.Column, "", problem);
        }
        return null;
    }
}
