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
        catch (IOException e) when (e is not (FileNotFoundException or DirectoryNotFoundException or PathTooLongException))
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

    private static string Owner(string ownerFile)
    {
        try { return File.ReadAllText(ownerFile).Trim(); }
        catch (IOException) { return "(unknown)"; }
    }

    public void Dispose() => _lock.Dispose();
}
