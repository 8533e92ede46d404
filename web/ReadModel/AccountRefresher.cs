using System.Threading.Channels;
using OneLead.Grains;
using OneLead.Views;

namespace OneLead.Web.ReadModel;

/// <summary>
/// Asks accounts for their whole state and hands it to a model, several at a time and outside the turn in which batches are applied.
/// An account that does not answer is asked again until it does. Lives as long as the model.
/// </summary>
/// <param name="take">Applies the answer; the flag says that it repairs what a comparison found.</param>
internal sealed partial class AccountRefresher(
    string tenant, IGrainFactory grains, Func<AccountDelta, bool, Task> take, TimeProvider clock, ILogger log)
{
    private const int Parallel = 16;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(5);

    private readonly Channel<string> _accounts = Channel.CreateUnbounded<string>();
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (long AtLeast, bool IsRepair)> _waiting = new(StringComparer.Ordinal);

    /// <summary>The number of accounts that have not answered yet.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _waiting.Count;
        }
    }

    /// <summary>Asks one account at once.</summary>
    /// <param name="atLeast">The answer contains the account's rows up to here.</param>
    public Task<AccountDelta> GetCurrentAsync(string account, long atLeast) =>
        grains.GetGrain<IAccountGrain>(Keys.Grain(tenant, account)).Current(atLeast);

    /// <summary>
    /// Asks accounts and completes when each has answered or failed. Those that failed or took too long are asked again.
    /// </summary>
    public Task AskAllAsync(
        IEnumerable<(string Id, long AtLeast)> accounts, CancellationToken cancellation) => System.Threading.Tasks.Parallel.ForEachAsync(
        accounts, new ParallelOptions { MaxDegreeOfParallelism = Parallel, CancellationToken = cancellation },
        async (account, _) =>
        {
            try
            {
                await take(await GetCurrentAsync(account.Id, account.AtLeast).WaitAsync(LongestAnswer, clock, cancellation), false);
            }
            catch (Exception error) when (error is not OutOfMemoryException && !cancellation.IsCancellationRequested)
            {
                LogUnanswered(error, account.Id);
                Ask(account.Id, account.AtLeast, isRepair: false);
            }
        });

    public void Ask(string account, long atLeast, bool isRepair)
    {
        lock (_gate)
        {
            if (_waiting.TryGetValue(account, out var waiting))
            {
                _waiting[account] = (Math.Max(waiting.AtLeast, atLeast), waiting.IsRepair || isRepair);
                return;
            }
            _waiting.Add(account, (atLeast, isRepair));
        }
        _accounts.Writer.TryWrite(account);
    }

    public Task RunAsync(CancellationToken stopping) => System.Threading.Tasks.Parallel.ForEachAsync(
        _accounts.Reader.ReadAllAsync(stopping), new ParallelOptions { MaxDegreeOfParallelism = Parallel, CancellationToken = stopping },
        async (account, _) => await AskAsync(account, stopping));

    private async Task AskAsync(string account, CancellationToken stopping)
    {
        (long AtLeast, bool IsRepair) asked;
        // Removed before the call: a gap that shows while it is under way asks again.
        lock (_gate)
            _waiting.Remove(account, out asked);
        try
        {
            await take(await GetCurrentAsync(account, asked.AtLeast), asked.IsRepair);
        }
        catch (Exception error) when (error is not OutOfMemoryException && !stopping.IsCancellationRequested)
        {
            LogUnanswered(error, account);
            _ = AskLaterAsync(account, asked.AtLeast, asked.IsRepair, stopping);
        }
    }

    private async Task AskLaterAsync(string account, long atLeast, bool isRepair, CancellationToken stopping)
    {
        await Task.Delay(Pause, clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!stopping.IsCancellationRequested)
            Ask(account, atLeast, isRepair);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{account} does not answer; its former view is shown until it does")]
    private partial void LogUnanswered(Exception error, string account);
}
