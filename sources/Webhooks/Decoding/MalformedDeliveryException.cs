namespace OneLead.Sources.Webhooks.Decoding;

/// <summary>A delivery is not a message of its format; the message is shown to the sender.</summary>
internal sealed class MalformedDeliveryException(string message) : Exception(message);
