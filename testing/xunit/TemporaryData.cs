namespace OneLead.Testing;

/// <summary>Data directories of tests. The key of a store lies beside its directory.</summary>
public static class TemporaryData
{
    public static string KeyOf(string directory) => Path.TrimEndingDirectorySeparator(directory) + ".key";

    /// <summary>Gives a copy of a store the key of the original.</summary>
    public static void CopyKey(string from, string to)
    {
        if (File.Exists(KeyOf(from)))
            File.Copy(KeyOf(from), KeyOf(to));
    }

    /// <summary>Deletes a directory with its key.</summary>
    public static void Delete(string directory)
    {
        Directory.Delete(directory, recursive: true);
        File.Delete(KeyOf(directory));
    }
}
