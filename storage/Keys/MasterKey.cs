using System.Security.Cryptography;
using System.Text;

namespace OneLead.Storage;

/// <summary>
/// The secret of an installation that is not in its store: whoever can change the store, but has no key, can forge nothing that is made
/// with it. It encrypts the root, which is in the store, and the root gives the keys for each purpose. So the file can be replaced by
/// another one without touching anything that the other keys have encrypted or sealed.
/// </summary>
public sealed class MasterKey
{
    private const string State = "master-key", Root = "root";

    // Of a file that is about to take the place of the key file. No key file of an organisation ends like this.
    private const string Next = "~next-";

    // What versions before the root had in the store. Their keys derived from the file itself.
    private const string Fingerprint = "fingerprint";
    private const int Bytes = 32;
    private const UnixFileMode Secret = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    // A volume of Kubernetes lets the pod's group read what it mounts.
    private const UnixFileMode NotAllowed =
        UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute;

    private readonly byte[] _root;
    private readonly string _file;
    private readonly IStateStore _states;

    private MasterKey(byte[] root, string file, IStateStore states) => (_root, _file, _states) = (root, file, states);

    /// <summary>The key file of a data directory, unless another one is configured: beside the directory, so not in its backups.</summary>
    public static string FileOf(string dataDirectory) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(dataDirectory)) + ".key";

    /// <summary>Opens the key file of a store. Makes one if the store has never had a key.</summary>
    /// <param name="dataDirectory">Must not hold the file, because who copies the store would have the key.</param>
    /// <exception cref="InvalidDataException">The file is missing, malformed, readable by others, in the data directory, or of another
    /// store. The message says what to do.</exception>
    public static async Task<MasterKey> OpenAsync(
        string file, string dataDirectory, IStateStore states, CancellationToken cancellation = default)
    {
        file = Path.GetFullPath(file);
        if (IsInside(file, dataDirectory))
            throw new InvalidDataException(
                $"The key file {file} is in the data directory, so whoever copies the data has the key, too. Move it out, and name it with "
                + "ONELEAD__KeyFile.");
        var stored = await states.ReadAsync(State, Root, cancellation);
        var former = stored is null ? await states.ReadAsync(State, Fingerprint, cancellation) : null;
        var isNew = !File.Exists(file);
        if (isNew && (stored ?? former) is not null)
            throw new InvalidDataException(
                $"The key file {file} is missing. The store was made with a key: put its file there, or name it with ONELEAD__KeyFile. "
                + "Every node of a cluster needs the same file. Without it, the seals of the journal cannot be checked or continued, and "
                + "users and sensitive fields cannot be read.");
        if (isNew)
            Create(file);
        var key = Read(file);
        if (stored is null && (former is not { } print || IsOf(print.Bytes, key)))
        {
            // The first root is the first file's key, so a journal that is alone can still be checked with the file.
            if (await states.WriteAsync(State, Root, Wrap(key, key), null, cancellation) is not null)
            {
                if (former is { } old)
                    await states.ClearAsync(State, Fingerprint, old.ETag, cancellation);
                return new(key, file, states);
            }
            stored = await states.ReadAsync(State, Root, cancellation);
        }
        if (stored is { } wrapped && (Unwrap(key, wrapped.Bytes) ?? TakeNext(file, wrapped.Bytes)) is { } known)
            return new(known, file, states);
        // Another node was first.
        if (isNew)
            File.Delete(file);
        throw new InvalidDataException(
            $"The key file {file} {(isNew ? "did not exist" : "is not the key of this store")}. Put the file there with which the store "
            + "was made, or the one that has replaced it, or name it with ONELEAD__KeyFile. Every node of a cluster needs the same file.");
    }

    /// <summary>Returns a key of 32 bytes for a purpose and a tenant (HKDF with SHA-256).</summary>
    public byte[] Derive(string purpose, string tenant) => Derive(_root, purpose, tenant);

    /// <summary>
    /// Replaces the file by one with another key. All nodes go on, and need the new file when they start again. May be repeated after a
    /// failure.
    /// </summary>
    /// <exception cref="InvalidDataException">The file cannot be written, or another node has replaced the key.</exception>
    public async Task ReplaceAsync(CancellationToken cancellation = default)
    {
        if (await _states.ReadAsync(State, Root, cancellation) is not { } stored
            || (Unwrap(Read(_file), stored.Bytes) ?? TakeNext(_file, stored.Bytes)) is null)
            throw NotMine();
        // No other attempt uses or deletes it: it may become the only key of the store.
        var next = _file + Next + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        Create(next);
        if (await _states.WriteAsync(State, Root, Wrap(Read(next), _root), stored.ETag, CancellationToken.None) is null)
        {
            File.Delete(next);
            throw NotMine();
        }
        // Should the process end before this, the next start does it, or the next replacement.
        if (!TryMove(next, _file) && File.Exists(next))
            throw new InvalidDataException($"The store has the new key, but its file {next} cannot replace {_file}. Move it there.");

        InvalidDataException NotMine() =>
            new($"{_file} is not the key of the store any more: another node has replaced it. Copy its file here.");
    }

    /// <summary>Deletes a key file, and what interrupted replacements left beside it.</summary>
    public static void Delete(string file)
    {
        foreach (var left in Replacements(file))
            File.Delete(left);
        File.Delete(file);
    }

    private static string[] Replacements(string file) =>
        Path.GetDirectoryName(Path.GetFullPath(file)) is { } folder && Directory.Exists(folder)
            ? Directory.GetFiles(folder, Path.GetFileName(file) + Next + "*")
            : [];

    private static byte[]? TakeNext(string file, byte[] wrapped)
    {
        foreach (var next in Replacements(file))
        {
            if (Unwrap(Read(next), wrapped) is not { } root)
                continue;
            // A file that is mounted by itself cannot be replaced. Its successor is found here again.
            TryMove(next, file);
            return root;
        }
        return null;
    }

    private static bool TryMove(string next, string file)
    {
        try
        {
            File.Move(next, file, overwrite: true);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static byte[] Derive(byte[] from, string purpose, string tenant) => HKDF.DeriveKey(
        HashAlgorithmName.SHA256, from, Bytes, salt: [], Encoding.UTF8.GetBytes($"onelead {purpose}\n{tenant}"));

    private static byte[] Wrap(byte[] key, byte[] root) => AuthenticatedBytes.Encrypt(Derive(key, Root, ""), "root"u8, root);

    private static byte[]? Unwrap(byte[] key, byte[] wrapped)
    {
        try
        {
            return AuthenticatedBytes.Decrypt(Derive(key, Root, ""), "root"u8, wrapped);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static bool IsOf(byte[] fingerprint, byte[] key) => CryptographicOperations.FixedTimeEquals(
        fingerprint, Encoding.ASCII.GetBytes(Convert.ToHexStringLower(Derive(key, Fingerprint, ""))));

    private static bool IsInside(string file, string directory) =>
        file.StartsWith(Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory)) + Path.DirectorySeparatorChar,
            StringComparison.Ordinal);

    // Whole or not at all, and never over a file of another node.
    private static void Create(string file)
    {
        var partial = $"{file}.{Environment.ProcessId}.new";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = Secret;
            using (var stream = new FileStream(partial, options))
            {
                stream.Write(Encoding.ASCII.GetBytes(Convert.ToBase64String(RandomNumberGenerator.GetBytes(Bytes)) + "\n"));
                stream.Flush(flushToDisk: true);
            }
            File.Move(partial, file);
        }
        catch (IOException) when (File.Exists(file))
        {
            // Another node that was given the same file has made it.
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException(
                $"The key file {file} cannot be made: {e.Message} Name a file that this user can write with ONELEAD__KeyFile.");
        }
        finally
        {
            if (File.Exists(partial))
                File.Delete(partial);
        }
    }

    // A link has no rights of its own.
    private static string Target(string file) => File.ResolveLinkTarget(file, returnFinalTarget: true)?.FullName ?? file;

    private static byte[] Read(string file)
    {
        try
        {
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(Target(file)) & NotAllowed) != 0)
                throw new InvalidDataException($"Others can read or change the key file {file}. Run: chmod 600 {file}");
            var text = File.ReadAllText(file).Trim();
            var key = new byte[Bytes];
            return Convert.TryFromBase64String(text, key, out var length) && length == Bytes
                ? key
                : throw new InvalidDataException(
                    $"{file} is no key file: it must hold {Bytes} bytes in base64. Restore it from its copy; for a new installation, "
                    + "delete it and start again, or make one with: openssl rand -base64 32");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"The key file {file} cannot be read: {e.Message}");
        }
    }
}
