namespace OneLead.Sources.Workbooks.Xlsx;

/// <summary>
/// Limits a part while it inflates: the bytes of all parts, the compression ratio, and the distance between tags, because a parser
/// buffers a whole tag. Refuses DTDs and CDATA sections, which spreadsheet programs do not write.
/// </summary>
internal sealed class GuardedStream(Stream inner, string part, long compressed, InflationBudget budget, WorkbookOptions options) : Stream
{
    private const long RatioFloor = 10 << 20;
    private long _read;
    private long _sinceTag;
    private byte[] _tail = [0, 0];

    public override int Read(Span<byte> buffer)
    {
        var count = inner.Read(buffer);
        if (count > 0)
            Check(buffer[..count]);
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    private void Check(ReadOnlySpan<byte> bytes)
    {
        _read += bytes.Length;
        budget.Take(bytes.Length);
        if (_read > RatioFloor && _read > compressed * options.MaxRatio)
            throw new WorkbookException($"'{part}' inflates to more than {options.MaxRatio} times its size: it is not read.");
        var first = bytes.IndexOf((byte)'<');
        _sinceTag += first < 0 ? bytes.Length : first;
        if (_sinceTag > options.MaxTokenBytes)
            throw new WorkbookException($"'{part}' holds a tag or text of more than {options.MaxTokenBytes:N0} bytes.");
        if (first >= 0)
            _sinceTag = bytes.Length - bytes.LastIndexOf((byte)'<');
        ForbidDeclarations(bytes);
    }

    // Comments ("<!--") are allowed. The three bytes may be split across reads.
    private void ForbidDeclarations(ReadOnlySpan<byte> bytes)
    {
        Span<byte> seam = stackalloc byte[5];
        _tail.CopyTo(seam);
        var head = Math.Min(3, bytes.Length);
        bytes[..head].CopyTo(seam[2..]);
        Forbid(seam[..(2 + head)]);
        Forbid(bytes);
        _tail = bytes.Length == 1 ? [_tail[1], bytes[0]] : bytes[^2..].ToArray();
    }

    private void Forbid(ReadOnlySpan<byte> bytes)
    {
        for (; bytes.IndexOf("<!"u8) is >= 0 and var at; bytes = bytes[(at + 2)..])
        {
            if (at + 2 < bytes.Length && bytes[at + 2] != (byte)'-')
                throw new WorkbookException($"'{part}' holds a document type declaration or a CDATA section: it is not read.");
        }
    }

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => _read; set => throw new NotSupportedException(); }
    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }
}

/// <summary>The bytes that all parts of one pass may inflate to.</summary>
internal sealed class InflationBudget(long most)
{
    private long _taken;

    public void Take(int count)
    {
        if ((_taken += count) > most)
            throw new WorkbookException($"The workbook inflates to more than {most:N0} bytes.");
    }
}
