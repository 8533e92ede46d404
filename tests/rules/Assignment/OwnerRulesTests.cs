using FsCheck;
using FsCheck.Fluent;

namespace OneLead.Rules.Tests;

public class OwnerRulesTests
{
    private static readonly AssignableLead Lead = new("56088", "Kim Ørsted", "COMPUTE", LeadType.Renewal, Priority.High);

    private static readonly AssignmentRule Rest = Row("Rest", AssignTo.Nobody);

    [Fact]
    public void A_row_without_conditions_matches_every_lead() =>
        Assert.True(Rest.Matches(new AssignableLead(null, null, "", LeadType.ServiceAttach, Priority.Low)));

    [Theory]
    [InlineData("56088", true)]
    [InlineData("56089", false)]
    [InlineData("-", false)]
    public void A_territory_matches_as_it_is_written(string territory, bool matches) =>
        Assert.Equal(matches, (Rest with { Territories = [territory] }).Matches(Lead));

    [Fact]
    public void A_dash_matches_accounts_without_a_territory() =>
        Assert.True((Rest with { Territories = ["-"] }).Matches(Lead with { Territory = null }));

    [Theory]
    [InlineData("KIM ØRSTED", true)]
    [InlineData("Kim", false)]
    public void Account_managers_match_in_any_case(string manager, bool matches)
    {
        Assert.Equal(matches, (Rest with { AccountManagers = [manager] }).Matches(Lead with { AccountManager = " Kim Ørsted " }));
        Assert.False((Rest with { AccountManagers = [manager] }).Matches(Lead with { AccountManager = null }));
    }

    [Theory]
    [InlineData(Priority.Critical, false)]
    [InlineData(Priority.High, true)]
    [InlineData(Priority.Low, true)]
    public void A_minimum_priority_matches_higher_ones(Priority lowest, bool matches) =>
        Assert.Equal(matches, (Rest with { MinPriority = lowest }).Matches(Lead));

    [Fact]
    public void All_conditions_of_a_row_must_hold()
    {
        var row = Rest with { Families = ["compute"], Types = [LeadType.Renewal, LeadType.RenewalDue] };
        Assert.True(row.Matches(Lead));
        Assert.False(row.Matches(Lead with { Family = "3PAR" }));
        Assert.False(row.Matches(Lead with { Type = LeadType.HardwareRefresh }));
    }

    [Fact]
    public void The_first_row_that_matches_decides()
    {
        var rules = Rules(Row("North", AssignTo.Person, "kim") with { Territories = ["1"] },
            Row("South", AssignTo.Person, "lee") with { Territories = ["56088"] },
            Row("Large", AssignTo.Person, "kim") with { MinPriority = Priority.Low }, Rest);
        Assert.Equal(("lee", 1, "“South”"), Choice(rules));
    }

    [Fact]
    public void Leads_that_no_row_matches_go_by_the_last_row() =>
        Assert.Equal(
            (null, 1, "“Rest” leaves it without an owner"),
            Choice(Rules(Row("North", AssignTo.Person, "kim") with { Territories = ["1"] }, Rest)));

    [Fact]
    public void A_row_that_gives_leads_to_nobody_ends_the_search() =>
        Assert.Equal(
            (null, 0, "“Small” leaves it without an owner"),
            Choice(Rules(Row("Small", AssignTo.Nobody) with { Families = ["COMPUTE"] }, Row("Rest", AssignTo.Person, "kim"))));

    [Fact]
    public void The_account_s_manager_is_found_by_the_names_of_users() =>
        Assert.Equal(("kim", 0, "“Managers”"), Choice(Rules(Row("Managers", AssignTo.AccountManager))));

    [Theory]
    [InlineData(null, "“Managers”: the account has no account manager")]
    [InlineData("Nobody", "“Managers”: nobody who works leads is known as Nobody")]
    [InlineData("Twin", "“Managers”: several people are known as Twin")]
    public void A_manager_who_is_not_found_gets_nothing(string? manager, string reason) =>
        Assert.Equal((null, null, reason), Choice(Rules(Row("Managers", AssignTo.AccountManager)), Lead with { AccountManager = manager }));

