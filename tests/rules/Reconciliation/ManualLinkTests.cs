using static OneLead.Rules.Tests.Reconciliation.SeedWorkbook;

namespace OneLead.Rules.Tests.Reconciliation;

/// <summary>Manual links and their removal have precedence over the rules.</summary>
public class ManualLinkTests
{
    private static readonly NamedKey Upper = Name("1", "APPLE INC.", 5);
    private static readonly NamedKey Lower = Name("1", "apple", 1);
    private static readonly NamedKey Jebi = Name("1", "Jebi", 2);
    private static readonly NamedKey Nameless = Territory("1");
    private static readonly NamedKey Elsewhere = Name("2", "Apple Operations", 1);
    private static readonly NamedKey ElsewhereToo = Name("2", "APPLE OPERATIONS", 1);
    private static readonly NamedKey[] All = [Upper, Lower, Jebi, Nameless, Elsewhere, ElsewhereToo];

    [Fact]
    public void A_manual_link_has_precedence_over_every_rule()
    {
        var decided = Decide(All, ReconciliationState.Empty.ByHand(Jebi, Lower));
        Assert.Equal(
            new Assignment(Jebi.Key, Upper.Key, LinkRules.Manual, "Jebi", "APPLE INC.", null),
            decided.Assignments.Single(a => a.Key == Jebi.Key));
        Assert.Equal("APPLE INC.", decided.Account(Jebi));
    }

    [Fact]
    public void An_undone_key_is_an_account_of_its_own()
    {
        var before = ReconciliationState.Empty.After(Decide(All));
        var undone = Decide(All, before.ByHand(Lower, Lower));
        Assert.Equal(new Assignment(Lower.Key, Lower.Key, LinkRules.Manual, "apple", null, null), Assert.Single(undone.Decisions));
        Assert.Equal("apple", undone.Names[Lower.Key]);
    }

    [Fact]
    public void Undoing_the_root_leaves_the_others_together()
    {
        NamedKey[] keys = [Upper, Lower, Name("1", "Apple", 1)];
        var undone = Decide(keys, ReconciliationState.Empty.After(Decide(keys)).ByHand(Upper, Upper));
        Assert.Equal(Upper.Key, undone.Root(Upper));
        Assert.Equal(undone.Root(Lower), undone.Root(keys[2]));
        Assert.NotEqual(Upper.Key, undone.Root(Lower));
    }

    [Fact]
    public void A_manually_linked_key_is_not_listed_for_review()
    {
        var (global, analog) = (Name("1", "Analog Devices Global LLC"), Name("1", "Analog Devices"));
        Assert.Single(Decide([global, analog]).Review);
        Assert.Empty(Decide([global, analog], ReconciliationState.Empty.ByHand(global, global)).Review);
    }

    [Fact]
    public void A_manual_link_leads_across_territories_to_the_root_there()
    {
        var decided = Decide(All, ReconciliationState.Empty.ByHand(Jebi, Elsewhere));
        Assert.Equal(ElsewhereToo.Key, decided.Root(Jebi));
        Assert.Equal(
            ElsewhereToo.Key,
            Reconciler.Decide(
                new Partition("1", [Upper, Jebi]), ReconciliationState.Empty.ByHand(Jebi, Elsewhere).After(decided),
                Names.TestNames.Rules).Root(Jebi));
    }

    [Fact]
    public void A_name_linked_to_a_nameless_key_joins_its_account()
    {
        var decided = Decide(All, ReconciliationState.Empty.ByHand(Jebi, Nameless));
        Assert.Equal([Upper.Key, Upper.Key], [decided.Root(Nameless), decided.Root(Jebi)]);
        var alone = Decide([Jebi, Nameless], ReconciliationState.Empty.ByHand(Jebi, Nameless));
        Assert.Equal([Jebi.Key, Jebi.Key], [alone.Root(Nameless), alone.Root(Jebi)]);
        Assert.Equal("Jebi", alone.Names[Jebi.Key]);
    }

    [Fact]
    public void A_nameless_key_can_be_linked_and_separated()
    {
        Assert.Equal(Jebi.Key, Decide(All, ReconciliationState.Empty.ByHand(Nameless, Jebi)).Root(Nameless));
        Assert.Equal("Territory 1", Decide(All, ReconciliationState.Empty.ByHand(Nameless, Nameless)).Account(Nameless));
    }

    [Fact]
    public void A_cycle_of_links_is_one_account()
    {
        var standing = ReconciliationState.Empty.ByHand(Jebi, Elsewhere).ByHand(Elsewhere, Lower).ByHand(Lower, Jebi);
        var decided = Decide(All, standing);
        Assert.Equal([Jebi.Key, Jebi.Key, Jebi.Key], [decided.Root(Jebi), decided.Root(Elsewhere), decided.Root(Lower)]);
        Assert.Empty(Decide(All, standing.After(decided)).Decisions);
    }

    [Fact]
    public void A_chain_of_links_ends_in_one_account() =>
        Assert.Equal(
            ElsewhereToo.Key, Decide(All, ReconciliationState.Empty.ByHand(Nameless, Jebi).ByHand(Jebi, Elsewhere)).Root(Nameless));
}
