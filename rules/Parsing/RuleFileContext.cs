namespace OneLead.Rules.Parsing;

/// <summary>One pass over a rules file.</summary>
/// <param name="Ships">Whether it is the file that ships with the product.</param>
internal sealed record RuleFileContext(List<RuleError> Errors, bool Ships);
