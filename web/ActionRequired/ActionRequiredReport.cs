using System.Collections.Frozen;
using OneLead.Events;
using OneLead.Rules;
using OneLead.Views;
using OneLead.Web.Accounts;
using OneLead.Web.Api;
using OneLead.Web.Leads;
using OneLead.Web.ReadModel;

namespace OneLead.Web.ActionRequired;

/// <summary>Computes the page "Action required", as of the tenant's day.</summary>
/// <param name="now">Untouched leads are measured by the clock, not by the tenant's day.</param>
internal sealed class ActionRequiredReport(
    VisibleModel model, FrozenSet<string>? territories, string currency, DateTimeOffset now, int limit)
{
    private const int TopExpired = 20, NoticeDays = 90, UntouchedDays = 30, OpenEndedFromYear = 2099;
    private const decimal LittleUsed = 0.7m;

    private readonly ModelState _state = model.State();
    private readonly DateOnly _today = model.Tenant.AsOf;

    public ActionRequiredJson Json() => new(_today == default ? null : _today, Expired(), Ending(), Credits(), Untouched());

    // The longest expired first, as the model's own query orders them.
    private TopJson<ExpiredJson> Expired()
    {
        var expired = new List<AccountRow>();
        foreach (var account in _state.Accounts)
        {
            if (account.Row.Totals.ItemsPastEndOfLife > 0 && territories.Wants(account.Row.Territory))
                expired.Add(account.Row);
        }
        return TopJson<ExpiredJson>.Of(
            [
                .. expired.OrderBy(a => a.EarliestEndOfLife ?? DateOnly.MaxValue).ThenByDescending(a => a.Totals.ItemsPastEndOfLife)
                    .ThenBy(a => a.Id, StringComparer.Ordinal).Select(Expired),
            ],
            Math.Min(limit, TopExpired));
    }

    private ExpiredJson Expired(AccountRow a) => new(
        new(a.Id, a.Name), a.Territory, a.Totals.ItemsPastEndOfLife,
        a.EarliestEndOfLife is { } end ? _today.DayNumber - end.DayNumber : null,
        SumJson.ValueAtRisk(a.Totals, currency), SumJson.EstimatedAtRisk(a.Totals, currency));

    private TopJson<EndingJson> Ending()
    {
        var ending = new List<EndingJson>();
        foreach (ref readonly var entry in model.Entities(EventKind.Contract))
        {
            var (row, fields) = (entry.Row, entry.Row.Fields);
            var notice = fields.Whole("noticeDays") is { } days and >= 0 ? days : NoticeDays;
            if (Keys.IsNoAccount(row.AccountId) || !territories.Wants(row.Territory) || fields["end"].AsDate() is not { } end
                || DaysTo(end) is not (>= 0 and var left) || left > notice)
                continue;
            var value = fields["annualValue"].AsNumber() ?? fields["totalValue"].AsNumber();
            ending.Add(new(
                Account(row.AccountId), row.Territory, "contract", row.Id, fields["number"].Text ?? fields["type"].Text ?? row.Id, end,
                left, notice,
                value is { } amount ? new(JsonDecimal.Of(amount), fields.Currency() ?? currency) : null));
        }
        foreach (ref readonly var entry in model.Ending())
        {
            var item = entry.Row;
            if (territories.Wants(item.Territory) && DaysTo(item.End) is >= 0 and <= NoticeDays and var left)
            {
                ending.Add(new(
                    Account(entry.AccountId), item.Territory, "support", item.Item, item.Product.Length > 0 ? item.Product : item.Serial,
                    item.End, left, NoticeDays,
                    item.Value is { } minor ? new(JsonDecimal.OfMinor(minor), item.Currency ?? currency) : null));
            }
        }
        return TopJson<EndingJson>.Of(
            [.. ending.OrderBy(e => e.Days).ThenByDescending(e => e.Value?.Amount ?? -1).ThenBy(e => e.Id, StringComparer.Ordinal)], limit);
    }

    // The most unused first.
    private TopJson<CreditJson> Credits()
    {
        var credits = new List<CreditJson>();
        foreach (ref readonly var entry in model.Entities(EventKind.ServiceCredit))
        {
            var (row, fields) = (entry.Row, entry.Row.Fields);
            if (!territories.Wants(row.Territory) || row["utilization"].AsNumber() is not (< LittleUsed and var used)
                || fields["contractEnd"].AsDate() is { } end && end < _today)
                continue;
            credits.Add(new(
                Account(row.AccountId), row.Territory, row.Id, fields["name"].Text ?? row.Id,
                JsonDecimal.Of(fields["purchased"].AsNumber() ?? 0), JsonDecimal.Of(fields["delivered"].AsNumber() ?? 0),
                fields["active"].AsNumber() is { } active ? JsonDecimal.Of(active) : null, JsonDecimal.Of(used),
                fields["contractEnd"].AsDate()));
        }
        return TopJson<CreditJson>.Of(
            [.. credits.OrderByDescending(c => c.Purchased - c.Delivered).ThenBy(c => c.Id, StringComparer.Ordinal)], limit);
    }

    private TopJson<UntouchedJson> Untouched()
    {
        var (bound, total) = (now.AddDays(-UntouchedDays), 0);
        var page = new PageCollector<LeadEntry>(LeadSorts.Default, null, limit);
        foreach (ref readonly var lead in _state.Leads)
        {
            if (!lead.IsOpen || lead.Row.UpdatedAt > bound || !territories.Wants(lead.Row.Territory)
                || lead.Row.Work?.SnoozedUntil > _today)
                continue;
            total++;
            page.Offer(in lead, SortKey.Of(lead.Score, lead.Id));
        }
        return new TopJson<UntouchedJson>(
            [.. page.Finish().Rows.Select(l => new UntouchedJson(
                LeadJson.Of(in l, _state.Tenant), (int)(now - l.Row.UpdatedAt).TotalDays))],
            total);
    }

    private AccountRefJson? Account(string id) => Keys.IsNoAccount(id) ? null : new(id, model.Account(id)?.Name ?? id);

    // An end in the far future means open-ended.
    private int DaysTo(DateOnly end) => end.Year >= OpenEndedFromYear ? int.MaxValue : end.DayNumber - _today.DayNumber;
}
