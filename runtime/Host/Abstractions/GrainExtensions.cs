using OneLead.Runtime;
using Orleans.Runtime;

namespace Orleans;

/// <summary>Identity of grains and references.</summary>
public static class GrainExtensions
{
    /// <summary>The reference to this grain: what to hand out instead of <c>this</c>. A reference to another interface of it when called on a reference.</summary>
    /// <exception cref="ArgumentException">Neither a grain nor a reference; or the grain does not implement the interface.</exception>
    public static TGrainInterface AsReference<TGrainInterface>(this IAddressable grain) => (TGrainInterface)(grain switch
    {
        TGrainInterface and GrainReference => grain,
        GrainReference reference => reference.As(typeof(TGrainInterface)),
        _ => Context(grain).AsReference(typeof(TGrainInterface)),
    });

    /// <summary>Type and key of the grain.</summary>
    public static GrainId GetGrainId(this IAddressable grain) =>
        grain is GrainReference reference ? reference.GrainId : Context(grain).GrainId;

    /// <summary>The grain's key.</summary>
    public static string GetPrimaryKeyString(this IAddressable grain) => grain.GetGrainId().Key.ToString();

    private static Activation Context(IAddressable grain) =>
        (grain ?? throw new ArgumentNullException(nameof(grain))) is IGrainBase { GrainContext: Activation activation }
            ? activation
            : throw new ArgumentException($"{grain.GetType()} is neither a reference nor a grain of a host.", nameof(grain));
}
