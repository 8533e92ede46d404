using OneLead.Rules;

namespace OneLead.Tests.Rules;

public class RuleSetTests
{
    [Fact]
    public void The_rules_that_ship_have_no_errors() => Assert.Empty(RuleSet.Parse(RuleSet.DefaultYaml).Errors);
}
