using System.Globalization;

namespace OneLead.Storage.Tests.Sqlite;

public sealed class SqliteOwnershipTests
{
    [Fact]
    public async Task A_directory_of_another_process_is_refused_with_its_path_and_owner()
    {
        using var store = new SqliteTestStore();
        store.Close();
        using var owner = OtherProcess.Start("own", store.Directory);
        Assert.Equal("open", await owner.Output.ReadLineAsync());

        var refused = Assert.Throws<StoreOwnedException>(store.Open);

        Assert.Contains(store.Directory, refused.Message, StringComparison.Ordinal);
        Assert.Contains(owner.Id.ToString(CultureInfo.InvariantCulture), refused.Message, StringComparison.Ordinal);
        owner.Kill();
        store.Open();
    }

    [Fact]
    public void A_second_store_in_the_same_process_is_refused()
    {
        using var store = new SqliteTestStore();

        Assert.Throws<StoreOwnedException>(store.Open);
    }
}
