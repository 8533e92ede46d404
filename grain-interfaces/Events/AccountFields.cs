namespace OneLead.Events;

/// <summary>Fields of account records that a person sets over what the sources say.</summary>
public static class AccountFields
{
    public const string ManagerByHand = "managerByHand", ManagerSetBy = "managerSetBy";
}
