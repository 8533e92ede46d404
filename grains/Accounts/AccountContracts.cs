namespace OneLead.Accounts;

/// <summary>An account's contracts, and which items they cover. An item names its contract by its number or its id.</summary>
internal sealed class AccountContracts(AccountScores scores)
{
    private readonly Dictionary<string, AccountContract> _contracts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<AccountContract>> _byName = new(StringComparer.Ordinal);

    // Null while there is no contract: most accounts have none, and many items name one.
    private Dictionary<string, HashSet<AccountItem>>? _itemsByAgreement;

    public int Count => _contracts.Count;

    public IEnumerable<AccountContract> All => _contracts.Values;

    public AccountContract? Find(string contract) => _contracts.GetValueOrDefault(contract);

    /// <summary>The contracts that cover an item.</summary>
    public IEnumerable<AccountContract> Over(AccountItem item) =>
        item.AgreementId is { } agreement && _byName.TryGetValue(agreement, out var contracts) ? contracts : [];

    /// <summary>The items that a contract covers.</summary>
    public IEnumerable<AccountItem> Under(AccountContract contract) => _itemsByAgreement is { } items
        ? Names(contract.Record).SelectMany(n => items.GetValueOrDefault(n) ?? []).Distinct()
        : [];

    /// <summary>The contracts that may have a renewal opportunity.</summary>
    public IEnumerable<AccountContract> WithOpportunity => _contracts.Values.Where(c => c.Facts.RenewalOpportunity is not null);

    /// <summary>Puts a contract in or takes it out. Returns the one that is or was there.</summary>
    public AccountContract? Set(string id, EntityRecord? record)
    {
        var contract = Find(id);
        foreach (var name in contract is null ? [] : Names(contract.Record))
        {
            if (_byName[name] is { Count: > 1 } others)
                others.Remove(contract!);
            else
                _byName.Remove(name);
        }
        if (record is null)
        {
            _contracts.Remove(id);
        }
        else
        {
            _itemsByAgreement ??= IndexItems();
            if (contract is null)
                _contracts.Add(id, contract = new AccountContract(record, scores));
            contract.Record = record;
            foreach (var name in Names(record))
            {
                if (_byName.TryGetValue(name, out var others))
                    others.Add(contract);
                else
                    _byName.Add(name, [contract]);
            }
        }
        return contract;
    }

    /// <summary>Notes that an item came; called again when its record changes.</summary>
    public void Add(AccountItem item)
    {
        if (_itemsByAgreement is not null && item.AgreementId is { } agreement)
            Add(_itemsByAgreement, agreement, item);
    }

    /// <summary>Notes that an item leaves or is about to change.</summary>
    public void Remove(AccountItem item)
    {
        if (item.AgreementId is { } agreement && _itemsByAgreement?.GetValueOrDefault(agreement) is { } items && items.Remove(item)
            && items.Count == 0)
            _itemsByAgreement.Remove(agreement);
    }

    private Dictionary<string, HashSet<AccountItem>> IndexItems()
    {
        var index = new Dictionary<string, HashSet<AccountItem>>(StringComparer.Ordinal);
        foreach (var item in scores.Items.Values)
        {
            if (item.AgreementId is { } agreement)
                Add(index, agreement, item);
        }
        return index;
    }

    private static void Add(Dictionary<string, HashSet<AccountItem>> index, string agreement, AccountItem item)
    {
        if (index.TryGetValue(agreement, out var items))
            items.Add(item);
        else
            index.Add(agreement, [item]);
    }

    // The number, the id, and the id as the source writes it.
    private static IEnumerable<string> Names(EntityRecord contract) =>
        new[] { contract.Fields["number"].Text, contract.Id, Keys.DecodePart(contract.Id[(contract.Id.LastIndexOf(':') + 1)..]) }
            .OfType<string>().Distinct(StringComparer.Ordinal);
}
