using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text;

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

    [Fact]
    public async Task After_a_replacement_the_file_is_another_and_all_that_it_gives_is_the_same()
    {
        var before = await _key.OpenAsync();
        var former = await File.ReadAllTextAsync(_key.File);
        await ReplaceAsync();

        Assert.NotEqual(former, await File.ReadAllTextAsync(_key.File));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_key.File));
        Assert.Equal(before.Derive("test", "t"), (await _key.OpenAsync()).Derive("test", "t"));
        Assert.Equal([_key.Data, _key.File], Directory.GetFileSystemEntries(_key.Folder).Order());
        await File.WriteAllTextAsync(_key.File, former);
        Assert.Contains("is not the key of this store", await ProblemAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_replacement_that_was_interrupted_goes_on_at_the_next_start()
    {
        var before = (await _key.OpenAsync()).Derive("test", "t");
        var former = await File.ReadAllTextAsync(_key.File);
        await ReplaceAsync();
        var replaced = await File.ReadAllTextAsync(_key.File);

        // The store has the new key, and the file is still the former one.
        File.Move(_key.File, Next);
        await WriteAsync(Convert.FromBase64String(former));
        Assert.Equal(before, (await _key.OpenAsync()).Derive("test", "t"));
        Assert.Equal(replaced, await File.ReadAllTextAsync(_key.File));
        Assert.False(File.Exists(Next));

        // A new file was made, and the store still has the former key.
        await File.WriteAllTextAsync(Next, Convert.ToBase64String(new byte[32]));
        Assert.Equal(before, (await _key.OpenAsync()).Derive("test", "t"));
        Assert.Equal(replaced, await File.ReadAllTextAsync(_key.File));
        await ReplaceAsync();
        Assert.Equal(before, (await _key.OpenAsync()).Derive("test", "t"));
    }

    [Fact]
    public async Task A_node_with_the_former_file_cannot_replace_the_key_of_the_others()
    {
        await _key.OpenAsync(async (key, _) =>
        {
            var former = await File.ReadAllTextAsync(_key.File);
            await key.ReplaceAsync();
            await File.WriteAllTextAsync(_key.File, former);
            var refused = await Assert.ThrowsAsync<InvalidDataException>(() => key.ReplaceAsync());
            Assert.Contains("another node has replaced it", refused.Message, StringComparison.Ordinal);
            Assert.Equal(former, await File.ReadAllTextAsync(_key.File));
            return true;
        });
    }

    [Fact]
    public async Task A_store_of_the_version_before_keeps_the_keys_that_its_file_gave()
    {
        var file = Convert.FromHexString(new string('7', 64));
        byte[] Of(string purpose) => HKDF.DeriveKey(
            HashAlgorithmName.SHA256, file, 32, salt: [], Encoding.UTF8.GetBytes($"onelead {purpose}\n"));
        await _key.OpenAsync(async (_, states) =>
        {
            var root = await states.ReadAsync("master-key", "root");
            Assert.True(await states.ClearAsync("master-key", "root", root!.Value.ETag));
            return await states.WriteAsync(
                "master-key", "fingerprint", Encoding.ASCII.GetBytes(Convert.ToHexStringLower(Of("fingerprint"))), null);
        });
        Assert.Contains("is not the key of this store", await ProblemAsync(), StringComparison.Ordinal);
        await WriteAsync(file);

        Assert.Equal(Of("documents"), (await _key.OpenAsync()).Derive("documents", ""));
        await ReplaceAsync();
        Assert.Equal(Of("documents"), (await _key.OpenAsync()).Derive("documents", ""));
        Assert.Null(await _key.OpenAsync(async (_, states) => await states.ReadAsync("master-key", "fingerprint")));
    }

    [Fact]
    public async Task Replacements_at_the_same_time_leave_a_file_that_opens_the_store()
    {
        await _key.OpenAsync(async (key, states) =>
        {
            var node = await MasterKey.OpenAsync(_key.File, _key.Data, states);
            for (var round = 0; round < 20; round++)
            {
                var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Task.Run(async () =>
                {
                    try
                    {
                        await (i % 2 == 0 ? key : node).ReplaceAsync();
                        return true;
                    }
                    catch (InvalidDataException)
                    {
                        return false;
                    }
                })));
                Assert.Contains(true, results);
                await MasterKey.OpenAsync(_key.File, _key.Data, states);
            }
            return true;
        });
        Assert.Equal([_key.Data, _key.File], Directory.GetFileSystemEntries(_key.Folder).Order());
    }

    private string Next => _key.File + "~next-1";

    private Task ReplaceAsync() => _key.OpenAsync(async (key, _) =>
    {
        await key.ReplaceAsync();
        return true;
    });

    private async Task<string> ProblemAsync(string? file = null) =>
        (await Assert.ThrowsAsync<InvalidDataException>(() => _key.OpenAsync(file))).Message;

    private async Task WriteAsync(byte[] key)
    {
        await File.WriteAllTextAsync(_key.File, Convert.ToBase64String(key));
        File.SetUnixFileMode(_key.File, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }
}
