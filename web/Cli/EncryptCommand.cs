using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using OneLead.Events;
using OneLead.Storage;
using OneLead.Web.Access;
using OneLead.Web.Users;

namespace OneLead.Web.Cli;

/// <summary>
/// <c>onelead encrypt</c>: encrypts what earlier versions stored in the clear. The data of journal rows is replaced, so they are sealed
/// again, and everything derived is computed again. Can be repeated after an interruption.
/// </summary>
internal static class EncryptCommand
{
    private const int PageRows = 1_000;

    public static Command Create()
    {
        var command = new Command(
            "encrypt", "Encrypts the sensitive fields that earlier versions stored in the clear, and verifies. Stop the server first");
        command.SetAction((parsed, cancellation) => CommandGuard.RunAsync(async () =>
        {
            await ServerFile.ThrowIfServedAsync(InstallPaths.DataDirectory());
            var (rows, letters) = (0L, 0);
            var tenant = Commands.TenantOf(parsed);
            // Ended before the store is opened for use, because it holds what it has read.
            await ServerConnection.WithStoreAsync(
                tenant, async services => (rows, letters) = await EncryptAsync(services, cancellation), cancellation);
            await using var server = await ServerConnection.OpenStoreAsync(tenant, static _ => Task.CompletedTask, cancellation);
            if (rows + letters > 0)
                await server.Services!.GetRequiredService<IIngest>().AppendAuditAsync(
                    Keys.DefaultTenant, Audited(rows, letters), cancellation);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"Encrypted {rows:N0} rows of the journal and {letters:N0} dead letters."));
            return await VerifyCommand.VerifyAsync(server, asJson: false, cancellation);
        }));
        return command;
    }

    /// <summary>Encrypts a store that nothing else uses.</summary>
    /// <param name="services">Of a server that has not been started.</param>
    internal static async Task<(long Rows, int Letters)> EncryptAsync(IServiceProvider services, CancellationToken cancellation)
    {
        var (store, encryption) = (services.GetRequiredService<Store>(), services.GetRequiredService<IFieldEncryption>());
        var secrets = services.GetRequiredService<SecretStates>();
        var (rows, letters) = (0L, 0);
        foreach (var tenant in store.Journal.Tenants)
        {
            await store.Snapshots.ClearAsync(tenant, cancellation);
            var page = new List<JournalEntry>(PageRows);
            await foreach (var row in store.Journal.ReadAllAsync(tenant, 0, cancellation))
            {
                page.Add(row);
                if (page.Count < PageRows)
                    continue;
                rows += await EncryptAsync(store, encryption, tenant, page, cancellation);
                page.Clear();
            }
            rows += await EncryptAsync(store, encryption, tenant, page, cancellation);
            letters += await EncryptLettersAsync(store, services.GetRequiredService<IDeadLetterStore>(), tenant, cancellation);
            await secrets.EncryptAsync(Directories.State, tenant, cancellation);
        }
        await secrets.EncryptAsync(SessionKeys.State, SessionKeys.Root, cancellation);
        // Also if nothing was encrypted: an earlier run may have ended before this.
        await store.CompactAsync(cancellation);
        return (rows, letters);
    }

    private static async Task<int> EncryptAsync(
        Store store, IFieldEncryption encryption, string tenant, List<JournalEntry> page, CancellationToken cancellation)
    {
        var events = await encryption.EncryptAsync(tenant, [.. page.Select(static r => r.Event)], cancellation);
        var changed = page.Zip(events).Where(static p => !ReferenceEquals(p.First.Event, p.Second))
            .Select(static p => p.First with { Event = p.Second }).ToList();
        if (changed.Count > 0)
            await store.RewriteAsync(tenant, changed, cancellation);
        return changed.Count;
    }

    private static async Task<int> EncryptLettersAsync(
        Store store, IDeadLetterStore encrypted, string tenant, CancellationToken cancellation)
    {
        var letters = 0;
        for (var after = 0L; await store.DeadLetters.ListAsync(tenant, null, null, after, PageRows, cancellation) is [.., var last] page;
            after = last.Id)
        {
            foreach (var letter in page.Where(static l => !SecretBytes.IsEncrypted(l.Letter.Content)))
            {
                await encrypted.UpdateAsync(letter, cancellation);
                letters++;
            }
        }
        return letters;
    }

    private static ChangeEvent Audited(long rows, int letters) => AuditRows.Of(
        Caller.Shell.AuthorAt(null), AuditAction.StoreEncrypted, "journal", "", null, EventData.Empty,
        EventData.Of(("rows", FieldValue.Of(rows)), ("deadLetters", FieldValue.Of(letters))),
        RandomNumberGenerator.GetHexString(32, lowercase: true), TimeProvider.System.GetUtcNow());
}
