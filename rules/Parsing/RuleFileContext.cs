namespace OneLead.Rules.Parsing;

/// <summary>The state of parsing a rules file.</summary>
/// <param name="Ships">True for the default rules that ship with the product.</param>
internal sealed record RuleFileContext(List<RuleError> Errors, bool Ships);
