using OneLead.Sources.Cdc;

namespace OneLead.Sources.Tests.Cdc;

public class ChangeIdsTests
{
    [Fact]
    public void Identities_stand_in_the_order_of_the_log_and_those_of_a_later_copy_after_them()
    {
        string[] ids =
        [
            ChangeIds.Of(1, 0xFF, 17, "deals"), ChangeIds.Of(1, 0x100, 2, "deals"), ChangeIds.Of(1, 0x100, 10, "accounts"),
            ChangeIds.Of(1, 0x1_0000_0000, 1, "deals"),
            ChangeIds.Of(1, 0xA_0000_0000, 1, "deals"), ChangeIds.Of(2, 0x10, 1, "deals"), ChangeIds.Of(10, 0, 1, "deals"),
        ];
        Assert.Equal(ids, ids.Order(StringComparer.Ordinal));
        Assert.Equal("0001/00000000/000000FF/000000017/deals", ids[0]);
    }

    [Theory]
    [InlineData("0001/00000000/000000FF/000000017/deals", "deals")]
    [InlineData("0001/00000000/000000FF/000000017/deals:2", "deals:2")]
    [InlineData("0001/00000000/000000FF/000000017/deals/old", "deals/old")]
    [InlineData("m-17", null)]
    public void An_identity_says_which_table_its_row_is_of(string id, string? tail) => Assert.Equal(tail, ChangeIds.TailOf(id));
}
