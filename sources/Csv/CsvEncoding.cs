using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace OneLead.Sources.Csv;

/// <summary>The encoding of a file's bytes.</summary>
internal static class CsvEncoding
{
    private const int Western = 1252;

    /// <summary>Finds an encoding by its name: <c>shift_jis</c>, <c>windows-1251</c>, <c>gb18030</c>.</summary>
    public static bool TryFind(string name, [NotNullWhen(true)] out Encoding? encoding)
    {
        encoding = CodePagesEncodingProvider.Instance.GetEncoding(name);
        try
        {
            encoding ??= Encoding.GetEncoding(name);
        }
        catch (ArgumentException)
        {
            return false;
        }
        return true;
    }

    public static Encoding Windows1252 => CodePagesEncodingProvider.Instance.GetEncoding(Western)!;
}

/// <summary>
/// Looks at the bytes of a file that is not UTF-8. In Western European text, letters with accents stand alone between ASCII
/// letters; in other alphabets they stand side by side, and Asian encodings use bytes that Windows-1252 does not have.
/// </summary>
internal sealed class WesternTextCheck
{
    private const byte FirstHigh = 0x80;

    private long _high, _paired;
    private bool _hasForeign;
    private byte _last;

    public void Add(ReadOnlySpan<byte> bytes)
    {
        foreach (var b in bytes)
        {
            if (b >= FirstHigh)
            {
                _high++;
                _paired += _last >= FirstHigh ? 1 : 0;
                _hasForeign |= b is 0x81 or 0x8D or 0x8F or 0x90 or 0x9D;
            }
            _last = b;
        }
    }

    public bool IsWestern => !_hasForeign && _paired * 2 <= _high;
}
