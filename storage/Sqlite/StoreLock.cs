using System.Globalization;

namespace OneLead.Storage.Sqlite;

/// <summary>
/// The ownership of a data directory: a file that the operating system locks while the process runs. A second file contains
/// the process id of the owner.
/// </summary>
internal sealed class StoreLock : IDisposable
{
    private readonly FileStream _lock;

    private StoreLock(FileStream file) => _lock = file;

    /// <exception cref="StoreOwnedException">Another process owns the directory.</exception>
    public static StoreLock Take(string directory)
    {
        var ownerFile = Path.Combine(directory, "owner.pid");
        FileStream file;
        try
        {
            file = new FileStream(Path.Combine(directory, "owner.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (IsLocked(e))
        {
            throw new StoreOwnedException(
                $"The data directory {Path.GetFullPath(directory)} is in use by process {Owner(ownerFile)}. Stop it, or "
                    + $"choose another directory.");
        }
        try
        {
            File.WriteAllText(ownerFile, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            return new StoreLock(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    // EAGAIN on Linux, EWOULDBLOCK on macOS, ERROR_SHARING_VIOLATION on Windows. A full disk, for example, is another error.
    private static bool IsLocked(IOException e) => e.HResult is 11 or 35 or unchecked((int)0x80070020);

    private static string Owner(string ownerFile)
    {
        try { return File.ReadAllText(ownerFile).Trim(); }
        catch (IOException) { return "(unknown)"; }
    }

    public void Dispose() => _lock.Dispose();
}
