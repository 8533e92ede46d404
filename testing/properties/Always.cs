using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;

namespace OneLead.Testing;

/// <summary>Checks a property on many generated cases, the same ones in every run.</summary>
public static class Always
{
    public static void Holds<T>(Gen<T> cases, Action<T> assertion, int times = 1_000) => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(times)
            .WithReplay(FSharpOption<Replay>.Some(new Replay(new Rnd(20251029UL), FSharpOption<int>.None))),
        Prop.ForAll(cases.ToArbitrary(), assertion));
}
