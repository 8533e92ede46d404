using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using OneLead.Sources.Csv;
using OneLead.Sources.Http;
using OneLead.Sources.Mapping;

namespace OneLead.Sources.Imports;

/// <summary>Receives uploads: streams the file to disk, so that none is held in memory, and reads the query parameters.</summary>
internal sealed partial class ImportUpload(
    MappingLibrary mappings, UploadFolder folder, IOptions<SourcesOptions> options, IHostApplicationLifetime lifetime,
    ILogger<ImportUpload> log)
{
    private const string DefaultMapping = "sales-analytics";
    private const int MultipartOverhead = 64 << 10;

    /// <summary>Receives an upload and passes it on. The file is deleted unless its receiver takes it.</summary>
    /// <param name="useAsync">Given the request and its id; returns the answer, and whether the file was taken.</param>
    public async Task<IResult> ReceiveAsync(HttpRequest http, Func<ImportRequest, string, Task<(IResult Answer, bool IsTaken)>> useAsync)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(http.HttpContext.RequestAborted, lifetime.ApplicationStopping);
        try
        {
            return await ReceiveAsync(http, useAsync, stop.Token);
        }
        catch (OperationCanceledException) when (
            lifetime.ApplicationStopping.IsCancellationRequested && !http.HttpContext.RequestAborted.IsCancellationRequested)
        {
            return Refusal.Stopping.Problem(
                "The server is stopping and took nothing. Send the file again later.", http.HttpContext.Response, TimeSpan.FromSeconds(5));
        }
    }

    private async Task<IResult> ReceiveAsync(
        HttpRequest http, Func<ImportRequest, string, Task<(IResult Answer, bool IsTaken)>> useAsync, CancellationToken cancellation)
    {
        var isDryRun = QueryParameters.Flag(http.Query, "dryRun") ?? false;
        var asOf = QueryParameters.Date(http.Query, "asOf");
        var dataDate = QueryParameters.Date(http.Query, "dataDate");
        var limit = options.Value.MaxImportBytes;
        if (http.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = limit + MultipartOverhead;
        if (await OpenFileAsync(http, cancellation) is not { } file)
            return Refusal.UnsupportedMedia.Problem(
                "Send multipart/form-data with a file, or the file itself as application/octet-stream.");
        if (!TryReadTables(http.Query, file.Name, out var tables, out var errors))
            return Refusal.Invalid.Problem(errors);
        var id = RandomNumberGenerator.GetHexString(16, lowercase: true);
        var path = folder.Of(id);
        var isTaken = false;
        try
        {
            try
            {
                if (!await SaveAsync(file.Content, path, limit, cancellation))
                    return Refusal.TooLarge.Problem($"An import is at most {limit / 1_000_000} MB.");
            }
            // Of the disk: those of the body are refusals or BadHttpRequestExceptions.
            catch (Exception e) when (e is IOException and not BadHttpRequestException or UnauthorizedAccessException)
            {
                LogNotStored(e, path);
                return Refusal.Unavailable.Problem(
                    "The file cannot be stored; the disk of the data directory may be full. Nothing was taken; send the file again.",
                    http.HttpContext.Response, TimeSpan.FromSeconds(30));
            }
            (var answer, isTaken) = await useAsync(new(file.Name, path, isDryRun, asOf, dataDate) { Tables = tables }, id);
            return answer;
        }
        finally
        {
            if (!isTaken)
                folder.Delete(path);
        }
    }

    private bool TryReadTables(IQueryCollection query, string fileName, out TableRequest? tables, out string errors)
    {
        (tables, errors) = (null, "");
        if (!CsvImport.IsNamed(fileName))
            return true;
        var (mapping, problems) = mappings.Find(QueryParameters.Text(query, "mapping") ?? DefaultMapping);
        if (mapping is null)
        {
            errors = string.Join("\n", problems);
            return false;
        }
        tables = new(mapping, Source(query), QueryParameters.Instant(query, "fileTime"), Missing(query), EncodingOf(query));
        return true;
    }

    private static Encoding? EncodingOf(IQueryCollection query) =>
        QueryParameters.Text(query, "encoding") is not { } name ? null
        : CsvEncoding.TryFind(name, out var encoding) ? encoding
        : throw QueryParameters.Bad("encoding", "the name of an encoding, such as utf-8, shift_jis or windows-1251");

    private static MissingRows Missing(IQueryCollection query) =>
        QueryParameters.Text(query, "missing") is not { } text ? MissingRows.Kept
        : Wire.TryParse<MissingRows>(text, out var missing) ? missing
        : throw QueryParameters.Bad("missing", "kept, flagged or removed");

    private static string? Source(IQueryCollection query) =>
        QueryParameters.Text(query, "source") is not { } text ? null
        : text.Length <= 100 && Keys.EncodePart(text) == text ? text
        : throw QueryParameters.Bad("source", "letters, digits, '.', '_' and '-', at most 100");

    // The file of a multipart form, or the body itself. Null for content types that are neither.
    private static async Task<(string Name, Stream Content)?> OpenFileAsync(HttpRequest http, CancellationToken cancellation)
    {
        if (!MediaTypeHeaderValue.TryParse(http.ContentType, out var type))
            return null;
        if (!type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
        {
            return http.HasFormContentType || http.HasJsonContentType()
                ? null
                : (SafeName(QueryParameters.Text(http.Query, "fileName")), http.Body);
        }
        if (HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 and <= 100 } boundary)
            return null;
        var reader = new MultipartReader(boundary, http.Body);
        while (await ReadPartAsync(() => reader.ReadNextSectionAsync(cancellation)) is { } section)
        {
            if (ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition) && disposition.IsFileDisposition())
                return (SafeName(disposition.FileNameStar.Value ?? HeaderUtilities.RemoveQuotes(disposition.FileName).Value), section.Body);
        }
        return null;
    }

    // The reader fails with exceptions of these types on a body that is no form. An aborted request is a BadHttpRequestException.
    private static async Task<T> ReadPartAsync<T>(Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (Exception e) when (e is InvalidDataException or IOException and not BadHttpRequestException)
        {
            throw new RefusedException(Refusal.BadRequest, "The body is not a complete multipart form.");
        }
    }

    private static string SafeName(string? name) =>
        Path.GetFileName(name?.Replace('\\', '/')) is { Length: > 0 and <= 200 } plain ? plain : "upload.xlsx";

    // False if the content exceeds the limit.
    private async Task<bool> SaveAsync(Stream content, string path, long limit, CancellationToken cancellation)
    {
        await using var file = folder.Create(path);
        var buffer = new byte[1 << 16];
        for (long size = 0; await ReadPartAsync(() => content.ReadAsync(buffer, cancellation).AsTask()) is var read && read > 0;)
        {
            if ((size += read) > limit)
                return false;
            await file.WriteAsync(buffer.AsMemory(0, read), cancellation);
        }
        return true;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The upload {path} could not be stored")]
    private partial void LogNotStored(Exception e, string path);
}