    [Fact]
    public void The_deputy_of_an_absent_person_gets_the_lead()
    {
        var people = People(Person("kim") with { IsAbsent = true, Deputy = "lee" }, Person("lee"));
        var choice = OwnerRules.Choose(Rules(Row("One", AssignTo.Person, "kim"), Rest), people, Open(), Lead, _ => true);
        Assert.Equal(
            ("lee", "kim", "“One”, as the deputy of Kim, who is absent"), (choice.Owner?.Id, choice.InsteadOf?.Id, choice.Reason));
    }

    [Theory]
    [InlineData(null, "Kim is absent and has no deputy")]
    [InlineData("gone", "Kim is absent and has no deputy")]
    [InlineData("lee", "Kim is absent, and the deputy Lee is absent")]
    [InlineData("max", "Kim is absent, and the deputy Max does not see the account")]
    public void Without_a_deputy_who_can_take_it_the_next_row_is_asked(string? deputy, string obstacle)
    {
        var people = People(
            Person("kim") with { IsAbsent = true, Deputy = deputy }, Person("lee") with { IsAbsent = true }, Person("max"), Person("zoe"));
        var rules = Rules(Row("One", AssignTo.Person, "kim"), Row("Rest", AssignTo.Nobody));
        var choice = OwnerRules.Choose(rules, people, Open(), Lead, id => id != "max");
        Assert.Equal((null, $"“One”: {obstacle}; “Rest” leaves it without an owner"), (choice.Owner?.Id, choice.Reason));
        rules = Rules(Row("One", AssignTo.Person, "kim"), Row("Rest", AssignTo.Person, "zoe"));
        Assert.Equal("zoe", OwnerRules.Choose(rules, people, Open(), Lead, id => id != "max").Owner?.Id);
    }

    // 3 of 10 is less than 2 of 5.
    [Theory]
    [InlineData(3, 2, "kim")]
    [InlineData(4, 2, "kim")]
    [InlineData(5, 2, "lee")]
    [InlineData(10, 4, "lee")]
    [InlineData(9, 5, "kim")]
    [InlineData(10, 5, null)]
    public void In_turn_the_smallest_share_of_a_capacity_counts(int kim, int lee, string? expected)
    {
        var row = Row("Team", AssignTo.InTurn) with { People = [new("kim", 10), new("lee", 5)] };
        var choice = OwnerRules.Choose(
            Rules(row), People(Person("kim"), Person("lee")), Open(("kim", kim), ("lee", lee)), Lead, _ => true);
        Assert.Equal(expected, choice.Owner?.Id);
        Assert.Equal(kim == 10 || lee == 5, choice.IsShort);
        if (expected is null)
            Assert.Equal("“Team”: Kim has reached the capacity of 10, Lee has reached the capacity of 5", choice.Reason);
    }

    [Fact]
    public void Without_capacities_the_fewest_open_leads_count_and_then_the_name()
    {
        var rules = Rules(Row("Team", AssignTo.InTurn, "lee", "kim", "max"));
        var people = People(Person("kim"), Person("lee"), Person("max"));
        Assert.Equal("max", OwnerRules.Choose(rules, people, Open(("kim", 2), ("lee", 2), ("max", 1)), Lead, _ => true).Owner?.Id);
        Assert.Equal("kim", OwnerRules.Choose(rules, people, Open(), Lead, _ => true).Owner?.Id);
    }

    // Who has no capacity counts with the largest one of the row: 4 of 10 against 3 of 10.
    [Fact]
    public void Whoever_has_no_capacity_counts_with_the_largest_of_the_row()
    {
        var row = Row("Team", AssignTo.InTurn) with { People = [new("kim", 10), new("lee", null)] };
        var people = People(Person("kim"), Person("lee"));
        Assert.Equal("lee", OwnerRules.Choose(Rules(row), people, Open(("kim", 4), ("lee", 3)), Lead, _ => true).Owner?.Id);
        Assert.Equal("lee", OwnerRules.Choose(Rules(row), people, Open(("kim", 10), ("lee", 500)), Lead, _ => true).Owner?.Id);
    }

