using OneLead.Events;

namespace OneLead.Sources.Http;

/// <summary>Bounds texts of requests that no schema checks.</summary>
public static class RequestTexts
{
    /// <exception cref="RefusedException">A text is longer than a field may be.</exception>
    public static void Check(params ReadOnlySpan<(string Name, string? Text)> texts)
    {
        foreach (var (name, text) in texts)
        {
            if (text?.Length > EventSchema.MaxText)
                throw new RefusedException(Refusal.Invalid, $"'{name}' has at most {EventSchema.MaxText} characters.");
        }
    }
}
