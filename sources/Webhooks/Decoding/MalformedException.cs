namespace OneLead.Sources.Webhooks.Decoding;

/// <summary>A delivery is no message of its format; the message is for the sender.</summary>
internal sealed class MalformedException(string message) : Exception(message);
