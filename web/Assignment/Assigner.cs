using System.Globalization;
using OneLead.Events;
using OneLead.Rules;
using OneLead.Sources.Imports;
using OneLead.Storage;
using OneLead.Views;
using OneLead.Web.Leads;
using OneLead.Web.ReadModel;
using OneLead.Web.Recording;
using OneLead.Web.Users;

namespace OneLead.Web.Assignment;

/// <summary>
/// Gives the open leads that nobody owns to those whom the published rules choose, by commands like those of people. The node that
/// records does it. What a command does is decided by the version of the lead that it names, so a repeat, a crash or a second node
/// doubles nothing. It waits while data is imported. Without published rules it only asks once a second whether there are any.
/// </summary>
internal sealed partial class Assigner(
    LiveModel live, AssignmentStore store, Directories directories, RecorderLease lease, ImportJobs imports, IIngest ingest,
    IJournal journal, Today today, TimeProvider clock, ILogger<Assigner> log) : BackgroundService, IModelListener, IDirectoryListener
{
    private const string Tenant = Keys.DefaultTenant, Source = "assignment";

    // A batch is applied before the next one is sent, so that queries and other events have room between them.
    private const int BatchSize = 500, MostPending = 2_000;

    // More changed leads than these are found by looking at all.
    private const int MostNoted = 10_000;

    // A round over all leads takes at most this part of the time.
    private const int RoundsShare = 20;

    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private HashSet<string> _leads = new(StringComparer.Ordinal), _accounts = new(StringComparer.Ordinal);
    private bool _isAll = true;
    private volatile bool _isActive, _isShort;
    private AssignmentVersion? _published;
    private string? _tag;
    private DateOnly _day;
    private long _ended;
    private TimeSpan _took;

    public void Loaded(TenantModel model) => LookAtAll();

    // A person may be back, may see other accounts, or may have another deputy.
    public void Changed(string tenant) => LookAtAll();

    public void Changed(TenantModel model, AccountChange change)
    {
        if (!_isActive)
            return;
        foreach (var lead in change.Leads)
        {
            if (lead.After is { } after && AssignmentRound.IsUnowned(after.Row))
            {
                if (lead.Before is not { } before || !IsSame(before.Row, after.Row))
                    Note(lead.Id, isAccount: false);
            }
            else if (_isShort && lead.Before is { IsOpen: true, Row.Assignee: { } owner }
                && !(lead.After is { IsOpen: true } now && now.Row.Assignee == owner))
            {
                // Its former owner has room for another one.
                LookAtAll();
            }
        }
        if (change is { Previous: { } former, Account: { } account } && former.AccountManager != account.AccountManager)
            Note(change.AccountId, isAccount: true);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Turn, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await TurnAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OutOfMemoryException && !stoppingToken.IsCancellationRequested)
            {
                LookAtAll();
                LogFailed(e);
            }
        }
    }

    /// <summary>Assigns what is to be assigned now.</summary>
    internal async Task TurnAsync(CancellationToken cancellation)
    {
        if (!lease.IsHeld || live.UnfilteredOrNull is not { } model)
        {
            _isActive = false;
            return;
        }
        await ReadRulesAsync(cancellation);
        if (_published is not { } published)
            return;
        if (_day != today.Day)
        {
            _day = today.Day;
            LookAtAll();
        }
        if (!IsBusy && TakeNoted() is { } noted)
            await AssignAsync(model, published, noted, cancellation);
    }

    // An import sends its items before the accounts are matched and the scores are right.
    private bool IsBusy => ingest.PendingEvents > MostPending || imports.IsRunning;

    private async Task ReadRulesAsync(CancellationToken cancellation)
    {
        var tag = await store.ReadTagAsync(cancellation);
        if (tag != _tag)
        {
            var (document, read) = await store.ReadAsync(cancellation);
            if (document.Published?.Number != _published?.Number)
                LookAtAll();
            (_published, _tag) = (document.Published, read);
        }
        if (_isActive == _published is not null)
            return;
        // Changes are noted from now on; what changed before is found by looking at all leads.
        _isActive = _published is not null;
        LookAtAll();
    }

    private async Task AssignAsync(TenantModel model, AssignmentVersion published, Noted noted, CancellationToken cancellation)
    {
        var choices = Choose(model, published, noted);
        // By account, because an account applies many commands at once as fast as one.
        var given = choices.Where(static c => c.Choice.Owner is not null)
            .OrderBy(static c => c.Lead.AccountId, StringComparer.Ordinal).ToList();
        var sent = 0;
        foreach (var batch in given.Chunk(BatchSize))
        {
            if (!lease.IsHeld || IsBusy || await store.ReadTagAsync(cancellation) != _tag)
            {
                LookAtAll();
                break;
            }
            await SendAsync(batch, published, cancellation);
            sent += batch.Length;
        }
        if (sent > 0)
            LogAssigned(sent, published.Number, choices.Count - given.Count);
    }

    private List<LeadChoice> Choose(TenantModel model, AssignmentVersion published, Noted noted)
    {
        var (started, state) = (clock.GetTimestamp(), model.State());
        var leads = (noted.Leads is null ? AssignmentRound.Unowned(state) : Find(model, noted)).FindAll(l => IsDue(l, published));
        List<LeadChoice> choices = [];
        if (leads.Count > 0)
        {
            var people = new LeadPeople(directories.Of(Tenant), _day);
            choices = AssignmentRound.Choose(
                published.Rules, people, leads, AssignmentRound.OpenLeads(state, people), model.Account);
        }
        _isShort = choices.Exists(static c => c.Choice is { Owner: null, IsShort: true }) || (_isShort && noted.Leads is not null);
        if (noted.Leads is null)
            (_ended, _took) = (clock.GetTimestamp(), clock.GetElapsedTime(started));
        return choices;
    }

    private static List<LeadRow> Find(TenantModel model, Noted noted) =>
    [
        .. noted.Leads!.Select(model.Lead).OfType<LeadRow>()
            .Concat(noted.Accounts.SelectMany(model.LeadsOf)).Where(AssignmentRound.IsUnowned).DistinctBy(static l => l.Id),
    ];

    // Somebody took it from its owner after these rules were published, and left it without one on purpose.
    private static bool IsDue(LeadRow lead, AssignmentVersion published) => !(lead.Work?.UnassignedAt > published.At);

    private async Task SendAsync(LeadChoice[] batch, AssignmentVersion published, CancellationToken cancellation)
    {
        var commands = new List<ChangeEvent>(batch.Length);
        foreach (var (lead, choice) in batch)
        {
            if (await journal.FindLeadHomeAsync(Tenant, lead.Id, cancellation) is { } home)
                commands.Add(Command(lead, choice, published, home));
        }
        if (commands.Count == 0)
            return;
        var appended = await ingest.AppendAsync(Tenant, [.. commands], cancellation);
        await ingest.WaitUntilAppliedThroughAsync(Tenant, appended.Max(static a => a.Sequence), cancellation);
    }

    private ChangeEvent Command(LeadRow lead, OwnerChoice choice, AssignmentVersion published, string home)
    {
        var data = LeadAction.Assign(choice.Owner!.Name, $"rule: {published.Rules.Rows[choice.Row!.Value].Name}").Data
            .With("expectedVersion", FieldValue.Of((decimal)lead.Version));
        // With the time of its last change, because a lead whose import was undone comes back at version 0.
        var id = string.Create(
            CultureInfo.InvariantCulture, $"{lead.Id}:{lead.Version}:{published.Number}:{lead.UpdatedAt.UtcTicks:x}");
        return new(home, EventKind.LeadAssignment, lead.Id, EventSchema.Version, Source, id, clock.GetUtcNow(), data);
    }

    // What the rules ask of a lead, and its version, which a command must have seen.
    private static bool IsSame(LeadRow before, LeadRow after) =>
        AssignmentRound.IsUnowned(before) && before.Version == after.Version && before.Priority == after.Priority
        && before.Type == after.Type && before.Territory == after.Territory && before.Family == after.Family
        && before.AccountId == after.AccountId;

    private void Note(string id, bool isAccount)
    {
        lock (_gate)
        {
            if (!_isAll && (isAccount ? _accounts : _leads).Add(id) && _leads.Count + _accounts.Count > MostNoted)
                LookAtAll();
        }
    }

    private void LookAtAll()
    {
        lock (_gate)
        {
            _isAll = true;
            _leads.Clear();
            _accounts.Clear();
        }
    }

    private Noted? TakeNoted()
    {
        lock (_gate)
        {
            if (_isAll)
            {
                if (clock.GetElapsedTime(_ended) < _took * RoundsShare)
                    return null;
                _isAll = false;
                return new(null, []);
            }
            if (_leads.Count + _accounts.Count == 0)
                return null;
            var noted = new Noted(_leads, _accounts);
            (_leads, _accounts) = (new(StringComparer.Ordinal), new(StringComparer.Ordinal));
            return noted;
        }
    }

    /// <summary>What has changed.</summary>
    /// <param name="Leads">Null: all leads are to be looked at.</param>
    /// <param name="Accounts">Those with another account manager.</param>
    private sealed record Noted(HashSet<string>? Leads, HashSet<string> Accounts);

    [LoggerMessage(Level = LogLevel.Information,
        Message = "{Leads} leads were assigned by version {Version} of the rules; {Without} stay without an owner")]
    private partial void LogAssigned(int leads, int version, int without);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Leads could not be assigned by the rules; the next attempt follows")]
    private partial void LogFailed(Exception e);
}