    [Fact]
    public void The_absent_and_those_who_do_not_see_the_account_lose_their_turn()
    {
        var people = People(Person("kim") with { IsAbsent = true, Deputy = "max" }, Person("lee"), Person("max"));
        var rules = Rules(Row("Team", AssignTo.InTurn, "kim", "lee", "max"));
        Assert.Equal("max", OwnerRules.Choose(rules, people, Open(("max", 9)), Lead, id => id != "lee").Owner?.Id);
        Assert.Equal(
            "“Team”: Kim is absent, Lee does not see the account, Max does not see the account",
            OwnerRules.Choose(rules, people, Open(), Lead, _ => false).Reason);
    }

    [Fact]
    public void Whoever_gets_a_lead_can_take_it_and_nobody_of_the_row_had_a_smaller_share() => Always.Holds(Teams, team =>
    {
        var people = People([.. team.Select(m => Person(m.Id) with { IsAbsent = m.IsAbsent })]);
        var row = Row("Team", AssignTo.InTurn) with { People = [.. team.Select(m => new AssignmentShare(m.Id, m.Capacity))] };
        var open = Open([.. team.Select(m => (m.Id, m.Open))]);
        var choice = OwnerRules.Choose(Rules(row), people, open, Lead, id => team.Single(m => m.Id == id).Sees);
        var free = team.Where(m => !m.IsAbsent && m.Sees && !(m.Open >= m.Capacity)).ToList();
        Assert.Equal(free.Count > 0, choice.Owner is not null);
        if (choice.Owner is null)
            return;
        var largest = team.Max(m => m.Capacity) ?? 1;
        decimal ShareOf(Member m) => (decimal)m.Open / (m.Capacity ?? largest);
        var taker = free.Single(m => m.Id == choice.Owner.Id);
        Assert.Equal(free.Min(ShareOf), ShareOf(taker));
        Assert.Equal(free.Where(m => ShareOf(m) == ShareOf(taker)).MinBy(m => m.Id, StringComparer.Ordinal)!.Id, taker.Id);
    });

    [Fact]
    public void The_order_in_which_people_are_named_does_not_matter() => Always.Holds(
        from team in Teams from seed in Gen.Choose(0, 1_000) select (team, seed),
        test =>
        {
            var people = People([.. test.team.Select(m => Person(m.Id) with { IsAbsent = m.IsAbsent })]);
            var open = Open([.. test.team.Select(m => (m.Id, m.Open))]);
            string? Of(IEnumerable<Member> team) => OwnerRules.Choose(
                Rules(Row("Team", AssignTo.InTurn) with { People = [.. team.Select(m => new AssignmentShare(m.Id, m.Capacity))] }),
                people, open, Lead, id => test.team.Single(m => m.Id == id).Sees).Owner?.Id;
            Member[] shuffled = [.. test.team];
            new Random(test.seed).Shuffle(shuffled);
            Assert.Equal(Of(test.team), Of(shuffled));
        });

    [Fact]
    public void Leads_in_turn_fill_capacities_evenly()
    {
        var row = Row("Team", AssignTo.InTurn) with { People = [new("kim", 20), new("lee", 10), new("max", 10)] };
        var (people, open) = (People(Person("kim"), Person("lee"), Person("max")), new Dictionary<string, int>());
        for (var i = 0; i < 41; i++)
        {
            if (OwnerRules.Choose(Rules(row), people, open, Lead, _ => true).Owner is { } owner)
                open[owner.Id] = open.GetValueOrDefault(owner.Id) + 1;
            if (i == 19)
                Assert.Equal((10, 5, 5), (open["kim"], open["lee"], open["max"]));
        }
        Assert.Equal((20, 10, 10), (open["kim"], open["lee"], open["max"]));
    }

