using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.HttpResults;

namespace OneLead.Sources.Admission;

/// <summary>The body of an admitted request, or the reason why it was refused. The body is valid until it is disposed of.</summary>
internal sealed class AdmittedRequest : IDisposable
{
    // The buffer grows with what arrives: a claimed Content-Length alone allocates no memory.
    private const int MinBuffer = 4_096, MaxFirstBuffer = 65_536;

    private readonly AdmissionControl? _admission;
    private PipeReader? _reader;
    private byte[] _buffer = [];
    private int _length;

    public AdmittedRequest(AdmissionControl admission, int reserved, long startedAt) =>
        (_admission, Reserved, StartedAt) = (admission, reserved, startedAt);

    public AdmittedRequest(ProblemHttpResult refused) => Refused = refused;

    /// <summary>The answer to a request that was not admitted; else null.</summary>
    public ProblemHttpResult? Refused { get; }

    public ReadOnlyMemory<byte> Body => _buffer.AsMemory(0, _length);

    /// <summary>True once the body counts towards the received bytes.</summary>
    internal bool IsCounted { get; set; }

    internal int Reserved { get; }

    internal long StartedAt { get; }

    /// <summary>Its place among the requests whose bodies are being received.</summary>
    internal LinkedListNode<AdmittedRequest>? Place { get; set; }

    /// <summary>The bytes received so far.</summary>
    internal int Received => Volatile.Read(ref _length);

    /// <summary>True once its place belongs to another request.</summary>
    internal bool IsEvicted { get; private set; }

    /// <summary>Ends reading.</summary>
    internal void Evict()
    {
        IsEvicted = true;
        _reader?.CancelPendingRead();
    }

    internal async ValueTask ReadAsync(HttpRequest request)
    {
        _buffer = ArrayPool<byte>.Shared.Rent(Math.Clamp(Reserved, MinBuffer, MaxFirstBuffer));
        _reader = request.BodyReader;
        ReadResult read;
        do
        {
            read = await _reader.ReadAsync(request.HttpContext.RequestAborted);
            if (IsEvicted)
            {
                _reader.AdvanceTo(read.Buffer.Start);
                throw new OperationCanceledException();
            }
            Append(read.Buffer);
            _reader.AdvanceTo(read.Buffer.End);
        }
        while (!read.IsCompleted);
    }

    private void Append(in ReadOnlySequence<byte> bytes)
    {
        while (_length + bytes.Length > _buffer.Length)
            Grow();
        bytes.CopyTo(_buffer.AsSpan(_length));
        _length += (int)bytes.Length;
    }

    public void Dispose()
    {
        _admission?.Release(this, Reserved, IsCounted ? _length : 0);
        if (_buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_buffer);
        (_buffer, _length) = ([], 0);
    }

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
        Body.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
