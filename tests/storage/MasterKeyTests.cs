using System.Runtime.Versioning;

namespace OneLead.Storage.Tests;

[SupportedOSPlatform("linux")]
public sealed class MasterKeyTests : IDisposable
{
    private readonly TestKey _key = new();

    public void Dispose() => _key.Dispose();

    [Fact]
    public async Task The_first_start_makes_a_key_beside_the_data_for_its_owner_alone_and_later_starts_use_it()
    {
        var first = (await _key.OpenAsync()).Derive("test", "default");

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_key.File));
        Assert.Equal(32, Convert.FromBase64String((await File.ReadAllTextAsync(_key.File)).Trim()).Length);
        Assert.Equal(first, (await _key.OpenAsync()).Derive("test", "default"));
        Assert.Equal([_key.Data, _key.File], Directory.GetFileSystemEntries(_key.Folder).Order());
    }

    [Fact]
    public async Task Each_purpose_and_tenant_has_a_key_of_its_own()
    {
        var key = await _key.OpenAsync();
        var keys = new[] { ("a", "t"), ("b", "t"), ("a", "u"), ("a\n", "t") }
            .Select(p => Convert.ToHexString(key.Derive(p.Item1, p.Item2)));
        Assert.Equal(4, keys.Distinct().Count());
    }

    [Fact]
    public async Task A_key_that_is_there_before_the_first_start_is_used()
    {
        await WriteAsync(new byte[32]);
        await _key.OpenAsync();
        Assert.Equal(new byte[32], Convert.FromBase64String(await File.ReadAllTextAsync(_key.File)));
    }

    [Theory]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.GroupWrite)]
    public async Task A_key_that_others_can_read_or_change_is_refused(UnixFileMode mode)
    {
        await _key.OpenAsync();
        File.SetUnixFileMode(_key.File, UnixFileMode.UserRead | mode);
        Assert.Contains("chmod 600", await ProblemAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_its_group_can_read_is_taken_also_through_a_link()
    {
        await _key.OpenAsync();
        File.SetUnixFileMode(_key.File, UnixFileMode.UserRead | UnixFileMode.GroupRead);
        var link = Path.Combine(_key.Folder, "link.key");
        File.CreateSymbolicLink(link, _key.File);
        await _key.OpenAsync(link);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not base64")]
    [InlineData("c2hvcnQ=")]
    public async Task A_malformed_key_is_refused(string text)
    {
        await _key.OpenAsync();
        await File.WriteAllTextAsync(_key.File, text);
        Assert.Contains("base64", await ProblemAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_in_the_data_directory_is_refused() =>
        Assert.Contains("data directory", await ProblemAsync(Path.Combine(_key.Data, "master.key")), StringComparison.Ordinal);

    [Fact]
    public async Task A_missing_key_of_a_store_that_had_one_is_refused_and_none_is_made()
    {
        await _key.OpenAsync();
        File.Delete(_key.File);
        Assert.Contains("is missing", await ProblemAsync(), StringComparison.Ordinal);
        Assert.False(File.Exists(_key.File));
    }

    [Fact]
    public async Task The_key_of_another_store_is_refused()
    {
        await _key.OpenAsync();
        await WriteAsync(new byte[32]);
        Assert.Contains("is not the key of this store", await ProblemAsync(), StringComparison.Ordinal);
        Assert.True(File.Exists(_key.File));
    }

    private async Task<string> ProblemAsync(string? file = null) =>
        (await Assert.ThrowsAsync<InvalidDataException>(() => _key.OpenAsync(file))).Message;

    private async Task WriteAsync(byte[] key)
    {
        await File.WriteAllTextAsync(_key.File, Convert.ToBase64String(key));
        File.SetUnixFileMode(_key.File, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }
}
