namespace OneLead.Sources.Workbooks.Xlsx;

/// <summary>
/// Limits a part while it inflates: the bytes of all parts, the compression ratio, and the distance between tags, because a parser
/// buffers a whole tag or CDATA section. Refuses document type declarations, which spreadsheet programs do not write.
/// </summary>
internal sealed class GuardedStream(
    Stream inner, string part, long compressed, InflationBudget budget, WorkbookOptions options, bool isUtf8 = true) : Stream
{
    private long _read;
    private long _sinceTag;
    private int _matched;
    private int _closing;
    private bool _isInCData;

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
        InflationBudget.ThrowIfBeyond(part, _read, compressed, options.MaxRatio);
        // Parts in UTF-16 are scanned when they are parsed, as UTF-8.
        if (!isUtf8)
            return;
        var isPlain = !_isInCData && _matched == 0 && bytes[^1] != (byte)'<' && bytes.IndexOf("<!"u8) < 0;
        if (isPlain)
            Measure(bytes);
        else
            Scan(bytes);
    }

    private void Measure(ReadOnlySpan<byte> bytes)
    {
        var first = bytes.IndexOf((byte)'<');
        AddText(first < 0 ? bytes.Length : first);
        if (first >= 0)
            _sinceTag = bytes.Length - bytes.LastIndexOf((byte)'<');
    }

    private void AddText(int count)
    {
        if ((_sinceTag += count) > options.MaxTokenBytes)
            throw new WorkbookException($"'{part}' holds a tag or text of more than {options.MaxTokenBytes:N0} bytes.");
    }

    // A declaration or section may be split across reads, so the state continues from one to the next.
    private void Scan(ReadOnlySpan<byte> bytes)
    {
        for (var i = 0; i < bytes.Length;)
        {
            if (_isInCData)
            {
                LeaveCData(bytes[i++]);
            }
            else if (_matched == 0)
            {
                var tag = bytes[i..].IndexOf((byte)'<');
                AddText(tag < 0 ? bytes.Length - i : tag);
                (_sinceTag, _matched) = tag < 0 ? (_sinceTag, 0) : (0, 1);
                i = tag < 0 ? bytes.Length : i + tag + 1;
            }
            else if (bytes[i] == CData[_matched])
            {
                i++;
                _isInCData = ++_matched == CData.Length;
                _matched = _isInCData ? 0 : _matched;
            }
            else if (_matched == 1 || (_matched == 2 && bytes[i] == (byte)'-'))
            {
                // A tag or a comment.
                _matched = 0;
            }
            else
            {
                throw new WorkbookException($"'{part}' holds a document type declaration: it is not read.");
            }
        }
    }

    private void LeaveCData(byte next)
    {
        AddText(1);
        if (next == (byte)'>' && _closing >= 2)
            _isInCData = false;
        _closing = next == (byte)']' ? _closing + 1 : 0;
    }

    private static ReadOnlySpan<byte> CData => "<![CDATA["u8;

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
    // Small files may compress better than any ratio.
    private const long EntryFloor = 10 << 20, FileFloor = 64 << 20;

    /// <summary>The bytes that the parts of a file of a size may inflate to together.</summary>
    public static long MostOf(long fileBytes, int maxRatio, long most) => Math.Min(most, Math.Max(FileFloor, fileBytes * maxRatio));

    /// <exception cref="WorkbookException">An entry inflates to more than its size allows.</exception>
    public static void ThrowIfBeyond(string entry, long inflated, long compressed, int maxRatio)
    {
        if (inflated > EntryFloor && inflated > compressed * maxRatio)
            throw new WorkbookException($"'{entry}' inflates to more than {maxRatio} times its size: it is not read.");
    }

    private long _taken;

    public void Take(int count)
    {
        if ((_taken += count) > most)
            throw new WorkbookException($"The workbook inflates to more than {most:N0} bytes.");
    }
}
