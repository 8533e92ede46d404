using System.Runtime.InteropServices;

namespace OneLead.Storage;

/// <summary>Keeps files and directories to their owner.</summary>
public static partial class PrivateFiles
{
    private const UnixFileMode FileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode DirectoryMode = FileMode | UnixFileMode.UserExecute;

    private static readonly string[] Names = ["*.db", "*.db-wal", "*.db-shm", "*.db.damaged", "owner.*", "server.json", "sources.yaml"];

    /// <summary>Lets only this user read the files that the process creates from now on.</summary>
    public static void UseForProcess()
    {
        if (!OperatingSystem.IsWindows())
            _ = SetMask(Convert.ToUInt32("077", 8));
    }

    /// <summary>Creates a data directory, or takes the rights of other users from an existing one and from its files.</summary>
    public static void Secure(string directory)
    {
        Directory.CreateDirectory(directory);
        if (OperatingSystem.IsWindows())
            return;
        try
        {
            var mode = File.GetUnixFileMode(directory);
            // A directory of everybody, such as /tmp, is left as it is.
            if (!mode.HasFlag(UnixFileMode.StickyBit) && mode != DirectoryMode)
                File.SetUnixFileMode(directory, DirectoryMode);
            foreach (var file in Names.SelectMany(name => Directory.EnumerateFiles(directory, name)))
            {
                if (File.GetUnixFileMode(file) != FileMode)
                    File.SetUnixFileMode(file, FileMode);
            }
        }
        catch (Exception e) when (e is UnauthorizedAccessException or FileNotFoundException)
        {
            // Files of another user keep their rights. A file may be deleted meanwhile.
        }
    }

    [DllImport("libc", EntryPoint = "umask")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint SetMask(uint mask);
}
