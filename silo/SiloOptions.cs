using System.ComponentModel.DataAnnotations;
using System.Net;

namespace OneLead.Silo;

/// <summary>Where this node listens for the other nodes of its cluster (section OneLead:Silo).</summary>
public sealed class SiloOptions : IValidatableObject
{
    /// <summary>The address that the other nodes connect to: of a private interface. Default: loopback, for nodes on one machine.</summary>
    public string Address { get; set; } = "127.0.0.1";

    /// <summary>0: the port of the last start, or a free one. Default: 0.</summary>
    [Range(0, 65_535)] public int Port { get; set; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!IPAddress.TryParse(Address, out var address) || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any))
            yield return new($"OneLead:Silo:Address must be the IP address of one interface, not '{Address}'.");
    }
}
