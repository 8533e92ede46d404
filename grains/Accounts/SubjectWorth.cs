namespace OneLead.Accounts;

/// <summary>An amount in minor units.</summary>
internal readonly record struct MinorMoney(string Currency, long Minor);

/// <summary>What an account counts of an item or a contract in its sums: each of them once.</summary>
/// <param name="HasLeads">True if it has open leads.</param>
/// <param name="Lead">The greatest known value of its open leads.</param>
/// <param name="IsAtRisk">True if it is an item past its end of life.</param>
/// <param name="Contract">Its contract value.</param>
/// <param name="Estimate">The greatest estimate in the tenant's currency if it is at risk without a contract value.</param>
internal readonly record struct SubjectWorth(bool HasLeads, MinorMoney? Lead, bool IsAtRisk, MinorMoney? Contract, long? Estimate);
