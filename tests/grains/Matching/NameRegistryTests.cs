using OneLead.Events;
using OneLead.Grains.Tests.Accounts;
using OneLead.Journal;
using OneLead.Matching;
using OneLead.Storage;

namespace OneLead.Grains.Tests.Matching;

public class NameRegistryTests
{
    [Theory]
    [InlineData("territory:7", "", "Acme")]
    [InlineData("name::Acme", "", "")]
    [InlineData("name:7:Acme", " ", "Acme")]
    [InlineData("customer:1", "8", "")]
    [InlineData("customer:1", "", "\t")]
    [InlineData("territory:", "8", "Acme")]
    [InlineData("name:8:", "", "Acme")]
    [InlineData("name::", "", "")]
    [InlineData("customer:", "", "Acme")]
    public void A_restart_changes_no_fact(string key, string territory, string name)
    {
        var live = new NameRegistry();
        live.Apply(Account(1, key, territory, name));
        live.Apply(Account(2, key, territory, "Acme Inc."));
        live.Apply(Account(3, key, territory, name));
        var restored = Restored(live);
        Assert.Equal(live.Keys, restored.Keys);

        foreach (var registry in (NameRegistry[])[live, restored])
        {
            registry.Apply(Account(5, key, "9", "Zenith"));
            registry.Apply(Account(4, key, "10", "Yonder"));
        }
        Assert.Equal(live.Keys, restored.Keys);
    }

    [Fact]
    public void A_blank_name_or_territory_says_nothing()
    {
        var registry = new NameRegistry();
        registry.Apply(Account(1, "customer:1", "8", "Acme"));
        registry.Apply(Account(2, "customer:1", "", " "));
        var facts = Assert.Single(registry.Keys);
        Assert.Equal(("8", "Acme"), (facts.Territory.Text, facts.Name.Text));
    }

    private static JournalEntry Account(int sequence, string key, string territory, string name) => Rows.Row(
        sequence, EventKind.Account, "a", EventData.Of(("territory", FieldValue.Of(territory)), ("name", FieldValue.Of(name))), key,
        occurred: sequence);

    private static NameRegistry Restored(NameRegistry registry)
    {
        var write = ReservedKeys.Write("default", ReservedKeys.Names, registry.Sequence, registry.All, true, 0);
        var restored = new NameRegistry();
        restored.Restore(new Snapshot(write.Stamp, write.Header, [.. write.Records]));
        return restored;
    }
}
