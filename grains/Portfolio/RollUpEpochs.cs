using System.Buffers.Binary;
using OneLead.Storage;

namespace OneLead.Portfolio;

/// <summary>
/// Counts the activations of a tenant's portfolio in the store, so that each one publishes higher versions than those before.
/// </summary>
internal sealed class RollUpEpochs(IStateStore states)
{
    private const string Name = "roll-ups";

    public async ValueTask<long> NextAsync(string tenant, CancellationToken cancellation)
    {
        while (true)
        {
            var stored = await states.ReadAsync(Name, tenant, cancellation);
            var next = (stored is { } last ? BinaryPrimitives.ReadInt64BigEndian(last.Bytes) : 0) + 1;
            var bytes = new byte[sizeof(long)];
            BinaryPrimitives.WriteInt64BigEndian(bytes, next);
            if (await states.WriteAsync(Name, tenant, bytes, stored?.ETag, cancellation) is not null)
                return next;
        }
    }
}
