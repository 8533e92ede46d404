namespace OneLead.Sources.Imports;

/// <summary>The folder of uploads that wait for their import or are being read. Only this process uses it.</summary>
internal sealed partial class UploadFolder(string path, ILogger<UploadFolder> log)
{
    /// <summary>The path of a new upload.</summary>
    public string Of(string id) => Path.Combine(path, id);

    /// <summary>Creates the file of an upload.</summary>
    public FileStream Create(string upload)
    {
        Directory.CreateDirectory(path);
        return new(upload, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16, FileOptions.Asynchronous);
    }

    /// <summary>Deletes what a killed process left. Its imports have failed, and their files are sent again.</summary>
    public void Clear()
    {
        if (!Directory.Exists(path))
            return;
        foreach (var left in Directory.GetFiles(path))
            Delete(left);
    }

    public void Delete(string upload)
    {
        try
        {
            File.Delete(upload);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogNotDeleted(e, upload);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The upload {path} could not be deleted")]
    private partial void LogNotDeleted(Exception e, string path);
}