    [Fact]
    public void Rows_that_can_be_applied_have_no_problems() => Assert.Empty(Problems(
        Row("One", AssignTo.Person, "kim") with { Territories = ["1"] },
        Row("Team", AssignTo.InTurn) with { Families = ["3PAR"], People = [new("kim", 1), new("lee", null)] },
        Row("Managers", AssignTo.AccountManager) with { MinPriority = Priority.High }, Rest));

    [Fact]
    public void Problems_name_the_row_and_the_field()
    {
        Assert.Equal([(0, "rows")], Problems());
        var one = Row("One", AssignTo.Person, "kim") with { Territories = ["1"] };
        foreach (var (row, number, field) in new[]
            {
                (one with { Name = "" }, 1, "name"), (one with { Name = "rest" }, 2, "name"),
                (one with { Territories = [] }, 1, "conditions"), (one with { Territories = [""] }, 1, "territories"),
                (one with { AccountManagers = [new('x', 201)] }, 1, "accountManagers"),
                (one with { Families = [.. Enumerable.Repeat("A", 201)] }, 1, "families"),
                (one with { People = [] }, 1, "people"), (one with { People = [new("gone", null)] }, 1, "people"),
                (one with { People = [new("kim", 0)] }, 1, "people"),
                (one with { To = AssignTo.InTurn, People = [new("kim", 1), new("kim", 2)] }, 1, "people"),
                (one with { To = AssignTo.Nobody }, 1, "people"),
            })
            Assert.Equal([(number, field)], Problems(row, Rest));
        Assert.Equal([(2, "conditions")], Problems(one, Rest with { Types = [LeadType.Renewal] }));
    }

    private static IEnumerable<(int, string)> Problems(params AssignmentRule[] rows) => AssignmentCheck
        .Problems(new([.. rows]), People(Person("kim"), Person("lee"))).Select(p => (p.Row, p.Field));

    private static (string? Owner, int? Row, string Reason) Choice(AssignmentRules rules, AssignableLead? lead = null)
    {
        var people = People(
            Person("kim") with { KnownAs = ["kim ørsted"] }, Person("lee") with { KnownAs = ["Twin"] },
            Person("max") with { KnownAs = ["TWIN "] });
        var choice = OwnerRules.Choose(rules, people, Open(), lead ?? Lead, _ => true);
        return (choice.Owner?.Id, choice.Row, choice.Reason);
    }

    private sealed record Member(string Id, bool IsAbsent, bool Sees, int Open, int? Capacity);

    private static readonly Gen<Member[]> Teams =
        from size in Gen.Choose(1, 5)
        from members in (
            from absent in Gen.Frequency((4, Gen.Constant(false)), (1, Gen.Constant(true)))
            from sees in Gen.Frequency((4, Gen.Constant(true)), (1, Gen.Constant(false)))
            from open in Gen.Choose(0, 6)
            from capacity in Gen.Elements<int?>(null, 1, 2, 3, 6)
            select (absent, sees, open, capacity)).ArrayOf(size)
        select members.Select((m, i) => new Member($"p{i}", m.absent, m.sees, m.open, m.capacity)).ToArray();

    private static AssignmentRules Rules(params AssignmentRule[] rows) => new([.. rows]);

    private static AssignmentRule Row(string name, AssignTo to, params string[] people) =>
        new(name, [], [], [], [], null, to, [.. people.Select(p => new AssignmentShare(p, null))]);

    private static AssignmentPeople People(params AssignmentPerson[] people) => new(people);

    private static AssignmentPerson Person(string id) => new(id, $"{char.ToUpperInvariant(id[0])}{id[1..]}", [], false, null);

    private static Dictionary<string, int> Open(params (string Id, int Leads)[] people) =>
        people.ToDictionary(p => p.Id, p => p.Leads, StringComparer.Ordinal);
}
