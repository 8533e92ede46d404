namespace OneLead.Web.Access;

/// <summary>What a person or a program is for. It decides what its holder sees and may do; docs/users.md has the table.</summary>
public enum Role
{
    SalesExecutive,
    AccountManager,
    ServiceConsultant,
    Analyst,
    TerritoryManager,
    Administrator,
}
