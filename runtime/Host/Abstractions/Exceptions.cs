using Orleans.Runtime;

namespace Orleans.Runtime
{
    /// <summary>What the host itself throws at callers.</summary>
    public class OrleansException : Exception
    {
        /// <inheritdoc/>
        public OrleansException() { }

        /// <inheritdoc/>
        public OrleansException(string message) : base(message) { }

        /// <inheritdoc/>
        public OrleansException(string message, Exception innerException) : base(message, innerException) { }
    }

    /// <summary>The host takes no calls: it is stopping.</summary>
    public sealed class SiloUnavailableException : OrleansException
    {
        /// <inheritdoc/>
        public SiloUnavailableException() { }

        /// <inheritdoc/>
        public SiloUnavailableException(string message) : base(message) { }

        /// <inheritdoc/>
        public SiloUnavailableException(string message, Exception innerException) : base(message, innerException) { }
    }

    /// <summary>The observer is gone.</summary>
    public sealed class ClientNotAvailableException : OrleansException
    {
        internal ClientNotAvailableException(string message) : base(message) { }
    }
}

namespace Orleans.Storage
{
    /// <summary>A write whose etag is not the stored one: another writer was faster. The activation ends, so that the next call reads afresh.</summary>
    public class InconsistentStateException : OrleansException
    {
        /// <inheritdoc/>
        public InconsistentStateException() { }

        /// <inheritdoc/>
        public InconsistentStateException(string message) : base(message) { }

        /// <inheritdoc/>
        public InconsistentStateException(string message, Exception innerException) : base(message, innerException) { }

        /// <summary>Names both etags.</summary>
        public InconsistentStateException(string errorMsg, string? storedEtag, string? currentEtag) : base(errorMsg) =>
            (StoredEtag, CurrentEtag) = (storedEtag, currentEtag);

        /// <summary>The etag in the store.</summary>
        public string? StoredEtag { get; }

        /// <summary>The etag that the writer had.</summary>
        public string? CurrentEtag { get; }
    }
}
