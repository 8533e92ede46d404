using OneLead.Rules;

namespace OneLead.Bench.Rescoring;

/// <summary>Item facts, ten items per account, with their scores.</summary>
internal sealed class ScoredItems
{
    private const int ItemsAnAccount = 10;

    private static readonly SupportState[] Support =
    [
        SupportState.Active, SupportState.Expired, SupportState.Expired | SupportState.Uncovered, SupportState.Uncovered,
        SupportState.Unknown,
    ];
    private static readonly LeadType[] Types = [.. LeadTypes.Identities];

    private readonly ProductClass[] _products;
    private readonly ItemTerms[] _terms;
    private readonly AccountFacts[] _accounts;
    private readonly RiskLevel[] _risks;
    private readonly decimal[] _scores;

    public ScoredItems(int count, DateOnly day)
    {
        ProductClass[] known =
        [
            ProductClassifier.Classify(
                new("HP DL360p Gen8 8-SFF CTO Server", "x86 Rack", "Compute", "Compute Product", null), RuleSet.Default),
            ProductClassifier.Classify(
                new("HPE 3PAR StoreServ 8200 2N Fld Int Base", "3PAR StoreServ", "Storage", "Storage Product", null), RuleSet.Default),
            ProductClassifier.Classify(
                new("HPE 16GB 2Rx4 PC4-2400T-R Kit", null, "Compute", "Compute Product", "Memory Options"), RuleSet.Default),
        ];
        _products = new ProductClass[count];
        _terms = new ItemTerms[count];
        _risks = new RiskLevel[count];
        _scores = new decimal[count * Types.Length];
        for (var i = 0; i < count; i++)
        {
            _products[i] = known[i % known.Length];
            _terms[i] = new ItemTerms(
                Support[i % Support.Length], day.AddDays(1_000 - (int)(i * 31L % 4_000)),
                i % 3 == 0 ? day.AddDays((int)(i * 17L % 700)) : null, i % 4 == 0 ? null : day.AddDays(300 - (int)(i * 7L % 1_200)));
        }
        _accounts =
        [
            .. Enumerable.Range(0, count / ItemsAnAccount).Select(
                i => new AccountFacts(ItemsAnAccount, i % 7, i % 12, day.AddDays(-i % 900), null, i % 5, null, null)),
        ];
    }

    public int Count => _terms.Length;

    /// <summary>Assesses every item and scores its leads as of a day, on a number of threads.</summary>
    public void Rescore(DateOnly day, int threads)
    {
        var part = (_accounts.Length + threads - 1) / threads;
        Parallel.For(
            0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads },
            t => Rescore(t * part, Math.Min(_accounts.Length, (t + 1) * part), day));
    }

    private void Rescore(int from, int to, DateOnly day)
    {
        for (var i = from * ItemsAnAccount; i < to * ItemsAnAccount; i++)
        {
            var assessment = ItemRules.Assess(_products[i], _terms[i], RuleSet.Default, day);
            _risks[i] = assessment.Risk;
            foreach (var type in Types)
                _scores[i * Types.Length + (int)type] = assessment.Triggers.Has(type)
                    ? LeadRules.Score(type, assessment, _terms[i], _accounts[i / ItemsAnAccount], RuleSet.Default, day).Score
                    : 0;
        }
    }
}
