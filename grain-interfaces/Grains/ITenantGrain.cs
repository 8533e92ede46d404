using System.Collections.Immutable;
using System.Globalization;
using OneLead.Events;
using OneLead.Views;

namespace OneLead.Grains;

/// <summary>The state that all accounts of a tenant share, derived from its tenant rows. Key: tenant.</summary>
[Alias("tenant")]
public interface ITenantGrain : IGrainWithStringKey
{
    [Alias("view")] Task<TenantView> View();

    /// <summary>Returns the territory names and name aliases: the fields of each mapping, by entity.</summary>
    [Alias("names")] Task<ImmutableDictionary<string, EventData>> Names();

    /// <summary>Returns the retracted imports (see <see cref="ImportIds"/>).</summary>
    [Alias("retracted")] Task<ImmutableHashSet<string>> Retracted();

    /// <summary>
    /// Appends the event that begins a day, after which due accounts are rescored. Does nothing if the day has already begun.
    /// </summary>
    [Alias("begin-day")] Task<DayOutcome> BeginDay(DateOnly day);

    /// <summary>Does the same for somebody who asked for it.</summary>
    [Alias("begin-day-for")] Task<DayOutcome> BeginDayFor(DateOnly day, Author? author);

    /// <summary>Returns what <see cref="BeginDay"/> would, and begins nothing.</summary>
    [Alias("check-day")] Task<DayOutcome> CheckDay(DateOnly day);
}

/// <summary>The result of beginning a day.</summary>
public enum DayOutcome
{
    /// <summary>It has begun, now or before.</summary>
    Begun,

    /// <summary>It is before the tenant's current day.</summary>
    Earlier,

    /// <summary>It is more than <see cref="DayBound.MaxAhead"/> days ahead of the clock.</summary>
    TooFarAhead,
}

/// <summary>Bounds the days that may begin: a day that has begun cannot be taken back.</summary>
public static class DayBound
{
    /// <summary>How many days a day may be ahead of the clock (UTC), unless the journal holds nothing but days and rules.</summary>
    public const int MaxAhead = 3;

    /// <summary>Why a day was not begun, for people.</summary>
    public static string Reason(this DayOutcome outcome, DateOnly day) => outcome == DayOutcome.Earlier
        ? string.Create(CultureInfo.InvariantCulture, $"{day:yyyy-MM-dd} is earlier than the current day; days cannot go back.")
        : string.Create(
            CultureInfo.InvariantCulture,
            $"{day:yyyy-MM-dd} is more than {MaxAhead} days ahead of the clock. A day that has begun cannot be taken back.");
}
