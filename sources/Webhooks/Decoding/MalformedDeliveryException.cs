namespace OneLead.Sources.Webhooks.Decoding;

/// <summary>A delivery is not a message of its format; the message is shown to the sender.</summary>
/// <param name="isWhole">True if it concerns the whole delivery and not one element of it.</param>
internal sealed class MalformedDeliveryException(string message, bool isWhole = false) : Exception(message)
{
    public bool IsWhole => isWhole;
}
