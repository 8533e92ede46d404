using System.Buffers;
using Microsoft.AspNetCore.Http.HttpResults;

namespace OneLead.Sources.Admission;

/// <summary>The body of a request that was let in, or why it was not. The body lives until it is disposed of.</summary>
internal sealed class AdmittedRequest : IDisposable
{
    // What a stranger says of its length reserves no memory.
    private const int Least = 4_096, Most = 65_536;

    private readonly AdmissionControl? _gate;
    private readonly int _held;
    private byte[] _bytes = [];
    private int _length;

    public AdmittedRequest(AdmissionControl gate, int held) => (_gate, _held) = (gate, held);

    public AdmittedRequest(ProblemHttpResult refused) => Refused = refused;

    public ProblemHttpResult? Refused { get; }

    public ReadOnlyMemory<byte> Body => _bytes.AsMemory(0, _length);

    /// <summary>Whether the body counts as work.</summary>
    internal bool IsWorking { get; set; }

    internal async ValueTask Read(HttpRequest request)
    {
        _bytes = ArrayPool<byte>.Shared.Rent(Math.Clamp(_held, Least, Most));
        while (await request.Body.ReadAsync(_bytes.AsMemory(_length), request.HttpContext.RequestAborted) is var read and > 0)
        {
            _length += read;
            if (_length == _bytes.Length)
                Grow();
        }
    }

    public void Dispose()
    {
        _gate?.Leave(_held, IsWorking ? _length : 0);
        if (_bytes.Length > 0)
            ArrayPool<byte>.Shared.Return(_bytes);
        (_bytes, _length) = ([], 0);
    }

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(_length * 2);
        Body.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
